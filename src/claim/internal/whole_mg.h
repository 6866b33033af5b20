// SPDX-License-Identifier: Apache-2.0
// whole_mg: milligrams of a double, which may lie beyond what a mass can hold. Pure.
#pragma once

#include <cmath>
#include <cstdint>

namespace meguri {

// Rounded down; of nothing or less 0, of more than the largest mass that mass.
inline std::int64_t whole_mg(long double mg) {
  constexpr long double end = 0x1.0p63L;
  if (!(mg > 0)) return 0;
  if (mg >= end) return INT64_MAX;
  return static_cast<std::int64_t>(std::floor(mg));
}

}  // namespace meguri
