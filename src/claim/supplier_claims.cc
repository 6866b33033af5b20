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

std::optional<CustodyAccountIndex> CustodyPlay::sender_account(AccountIndex shipment) {
  const auto known = sender_account_.find(shipment);
  if (known != sender_account_.end()) return known->second;
  std::optional<CustodyAccountIndex> found;
  const NodeIndex shipped = graph_.versions(shipment).front();
  const std::int64_t place = facts_.place(graph_.node(shipped).position);
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
      const std::size_t row = ledger_.accounts_[account->second].row;
      if (facts_.attested[row].position < place) found = account->second;
    }
  }
  return sender_account_[shipment] = found;
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
