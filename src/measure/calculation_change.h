// SPDX-License-Identifier: Apache-2.0
// calculation_change: what changed between two runs of one calculation, and what made the change.
//
// A cause is an input, a row of a list or the length of the period, where the two runs differ in
// it. Rows are one and the same by the material that a book gave them for, else by their name. A
// list with two rows of one name, with too many that differ, or with none that stands before and
// after, is one cause as a whole: between lists that share no row there would be an empty one. What
// each cause makes of a result's change is its Shapley value (numeric/attribution.h), so the
// causes' parts add up to the change. A range counts by its point. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "measure/calculation.h"

namespace meguri {

// More rows that differ than this are not told apart: every one costs runs.
inline constexpr std::size_t row_causes_max = 40;

struct ChangeCause {
  std::optional<std::uint32_t> input = {};
  std::optional<std::uint32_t> list = {};  // neither: how many days the period has
  // Of a list: where the row stands before and after; not there before, it came; not after, it
  // went. Neither: the whole list.
  std::optional<std::size_t> row_before = {};
  std::optional<std::size_t> row_after = {};
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
