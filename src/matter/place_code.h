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
  std::string code;  // JP, two or five digits; the mended code where a problem has an obvious mend
  Problem problem = Problem::none;
  // Five digits may also be six that lost their zero: the code that would be. For a remedy when
  // `code` is no place that is known; empty otherwise.
  std::string alternative;
};

// Reads "01100", "011002" (six digits: check digit verified), "JP" (the nation) and "01" (a
// prefecture; also as "01000" or "010006"). Full-width digits and spaces around do not matter.
// A lost zero is reported with the mended code, never silently accepted: "1", "1100", and "50002"
// where no prefecture begins so. Five digits that are a code as they stand are read as one, with
// the other reading as `alternative`. The right check digit is place_check_digit's.
PlaceCodeReading read_place_code(std::string_view text);

// "01" for "01100"; REQUIRES five or two digits.
std::string prefecture_of(std::string_view code);

}  // namespace meguri
