// SPDX-License-Identifier: Apache-2.0
// dense_solve: a small dense linear system, by elimination with partial pivoting.
//
// For the few hundred unknowns of an input–output table; sparse systems are another matter. Pure;
// any thread. O(n³).
#pragma once

#include <optional>
#include <vector>

namespace meguri {

// Row by row. REQUIRES: size == rows · rows where it is solved.
struct DenseMatrix {
  std::size_t rows = 0;
  std::vector<long double> values;
  explicit DenseMatrix(std::size_t size) : rows(size), values(size * size) {}
  long double& at(std::size_t row, std::size_t column) { return values[row * rows + column]; }
  [[nodiscard]] long double at(std::size_t row, std::size_t column) const {
    return values[row * rows + column];
  }
};

// x with matrix · x = right; nothing where the matrix is singular to working precision.
std::optional<std::vector<long double>> solve_dense(DenseMatrix matrix,
                                                    std::vector<long double> right);

}  // namespace meguri
