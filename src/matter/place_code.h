// SPDX-License-Identifier: Apache-2.0
// place_code: the local government codes of Japan (全国地方公共団体コード, JIS X 0401/0402).
//
// Five digits identify a place; a sixth is a check digit: 11 − (6a+5b+4c+3d+2e mod 11), last digit.
// Codes are text: spreadsheets drop the leading zero of Hokkaido to Tochigi, which is recognised.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

// REQUIRES: five digits.
char place_check_digit(std::string_view five_digits);

struct PlaceCodeReading {
  enum class Problem : std::uint8_t { none, not_a_code, wrong_check_digit, lost_leading_zero };
  std::string code;  // five digits; also the mended code where the problem has an obvious mend
  Problem problem = Problem::none;
};

// Reads "01100", "011002" (six digits: check digit verified), "1100"/"11002" (lost zero: reported
// with the mended code, never silently accepted; a 5-digit text that is only valid as a 6-digit
// code without its zero is ambiguous and read as a 5-digit code). Two digits ("01") are a
// prefecture, "JP" the nation.
PlaceCodeReading read_place_code(std::string_view text);

// "01" for "01100"; REQUIRES five or two digits.
std::string prefecture_of(std::string_view code);

}  // namespace meguri
