// SPDX-License-Identifier: Apache-2.0
// trail: where a lot comes from, or goes to, as people follow it: lots, the entries that mixed
// them, and where the trail leaves the books.
//
// All versions of a lot are one node of a trail, and so is everything that came over one boundary
// from one counterparty. A trail may be cut: by depth, counted in lots, and by how many nodes it
// has, of which the largest are kept; a node whose neighbours were cut says so. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/reach.h"
#include "trace/lot_graph.h"

namespace meguri {

enum class TrailDirection : std::uint8_t { up, down };

struct TrailLimits {
  int depth = 0;          // 0: as deep as it goes
  std::size_t nodes = 0;  // 0: all
};

struct TrailNode {
  TraceKind kind = TraceKind::lot;
  std::uint32_t subject = 0;  // account, or boundary; unused of a step
  std::int64_t position = 0;  // of the last entry of it that is part of the trail
  double amount_mg = 0;       // of the matter that is followed, what went through here
  int depth = 0;              // in lots
  bool has_more = false;      // neighbours that were cut
};

// From where to where, by index into the nodes.
struct TrailLink {
  std::size_t from = 0;
  std::size_t to = 0;
  double amount_mg = 0;
  std::int64_t position = 0;  // of its entry; of several the last
  std::int64_t entries = 0;   // how many
};

// Where the trail ends: at a boundary; downstream also in a lot that still holds some of it.
struct TrailEnd {
  TraceKind kind = TraceKind::source;
  std::uint32_t subject = 0;  // account, or boundary
  double amount_mg = 0;
};

struct Trail {
  std::vector<TrailNode> nodes;  // the lot first, then by depth and amount
  std::vector<TrailLink> links;
  std::size_t total = 0;  // nodes, had nothing been cut
  // The largest first, whatever was cut. They add up to what is followed.
  std::vector<TrailEnd> ends;
};

// Where `amount` of what is in the node comes from.
Trail trail_up(const LotGraph& graph, NodeIndex start, double amount_mg, const TrailLimits& limits);
// Where all went that ever came into the lot; what came back to it is not counted twice. REQUIRES:
// something did.
Trail trail_down(const LotGraph& graph,
                 const ArcsOut& arcs_out,
                 AccountIndex start,
                 const TrailLimits& limits);

}  // namespace meguri
