// SPDX-License-Identifier: Apache-2.0
// lot_trace: the lot graph of all books up to a position of the journal, with the origins of every
// lot at every entry.
//
// O(entries) to read, once; entries that are booked later are added to it, unless one of them turns
// an older one round: then what came of that changes too, and all of it is read again. A LotTrace
// that nobody changes may be read from any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "base/result.h"
#include "facts/columns.h"
#include "trace/lot_graph.h"

namespace meguri {

inline constexpr std::size_t origin_count = 8;

// A mass by where it comes from, to the milligram: shares are rounded once, by largest remainder,
// so that the parts add up to the mass.
struct OriginMasses {
  std::array<Mass, origin_count> of{};  // by Origin
  Mass uptake;                          // from air and water, which have no origin
  friend bool operator==(const OriginMasses&, const OriginMasses&) = default;
};
OriginMasses origin_masses(Mass mass, const Shares& shares);

class LotTrace {
 public:
  // Of all entries up to a position. Errors: those of the columns.
  // `water`: materials that are water (trace/lot_graph.h). `without`: positions of entries that are
  // taken as never booked.
  static Result<LotTrace> read(const Columns& columns,
                               std::int64_t position,
                               const WaterMaterials& water,
                               std::set<std::int64_t> without = {});
  // The same as read() up to that position, from what is there; after an Error it is of no use.
  // REQUIRES: position >= position().
  Status follow(const Columns& columns, std::int64_t position);

  [[nodiscard]] std::int64_t position() const { return position_; }
  [[nodiscard]] const WaterMaterials& water() const { return water_; }
  [[nodiscard]] const LotGraph& graph() const { return graph_; }
  [[nodiscard]] const Shares& shares(NodeIndex node) const { return shares_[node]; }

 private:
  explicit LotTrace(const WaterMaterials& water, std::set<std::int64_t> without = {})
      : water_(water), without_(std::move(without)), graph_(water) {}

  WaterMaterials water_;
  std::set<std::int64_t> without_;
  LotGraph graph_;
  std::vector<Shares> shares_;
  std::int64_t position_ = 0;
};

}  // namespace meguri
