// SPDX-License-Identifier: Apache-2.0
#include "numeric/statistics.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace meguri {
namespace {

// A few numbers drawn without a generator of the house: numeric knows no other room but base.
std::vector<double> sample_of(std::size_t size, unsigned seed) {
  std::vector<double> sample;
  for (std::size_t i = 0; i < size; ++i) {
    seed = seed * 1664525U + 1013904223U;
    sample.push_back(static_cast<double>(seed >> 27U) / 4.0);  // few values: many ties
  }
  return sample;
}

TEST(Statistics, QuantilesAreThoseOfSpreadsheets) {
  // PERCENTILE.INC of 1, 2, 4, 8, 16.
  const std::vector<double> sample = {16, 1, 8, 2, 4};
  EXPECT_EQ(quantile(sample, 0), 1);
  EXPECT_EQ(quantile(sample, 0.25), 2);
  EXPECT_EQ(quantile(sample, 0.5), 4);
  EXPECT_EQ(quantile(sample, 0.9), 8 + 0.6 * 8);
  EXPECT_EQ(quantile(sample, 1), 16);
  EXPECT_EQ(quantile(std::vector<double>{1, 2}, 0.5), 1.5);
  EXPECT_EQ(quantile(std::vector<double>{7}, 0.3), 7);
  EXPECT_FALSE(quantile({}, 0.5));
}

TEST(Statistics, QuantilesGrowWithTheirShareAndStayInside) {
  for (std::size_t size = 1; size < 60; ++size) {
    std::vector<double> sample = sample_of(size, static_cast<unsigned>(size));
    std::ranges::sort(sample);
    double last = sample.front();
    for (int step = 0; step <= 100; ++step) {
      const double value = *quantile_of_sorted(sample, step / 100.0);
      EXPECT_GE(value, last);
      EXPECT_LE(value, sample.back());
      last = value;
    }
    const auto all = *distribution(sample);
    EXPECT_EQ(all.count, size);
    EXPECT_EQ(all.minimum, sample.front());
    EXPECT_EQ(all.maximum, sample.back());
    EXPECT_EQ(all.median,
              size % 2 == 1 ? sample[size / 2] : (sample[size / 2 - 1] + sample[size / 2]) / 2);
  }
  EXPECT_FALSE(distribution({}));
}

TEST(Statistics, RanksCountHowManyComeBefore) {
  EXPECT_EQ(competition_ranks(std::vector<double>{3, 1, 3, 2}, RankOrder::ascending),
            (std::vector<std::size_t>{3, 1, 3, 2}));
  EXPECT_EQ(competition_ranks(std::vector<double>{3, 1, 3, 2}, RankOrder::descending),
            (std::vector<std::size_t>{1, 4, 1, 3}));
  for (std::size_t size = 0; size < 50; ++size) {
    const auto sample = sample_of(size, 7);
    const auto up = competition_ranks(sample, RankOrder::ascending);
    const auto down = competition_ranks(sample, RankOrder::descending);
    for (std::size_t i = 0; i < size; ++i) {
      std::size_t smaller = 0, larger = 0;
      for (const double other : sample) {
        if (other < sample[i]) ++smaller;
        if (other > sample[i]) ++larger;
      }
      EXPECT_EQ(up[i], smaller + 1);
      EXPECT_EQ(down[i], larger + 1);
      const auto worse = share_after(sample, sample[i], RankOrder::ascending);
      if (size < 2) {
        EXPECT_FALSE(worse);
      } else {
        EXPECT_EQ(*worse, static_cast<double>(larger) / static_cast<double>(size - 1));
      }
    }
  }
}

TEST(Statistics, SumsKeepWhatNaiveOnesLose) {
  EXPECT_EQ(sum(std::vector<double>{1.0, 1e100, 1.0, -1e100}), 2.0);
  EXPECT_EQ(sum(std::vector<double>{}), 0.0);
  std::vector<double> tenths(10'000'000, 0.1);
  EXPECT_EQ(sum(tenths), 1e6);
  // Against exact integers: quarters have a finite binary form.
  const auto quarters = sample_of(1000, 11);
  long long exact = 0;
  for (const double value : quarters)
    exact += static_cast<long long>(value * 4);
  EXPECT_EQ(sum(quarters), static_cast<double>(exact) / 4);
}

TEST(Statistics, WeightedMean) {
  const std::vector<double> rates = {10, 20}, weights = {1, 3};
  EXPECT_EQ(weighted_mean(rates, weights), 17.5);
  EXPECT_FALSE(weighted_mean(rates, std::vector<double>{0, 0}));
  EXPECT_FALSE(weighted_mean({}, {}));
}

}  // namespace
}  // namespace meguri
