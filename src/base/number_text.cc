// SPDX-License-Identifier: Apache-2.0
#include "base/number_text.h"

#include <cmath>

#include <fmt/format.h>

#include "base/check.h"

namespace meguri {
namespace {

std::string grouped(std::string text) {
  const std::size_t first = text.starts_with('-') ? 1 : 0;
  const std::size_t point = text.find('.');
  std::size_t at = point == std::string::npos ? text.size() : point;
  while (at > first + 3) {
    at -= 3;
    text.insert(at, 1, ',');
  }
  return text;
}

}  // namespace

std::string number_text(const Decimal& number, int decimals, Rounding rounding) {
  return grouped(to_fixed_text(number, decimals, rounding));
}

std::string number_text(double number, int decimals, Rounding rounding) {
  return grouped(plain_number_text(number, decimals, rounding));
}

std::string number_text(std::int64_t number) { return grouped(std::to_string(number)); }

std::string number_text(const Decimal& number) { return grouped(to_text(number)); }

std::string plain_number_text(double number, int decimals, Rounding rounding) {
  MEGURI_CHECK(std::isfinite(number));
  if (const auto decimal = decimal_of(number)) return to_fixed_text(*decimal, decimals, rounding);
  // Beyond 37 digits: either astronomically large, or too small to show in so many decimals.
  std::string text = fmt::format("{:.{}f}", number, decimals);
  const bool is_zero = text.find_first_of("123456789") == std::string::npos;
  return is_zero && text.starts_with('-') ? text.substr(1) : text;
}

}  // namespace meguri
