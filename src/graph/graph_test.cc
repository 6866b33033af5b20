// SPDX-License-Identifier: Apache-2.0
// Shares and reach against naive sums over paths, and against one another.
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "graph/flow_graph.h"
#include "graph/reach.h"
#include "graph/shares.h"

namespace meguri {
namespace {

// Sources now and then, else one to four arcs from anywhere before.
FlowGraph drawn_graph(Random& random, std::size_t nodes) {
  FlowGraph graph;
  for (std::size_t node = 0; node < nodes; ++node) {
    graph.add_node();
    if (node == 0 || random.below(4) == 0) continue;
    const std::uint64_t arcs = 1 + random.below(4);
    for (std::uint64_t arc = 0; arc < arcs; ++arc) {
      graph.add_arc(static_cast<NodeIndex>(random.below(node)),
                    1 + static_cast<std::int64_t>(random.below(9)));
    }
  }
  return graph;
}

std::vector<std::uint8_t> drawn_classes(Random& random, std::size_t nodes) {
  std::vector<std::uint8_t> classes(nodes);
  for (std::uint8_t& lane : classes) {
    const std::uint64_t drawn = random.below(share_lanes + 1);
    lane = drawn == share_lanes ? no_class : static_cast<std::uint8_t>(drawn);
  }
  return classes;
}

// What of one unit of `to` comes from `from`: over all paths, by the definition.
double part_from(const FlowGraph& graph, NodeIndex to, NodeIndex from) {
  if (to == from) return 1;
  double part = 0;
  const auto tails = graph.tails_into(to);
  for (std::size_t arc = 0; arc < tails.size(); ++arc) {
    part += static_cast<double>(graph.weights_into(to)[arc]) / graph.weight_into(to) *
            part_from(graph, tails[arc], from);
  }
  return part;
}

std::map<NodeIndex, double> amounts(const Reach& reach) {
  std::map<NodeIndex, double> amounts;
  for (const ReachedNode& node : reach.nodes)
    amounts[node.node] = node.amount;
  return amounts;
}

double amount_at(const Reach& reach, NodeIndex node) {
  const auto found = amounts(reach);
  const auto at = found.find(node);
  return at == found.end() ? 0 : at->second;
}

TEST(Graph, UpstreamIsTheSumOverPaths) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Random random(seed);
    const FlowGraph graph = drawn_graph(random, 12);
    for (NodeIndex to = 0; to < 12; ++to) {
      const Reach reach = upstream(graph, to, 5);
      EXPECT_EQ(reach.nodes.front().node, to);
      for (NodeIndex from = 0; from < 12; ++from)
        EXPECT_NEAR(amount_at(reach, from), 5 * part_from(graph, to, from), 1e-12) << seed;
    }
  }
}

TEST(Graph, DownstreamIsTheTransposeOfUpstream) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    const FlowGraph graph = drawn_graph(random, 60);
    const ArcsOut out(graph);
    for (NodeIndex from = 0; from < 60; ++from) {
      const Reach down = downstream(graph, out, std::span(&from, 1));
      const auto found = amounts(down);
      for (NodeIndex to = from + 1; to < 60; ++to) {
        const double share = amount_at(upstream(graph, to, 1), from);
        const auto at = found.find(to);
        const double forward = at == found.end() ? 0 : at->second / graph.weight_into(to);
        EXPECT_NEAR(forward, share, 1e-12) << seed;
      }
    }
  }
}

TEST(Graph, WhatIsReachedAddsUp) {
  Random random(3);
  const FlowGraph graph = drawn_graph(random, 500);
  const Reach reach = upstream(graph, 499, 7);
  double from_sources = 0;
  std::vector<double> into(reach.nodes.size());
  for (const ReachedArc& arc : reach.arcs) {
    into[arc.from] += arc.amount;
    EXPECT_LT(reach.nodes[arc.from].node, reach.nodes[arc.to].node);
  }
  for (std::size_t at = 0; at < reach.nodes.size(); ++at) {
    if (at > 0) {
      EXPECT_NEAR(into[at], reach.nodes[at].amount, 1e-12);
      EXPECT_LT(reach.nodes[at].node, reach.nodes[at - 1].node);
    }
    if (graph.tails_into(reach.nodes[at].node).empty()) from_sources += reach.nodes[at].amount;
  }
  EXPECT_NEAR(from_sources, 7, 1e-12);
}

TEST(Graph, SharesAreWhatComesFromTheSourcesOfEachClass) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    const FlowGraph graph = drawn_graph(random, 80);
    const std::vector<std::uint8_t> classes = drawn_classes(random, 80);
    std::vector<Shares> shares;
    extend_shares(graph, classes, shares);
    for (NodeIndex node = 0; node < 80; ++node) {
      Shares expected;
      for (const ReachedNode& reached : upstream(graph, node, 1).nodes) {
        const bool is_source = graph.tails_into(reached.node).empty();
        if (is_source && classes[reached.node] != no_class)
          expected.lanes[classes[reached.node]] += reached.amount;
      }
      for (std::size_t lane = 0; lane < share_lanes; ++lane)
        EXPECT_NEAR(shares[node].lanes[lane], expected.lanes[lane], 1e-12);
    }
  }
}

TEST(Graph, GrownBitByBitSharesAreTheSameBytes) {
  Random random(9);
  const FlowGraph graph = drawn_graph(random, 300);
  const std::vector<std::uint8_t> classes = drawn_classes(random, 300);
  std::vector<Shares> whole;
  extend_shares(graph, classes, whole);
  FlowGraph growing;
  std::vector<Shares> grown;
  for (NodeIndex node = 0; node < 300; ++node) {
    growing.add_node();
    for (std::size_t arc = 0; arc < graph.tails_into(node).size(); ++arc)
      growing.add_arc(graph.tails_into(node)[arc], graph.weights_into(node)[arc]);
    if (node % 7 == 6 || node == 299)
      extend_shares(growing, std::span(classes).first(node + std::size_t{1}), grown);
  }
  EXPECT_EQ(grown, whole);
}

TEST(GraphDeathTest, AnArcNeverLeadsBack) {
  FlowGraph graph;
  const NodeIndex only = graph.add_node();
  EXPECT_DEATH(graph.add_arc(only, 1), "");
  graph.add_node();
  EXPECT_DEATH(graph.add_arc(0, 0), "");
}

}  // namespace
}  // namespace meguri
