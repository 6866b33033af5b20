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

// A plant of a book: its sites.
struct Plant {
  const std::string& book;
  const std::vector<std::string>& sites;
  [[nodiscard]] bool holds(const Account& lot) const {
    return lot.book == book && std::ranges::find(sites, lot.site) != sites.end();
  }
};

// Whether all of it does, but for air and water.
bool comes_from_outside(const LotGraph& graph, NodeIndex node, const Plant& plant) {
  const TraceNode& at = graph.node(node);
  switch (at.kind) {
    case TraceKind::source:
      return graph.classes()[node] != uptake_lane;
    case TraceKind::transit:
      return true;
    case TraceKind::lot:
      return !plant.holds(graph.account(at.subject));
    case TraceKind::step:
      return std::ranges::all_of(graph.flows().tails_into(node), [&](NodeIndex tail) {
        return comes_from_outside(graph, tail, plant);
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
                  const Plant& plant,
                  std::vector<Inflow>& found) {
  if (mass_mg == 0) return;
  if (comes_from_outside(graph, node, plant)) return found.push_back({node, mass_mg});
  if (graph.node(node).kind != TraceKind::step) return;
  const auto tails = graph.flows().tails_into(node);
  const auto weights = graph.flows().weights_into(node);
  Int128 whole = 0;
  for (const std::int64_t weight : weights)
    whole += weight;
  MEGURI_CHECK(whole > 0);  // a step mixed something
  for (std::size_t arc = 0; arc < tails.size(); ++arc) {
    const auto part = static_cast<std::int64_t>(Int128{mass_mg} * weights[arc] / whole);
    find_inflows(graph, tails[arc], part, plant, found);
  }
}

// What an account may still draw: of a ground no more than it gives, nor than it counts for in the
// account, however often its matter came.
class Allowance {
 public:
  Allowance(const GroundBook& grounds, const CustodyAccount& account)
      : grounds_(grounds), account_(account) {}
  // Takes no more than is wanted and is there.
  std::int64_t take(const ReceiptPart& part, std::int64_t wanted) {
    const Ground& ground = grounds_[part.ground];
    std::int64_t& promised = promised_[part.ground];
    const std::int64_t most = converted(account_.statement, ground.capacity).count_mg();
    const std::int64_t mass = std::min({wanted,
                                        part.credit.count_mg() - part.drawn.count_mg(),
                                        ground.left().count_mg() - promised,
                                        most - drawn_of(part.ground) - promised});
    if (mass <= 0) return 0;
    promised += mass;
    return mass;
  }

 private:
  [[nodiscard]] std::int64_t drawn_of(GroundIndex ground) const {
    const auto found = account_.drawn.find(ground);
    return found == account_.drawn.end() ? 0 : found->second.count_mg();
  }

  const GroundBook& grounds_;
  const CustodyAccount& account_;
  std::map<GroundIndex, std::int64_t> promised_;
};

bool counts(const AccountStatement& account, const Receipt& receipt, Day day) {
  if (receipt.day > day) return false;
  const auto end = credit_end(account, receipt.day);
  return !end || day < *end;
}

// No claim that comes later can make it give more.
bool is_used_up(const Receipt& receipt) {
  return receipt.is_settled && std::ranges::all_of(receipt.parts, [](const ReceiptPart& part) {
           return part.drawn == part.credit;
         });
}

}  // namespace

void CustodyPlay::sort_by_day(CustodyAccount& account) {
  std::ranges::stable_sort(account.receipts, {}, &Receipt::day);
  account.first_open = 0;
}

void CustodyPlay::find_receipts() {
  std::multimap<std::tuple<std::string, std::string, std::string>, CustodyAccountIndex> inputs;
  for (CustodyAccountIndex index = 0; index < ledger_.accounts_.size(); ++index) {
    const CustodyAccount& account = ledger_.accounts_[index];
    if (!is_balance(account.statement.model)) continue;
    for (const std::string& site : account.statement.sites)
      for (const std::string& material : account.statement.inputs)
        inputs.emplace(std::tuple(account.book, site, material), index);
  }
  if (inputs.empty()) return;
  const FlowGraph& flows = graph_.flows();
  for (NodeIndex node = 0; node < flows.node_count(); ++node) {
    const TraceNode& at = graph_.node(node);
    if (at.kind != TraceKind::lot) continue;
    const Account& lot = graph_.account(at.subject);
    const auto [first, last] = inputs.equal_range({lot.book, lot.site, lot.material});
    if (first == last) continue;
    for (auto account = first; account != last; ++account)
      take_in(node, ledger_.accounts_[account->second]);
  }
  for (CustodyAccount& account : ledger_.accounts_) {
    std::erase_if(account.receipts,
                  [&](const Receipt& each) { return each.day < account.statement.from; });
    sort_by_day(account);
  }
}

// What comes into a lot of the plant from outside of it.
void CustodyPlay::take_in(NodeIndex lot, CustodyAccount& account) {
  const FlowGraph& flows = graph_.flows();
  const Plant plant{account.book, account.statement.sites};
  const std::int64_t position = graph_.node(lot).position;
  const auto tails = flows.tails_into(lot);
  std::vector<Inflow> inflows;
  for (std::size_t arc = 0; arc < tails.size(); ++arc)
    find_inflows(graph_, tails[arc], flows.weights_into(lot)[arc], plant, inflows);
  for (const Inflow& inflow : inflows) {
    Receipt receipt;
    receipt.from = inflow.from;
    receipt.lot = lot;
    receipt.entry = position;
    receipt.day = tokyo_day(facts_.event_of.at(position));
    receipt.mass = Mass::milligrams(inflow.mass_mg);
    account.receipts.push_back(std::move(receipt));
  }
}

// What suppliers claim of a shipment may come later than the shipment, and so may the account by
// which only what they claim counts. What has been drawn by then stays, and there is so much less.
void CustodyPlay::settle(CustodyAccount& account, Receipt& receipt) {
  if (receipt.is_settled) return;
  meets_later_account_ = false;
  const Contributions found = contributions(receipt.from, receipt.mass, false, {});
  receipt.is_settled = !found.meets_claims && !meets_later_account_;
  constexpr long double half = 0.5L;
  const std::int64_t uptake = std::min(whole_mg(found.uptake_mg + half), receipt.mass.count_mg());
  receipt.base = Mass::milligrams(receipt.mass.count_mg() - uptake);
  std::map<GroundIndex, Mass> credits;
  for (const Contribution& each : found.grounds)
    if (is_claimable(each.ground.origin))
      credits[open_ground(each.ground)] = credited(each.exact_mg, receipt.mass, account.statement);
  std::int64_t left = converted(account.statement, receipt.mass).count_mg();
  for (ReceiptPart& part : receipt.parts) {
    part.credit = part.drawn;
    if (!credits.contains(part.ground)) left -= part.drawn.count_mg();
  }
  for (const auto& [ground, whole] : credits) {
    const Mass credit = std::min(whole, Mass::milligrams(std::max<std::int64_t>(left, 0)));
    left -= credit.count_mg();
    const auto part = std::ranges::find(receipt.parts, ground, &ReceiptPart::ground);
    if (part == receipt.parts.end()) {
      receipt.parts.push_back({ground, credit, {}});
    } else {
      part->credit = std::max(credit, part->drawn);
    }
  }
}

CustodyPlay::Plan CustodyPlay::plan_rolling(const Case& about) {
  const AccountStatement& account = about.account.statement;
  const Day after = months_after(about.day, -account.period_months);
  long double whole = 0;
  std::map<Origin, long double> credits;
  const auto first = std::ranges::upper_bound(about.account.receipts, after, {}, &Receipt::day);
  for (auto each = first; each != about.account.receipts.end(); ++each) {
    Receipt& receipt = *each;
    if (receipt.day > about.day) break;
    if (facts_.place(receipt.entry) >= about.place) continue;
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
  std::vector<Receipt>& receipts = about.account.receipts;
  std::size_t& first = about.account.first_open;
  while (first < receipts.size() && is_used_up(receipts[first]))
    ++first;
  for (const auto& [origin, wanted] : statement.contents) {
    std::int64_t missing = wanted.count_mg();
    for (std::size_t at = first; at < receipts.size() && missing > 0; ++at) {
      Receipt& receipt = receipts[at];
      if (receipt.day > about.day) break;  // they stand by day
      const bool may = facts_.place(receipt.entry) < about.place &&
                       counts(about.account.statement, receipt, about.day);
      if (!may) continue;
      settle(about.account, receipt);
      for (ReceiptPart& part : receipt.parts) {
        if (ledger_.grounds_[part.ground].name.origin != origin) continue;
        const Mass mass = Mass::milligrams(allowance.take(part, missing));
        missing -= mass.count_mg();
        plan_draw(plan, part, mass);
      }
    }
    if (missing > 0)
      return Plan::refused(
          CustodyRefusal::overdrawn, Mass::milligrams(wanted.count_mg() - missing), origin);
  }
  return plan;
}

void CustodyPlay::plan_draw(Plan& plan, ReceiptPart& part, Mass mass) const {
  if (mass == Mass{}) return;
  plan.draws.push_back({part.ground, mass, &part, standing_claim(part.ground)});
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
