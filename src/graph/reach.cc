// SPDX-License-Identifier: Apache-2.0
#include "graph/reach.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

namespace meguri {
namespace {

// Nodes seen so far and the number each got: open addressing, at most half full.
class SeenNodes {
 public:
  SeenNodes() : table_(smallest) {}

  // The number of the node, and whether it is new.
  std::pair<std::uint32_t, bool> see(NodeIndex node) {
    if (nodes_.size() * 2 >= table_.size()) grow();
    Slot& slot = slot_of(node);
    if (slot.node == node) return {slot.number, false};
    slot = {node, static_cast<std::uint32_t>(nodes_.size())};
    nodes_.push_back(node);
    return {slot.number, true};
  }
  [[nodiscard]] const std::vector<NodeIndex>& nodes() const { return nodes_; }

 private:
  static constexpr std::size_t smallest = 64;
  struct Slot {
    NodeIndex node = no_node;
    std::uint32_t number = 0;
  };

  Slot& slot_of(NodeIndex node) {
    constexpr std::uint64_t golden = 0x9E3779B97F4A7C15ULL;
    const int shift = 64 - std::countr_zero(table_.size());
    std::size_t at = (node * golden) >> static_cast<unsigned>(shift);
    while (table_[at].node != no_node && table_[at].node != node)
      at = (at + 1) & (table_.size() - 1);
    return table_[at];
  }

  void grow() {
    table_.assign(table_.size() * 4, Slot{});
    for (std::uint32_t number = 0; number < nodes_.size(); ++number)
      slot_of(nodes_[number]) = {nodes_[number], number};
  }

  std::vector<Slot> table_;
  std::vector<NodeIndex> nodes_;
};

// Numbers of the nodes against the order of the nodes.
std::vector<std::uint32_t> latest_first(const std::vector<NodeIndex>& nodes) {
  constexpr unsigned number_bits = 32;
  std::vector<std::uint64_t> keys(nodes.size());  // side by side, so that sorting reads in a row
  for (std::uint32_t number = 0; number < nodes.size(); ++number)
    keys[number] = (std::uint64_t{nodes[number]} << number_bits) | number;
  std::ranges::sort(keys, std::greater());
  std::vector<std::uint32_t> order(nodes.size());
  std::ranges::transform(
      keys, order.begin(), [](std::uint64_t key) { return static_cast<std::uint32_t>(key); });
  return order;
}

// Numbers nodes by their place in an order: the inverse of it.
std::vector<std::size_t> places_in(const std::vector<std::uint32_t>& order) {
  std::vector<std::size_t> places(order.size());
  for (std::size_t place = 0; place < order.size(); ++place)
    places[order[place]] = place;
  return places;
}

// Nodes lie scattered over memory: what is needed some steps from now is asked for.
void ask_ahead(const FlowGraph& graph, const std::vector<NodeIndex>& nodes, std::size_t number) {
  constexpr std::size_t rows_ahead = 16;
  constexpr std::size_t arcs_ahead = 8;
  if (number + rows_ahead < nodes.size()) graph.prefetch_row(nodes[number + rows_ahead]);
  if (number + arcs_ahead < nodes.size()) graph.prefetch_arcs(nodes[number + arcs_ahead]);
}

// Every node that is reached from the starts, ascending.
std::vector<NodeIndex> found_from(std::span<const NodeIndex> starts, const ArcsOut& arcs_out) {
  SeenNodes seen;
  for (const NodeIndex start : starts)
    seen.see(start);
  for (std::size_t number = 0; number < seen.nodes().size(); ++number) {
    for (const NodeIndex head : arcs_out.heads(seen.nodes()[number]))
      seen.see(head);
  }
  std::vector<NodeIndex> nodes = seen.nodes();
  std::ranges::sort(nodes);
  return nodes;
}

}  // namespace

Reach upstream(const FlowGraph& graph, NodeIndex start, double amount) {
  MEGURI_CHECK(start < graph.node_count());
  SeenNodes seen;
  seen.see(start);
  // The arcs of a node stand together, from `first` of its number on.
  std::vector<std::size_t> first;
  std::vector<std::uint32_t> tails;
  for (std::size_t number = 0; number < seen.nodes().size(); ++number) {
    ask_ahead(graph, seen.nodes(), number);
    first.push_back(tails.size());
    for (const NodeIndex tail : graph.tails_into(seen.nodes()[number]))
      tails.push_back(seen.see(tail).first);
  }
  const std::vector<NodeIndex>& nodes = seen.nodes();
  const std::vector<std::uint32_t> order = latest_first(nodes);
  const std::vector<std::size_t> places = places_in(order);
  Reach reach;
  reach.nodes.resize(nodes.size());
  reach.arcs.reserve(tails.size());
  for (std::size_t place = 0; place < order.size(); ++place)
    reach.nodes[place].node = nodes[order[place]];
  reach.nodes.front().amount = amount;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const ReachedNode& node = reach.nodes[place];
    const auto weights = graph.weights_into(node.node);
    const double total = graph.weight_into(node.node);
    for (std::size_t arc = 0; arc < weights.size(); ++arc) {
      const std::size_t from = places[tails[first[order[place]] + arc]];
      const double part = node.amount * (static_cast<double>(weights[arc]) / total);
      reach.nodes[from].amount += part;
      reach.arcs.push_back({from, place, part});
    }
  }
  return reach;
}

Reach downstream(const FlowGraph& graph,
                 const ArcsOut& arcs_out,
                 std::span<const NodeIndex> starts) {
  MEGURI_CHECK(!starts.empty() && starts.back() < graph.node_count());
  MEGURI_CHECK(std::ranges::is_sorted(starts));
  const std::vector<NodeIndex> nodes = found_from(starts, arcs_out);
  Reach reach;
  reach.nodes.reserve(nodes.size());
  for (const NodeIndex node : nodes)
    reach.nodes.push_back({node, 0});
  const auto place_of = [&](NodeIndex node) {
    return static_cast<std::size_t>(std::ranges::lower_bound(nodes, node) - nodes.begin());
  };
  for (std::size_t place = 0; place < nodes.size(); ++place) {
    // All that flows into this node has been seen: it comes from nodes before.
    ReachedNode& node = reach.nodes[place];
    const double into = graph.weight_into(node.node);
    const bool is_start = std::ranges::binary_search(starts, node.node);
    const double share = is_start ? 1 : node.amount / into;
    const auto heads = arcs_out.heads(node.node);
    const auto weights = arcs_out.weights(node.node);
    double out = 0;
    for (std::size_t arc = 0; arc < heads.size(); ++arc) {
      const std::size_t to = place_of(heads[arc]);
      const double part = static_cast<double>(weights[arc]) * share;
      out += part;
      reach.nodes[to].amount += part;
      reach.arcs.push_back({place, to, part});
    }
    if (is_start) node.amount = into > 0 ? into : out;
  }
  return reach;
}

}  // namespace meguri
