// SPDX-License-Identifier: Apache-2.0
// shares: of which classes everything in a flow graph is made, where what flows together mixes.
//
// A node without arcs into it is a source: all of it is of one class, or of none. Any other node is
// the mixture of what flows into it. Shares are of a node's weight; what is missing to 1 comes from
// sources without a class. One pass in the order of the nodes, which does not wait for memory: the
// nodes that are needed next are asked for ahead. O(arcs · lanes), 64 bytes a node.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/flow_graph.h"

namespace meguri {

// A cache line of doubles.
inline constexpr std::size_t share_lanes = 8;
struct alignas(64) Shares {
  std::array<double, share_lanes> lanes{};
  friend bool operator==(const Shares&, const Shares&) = default;
};

inline constexpr std::uint8_t no_class = UINT8_MAX;

// Gives shares to the nodes from shares.size() on: all of them, or those that were added since.
// classes[node] of a source: its lane, or no_class; of others unused.
// REQUIRES: as many classes as nodes; lanes < share_lanes.
void extend_shares(const FlowGraph& graph,
                   std::span<const std::uint8_t> classes,
                   std::vector<Shares>& shares);

}  // namespace meguri
