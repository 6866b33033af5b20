// SPDX-License-Identifier: Apache-2.0
// flow_graph: what flows from node to node, in an order in which everything comes before what it
// flows into.
//
// Nodes are numbered as they are added, and an arc leads from an older node into the newest one, so
// that the numbers are a topological order: no cycle can be written, and every analysis is one pass
// up or down the numbers. Arcs stand with the node they lead into, one after another (compressed
// rows); a graph grows at its end and is never changed before it.
//
//   FlowGraph graph;
//   const NodeIndex ore = graph.add_node();
//   const NodeIndex metal = graph.add_node();
//   graph.add_arc(ore, 5);  // into metal
//
// 12 bytes an arc, 8 a node. Plain value: any number of threads may read what none changes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/check.h"

namespace meguri {

using NodeIndex = std::uint32_t;
inline constexpr NodeIndex no_node = UINT32_MAX;

class FlowGraph {
 public:
  // REQUIRES: fewer than no_node nodes.
  NodeIndex add_node() {
    MEGURI_CHECK(node_count() < no_node);
    first_.push_back(tails_.size());
    return static_cast<NodeIndex>(node_count() - 1);
  }
  // Into the newest node. REQUIRES: from is older than it; weight > 0.
  void add_arc(NodeIndex from, std::int64_t weight) {
    MEGURI_CHECK(node_count() > 0 && from + std::size_t{1} < node_count());
    MEGURI_CHECK(weight > 0);
    tails_.push_back(from);
    weights_.push_back(weight);
    first_.back() = tails_.size();
  }
  void reserve(std::size_t nodes, std::size_t arcs);

  [[nodiscard]] std::size_t node_count() const { return first_.size() - 1; }
  [[nodiscard]] std::size_t arc_count() const { return tails_.size(); }
  // The arcs into a node: [first_arc(node), first_arc(node + 1)).
  [[nodiscard]] std::size_t first_arc(std::size_t node) const { return first_[node]; }
  [[nodiscard]] const std::vector<NodeIndex>& tails() const { return tails_; }
  [[nodiscard]] const std::vector<std::int64_t>& weights() const { return weights_; }
  [[nodiscard]] std::span<const NodeIndex> tails_into(NodeIndex node) const {
    return std::span(tails_).subspan(first_[node], first_[node + 1] - first_[node]);
  }
  [[nodiscard]] std::span<const std::int64_t> weights_into(NodeIndex node) const {
    return std::span(weights_).subspan(first_[node], first_[node + 1] - first_[node]);
  }
  // Asks the memory for where a node's arcs stand, and then for the arcs.
  void prefetch_row(NodeIndex node) const { __builtin_prefetch(&first_[node]); }
  void prefetch_arcs(NodeIndex node) const {
    __builtin_prefetch(tails_.data() + first_[node]);
    __builtin_prefetch(weights_.data() + first_[node]);
  }
  // What all arcs into the node carry together; 0 for a source.
  [[nodiscard]] double weight_into(NodeIndex node) const;

 private:
  std::vector<std::size_t> first_{0};  // of each node, and behind the last
  std::vector<NodeIndex> tails_;
  std::vector<std::int64_t> weights_;
};

// The same arcs by the node they lead out of, ascending by the node they lead into.
class ArcsOut {
 public:
  // O(nodes + arcs).
  explicit ArcsOut(const FlowGraph& graph);

  [[nodiscard]] std::span<const NodeIndex> heads(NodeIndex node) const {
    return std::span(heads_).subspan(first_[node], first_[node + 1] - first_[node]);
  }
  [[nodiscard]] std::span<const std::int64_t> weights(NodeIndex node) const {
    return std::span(weights_).subspan(first_[node], first_[node + 1] - first_[node]);
  }

 private:
  std::vector<std::size_t> first_;
  std::vector<NodeIndex> heads_;
  std::vector<std::int64_t> weights_;
};

}  // namespace meguri
