// SPDX-License-Identifier: Apache-2.0
#include "trace/trail.h"

#include <algorithm>
#include <deque>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/check.h"

namespace meguri {
namespace {

// What is one node of a trail: a lot in all its versions, an entry, a boundary.
std::uint64_t group_key(const TraceNode& node, NodeIndex index) {
  constexpr unsigned subject_bits = 32;
  const auto kind = static_cast<std::uint64_t>(node.kind) << subject_bits;
  return kind | (node.kind == TraceKind::step ? index : node.subject);
}

// The whole trail, uncut.
class Gathering {
 public:
  Gathering(const LotGraph& graph, const Reach& reach, TrailDirection direction)
      : graph_(graph), is_up_(direction == TrailDirection::up) {
    std::vector<std::size_t> groups;
    groups.reserve(reach.nodes.size());
    for (const ReachedNode& node : reach.nodes)
      groups.push_back(group_of(node.node));
    for (const ReachedArc& arc : reach.arcs)
      take(groups[arc.from], groups[arc.to], arc.amount, position(reach, arc.to));
    find_ends(reach);
    neighbours_.resize(trail_.nodes.size());
    for (const TrailLink& link : trail_.links)
      neighbours_[is_up_ ? link.to : link.from].push_back(is_up_ ? link.from : link.to);
    find_depths();
  }

  Trail& trail() { return trail_; }
  Trail cut(const TrailLimits& limits) const;

 private:
  [[nodiscard]] std::int64_t position(const Reach& reach, std::size_t node) const {
    return graph_.node(reach.nodes[node].node).position;
  }

  std::size_t group_of(NodeIndex index) {
    const TraceNode& node = graph_.node(index);
    const auto [found, is_new] = groups_.try_emplace(group_key(node, index), trail_.nodes.size());
    if (is_new) trail_.nodes.push_back({node.kind, node.subject, node.position});
    TrailNode& group = trail_.nodes[found->second];
    group.position = std::max(group.position, node.position);
    return found->second;
  }

  // What flows between versions of one lot only waits.
  void take(std::size_t from, std::size_t to, double amount, std::int64_t position) {
    if (from == to) return;
    trail_.nodes[is_up_ ? from : to].amount_mg += amount;
    constexpr unsigned node_bits = 32;
    const auto [found, is_new] = links_.try_emplace(
        (std::uint64_t{from} << node_bits) | std::uint64_t{to}, trail_.links.size());
    if (is_new) trail_.links.push_back({from, to});
    TrailLink& link = trail_.links[found->second];
    link.amount_mg += amount;
    link.position = std::max(link.position, position);
    ++link.entries;
  }

  void find_ends(const Reach& reach) {
    for (const TrailNode& node : trail_.nodes) {
      const bool is_boundary = node.kind != TraceKind::lot && node.kind != TraceKind::transit &&
                               node.kind != TraceKind::step;
      if (is_boundary) trail_.ends.push_back({node.kind, node.subject, node.amount_mg});
    }
    if (!is_up_) {
      for (const ReachedNode& reached : reach.nodes)
        keep_what_remains(reached, trail_.nodes.front().subject);
    }
    std::ranges::stable_sort(trail_.ends, std::greater(), &TrailEnd::amount_mg);
  }

  void keep_what_remains(const ReachedNode& reached, AccountIndex start) {
    const TraceNode& node = graph_.node(reached.node);
    if (node.kind != TraceKind::lot && node.kind != TraceKind::transit) return;
    const auto held = static_cast<double>(graph_.held(node.subject).count_mg());
    if (held == 0 || graph_.current(node.subject) != reached.node) return;
    const double share =
        node.subject == start ? 1 : reached.amount / graph_.flows().weight_into(reached.node);
    trail_.ends.push_back({node.kind, node.subject, share * held});
  }

  // A step and the lots behind it are equally far.
  void find_depths() {
    std::vector<bool> seen(trail_.nodes.size());
    std::deque<std::size_t> open{0};
    seen[0] = true;
    while (!open.empty()) {
      const std::size_t at = open.front();
      open.pop_front();
      const bool is_step = trail_.nodes[at].kind == TraceKind::step;
      for (const std::size_t next : neighbours_[at]) {
        if (seen[next]) continue;
        seen[next] = true;
        trail_.nodes[next].depth = trail_.nodes[at].depth + (is_step ? 0 : 1);
        is_step ? open.push_front(next) : open.push_back(next);
      }
    }
  }

