// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a decimal. What is accepted keeps its value through text, rounding to its own
// scale and normal form, and lies within half a unit of what it is rounded to.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/number_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using meguri::Rounding;
  const std::string text(data, data + size);
  const auto decimal = meguri::parse_decimal(text);
  if (!decimal) return 0;
  const auto again = meguri::parse_decimal(meguri::to_text(*decimal));
  MEGURI_CHECK(again && *again == *decimal && again->scale() == decimal->scale());
  MEGURI_CHECK(decimal->normalized() == *decimal);
  MEGURI_CHECK(decimal->rounded(decimal->scale(), Rounding::half_even) == *decimal);
  for (const Rounding rounding : {Rounding::half_even, Rounding::half_away_from_zero}) {
    const meguri::Decimal whole = decimal->rounded(0, rounding);
    const double apart = std::abs(whole.to_double() - decimal->to_double());
    MEGURI_CHECK(apart <= 0.5 + std::abs(decimal->to_double()) * 1e-15);
    MEGURI_CHECK(!meguri::number_text(*decimal, 3, rounding).empty());
  }
  return 0;
}
