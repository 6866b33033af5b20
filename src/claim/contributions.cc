// SPDX-License-Identifier: Apache-2.0
#include "claim/contributions.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace meguri {
namespace {

struct Amount {
  double mg = 0;
  NodeIndex into = no_node;  // of the nodes that took from it, one
};

class Walk {
 public:
  Walk(const LotGraph& graph, const MaterialKinds& kinds, const ClaimsOnShipment& claims_on)
      : graph_(graph), kinds_(kinds), claims_on_(claims_on) {}

  Contributions from(NodeIndex start, double amount_mg, bool of_sender) && {
    if (of_sender && graph_.node(start).kind == TraceKind::transit)
      own_ = graph_.node(start).subject;
    waiting_.emplace(start, Amount{amount_mg, no_node});
    while (!waiting_.empty()) {
      const auto [node, amount] = *waiting_.begin();
      waiting_.erase(waiting_.begin());
      visit(node, amount);
    }
    for (auto& [name, contribution] : grounds_)
      found_.grounds.push_back(contribution);
    return std::move(found_);
  }

 private:
  void visit(NodeIndex node, const Amount& amount) {
    const TraceKind kind = graph_.node(node).kind;
    if (kind == TraceKind::source) return end_at_source(node, amount);
    if (kind == TraceKind::unbooked) {
      found_.unknown_mg += amount.mg;
      return;
    }
    if (kind == TraceKind::transit && own_ != graph_.node(node).subject) {
      const std::vector<const StandingClaim*>* const claims = claims_on_(node);
      if (claims != nullptr) return end_at_claims(*claims, node, amount.mg);
    }
    const double whole = graph_.flows().weight_into(node);
    const auto tails = graph_.flows().tails_into(node);
    const auto weights = graph_.flows().weights_into(node);
    for (std::size_t arc = 0; arc < tails.size(); ++arc) {
      Amount& waiting = waiting_[tails[arc]];
      waiting.mg += amount.mg * (static_cast<double>(weights[arc]) / whole);
      waiting.into = node;
    }
  }

  void end_at_source(NodeIndex node, const Amount& amount) {
    const std::uint8_t lane = graph_.classes()[node];
    if (lane == uptake_lane) {
      found_.uptake_mg += amount.mg;
      return;
    }
    if (const std::string* const material = material_of(amount.into)) {
      if (kinds_.fillers.contains(*material)) found_.filler_mg += amount.mg;
      if (kinds_.bio_based.contains(*material)) found_.bio_based_mg += amount.mg;
    }
    if (lane == no_class) {
      found_.unknown_mg += amount.mg;
    } else {
      add({GroundName::Kind::source, node, graph_.boundary(graph_.node(node).subject).origin},
          amount.mg);
    }
  }

  // The lot that took from a source says what it is.
  [[nodiscard]] const std::string* material_of(NodeIndex into) const {
    if (into == no_node) return nullptr;
    const TraceNode& node = graph_.node(into);
    if (node.kind != TraceKind::lot) return nullptr;
    return &graph_.account(node.subject).material;
  }

  void end_at_claims(const std::vector<const StandingClaim*>& claims,
                     NodeIndex node,
                     double amount_mg) {
    found_.meets_claims = true;
    const double shipped = graph_.flows().weight_into(node);
    double known = 0;
    const double part = amount_mg / shipped;
    for (const StandingClaim* claim : claims) {
      found_.filler_mg += part * static_cast<double>(claim->filler.count_mg());
      found_.bio_based_mg += part * static_cast<double>(claim->bio_based.count_mg());
      for (const auto& [origin, mass] : claim->contents) {
        const double exact_mg = part * static_cast<double>(mass.count_mg());
        add({GroundName::Kind::claim, claim->claim, origin}, exact_mg);
        known += exact_mg;
      }
    }
    found_.unknown_mg += std::max(0.0, amount_mg - known);
  }

  void add(const GroundName& name, double exact_mg) {
    grounds_.try_emplace(name, Contribution{name, 0}).first->second.exact_mg += exact_mg;
  }

  const LotGraph& graph_;
  const MaterialKinds& kinds_;
  const ClaimsOnShipment& claims_on_;
  std::optional<AccountIndex> own_;  // a shipment that the walk goes behind
  std::map<NodeIndex, Amount, std::greater<>> waiting_;
  std::map<GroundName, Contribution> grounds_;
  Contributions found_;
};

}  // namespace

Contributions contributions_to(const LotGraph& graph,
                               NodeIndex start,
                               double amount_mg,
                               bool of_sender,
                               const MaterialKinds& kinds,
                               const ClaimsOnShipment& claims_on) {
  return Walk(graph, kinds, claims_on).from(start, amount_mg, of_sender);
}

}  // namespace meguri
