// SPDX-License-Identifier: Apache-2.0
// mass: an exact amount of matter, a whole number of milligrams, as weighed (wet).
//
// Integers, because books must close to zero: a sum of doubles does not. The range is ±9.2
// gigatonnes; leaving it is an Error, never a wrap-around. Sums over many masses use MassTotal.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

class Mass {
 public:
  constexpr Mass() = default;
  static constexpr Mass milligrams(std::int64_t count) { return Mass(count); }
  static constexpr Mass kilograms(std::int32_t count) { return Mass(count * milligrams_per_kg); }
  static constexpr Mass tonnes(std::int32_t count) { return Mass(count * milligrams_per_tonne); }

  static constexpr std::int64_t milligrams_per_kg = 1'000'000;
  static constexpr std::int64_t milligrams_per_tonne = 1'000'000'000;

  [[nodiscard]] constexpr std::int64_t count_mg() const { return mg_; }
  // For analyses only; exact below 9 Mt.
  [[nodiscard]] constexpr double in_tonnes() const { return static_cast<double>(mg_) / 1e9; }
  friend constexpr auto operator<=>(Mass, Mass) = default;
  friend constexpr Mass operator-(Mass mass) { return Mass(-mass.mg_); }

 private:
  constexpr explicit Mass(std::int64_t mg) : mg_(mg) {}
  std::int64_t mg_ = 0;
};

// limit_exceeded if the sum leaves the range.
Result<Mass> add(Mass left, Mass right);

// The mass as a plain decimal in the unit mg, g, kg or t, without trailing zeros: "10.000001".
// REQUIRES: unit is one of these.
std::string to_decimal(Mass mass, std::string_view unit);

// A plain decimal ("-12.5") in mg, g, kg, t, kt, 千t, Mt or 万t. Errors: not a number, finer than a
// milligram (nothing is rounded silently), out of range, unknown unit.
Result<Mass> parse_mass(std::string_view decimal, std::string_view unit);

// A sum that cannot overflow; REQUIRES: fewer than 2^63 addends.
class MassTotal {
 public:
  void add(Mass mass) { mg_ += mass.count_mg(); }
  // limit_exceeded if the total does not fit a Mass.
  [[nodiscard]] Result<Mass> mass() const;

 private:
  __extension__ __int128 mg_ = 0;
};

}  // namespace meguri
