// SPDX-License-Identifier: Apache-2.0
#include "numeric/dense_solve.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

TEST(SolveDense, SolvesBackWhatWasMultiplied) {
  Random random(7);
  for (std::size_t size = 1; size <= 30; ++size) {
    DenseMatrix matrix(size);
    std::vector<long double> expected(size);
    std::vector<long double> right(size);
    for (std::size_t row = 0; row < size; ++row) {
      expected[row] = random.unit() * 10 - 5;
      for (std::size_t column = 0; column < size; ++column)
        matrix.at(row, column) = random.unit() - 0.5;
    }
    for (std::size_t row = 0; row < size; ++row) {
      for (std::size_t column = 0; column < size; ++column)
        right[row] += matrix.at(row, column) * expected[column];
    }
    const auto found = solve_dense(matrix, right);
    ASSERT_TRUE(found) << size;
    for (std::size_t row = 0; row < size; ++row)
      EXPECT_NEAR(static_cast<double>((*found)[row] - expected[row]), 0, 1e-9) << size;
  }
}

TEST(SolveDense, ExchangesRowsAndRefusesSingularOnes) {
  DenseMatrix swapped(2);
  swapped.at(0, 1) = 2;
  swapped.at(1, 0) = 4;
  const auto found = solve_dense(swapped, {6, 8});
  ASSERT_TRUE(found);
  EXPECT_DOUBLE_EQ(static_cast<double>((*found)[0]), 2);
  EXPECT_DOUBLE_EQ(static_cast<double>((*found)[1]), 3);
  DenseMatrix singular(2);
  singular.at(0, 0) = 1;
  singular.at(0, 1) = 2;
  singular.at(1, 0) = 2;
  singular.at(1, 1) = 4;
  EXPECT_FALSE(solve_dense(singular, {1, 2}));
  EXPECT_FALSE(solve_dense(DenseMatrix(1), {1}));
}

}  // namespace
}  // namespace meguri
