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

#include "claim/internal/custody_play.h"
#include "claim/internal/whole_mg.h"

namespace meguri {
namespace {

constexpr double noise_mg = 1e-6;
constexpr double noise = 1e-12;

bool is_balance(CustodyModel model) {
  return model == CustodyModel::mass_balance_rolling || model == CustodyModel::mass_balance_credit;
}

// No more than there is of it, whatever the noise.
Mass credited(double exact_mg, Mass whole, const AccountStatement& account) {
  const std::int64_t mg = whole_mg(exact_mg * (1 + noise) + noise_mg);
  return converted(account, std::min(Mass::milligrams(mg), whole));
}

// Whether all of it does, but for air and water.
bool comes_from_outside(const LotGraph& graph, NodeIndex node, const Account& lot) {
  const TraceNode& at = graph.node(node);
  switch (at.kind) {
    case TraceKind::source:
      return graph.classes()[node] != uptake_lane;
    case TraceKind::transit:
      return true;
    case TraceKind::lot:
      return graph.account(at.subject).site != lot.site ||
             graph.account(at.subject).book != lot.book;
    case TraceKind::step:
      return std::ranges::all_of(graph.flows().tails_into(node), [&](NodeIndex tail) {
        return comes_from_outside(graph, tail, lot);
      });
    case TraceKind::sink:
    case TraceKind::unbooked:
    case TraceKind::settled:
      return false;
  }
  return false;
}

struct Inflow {
  NodeIndex from = no_node;
  std::int64_t mass_mg = 0;
};

// Of so much that comes from a node, what comes from outside; rounded down where that is a part.
void find_inflows(const LotGraph& graph,
                  NodeIndex node,
                  std::int64_t mass_mg,
                  const Account& lot,
                  std::vector<Inflow>& found) {
  if (mass_mg == 0) return;
  if (comes_from_outside(graph, node, lot)) return found.push_back({node, mass_mg});
  if (graph.node(node).kind != TraceKind::step) return;
  const auto tails = graph.flows().tails_into(node);
  const auto weights = graph.flows().weights_into(node);
  Int128 whole = 0;
  for (const std::int64_t weight : weights)
    whole += weight;
  for (std::size_t arc = 0; arc < tails.size(); ++arc) {
    const auto part = static_cast<std::int64_t>(Int128{mass_mg} * weights[arc] / whole);
    find_inflows(graph, tails[arc], part, lot, found);
  }
}

// What an account may still draw: of a ground no more than it gives, nor than it counts for in the
// account, however often its matter came.
class Allowance {
 public:
  Allowance(const GroundBook& grounds, const CustodyAccount& account)
      : grounds_(grounds), account_(account) {
    for (const Receipt& receipt : account.receipts)
      for (const ReceiptPart& part : receipt.parts)
        drawn_[part.ground] += part.drawn.count_mg();
  }
  // Takes no more than is wanted and is there.
  std::int64_t take(const ReceiptPart& part, std::int64_t wanted) {
    const Ground& ground = grounds_[part.ground];
    std::int64_t& promised = promised_[part.ground];
    const std::int64_t most = converted(account_.statement, ground.capacity).count_mg();
    const std::int64_t mass = std::min({wanted,
                                        part.credit.count_mg() - part.drawn.count_mg(),
                                        ground.left().count_mg() - promised,
                                        most - drawn_[part.ground] - promised});
    if (mass <= 0) return 0;
    promised += mass;
    return mass;
  }

 private:
  const GroundBook& grounds_;
  const CustodyAccount& account_;
  std::map<GroundIndex, std::int64_t> drawn_;
  std::map<GroundIndex, std::int64_t> promised_;
};

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
    std::vector<Inflow> inflows;
    for (std::size_t arc = 0; arc < tails.size(); ++arc)
      find_inflows(graph_, tails[arc], flows.weights_into(node)[arc], lot, inflows);
    for (const Inflow& inflow : inflows) {
      Receipt receipt;
      receipt.from = inflow.from;
      receipt.lot = node;
      receipt.entry = at.position;
      receipt.day = tokyo_day(facts_.event_of.at(at.position));
      receipt.mass = Mass::milligrams(inflow.mass_mg);
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
  constexpr long double half = 0.5L;
  const std::int64_t uptake = std::min(whole_mg(found.uptake_mg + half), receipt.mass.count_mg());
  receipt.base = Mass::milligrams(receipt.mass.count_mg() - uptake);
  for (const Contribution& each : found.grounds) {
    if (!is_claimable(each.ground.origin)) continue;
    const GroundIndex ground = open_ground(each.ground);
    const Mass credit = credited(each.exact_mg, receipt.mass, account.statement);
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
    const Mass at_most = Mass::milligrams(whole_mg(base * average + noise_mg));
    if (wanted > at_most) return Plan::refused(CustodyRefusal::above_average, at_most, origin);
  }
  return draw_credits(about);
}

// The oldest credits first.
CustodyPlay::Plan CustodyPlay::draw_credits(const Case& about) {
  const ClaimStatement& statement = about.claim.statement;
  if (!statement.certificates.empty()) return Plan::refused(CustodyRefusal::certificates_differ);
  Plan plan;
  Allowance allowance(ledger_.grounds_, about.account);
  for (const auto& [origin, wanted] : statement.contents) {
    std::int64_t missing = wanted.count_mg();
    for (Receipt& receipt : about.account.receipts) {
      if (missing == 0) break;
      if (facts_.place(receipt.entry) >= about.place ||
          !counts(about.account.statement, receipt, about.day))
        continue;
      settle(about.account, receipt);
      for (ReceiptPart& part : receipt.parts) {
        if (ledger_.grounds_[part.ground].name.origin != origin) continue;
        const std::int64_t mass = allowance.take(part, missing);
        if (mass == 0) continue;
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

Mass converted(const AccountStatement& account, Mass mass) {
  return Mass::milligrams(
      static_cast<std::int64_t>(Int128{mass.count_mg()} * account.conversion_ppm / whole_ppm));
}

Contents credit_left(const CustodyLedger& ledger, const CustodyAccount& account, Day day) {
  std::map<Origin, Int128> left;
  Allowance allowance(ledger.grounds(), account);
  for (const Receipt& receipt : account.receipts) {
    if (!counts(account.statement, receipt, day)) continue;
    for (const ReceiptPart& part : receipt.parts) {
      const std::int64_t mass = allowance.take(part, INT64_MAX);
      if (mass > 0) left[ledger.grounds()[part.ground].name.origin] += mass;
    }
  }
  Contents contents;
  for (const auto& [origin, mg] : left)
    contents.emplace(origin,
                     Mass::milligrams(static_cast<std::int64_t>(std::min<Int128>(mg, INT64_MAX))));
  return contents;
}

}  // namespace meguri
