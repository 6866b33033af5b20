// SPDX-License-Identifier: Apache-2.0
// calculation_draws: how results spread when what they rest on is only known within ranges.
//
// Every input, cell and figure with a range is drawn from a triangle over it whose peak is the
// point, once for each draw, wherever it enters: what stands above and below a fraction moves
// together, which intervals alone cannot tell. A draw is named by seed, number of the draw and the
// datum's own id, so that a further input changes no other's draws and the same question gives the
// same bytes. A value known only by bounds has no shape and is not drawn. Pure; any thread.
// O(draws · steps · rows).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "measure/calculation.h"

namespace meguri {

constexpr std::size_t draws_max = 100'000;

// In base units, over the draws that had a value.
struct Spread {
  double mean = 0;
  double p05 = 0;
  double p50 = 0;
  double p95 = 0;
  std::size_t draws = 0;
};

struct DrawnResults {
  std::size_t drawn_data = 0;                // how many data have ranges
  std::vector<std::optional<Spread>> steps;  // nothing for a column, or where no draw had a value
  std::vector<std::optional<double>> yes;    // of each verdict: the share of draws that say yes,
                                             // of those that say yes or no
};

// REQUIRES: draws <= draws_max.
DrawnResults drawn_results(const CalculationSet& set,
                           const CalculationRun& run,
                           std::size_t draws,
                           std::uint64_t seed);

}  // namespace meguri
