// SPDX-License-Identifier: Apache-2.0
// Mass balance: an account is credited with what comes to its site, and claims draw on it.
//
//   credit           never more than was credited, has not run out, and was not drawn before
//   rolling average  no more of a claim than the origin's part of what came in the months before;
//                    and never more in all than was credited
//
// What comes to a site comes over a boundary, from another book or from another site. What is made
// at the site, internal regrind too, is no receipt.
#include <algorithm>
#include <cmath>

#include "claim/internal/custody_play.h"

namespace meguri {
namespace {

constexpr double noise_mg = 1e-6;
constexpr double noise = 1e-12;

bool is_balance(CustodyModel model) {
  return model == CustodyModel::mass_balance_rolling || model == CustodyModel::mass_balance_credit;
}

Mass credited(double exact_mg, std::int64_t conversion_ppm) {
  const auto mg = static_cast<std::int64_t>(std::floor(exact_mg * (1 + noise) + noise_mg));
  return Mass::milligrams(static_cast<std::int64_t>(Int128{mg} * conversion_ppm / whole_ppm));
}

bool comes_from_outside(const LotGraph& graph, NodeIndex node, const Account& lot) {
  const TraceNode& at = graph.node(node);
  switch (at.kind) {
    case TraceKind::source:
    case TraceKind::transit: return true;
    case TraceKind::lot:
      return graph.account(at.subject).site != lot.site || graph.account(at.subject).book != lot.book;
    case TraceKind::step:
      return std::ranges::any_of(graph.flows().tails_into(node), [&](NodeIndex tail) {
        return comes_from_outside(graph, tail, lot);
      });
    case TraceKind::sink:
    case TraceKind::unbooked:
    case TraceKind::settled: return false;
  }
  return false;
}

bool counts(const AccountStatement& account, const Receipt& receipt, Day day) {
  if (receipt.day > day) return false;
  const auto end = credit_end(account, receipt.day);
  return !end || day < *end;
}

void sort_receipts(CustodyAccount& account) {
  std::ranges::stable_sort(account.receipts, {}, &Receipt::day);
}

}  // namespace

void CustodyPlay::find_receipts() {
  std::multimap<std::tuple<std::string, std::string, std::string>, CustodyAccountIndex> inputs;
  for (CustodyAccountIndex index = 0; index < ledger_.accounts_.size(); ++index) {
    const CustodyAccount& account = ledger_.accounts_[index];
    if (!is_balance(account.statement.model)) continue;
    for (const std::string& material : account.statement.inputs)
      inputs.emplace(std::tuple(account.book, account.statement.site, material), index);
  }
  if (inputs.empty()) return;
  const FlowGraph& flows = graph_.flows();
  for (NodeIndex node = 0; node < flows.node_count(); ++node) {
    const TraceNode& at = graph_.node(node);
    if (at.kind != TraceKind::lot) continue;
    const Account& lot = graph_.account(at.subject);
    const auto [first, last] = inputs.equal_range({lot.book, lot.site, lot.material});
    if (first == last) continue;
    const auto tails = flows.tails_into(node);
    for (std::size_t arc = 0; arc < tails.size(); ++arc) {
      if (!comes_from_outside(graph_, tails[arc], lot)) continue;
      Receipt receipt;
      receipt.from = tails[arc];
      receipt.lot = node;
      receipt.entry = at.position;
      receipt.day = tokyo_day(facts_.event_of.at(at.position));
      receipt.mass = Mass::milligrams(flows.weights_into(node)[arc]);
      for (auto account = first; account != last; ++account)
        ledger_.accounts_[account->second].receipts.push_back(receipt);
    }
  }
  for (CustodyAccount& account : ledger_.accounts_) {
    std::erase_if(account.receipts,
                  [&](const Receipt& each) { return each.day < account.statement.from; });
    sort_receipts(account);
  }
}

// What suppliers claim of a shipment may come later than the shipment; it only becomes more.
void CustodyPlay::settle(CustodyAccount& account, Receipt& receipt) {
  if (receipt.is_settled) return;
  const Contributions found = contributions(receipt.from, receipt.mass, false, {});
  receipt.is_settled = !found.meets_claims;
  receipt.base = Mass::milligrams(receipt.mass.count_mg() - std::llround(found.uptake_mg));
  for (const Contribution& each : found.grounds) {
    if (!is_claimable(each.ground.origin)) continue;
    const GroundIndex ground = open_ground(each.ground);
    const Mass credit = credited(each.exact_mg, account.statement.conversion_ppm);
    const auto part = std::ranges::find(receipt.parts, ground, &ReceiptPart::ground);
    if (part == receipt.parts.end()) {
      receipt.parts.push_back({ground, credit, {}});
    } else {
      part->credit = credit;
    }
  }
}

CustodyPlay::Plan CustodyPlay::plan_credit(const Case& about) { return draw_credits(about); }

CustodyPlay::Plan CustodyPlay::plan_rolling(const Case& about) {
  const AccountStatement& account = about.account.statement;
  const Day after = months_after(about.day, -account.period_months);
  long double whole = 0;
  std::map<Origin, long double> credits;
  for (Receipt& receipt : about.account.receipts) {
    const bool is_within = after < receipt.day && receipt.day <= about.day &&
                           facts_.place(receipt.entry) < about.place;
    if (!is_within) continue;
    settle(about.account, receipt);
    whole += static_cast<long double>(receipt.base.count_mg()) * account.conversion_ppm / whole_ppm;
    for (const ReceiptPart& part : receipt.parts)
      credits[ledger_.grounds_[part.ground].name.origin] += part.credit.count_mg();
  }
  const ClaimStatement& statement = about.claim.statement;
  const auto base =
      static_cast<long double>(statement.mass.count_mg() - about.claim.uptake.count_mg());
  for (const auto& [origin, wanted] : statement.contents) {
    const long double average = whole > 0 ? credits[origin] / whole : 0;
    const auto at_most =
        Mass::milligrams(static_cast<std::int64_t>(std::floor(base * average + noise_mg)));
    if (wanted > at_most) return Plan::refused(CustodyRefusal::above_average, at_most, origin);
  }
  return draw_credits(about);
}

// The oldest credits first.
CustodyPlay::Plan CustodyPlay::draw_credits(const Case& about) {
  const ClaimStatement& statement = about.claim.statement;
  if (!statement.certificates.empty()) return Plan::refused(CustodyRefusal::certificates_differ);
  Plan plan;
  std::map<GroundIndex, std::int64_t> planned;
  for (const auto& [origin, wanted] : statement.contents) {
    std::int64_t missing = wanted.count_mg();
    for (Receipt& receipt : about.account.receipts) {
      if (missing == 0) break;
      if (facts_.place(receipt.entry) >= about.place ||
          !counts(about.account.statement, receipt, about.day))
        continue;
      settle(about.account, receipt);
      for (ReceiptPart& part : receipt.parts) {
        const Ground& ground = ledger_.grounds_[part.ground];
        if (ground.name.origin != origin) continue;
        std::int64_t& promised = planned[part.ground];
        const std::int64_t mass =
            std::min({missing,
                      part.credit.count_mg() - part.drawn.count_mg(),
                      ground.left().count_mg() - promised});
        if (mass <= 0) continue;
        promised += mass;
        missing -= mass;
        plan.draws.push_back(
            {part.ground, Mass::milligrams(mass), &part, standing_claim(part.ground)});
      }
    }
    if (missing > 0)
      return Plan::refused(
          CustodyRefusal::overdrawn, Mass::milligrams(wanted.count_mg() - missing), origin);
  }
  return plan;
}

Contents credit_left(const CustodyLedger& ledger, const CustodyAccount& account, Day day) {
  std::map<Origin, Int128> left;
  std::map<GroundIndex, std::int64_t> counted;
  for (const Receipt& receipt : account.receipts) {
    if (!counts(account.statement, receipt, day)) continue;
    for (const ReceiptPart& part : receipt.parts) {
      const Ground& ground = ledger.grounds()[part.ground];
      std::int64_t& already = counted[part.ground];
      const std::int64_t mass = std::min(part.credit.count_mg() - part.drawn.count_mg(),
                                         ground.left().count_mg() - already);
      if (mass <= 0) continue;
      already += mass;
      left[ground.name.origin] += mass;
    }
  }
  Contents contents;
  for (const auto& [origin, mg] : left)
    contents.emplace(origin,
                     Mass::milligrams(static_cast<std::int64_t>(std::min<Int128>(mg, INT64_MAX))));
  return contents;
}

}  // namespace meguri
