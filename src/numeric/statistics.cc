// SPDX-License-Identifier: Apache-2.0
#include "numeric/statistics.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace meguri {

std::optional<double> quantile_of_sorted(std::span<const double> sorted, double p) {
  MEGURI_CHECK(p >= 0 && p <= 1);
  if (sorted.empty()) return std::nullopt;
  const double position = static_cast<double>(sorted.size() - 1) * p;
  const auto below = static_cast<std::size_t>(position);
  const double part = position - static_cast<double>(below);
  if (part == 0 || below + 1 == sorted.size()) return sorted[below];
  const double low = sorted[below], high = sorted[below + 1];
  // Equal neighbours stay exactly what they are, and rounding never leaves the two.
  return std::clamp(low + part * (high - low), low, high);
}

std::optional<double> quantile(std::span<const double> sample, double p) {
  std::vector<double> sorted(sample.begin(), sample.end());
  std::ranges::sort(sorted);
  return quantile_of_sorted(sorted, p);
}

std::optional<Distribution> distribution(std::span<const double> sample) {
  if (sample.empty()) return std::nullopt;
  std::vector<double> sorted(sample.begin(), sample.end());
  std::ranges::sort(sorted);
  const auto at = [&](double p) { return *quantile_of_sorted(sorted, p); };
  return Distribution{
      sorted.size(), sorted.front(), at(0.1), at(0.25), at(0.5), at(0.75), at(0.9), sorted.back()};
}

std::vector<std::size_t> competition_ranks(std::span<const double> sample, RankOrder order) {
  std::vector<double> sorted(sample.begin(), sample.end());
  std::ranges::sort(sorted);
  std::vector<std::size_t> ranks;
  ranks.reserve(sample.size());
  for (const double value : sample) {
    const auto before = order == RankOrder::ascending
                            ? std::ranges::lower_bound(sorted, value) - sorted.begin()
                            : sorted.end() - std::ranges::upper_bound(sorted, value);
    ranks.push_back(static_cast<std::size_t>(before) + 1);
  }
  return ranks;
}

std::optional<double> share_after(std::span<const double> sample, double value, RankOrder order) {
  if (sample.size() < 2) return std::nullopt;
  const auto after = std::ranges::count_if(sample, [&](double other) {
    return order == RankOrder::ascending ? other > value : other < value;
  });
  return static_cast<double>(after) / static_cast<double>(sample.size() - 1);
}

double sum(std::span<const double> values) {
  CompensatedSum total;
  for (const double value : values)
    total.add(value);
  return total.value();
}

std::optional<double> weighted_mean(std::span<const double> values,
                                    std::span<const double> weights) {
  MEGURI_CHECK(values.size() == weights.size());
  CompensatedSum above, below;
  for (std::size_t i = 0; i < values.size(); ++i) {
    above.add(values[i] * weights[i]);
    below.add(weights[i]);
  }
  if (below.value() == 0) return std::nullopt;
  return above.value() / below.value();
}

void CompensatedSum::add(double addend) {
  const double total = sum_ + addend;
  // What the rounding of the larger of the two swallowed of the smaller.
  compensation_ +=
      std::abs(sum_) >= std::abs(addend) ? (sum_ - total) + addend : (addend - total) + sum_;
  sum_ = total;
}

}  // namespace meguri
