// SPDX-License-Identifier: Apache-2.0
// unit: a unit of measure with its dimension, and conversion between units of one dimension.
//
// Units: mg g kg t kt 千t 万t Mt · person 人 · household 世帯 · day 日 (no year: its length varies)
// · yen 円 千円 万円 百万円 億円 · J kJ MJ GJ TJ PJ Wh kWh MWh GWh · mL L kL 千kL 万kL m3 千m3 万m3
// · piece 個 台 · m2 ha km2 · % · 1; products with *, quotients with / (from left to right) and
// parentheses: "g/(person*day)". Base of each dimension: mg, person, household, day, yen, J, L,
// piece, m2, 1. % is 1: 24.028 % counts as 24.028.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/message.h"
#include "base/result.h"

namespace meguri {

enum class Dimension : std::uint8_t {
  mass,
  person,
  household,
  time,
  money,
  energy,
  volume,
  piece,
  area,
  count_of_dimensions
};

class UnitOfMeasure {
 public:
  UnitOfMeasure() = default;  // dimensionless 1
  using Exponents =
      std::array<std::int8_t, static_cast<std::size_t>(Dimension::count_of_dimensions)>;
  UnitOfMeasure(Exponents exponents, double factor) : exponents_(exponents), factor_(factor) {}

  [[nodiscard]] const Exponents& exponents() const { return exponents_; }
  // Multiply a number in this unit by this to get base units.
  [[nodiscard]] double factor() const { return factor_; }
  [[nodiscard]] bool same_dimension(const UnitOfMeasure& other) const {
    return exponents_ == other.exponents_;
  }
  [[nodiscard]] bool is_mass() const;
  [[nodiscard]] bool is_dimensionless() const;

 private:
  Exponents exponents_{};
  double factor_ = 1.0;
};

// Exponents stop at the ends of their range (±127), which no real unit comes near.
UnitOfMeasure multiply(const UnitOfMeasure& left, const UnitOfMeasure& right);
UnitOfMeasure divide(const UnitOfMeasure& left, const UnitOfMeasure& right);

// Error matter.unknown_unit with the part not understood. O(length · units).
Result<UnitOfMeasure> parse_unit(std::string_view text);

// How people read it: "g/(person*day)" → "g／人・日" or "g per person and day". Text that
// is no unit comes back as it is; "1" is empty.
std::string unit_name(std::string_view unit, Language language);

}  // namespace meguri
