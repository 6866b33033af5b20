// SPDX-License-Identifier: Apache-2.0
// plain_number: the quick way to read the numbers that machines write: "-12.50".
//
// Digits, at most one point, an optional sign; at most 18 digits, so that the coefficient fits 64
// bits. Everything else is left to wire/number_reading.h, which knows how people write. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace meguri {

struct PlainNumber {
  std::int64_t coefficient = 0;
  std::uint8_t scale = 0;  // decimals
};

inline std::optional<PlainNumber> read_plain_number(std::string_view text) {
  constexpr std::size_t bytes_max = 20;  // a sign, 18 digits and a point
  if (text.size() > bytes_max) return std::nullopt;
  std::size_t at = 0;
  const bool is_negative = !text.empty() && text[0] == '-';
  if (is_negative || (!text.empty() && text[0] == '+')) ++at;
  std::int64_t value = 0;
  std::uint8_t digits = 0, scale = 0;
  bool has_point = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c >= '0' && c <= '9') {
      value = value * 10 + (c - '0');
      ++digits;
      scale = static_cast<std::uint8_t>(scale + (has_point ? 1 : 0));
    } else if (c == '.' && !has_point && digits > 0) {
      has_point = true;
    } else {
      return std::nullopt;
    }
  }
  const bool ends_in_point = has_point && scale == 0;
  if (digits == 0 || digits > 18 || ends_in_point) return std::nullopt;
  return PlainNumber{is_negative ? -value : value, scale};
}

}  // namespace meguri
