// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace meguri {
namespace {

Int128 magnitude(Int128 number) { return number < 0 ? -number : number; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string digits_of(Int128 number) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(number % 10));
    number /= 10;
  } while (number != 0);
  std::ranges::reverse(digits);
  return digits;
}

Error malformed(std::string_view text) {
  return error(ErrorCode::invalid_input, "base.decimal_malformed", {{"text", text}});
}

// Reads digits at `at` into the coefficient; says how many there were. Nothing beyond 37 digits.
std::optional<int> read_digits(std::string_view text, std::size_t& at, Int128& coefficient) {
  int count = 0;
  for (; at < text.size() && is_digit(text[at]); ++at, ++count) {
    coefficient = coefficient * 10 + (text[at] - '0');
    if (coefficient >= power_of_ten(Decimal::digits_max)) return std::nullopt;
  }
  return count;
}

}  // namespace

Int128 power_of_ten(int exponent) {
  MEGURI_CHECK(exponent >= 0 && exponent <= 38);
  static const auto powers = [] {
    std::array<Int128, 39> table{};
    table[0] = 1;
    for (std::size_t i = 1; i < table.size(); ++i)
      table[i] = table[i - 1] * 10;
    return table;
  }();
  return powers[static_cast<std::size_t>(exponent)];
}

Decimal::Decimal(Int128 coefficient, int scale) : coefficient_(coefficient), scale_(scale) {
  MEGURI_CHECK(scale >= 0 && scale <= digits_max);
  MEGURI_CHECK(magnitude(coefficient) < power_of_ten(digits_max));
}

double Decimal::to_double() const {
  // Through text: std::from_chars rounds correctly, a division of two doubles may not.
  const std::string text = to_text(*this);
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::optional<std::int64_t> Decimal::to_int64() const {
  const Int128 unit = power_of_ten(scale_);
  if (coefficient_ % unit != 0) return std::nullopt;
  const Int128 whole = coefficient_ / unit;
  if (whole < std::numeric_limits<std::int64_t>::min() ||
      whole > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(whole);
}

Decimal Decimal::rounded(int decimals, Rounding rounding) const {
  MEGURI_CHECK(decimals >= 0);
  if (decimals >= scale_) return *this;
  const Int128 unit = power_of_ten(scale_ - decimals);
  const Int128 size = magnitude(coefficient_);
  Int128 kept = size / unit;
  const Int128 twice_rest = size % unit * 2;  // below 2·10^37: fits
  const bool is_tie = twice_rest == unit;
  const bool up =
      is_tie ? rounding == Rounding::half_away_from_zero || kept % 2 == 1 : twice_rest > unit;
  if (up) ++kept;
  return Decimal(coefficient_ < 0 ? -kept : kept, decimals);
}

Decimal Decimal::normalized() const {
  Decimal result = *this;
  while (result.scale_ > 0 && result.coefficient_ % 10 == 0) {
    result.coefficient_ /= 10;
    --result.scale_;
  }
  return result;
}

std::weak_ordering operator<=>(const Decimal& left, const Decimal& right) {
  const auto order = [](Int128 a, Int128 b) {
    return a < b   ? std::weak_ordering::less
           : a > b ? std::weak_ordering::greater
                   : std::weak_ordering::equivalent;
  };
  const Int128 left_unit = power_of_ten(left.scale_);
  const Int128 right_unit = power_of_ten(right.scale_);
  const Int128 left_whole = left.coefficient_ / left_unit;
  const Int128 right_whole = right.coefficient_ / right_unit;
  if (left_whole != right_whole) return order(left_whole, right_whole);
  // Fractions are below one, so that bringing both to 37 decimals cannot overflow.
  return order(left.coefficient_ % left_unit * power_of_ten(Decimal::digits_max - left.scale_),
               right.coefficient_ % right_unit * power_of_ten(Decimal::digits_max - right.scale_));
}

std::string to_text(const Decimal& decimal) {
  std::string text = digits_of(magnitude(decimal.coefficient()));
  const auto scale = static_cast<std::size_t>(decimal.scale());
  if (scale > 0) {
    if (text.size() <= scale) text.insert(0, scale + 1 - text.size(), '0');
    text.insert(text.size() - scale, 1, '.');
  }
  return decimal.is_negative() ? '-' + text : text;
}

Result<Decimal> parse_decimal(std::string_view text) {
  std::size_t at = 0;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) at = 1;
  Int128 coefficient = 0;
  const auto whole = read_digits(text, at, coefficient);
  std::optional<int> decimals = 0;
  if (whole && at < text.size() && text[at] == '.') {
    ++at;
    decimals = read_digits(text, at, coefficient);
    if (decimals == 0) return malformed(text);
  }
  if (!whole || !decimals || *decimals > Decimal::digits_max) {
    return error(ErrorCode::invalid_input,
                 "base.decimal_too_long",
                 {{"text", text}, {"digits", std::int64_t{Decimal::digits_max}}});
  }
  if (*whole == 0 || at != text.size()) return malformed(text);
  return Decimal(negative ? -coefficient : coefficient, *decimals);
}

std::optional<Decimal> decimal_of(double number) {
  if (!std::isfinite(number)) return std::nullopt;
  std::array<char, 512> buffer{};  // the longest fixed form of a double has about 330 characters
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  const std::string_view text(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
  auto decimal = parse_decimal(text);
  if (!decimal) return std::nullopt;
  return *decimal;
}

std::string to_fixed_text(const Decimal& decimal, int decimals, Rounding rounding) {
  const Decimal rounded = decimal.rounded(decimals, rounding);
  std::string text = to_text(rounded);
  if (decimals > rounded.scale()) {
    if (rounded.scale() == 0) text += '.';
    text.append(static_cast<std::size_t>(decimals - rounded.scale()), '0');
  }
  return text;
}

}  // namespace meguri
