// SPDX-License-Identifier: Apache-2.0
#include "graph/flow_graph.h"

#include <numeric>

namespace meguri {

void FlowGraph::reserve(std::size_t nodes, std::size_t arcs) {
  first_.reserve(nodes + 1);
  tails_.reserve(arcs);
  weights_.reserve(arcs);
}

double FlowGraph::weight_into(NodeIndex node) const {
  double weight = 0;
  for (const std::int64_t arc : weights_into(node))
    weight += static_cast<double>(arc);
  return weight;
}

ArcsOut::ArcsOut(const FlowGraph& graph)
    : first_(graph.node_count() + 1), heads_(graph.arc_count()), weights_(graph.arc_count()) {
  for (const NodeIndex tail : graph.tails())
    ++first_[tail + std::size_t{1}];
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  for (NodeIndex head = 0; head < graph.node_count(); ++head) {
    const auto tails = graph.tails_into(head);
    const auto weights = graph.weights_into(head);
    for (std::size_t arc = 0; arc < tails.size(); ++arc) {
      const std::size_t at = next[tails[arc]]++;
      heads_[at] = head;
      weights_[at] = weights[arc];
    }
  }
}

}  // namespace meguri
