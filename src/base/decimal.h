// SPDX-License-Identifier: Apache-2.0
// decimal: an exact decimal number as published: digits and the number of decimals they had.
//
// Figures are kept as they were written: "12.50" is not "12.5", though they compare equal. At most
// 37 digits, so that a coefficient always fits 128 bits; more is an Error, never a silent rounding.
// Values; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

// `using` cannot carry __extension__.
__extension__ typedef __int128 Int128;  // NOLINT(modernize-use-using)

enum class Rounding : std::uint8_t {
  half_even,            // to the even neighbour: sums of rounded figures do not drift
  half_away_from_zero,  // 四捨五入: as Japanese tables round
};

class Decimal {
 public:
  static constexpr int digits_max = 37;

  constexpr Decimal() = default;  // 0
  // REQUIRES: 0 <= scale <= digits_max, |coefficient| < 10^digits_max.
  Decimal(Int128 coefficient, int scale);
  static Decimal integer(std::int64_t number) { return Decimal(number, 0); }

  [[nodiscard]] constexpr Int128 coefficient() const { return coefficient_; }
  [[nodiscard]] constexpr int scale() const { return scale_; }
  [[nodiscard]] bool is_negative() const { return coefficient_ < 0; }
  [[nodiscard]] bool is_zero() const { return coefficient_ == 0; }

  // The nearest double.
  [[nodiscard]] double to_double() const;
  // The whole number, if it is one and fits.
  [[nodiscard]] std::optional<std::int64_t> to_int64() const;
  // Rounded to at most `decimals` decimals. REQUIRES: decimals >= 0.
  [[nodiscard]] Decimal rounded(int decimals, Rounding rounding) const;
  // Without trailing zeros after the point: 12.50 → 12.5, 3.0 → 3.
  [[nodiscard]] Decimal normalized() const;

  // By value: 1.50 == 1.5.
  friend std::weak_ordering operator<=>(const Decimal& left, const Decimal& right);
  friend bool operator==(const Decimal& left, const Decimal& right) {
    return (left <=> right) == std::weak_ordering::equivalent;
  }

 private:
  Int128 coefficient_ = 0;
  int scale_ = 0;
};

// "-12.50": as many decimals as the scale says, no grouping, no exponent; zero has no sign.
std::string to_text(const Decimal& decimal);

// Reads an optional sign, digits, and optionally a point and digits: "12", "-0.5", "+3.10". Nothing
// else: no spaces, exponents or grouping (wire/number_reading.h reads what people write).
// Errors base.decimal_malformed, base.decimal_too_long.
Result<Decimal> parse_decimal(std::string_view text);

// The shortest decimal that reads back as the same double. Nothing for NaN, infinities and numbers
// that need more than 37 digits.
std::optional<Decimal> decimal_of(double number);

// With exactly `decimals` decimals (zeros are appended where needed): 12.5, 3 → "12.500".
std::string to_fixed_text(const Decimal& decimal, int decimals, Rounding rounding);

// 10^exponent. REQUIRES: 0 <= exponent <= 38.
Int128 power_of_ten(int exponent);

}  // namespace meguri
