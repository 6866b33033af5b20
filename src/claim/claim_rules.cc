// SPDX-License-Identifier: Apache-2.0
// What holds for claims of every model: contents, subject, the weakest link.
#include <algorithm>
#include <span>

#include "claim/internal/custody_play.h"
#include "claim/internal/whole_mg.h"

namespace meguri {
namespace {

// What a double loses of a sum of many parts, and what is less than a milligram of it.
Mass rounded_mass(double mg) {
  constexpr long double half = 0.5L;
  return Mass::milligrams(whole_mg(mg + half));
}

bool includes(const std::vector<std::string>& materials, const std::string& material) {
  return std::ranges::find(materials, material) != materials.end();
}

Mass sum_of(std::span<const std::int64_t> weights) {
  Int128 sum = 0;
  for (const std::int64_t weight : weights)
    sum += weight;
  return Mass::milligrams(static_cast<std::int64_t>(std::min<Int128>(sum, INT64_MAX)));
}

void add_to(Mass& sum, Mass mass) { sum = Mass::milligrams(sum.count_mg() + mass.count_mg()); }

// `mass` by route as the contents of a supplier's claim are, rounded down; the rest is not stated.
std::map<RecyclingRoute, Mass> routes_of(const StandingClaim& claim, Mass mass) {
  Int128 whole = 0;
  for (const auto& [route, part] : claim.routes)
    whole += part.count_mg();
  std::map<RecyclingRoute, Mass> routes;
  std::int64_t left = mass.count_mg();
  for (const auto& [route, part] : claim.routes) {
    const auto mg = static_cast<std::int64_t>(Int128{mass.count_mg()} * part.count_mg() / whole);
    routes[route] = Mass::milligrams(mg);
    left -= mg;
  }
  add_to(routes[RecyclingRoute::not_stated], Mass::milligrams(left));
  return routes;
}

}  // namespace

Verdict CustodyPlay::check_contents(const Case& about) const {
  const ClaimStatement& statement = about.claim.statement;
  Int128 sum = 0;
  for (const auto& [origin, mass] : statement.contents) {
    if (!is_claimable(origin)) return {CustodyRefusal::never_claimable, {}, origin};
    sum += mass.count_mg();
  }
  if (sum > statement.mass.count_mg()) return {.refusal = CustodyRefusal::share_above_one};
  return {};
}

Verdict CustodyPlay::find_subject(Case& about) {
  const ClaimStatement& statement = about.claim.statement;
  if (!statement.lot && statement.shipment.empty()) return {};  // an issue of credits
  const Verdict found = statement.lot ? find_lot(about) : find_shipment(about);
  if (found.refusal != CustodyRefusal::none) return found;
  const std::int64_t left = about.subject.mass.count_mg() - claimed_of(about.subject).count_mg();
  if (statement.mass.count_mg() > left)
    return {
        CustodyRefusal::subject_exceeded, Mass::milligrams(std::max<std::int64_t>(left, 0)), {}};
  return {};
}

// The lot as it stood when the claim was made; of all that was ever put into it.
Verdict CustodyPlay::find_lot(Case& about) const {
  const LotName& name = *about.claim.statement.lot;
  const AccountStatement& account = about.account.statement;
  if (!includes(account.sites, name.site) || !includes(account.outputs, name.material))
    return {.refusal = CustodyRefusal::subject_of_another_account};
  const auto lot = graph_.find({about.row.book, name.site, name.lot, name.material});
  if (!lot) return {.refusal = CustodyRefusal::subject_unknown};
  Int128 put_in = 0;
  NodeIndex before = no_node;
  for (const NodeIndex node : graph_.versions(*lot)) {
    if (facts_.place(graph_.node(node).position) >= about.place) break;
    const auto tails = graph_.flows().tails_into(node);
    const auto weights = graph_.flows().weights_into(node);
    for (std::size_t arc = 0; arc < tails.size(); ++arc)
      if (tails[arc] != before) put_in += weights[arc];
    before = node;
  }
  if (before == no_node) return {.refusal = CustodyRefusal::subject_unknown};
  about.subject = {
      before, Mass::milligrams(static_cast<std::int64_t>(std::min<Int128>(put_in, INT64_MAX)))};
  return {};
}

// One material of a shipment of this book, shipped from the account's site.
Verdict CustodyPlay::find_shipment(Case& about) {
  const std::string& shipment = about.claim.statement.shipment;
  if (!shipment.starts_with(about.row.book + "/"))
    return {.refusal = CustodyRefusal::subject_unknown};
  bool is_there = false;
  const auto [first, last] = shipments_.equal_range(shipment);
  for (auto each = first; each != last; ++each) {
    const AccountIndex index = each->second;
    const std::vector<NodeIndex>& versions = graph_.versions(index);
    if (versions.empty() || facts_.place(graph_.node(versions.front()).position) >= about.place)
      continue;
    is_there = true;
    if (sender_account(index) != about.index) continue;
    if (about.subject.node != no_node)
      return {.refusal = CustodyRefusal::subject_of_another_account};
    const auto weights = graph_.flows().weights_into(versions.back());
    about.subject = {versions.back(), sum_of(weights)};
  }
  if (about.subject.node != no_node) return {};
  return {.refusal = is_there ? CustodyRefusal::subject_of_another_account
                              : CustodyRefusal::subject_unknown};
}

Mass CustodyPlay::claimed_of(const Subject& subject) const {
  const auto found = claimed_mg_.find(graph_.node(subject.node).subject);
  return Mass::milligrams(found == claimed_mg_.end() ? 0 : found->second);
}

CustodyPlay::Plan CustodyPlay::plan(Case& about) {
  const AccountStatement& account = about.account.statement;
  if (about.day < account.from) return Plan::refused(CustodyRefusal::before_account);
  const auto closed = closed_by(about.index, about.row.position);
  if (closed && about.day <= *closed) return Plan::refused(CustodyRefusal::period_closed);
  for (const Verdict& verdict : {check_contents(about), find_subject(about)})
    if (verdict.refusal != CustodyRefusal::none) return {verdict, {}};
  state_matter(about);
  Plan planned = is_physical(account.model)                            ? plan_physical(about)
                 : account.model == CustodyModel::mass_balance_credit  ? draw_credits(about)
                 : account.model == CustodyModel::mass_balance_rolling ? plan_rolling(about)
                                                                       : plan_certificates(about);
  if (planned.verdict.refusal != CustodyRefusal::none) return planned;
  // The name of a part of a certificate ends so, and none may have two meanings.
  if (about.claim.statement.is_certificate && about.row.client_id.find('#') != std::string::npos)
    return Plan::refused(CustodyRefusal::certificate_name_wrong);
  CustodyModel model = account.model;
  for (const Planned& draw : planned.draws)
    if (draw.claim != nullptr) model = weaker(model, draw.claim->model);
  about.claim.model = model;
  const auto& least = about.claim.statement.model;
  if (least && weakness(model) > weakness(*least))
    return Plan::refused(CustodyRefusal::stronger_than_chain);
  return planned;
}

// What the claim's matter is besides the origins that are claimed.
void CustodyPlay::state_matter(Case& about) {
  if (about.subject.node == no_node) return;
  const AccountStatement& account = about.account.statement;
  const MaterialKinds kinds{{account.fillers.begin(), account.fillers.end()},
                            {account.bio_based.begin(), account.bio_based.end()}};
  about.contributions = contributions(about.subject.node, about.claim.statement.mass, true, kinds);
  about.claim.uptake = rounded_mass(about.contributions.uptake_mg);
  about.claim.filler = rounded_mass(about.contributions.filler_mg);
  about.claim.bio_based = rounded_mass(about.contributions.bio_based_mg);
  about.claim.unknown = rounded_mass(about.contributions.unknown_mg);
}

void CustodyPlay::carry_out(Case& about, const Plan& plan) {
  ClaimRecord& claim = about.claim;
  claim.standing = ClaimStanding::stands;
  claim.is_audited = std::ranges::any_of(about.account.audits, [&](const AuditStatement& audit) {
    return audit.from <= about.day && about.day <= audit.last;
  });
  for (const Planned& draw : plan.draws) {
    if (draw.mass == Mass{}) continue;
    ledger_.grounds_.draw(draw.ground, draw.mass);
    if (draw.part != nullptr) {
      add_to(draw.part->drawn, draw.mass);
      add_to(about.account.drawn[draw.ground], draw.mass);
    }
    note_draw(about, draw);
  }
  if (!claim.statement.certificates.empty()) use_up(about);
  if (about.subject.node == no_node) return;
  claimed_mg_[graph_.node(about.subject.node).subject] += claim.statement.mass.count_mg();
}

void CustodyPlay::note_draw(const Case& about, const Planned& draw) {
  ClaimRecord& claim = about.claim;
  claim.draws.push_back({draw.ground, draw.mass});
  const bool is_own = draw.claim == nullptr;
  add_to(claim.by_assurance[is_own ? Assurance::self_declared : draw.claim->assurance], draw.mass);
  const std::map<RecyclingRoute, Mass> routes =
      is_own ? std::map<RecyclingRoute, Mass>{{RecyclingRoute::not_stated, draw.mass}}
             : routes_of(*draw.claim, draw.mass);
  for (const auto& [route, mass] : routes) {
    if (mass == Mass{}) continue;
    // Who does not say how it was recycled leaves it to the one who did it next.
    const bool is_open = route == RecyclingRoute::not_stated;
    add_to(claim.by_route[is_open ? about.account.statement.route : route], mass);
  }
}

// To the receiver of the shipment, or whoever holds the certificate.
void CustodyPlay::offer(const Case& about, ClaimIndex index) {
  const ClaimRecord& claim = about.claim;
  const StandingClaim standing{
      index,
      claim.model,
      claim.statement.contents,
      claim.by_route,
      claim.is_audited ? Assurance::third_party : Assurance::counterparty_signed,
      claim.filler,
      claim.bio_based};
  const StandingClaim& kept = standing_.emplace(index, standing).first->second;
  if (claim.statement.is_certificate) {
    issue(about, index);
  } else if (!claim.statement.shipment.empty()) {
    claims_on_[graph_.node(about.subject.node).subject].push_back(&kept);
  }
}

}  // namespace meguri
