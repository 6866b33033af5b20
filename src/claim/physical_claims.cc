// SPDX-License-Identifier: Apache-2.0
// Claims that follow the matter: what a lot is said to be, its trail must say.
//
//   identity preserved   all of it comes from one receipt, or from one claim of a supplier
//   segregated           all of it is of the claimed origins
//   controlled blending  no more of an origin than its trail is known to have
#include <algorithm>

#include "claim/internal/custody_play.h"
#include "claim/internal/whole_mg.h"

namespace meguri {
namespace {

// What doubles lose of a mass, in milligrams: far below one, but of masses beyond any plant.
double noise_of(Mass mass) {
  constexpr double relative = 1e-12;
  return 1e-6 + relative * static_cast<double>(mass.count_mg());
}

Mass floored(double mg, Mass whole) { return Mass::milligrams(whole_mg(mg + noise_of(whole))); }

struct Matter {
  std::map<Origin, double> claimable_mg;
  double other_mg = 0;  // virgin, regrind, unknown
};

Matter matter_of(const Contributions& contributions) {
  Matter matter;
  matter.other_mg = contributions.unknown_mg;
  for (const Contribution& each : contributions.grounds) {
    if (is_claimable(each.ground.origin)) {
      matter.claimable_mg[each.ground.origin] += each.exact_mg;
    } else {
      matter.other_mg += each.exact_mg;
    }
  }
  return matter;
}

// Whether the contents are all there is, but for water and air, and for less than a milligram of
// each origin, since contents are whole milligrams.
bool is_all(const ClaimStatement& statement, const Contributions& contributions) {
  Matter matter = matter_of(contributions);
  const double noise = noise_of(statement.mass);
  if (matter.other_mg >= noise) return false;
  for (const auto& [origin, mass] : statement.contents)
    matter.claimable_mg[origin] -= static_cast<double>(mass.count_mg());
  return std::ranges::all_of(matter.claimable_mg, [&](const auto& left) {
    return -noise < left.second && left.second < 1;
  });
}

}  // namespace

CustodyPlay::Plan CustodyPlay::plan_physical(const Case& about) {
  const ClaimStatement& statement = about.claim.statement;
  if (about.subject.node == no_node) return Plan::refused(CustodyRefusal::subject_unknown);
  if (!statement.certificates.empty()) return Plan::refused(CustodyRefusal::certificates_differ);
  const CustodyModel model = about.account.statement.model;
  const Contributions& contributions = about.contributions;
  if (model == CustodyModel::identity_preserved &&
      (contributions.grounds.size() != 1 || !is_all(statement, contributions)))
    return Plan::refused(CustodyRefusal::identity_lost);
  if (model == CustodyModel::segregated && !is_all(statement, contributions))
    return Plan::refused(CustodyRefusal::other_origins);
  const Matter matter = matter_of(contributions);
  Plan plan;
  for (const auto& [origin, wanted] : statement.contents) {
    const auto there = matter.claimable_mg.find(origin);
    const Mass at_most =
        there == matter.claimable_mg.end() ? Mass{} : floored(there->second, statement.mass);
    if (wanted > at_most)
      return Plan::refused(CustodyRefusal::more_than_contained, at_most, origin);
    std::vector<Share> shares;
    for (const Contribution& each : contributions.grounds)
      if (each.ground.origin == origin) shares.push_back({open_ground(each.ground), each.exact_mg});
    const std::vector<Mass> masses = shared_out(ledger_.grounds_, shares, wanted);
    std::int64_t given = 0;
    for (std::size_t at = 0; at < shares.size(); ++at) {
      given += masses[at].count_mg();
      plan.draws.push_back(
          {shares[at].ground, masses[at], nullptr, standing_claim(shares[at].ground)});
    }
    // The rest of these grounds has been claimed for other lots.
    if (given < wanted.count_mg())
      return Plan::refused(CustodyRefusal::more_than_contained, Mass::milligrams(given), origin);
  }
  return plan;
}

}  // namespace meguri
