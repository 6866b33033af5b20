// SPDX-License-Identifier: Apache-2.0
// reach: how much of a node comes from each node before it, or goes into each node after it, where
// what flows together mixes.
//
// Upstream, an arc into a node carries the part of it that its weight is of all arcs into the node.
// Downstream, an arc carries the part of its weight that is the part of its tail that comes from
// the start. One is the transpose of the other: what b has of a, seen from b, is what of a is in b.
// Each touches only what it reaches. O(k log k + arcs) for k nodes reached. Pure; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "graph/flow_graph.h"

namespace meguri {

struct ReachedNode {
  NodeIndex node = 0;
  double amount = 0;
};

// By index into the nodes of a reach.
struct ReachedArc {
  std::size_t from = 0;
  std::size_t to = 0;
  double amount = 0;
};

// In the order in which things flowed: upstream the latest first, downstream the earliest; so the
// start, or the first of them, is the first.
struct Reach {
  std::vector<ReachedNode> nodes;
  std::vector<ReachedArc> arcs;  // every arc between them
};

// Where `amount` of the node comes from.
Reach upstream(const FlowGraph& graph, NodeIndex start, double amount);
// Where all went that flowed into any of the nodes: the weight into each, or for a source what
// flows out of it. REQUIRES: at least one node, ascending.
Reach downstream(const FlowGraph& graph,
                 const ArcsOut& arcs_out,
                 std::span<const NodeIndex> starts);

}  // namespace meguri
