// SPDX-License-Identifier: Apache-2.0
#include "numeric/dense_solve.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace meguri {
namespace {

// Exchanges rows so that the largest element of the column stands on the diagonal.
long double pivot(DenseMatrix& matrix, std::vector<long double>& right, std::size_t step) {
  std::size_t best = step;
  for (std::size_t row = step + 1; row < matrix.rows; ++row) {
    if (std::fabs(matrix.at(row, step)) > std::fabs(matrix.at(best, step))) best = row;
  }
  if (best != step) {
    for (std::size_t column = 0; column < matrix.rows; ++column)
      std::swap(matrix.at(step, column), matrix.at(best, column));
    std::swap(right[step], right[best]);
  }
  return matrix.at(step, step);
}

}  // namespace

std::optional<std::vector<long double>> solve_dense(DenseMatrix matrix,
                                                    std::vector<long double> right) {
  const std::size_t size = matrix.rows;
  long double largest = 0;
  for (const long double each : matrix.values)
    largest = std::max(largest, std::fabs(each));
  const long double nothing =
      largest * static_cast<long double>(size) * std::numeric_limits<long double>::epsilon();
  for (std::size_t step = 0; step < size; ++step) {
    const long double head = pivot(matrix, right, step);
    if (std::fabs(head) <= nothing) return std::nullopt;
    for (std::size_t row = step + 1; row < size; ++row) {
      const long double share = matrix.at(row, step) / head;
      if (share == 0) continue;
      for (std::size_t column = step; column < size; ++column)
        matrix.at(row, column) -= share * matrix.at(step, column);
      right[row] -= share * right[step];
    }
  }
  for (std::size_t row = size; row-- > 0;) {
    for (std::size_t column = row + 1; column < size; ++column)
      right[row] -= matrix.at(row, column) * right[column];
    right[row] /= matrix.at(row, row);
  }
  return right;
}

}  // namespace meguri
