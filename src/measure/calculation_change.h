// SPDX-License-Identifier: Apache-2.0
// calculation_change: what changed between two runs of one calculation, and what made the change.
//
// A cause is an input, a whole list or the length of the period, where the two runs differ in it.
// What each cause makes of a result's change is its Shapley value (numeric/attribution.h), so the
// causes' parts add up to the change. A range counts by its point. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "measure/calculation.h"

namespace meguri {

struct ChangeCause {
  std::optional<std::uint32_t> input;
  std::optional<std::uint32_t> list;  // neither: how many days the period has
};

struct CalculationChange {
  std::vector<ChangeCause> causes;
  // By step, in base units: one part for each cause. Nothing for columns, and where a result has no
  // point before, after, or with some causes alone: unknown, undefined, or known by bounds only.
  std::vector<std::optional<std::vector<double>>> parts;
};

// REQUIRES: runs of the same calculation. O(2^causes) runs up to ten causes.
CalculationChange change_between(const CalculationSet& set,
                                 const CalculationRun& before,
                                 const CalculationRun& after);

}  // namespace meguri