  const LotGraph& graph_;
  bool is_up_;
  Trail trail_;
  std::unordered_map<std::uint64_t, std::size_t> groups_;
  std::unordered_map<std::uint64_t, std::size_t> links_;  // by both nodes
  std::vector<std::vector<std::size_t>> neighbours_;
};

// From the start on, always the largest of the neighbours; so nothing stands without its way.
Trail Gathering::cut(const TrailLimits& limits) const {
  using Candidate = std::pair<double, std::size_t>;
  const auto worse = [&](const Candidate& left, const Candidate& right) {
    return std::tuple(left.first, right.second) < std::tuple(right.first, left.second);
  };
  std::priority_queue<Candidate, std::vector<Candidate>, decltype(worse)> open(worse);
  std::vector<bool> seen(trail_.nodes.size());
  std::vector<std::size_t> kept;
  open.emplace(trail_.nodes.front().amount_mg, 0);
  seen[0] = true;
  while (!open.empty() && (limits.nodes == 0 || kept.size() < limits.nodes)) {
    const std::size_t at = open.top().second;
    open.pop();
    kept.push_back(at);
    for (const std::size_t next : neighbours_[at]) {
      const TrailNode& node = trail_.nodes[next];
      if (seen[next] || (limits.depth > 0 && node.depth > limits.depth)) continue;
      seen[next] = true;
      open.emplace(node.amount_mg, next);
    }
  }
  std::ranges::sort(kept, {}, [&](std::size_t at) {
    const TrailNode& node = trail_.nodes[at];
    return std::tuple(node.depth, -node.amount_mg, at);
  });
  std::vector<std::size_t> place(trail_.nodes.size(), trail_.nodes.size());
  Trail cut;
  cut.total = trail_.nodes.size();
  cut.ends = trail_.ends;
  for (const std::size_t at : kept) {
    place[at] = cut.nodes.size();
    cut.nodes.push_back(trail_.nodes[at]);
  }
  for (const std::size_t at : kept) {
    cut.nodes[place[at]].has_more = std::ranges::any_of(
        neighbours_[at], [&](std::size_t next) { return place[next] == place.size(); });
  }
  for (TrailLink link : trail_.links) {
    link.from = place[link.from];
    link.to = place[link.to];
    if (link.from < kept.size() && link.to < kept.size()) cut.links.push_back(link);
  }
  std::ranges::stable_sort(cut.links, std::greater(), &TrailLink::amount_mg);
  return cut;
}

}  // namespace

Trail trail_up(const LotGraph& graph,
               NodeIndex start,
               double amount_mg,
               const TrailLimits& limits) {
  Gathering gathering(graph, upstream(graph.flows(), start, amount_mg), TrailDirection::up);
  gathering.trail().nodes.front().amount_mg = amount_mg;
  return gathering.cut(limits);
}

Trail trail_down(const LotGraph& graph,
                 const ArcsOut& arcs_out,
                 AccountIndex start,
                 const TrailLimits& limits) {
  const std::vector<NodeIndex>& versions = graph.versions(start);
  MEGURI_CHECK(!versions.empty());
  const Reach reach = downstream(graph.flows(), arcs_out, versions);
  Gathering gathering(graph, reach, TrailDirection::down);
  const auto is_of_start = [&](NodeIndex index) {
    const TraceNode& node = graph.node(index);
    return node.kind == graph.node(versions.front()).kind && node.subject == start;
  };
  double into = 0;
  for (const NodeIndex version : versions) {
    for (std::size_t arc = 0; arc < graph.flows().tails_into(version).size(); ++arc) {
      // What a version took over from the one before came in once.
      if (is_of_start(graph.flows().tails_into(version)[arc])) continue;
      into += static_cast<double>(graph.flows().weights_into(version)[arc]);
    }
  }
  for (const ReachedArc& arc : reach.arcs) {
    const bool returns =
        is_of_start(reach.nodes[arc.to].node) && !is_of_start(reach.nodes[arc.from].node);
    if (returns) into -= arc.amount;
  }
  gathering.trail().nodes.front().amount_mg = into;
  return gathering.cut(limits);
}

}  // namespace meguri
