// SPDX-License-Identifier: Apache-2.0
#include "graph/shares.h"

#include <algorithm>

namespace meguri {
namespace {

// How many arcs ahead a node is asked for: some fifty nanoseconds of work.
constexpr std::size_t lookahead = 24;

Shares source(std::uint8_t lane) {
  Shares shares;
  if (lane == no_class) return shares;
  MEGURI_CHECK(lane < share_lanes);
  shares.lanes[lane] = 1;
  return shares;
}

}  // namespace

void extend_shares(const FlowGraph& graph,
                   std::span<const std::uint8_t> classes,
                   std::vector<Shares>& shares) {
  MEGURI_CHECK(classes.size() == graph.node_count());
  std::size_t node = shares.size();
  shares.resize(graph.node_count());
  const NodeIndex* const tails = graph.tails().data();
  const std::int64_t* const weights = graph.weights().data();
  for (; node < graph.node_count(); ++node) {
    const std::size_t first = graph.first_arc(node);
    const std::size_t end = graph.first_arc(node + 1);
    if (first == end) {
      shares[node] = source(classes[node]);
      continue;
    }
    Shares mixed;
    double total = 0;
    for (std::size_t arc = first; arc < end; ++arc) {
      const std::size_t ahead = std::min(arc + lookahead, graph.arc_count() - 1);
      __builtin_prefetch(&shares[tails[ahead]]);
      const double weight = static_cast<double>(weights[arc]);
      const Shares& part = shares[tails[arc]];
      for (std::size_t lane = 0; lane < share_lanes; ++lane)
        mixed.lanes[lane] += weight * part.lanes[lane];
      total += weight;
    }
    for (double& lane : mixed.lanes)
      lane /= total;
    shares[node] = mixed;
  }
}

}  // namespace meguri
