// SPDX-License-Identifier: Apache-2.0
// What suppliers claim of what they shipped, and the grounds of claims.
#include "claim/internal/custody_play.h"

namespace meguri {

Contributions CustodyPlay::contributions(NodeIndex node,
                                         Mass mass,
                                         bool of_sender,
                                         const MaterialKinds& kinds) {
  return contributions_to(graph_,
                          node,
                          static_cast<double>(mass.count_mg()),
                          of_sender,
                          kinds,
                          [this](NodeIndex shipment) { return claims_on(shipment); });
}

const std::vector<const StandingClaim*>* CustodyPlay::claims_on(NodeIndex shipment) {
  const AccountIndex transit = graph_.node(shipment).subject;
  if (!sender_account(transit)) return nullptr;
  return &claims_on_[transit];
}

// Whoever claimed before the sender declared the account did so by the matter's own trail.
std::optional<CustodyAccountIndex> CustodyPlay::sender_account(AccountIndex shipment) {
  const auto known = sender_account_.find(shipment);
  const auto found = known != sender_account_.end() ? known->second : account_of_shipment(shipment);
  sender_account_[shipment] = found;
  if (!found) return std::nullopt;
  const bool is_later = facts_.attested[ledger_.accounts_[*found].row].position >= place_;
  meets_later_account_ |= is_later;
  if (is_later) return std::nullopt;
  return found;
}

std::optional<CustodyAccountIndex> CustodyPlay::account_of_shipment(AccountIndex shipment) const {
  std::optional<CustodyAccountIndex> found;
  const NodeIndex shipped = graph_.versions(shipment).front();
  const auto event = facts_.event_of.find(graph_.node(shipped).position);
  if (event == facts_.event_of.end()) return std::nullopt;  // of a book without accounts
  // Several lots that go into one shipment mix in a step.
  std::vector<NodeIndex> waiting{shipped};
  while (!waiting.empty()) {
    const NodeIndex node = waiting.back();
    waiting.pop_back();
    for (const NodeIndex tail : graph_.flows().tails_into(node)) {
      const TraceNode& at = graph_.node(tail);
      if (at.kind == TraceKind::step) waiting.push_back(tail);
      if (at.kind != TraceKind::lot) continue;
      const Account& lot = graph_.account(at.subject);
      const auto account = account_of_output_.find({lot.book, lot.site, lot.material});
      if (account == account_of_output_.end()) continue;
      const AccountStatement& statement = ledger_.accounts_[account->second].statement;
      if (tokyo_day(event->second) >= statement.from) found = account->second;
    }
  }
  return found;
}

GroundIndex CustodyPlay::open_ground(const GroundName& name) {
  if (name.kind == GroundName::Kind::source)
    return ledger_.grounds_.open(name, Mass::milligrams(given_mg_[name.index]));
  return ledger_.grounds_.open(name, standing_.at(name.index).contents.at(name.origin));
}

const StandingClaim* CustodyPlay::standing_claim(GroundIndex ground) const {
  const GroundName& name = ledger_.grounds_[ground].name;
  return name.kind == GroundName::Kind::claim ? &standing_.at(name.index) : nullptr;
}

}  // namespace meguri
