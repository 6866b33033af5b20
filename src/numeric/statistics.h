// SPDX-License-Identifier: Apache-2.0
// statistics: order statistics, ranks and sums whose result does not depend on the order of
// threads.
//
// Quantiles are type 7 of Hyndman and Fan (1996), "Sample quantiles in statistical packages":
// linear interpolation at (n − 1)·p, as spreadsheets' PERCENTILE.INC. Sums are compensated after
// Neumaier (1974) and taken in the order given. All inputs must be finite. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace meguri {

// The p-quantile. REQUIRES: sorted ascending, 0 <= p <= 1. Nothing for an empty sample. O(1).
std::optional<double> quantile_of_sorted(std::span<const double> sorted, double p);

// Copies and sorts first. O(n log n).
std::optional<double> quantile(std::span<const double> sample, double p);

struct Distribution {
  std::size_t count = 0;
  double minimum = 0, p10 = 0, q1 = 0, median = 0, q3 = 0, p90 = 0, maximum = 0;
};
// Nothing for an empty sample. O(n log n).
std::optional<Distribution> distribution(std::span<const double> sample);

// Which end of the scale has rank 1.
enum class RankOrder : std::uint8_t { ascending, descending };

// Competition ranks ("1224"): 1 + how many come before; equal values share a rank. In the order of
// the sample. O(n log n).
std::vector<std::size_t> competition_ranks(std::span<const double> sample, RankOrder order);

// Of the n − 1 others, the share that comes strictly after `value`, 0 to 1: with ascending order,
// those with larger values. REQUIRES: `value` is one of the sample. Nothing when there are no
// others. O(n).
std::optional<double> share_after(std::span<const double> sample, double value, RankOrder order);

// Compensated, in the order given.
double sum(std::span<const double> values);

// Σ w·x / Σ w. Nothing when the weights add up to zero. REQUIRES: same sizes.
std::optional<double> weighted_mean(std::span<const double> values,
                                    std::span<const double> weights);

// The addend-by-addend form of sum().
class CompensatedSum {
 public:
  void add(double addend);
  [[nodiscard]] double value() const { return sum_ + compensation_; }

 private:
  double sum_ = 0;
  double compensation_ = 0;
};

}  // namespace meguri
