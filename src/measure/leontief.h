// SPDX-License-Identifier: Apache-2.0
// leontief: what a region produces to meet a demand, with only part of each good made at home.
//
//   X = (I − R·A)⁻¹ · R · f     A: input coefficients, R: diagonal of self-sufficiency
//
// Miller, Blair (2009), "Input-Output Analysis", chapter 3 (regional models). Demand in R·f is met
// directly; the rest of X is bought in between. Bounds are rigorous where A is exact: for
// non-negative A the inverse grows with R entry by entry, so that the ends of R and of the positive
// and negative parts of f bound X. Pure; any thread. O(n³).
#pragma once

#include <vector>

#include "measure/value.h"
#include "numeric/dense_solve.h"

namespace meguri {

// One value per sector. Unknown everywhere where a value is not known, and undefined where the
// system has no solution. REQUIRES: sizes agree; demand and result are in one unit.
std::vector<Value> leontief(const DenseMatrix& coefficients,
                            const std::vector<Value>& local_shares,
                            const std::vector<Value>& demand);

}  // namespace meguri
