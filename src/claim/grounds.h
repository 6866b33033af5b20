// SPDX-License-Identifier: Apache-2.0
// grounds: what a claim stands on: matter that came over a boundary, or what a supplier claims of a
// shipment.
//
// Every claimed milligram is drawn from one milligram of one ground, and a ground gives no more
// than it has. So what is claimed never exceeds what was received, whatever the models and
// roundings between; and what rests on a ground is found by looking who drew on it. Masses of a
// ground are by origin. One thread at a time changes a GroundBook.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "claim/custody_model.h"
#include "graph/flow_graph.h"
#include "matter/mass.h"

namespace meguri {

using GroundIndex = std::uint32_t;
using ClaimIndex = std::uint32_t;  // the row of its statement (claim/custody_facts.h)

struct GroundName {
  enum class Kind : std::uint8_t { source, claim };
  Kind kind = Kind::source;
  std::uint32_t index = 0;  // NodeIndex of the source, or ClaimIndex
  Origin origin = Origin::unknown;
  friend auto operator<=>(const GroundName&, const GroundName&) = default;
};

struct Ground {
  GroundName name;
  Mass capacity;
  Mass drawn;
  [[nodiscard]] Mass left() const {
    return Mass::milligrams(capacity.count_mg() - drawn.count_mg());
  }
};

class GroundBook {
 public:
  // The ground of that name, which is made with this capacity where it is new. O(log n).
  GroundIndex open(const GroundName& name, Mass capacity);
  [[nodiscard]] const Ground& operator[](GroundIndex index) const { return grounds_[index]; }
  [[nodiscard]] std::size_t size() const { return grounds_.size(); }
  // REQUIRES: mass <= left().
  void draw(GroundIndex index, Mass mass);

 private:
  std::vector<Ground> grounds_;
  std::map<GroundName, GroundIndex> index_;
};

// So much of a whole may come from this ground: exactly, as a double, and what remains of it.
struct Share {
  GroundIndex ground = 0;
  double exact_mg = 0;
};

// `wanted` shared out among grounds, in whole milligrams: to each as it contributes, the largest
// remainders first; what a ground that others drew on cannot give, the others give, as far as they
// contribute. Less than wanted in all if they cannot. One mass for each share. O(n log n).
std::vector<Mass> shared_out(const GroundBook& book, const std::vector<Share>& shares, Mass wanted);

}  // namespace meguri
