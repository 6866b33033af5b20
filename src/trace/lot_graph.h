// SPDX-License-Identifier: Apache-2.0
// lot_graph: the graph of what flowed into what, as the books imply it.
//
// A node is a lot as it stands after an entry put something into it; what leaves a lot takes from
// all that is in it alike. Where an entry has several lines in and several out, a step stands
// between them: all that goes in mixes, material by material, of a transform all of it together,
// but for water and air that pass through it. Matter between two books is a lot of its shipment.
// Boundary accounts are sources and sinks: there the trail leaves the books.
//
// Entries come in the order of the journal. What was corrected by then, and its correction, never
// happened; an entry that stands in for a corrected one stands in its place. What leaves a lot that
// holds less by then (which only corrections can bring about) is of unknown origin, is named in the
// findings, and is settled by what comes into the lot next, so that masses stay those of the books.
//
// Origins are what lines say of matter that comes over a boundary. What is said of matter with a
// trail (a product, a shipment received) changes nothing: its trail is where it comes from.
//
// O(lines) in all; 25 bytes a node, 12 an arc, and the ids of each lot once. Any number of threads
// may read what none changes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "facts/booked.h"
#include "graph/flow_graph.h"
#include "graph/shares.h"
#include "journal/account.h"

namespace meguri {

enum class TraceKind : std::uint8_t {
  lot,
  transit,   // a shipment's
  step,      // an entry that mixed
  source,    // a boundary: bought, dug, stocked before …
  sink,      // a boundary: sold, burned, lost …
  unbooked,  // what a lot gave that it did not hold
  settled    // what came into a lot and had been given before
};

std::string_view to_text(TraceKind kind);

using AccountIndex = std::uint32_t;
using BoundaryIndex = std::uint32_t;

// Where matter comes into the books or leaves them.
struct TracedBoundary {
  std::string site;
  std::string counterparty;
  Origin origin = Origin::unknown;  // of a source
  friend auto operator<=>(const TracedBoundary&, const TracedBoundary&) = default;
};

struct TraceNode {
  TraceKind kind = TraceKind::lot;
  std::uint32_t subject = 0;  // account, or boundary; of a step unused
  std::int64_t position = 0;  // of the entry
};

// A lot gave more than it held when it did.
struct TraceFinding {
  std::int64_t position = 0;
  AccountIndex account = 0;
  Mass mass;
};

// The lane of an origin in shares; air and water have a lane of their own, since they have no
// origin, and unknown has none.
std::uint8_t lane_of(Origin origin);
inline constexpr std::uint8_t uptake_lane = 7;

// Materials that are water, which carries other matter and has no origin.
using WaterMaterials = std::set<std::string, std::less<>>;

class LotGraph {
 public:
  explicit LotGraph(WaterMaterials water = {}) : water_(std::move(water)) {}

  // REQUIRES: entries in an order in which each may be traced; lines that add up to zero.
  void add(const BookedEntry& entry);

  [[nodiscard]] const FlowGraph& flows() const { return flows_; }
  [[nodiscard]] const TraceNode& node(NodeIndex node) const { return nodes_[node]; }
  [[nodiscard]] const std::vector<std::uint8_t>& classes() const { return classes_; }
  // Of a shipment: book and lot are those of its ship entry.
  [[nodiscard]] const Account& account(AccountIndex account) const { return accounts_[account]; }
  [[nodiscard]] std::size_t account_count() const { return accounts_.size(); }
  [[nodiscard]] const TracedBoundary& boundary(BoundaryIndex boundary) const {
    return boundaries_[boundary];
  }
  [[nodiscard]] const std::vector<TraceFinding>& findings() const { return findings_; }

  [[nodiscard]] std::optional<AccountIndex> find(const Account& account) const;
  // The lot as it stands now; nothing if nothing ever came into it.
  [[nodiscard]] std::optional<NodeIndex> current(AccountIndex account) const;
  // As the last entry up to a position left it.
  [[nodiscard]] std::optional<NodeIndex> version(AccountIndex account, std::int64_t position) const;
  // Of its versions, ascending.
  [[nodiscard]] const std::vector<NodeIndex>& versions(AccountIndex account) const {
    return held_[account].versions;
  }
  // What is in it now.
  [[nodiscard]] Mass held(AccountIndex account) const;

 private:
  struct Held {
    std::vector<NodeIndex> versions;
    std::int64_t mass = 0;
    std::int64_t owed = 0;  // given before it came
  };
  // A part of what flows in: from which node, and how much.
  struct Inflow {
    NodeIndex from = no_node;
    std::int64_t mass = 0;
  };
  using Lines = std::vector<const BookedLine*>;

  NodeIndex add_node(TraceKind kind, std::uint32_t subject, std::uint8_t lane = no_class);
  void trace(const BookedEntry& entry, const Lines& lines);
  void give_each_its_own(const BookedEntry& entry, const BookedLine& in, const Lines& out);
  [[nodiscard]] AccountIndex account_of(const BookedEntry& entry, const BookedLine& line);
  [[nodiscard]] BoundaryIndex boundary_index(TracedBoundary boundary);
  NodeIndex source(const BookedLine& in, Origin origin, const std::string& counterparty);
  void take(const BookedEntry& entry,
            const BookedLine& line,
            Origin said,
            std::vector<Inflow>& inflows);
  void take_out(AccountIndex account, std::int64_t mass, std::vector<Inflow>& inflows);
  void put(const BookedEntry& entry, const BookedLine& line, const std::vector<Inflow>& inflows);
  void put_into(TraceKind kind, AccountIndex account, const std::vector<Inflow>& inflows);
  [[nodiscard]] std::vector<Inflow> settle(AccountIndex account,
                                           const std::vector<Inflow>& inflows);
  void transform(const BookedEntry& entry, const Lines& in, const Lines& out);
  [[nodiscard]] bool is_carrier(const BookedLine& line) const;
  NodeIndex mix(const std::vector<Inflow>& inflows);
  std::vector<Inflow> mixed(std::vector<Inflow> inflows);
  static std::vector<Inflow> part_of(const std::vector<Inflow>& inflows, std::int64_t mass);
  static Int128 sum_of(const std::vector<Inflow>& inflows);

  WaterMaterials water_;

  FlowGraph flows_;
  std::vector<TraceNode> nodes_;
  std::vector<std::uint8_t> classes_;
  std::vector<Account> accounts_;
  std::vector<Held> held_;
  std::unordered_map<std::string, AccountIndex> account_of_key_;
  std::vector<TracedBoundary> boundaries_;
  std::map<TracedBoundary, BoundaryIndex> boundary_index_;
  std::vector<TraceFinding> findings_;
  std::int64_t position_ = 0;  // of the entry that is being added
};

}  // namespace meguri
