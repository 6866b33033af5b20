// SPDX-License-Identifier: Apache-2.0
#include "measure/leontief.h"

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

DenseMatrix matrix(std::vector<long double> values) {
  DenseMatrix result(values.size() == 1 ? 1 : 2);
  result.values = std::move(values);
  return result;
}

// The worked example of the specification: Σ 72.58 of a demand of 100.
TEST(Leontief, TwoSectorsWithPartMadeAtHome) {
  const auto produced = leontief(matrix({0.2L, 0.1L, 0.3L, 0.2L}),
                                 {Value::exactly(0.5L), Value::exactly(0.8L)},
                                 {Value::exactly(100), Value::exactly(0)});
  ASSERT_EQ(produced.size(), 2U);
  EXPECT_NEAR(static_cast<double>(produced[0].point), 56.45, 0.005);
  EXPECT_NEAR(static_cast<double>(produced[1].point), 16.13, 0.005);
}

TEST(Leontief, NothingMadeAtHomeLeavesNothing) {
  const auto produced = leontief(matrix({0.2L, 0.1L, 0.3L, 0.2L}),
                                 {Value::exactly(0), Value::exactly(0)},
                                 {Value::exactly(100), Value::exactly(50)});
  EXPECT_EQ(produced[0].point, 0);
  EXPECT_EQ(produced[1].point, 0);
}

TEST(Leontief, UnknownSharesLeaveAllUnknown) {
  const auto produced = leontief(matrix({0.2L, 0.1L, 0.3L, 0.2L}),
                                 {Value::exactly(0.5L), Value::unknown()},
                                 {Value::exactly(100), Value::exactly(0)});
  EXPECT_EQ(produced[0].knowledge, Knowledge::unknown);
  EXPECT_EQ(produced[1].knowledge, Knowledge::unknown);
}

TEST(Leontief, ASectorThatEatsItselfHasNoSolution) {
  const auto produced = leontief(matrix({1}), {Value::exactly(1)}, {Value::exactly(5)});
  EXPECT_EQ(produced[0].knowledge, Knowledge::undefined);
}

// Every point within the ranges gives a production within the bounds.
TEST(Leontief, BoundsHoldEveryChoiceWithinTheRanges) {
  Random random(11);
  for (int round = 0; round < 200; ++round) {
    const DenseMatrix coefficients = matrix(
        {random.unit() * 0.4L, random.unit() * 0.4L, random.unit() * 0.4L, random.unit() * 0.4L});
    std::vector<Value> shares;
    std::vector<Value> demand;
    for (int sector = 0; sector < 2; ++sector) {
      const Real low = random.unit() * 0.5L;
      const Real high = low + random.unit() * 0.5L;
      shares.push_back(Value::between((low + high) / 2, low, high));
      const Real from = random.unit() * 200 - 100;
      demand.push_back(Value::between(from, from - 10, from + 30));
    }
    const auto bounds = leontief(coefficients, shares, demand);
    for (int draw = 0; draw < 20; ++draw) {
      std::vector<Value> chosen;
      std::vector<Value> wanted;
      for (std::size_t sector = 0; sector < 2; ++sector) {
        const Real part = random.unit();
        chosen.push_back(
            Value::exactly(shares[sector].low + part * (shares[sector].high - shares[sector].low)));
        wanted.push_back(Value::exactly(demand[sector].low + random.unit() * 40));
      }
      const auto produced = leontief(coefficients, chosen, wanted);
      for (std::size_t sector = 0; sector < 2; ++sector) {
        EXPECT_GE(produced[sector].point, bounds[sector].low - 1e-9L);
        EXPECT_LE(produced[sector].point, bounds[sector].high + 1e-9L);
      }
    }
  }
}

}  // namespace
}  // namespace meguri
