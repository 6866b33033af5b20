// SPDX-License-Identifier: Apache-2.0
// unit: a unit of measure with its dimension, and conversion between units of one dimension.
//
// Units: mg g kg t kt 千t Mt 万t · person · household · day year(=365.25 day is NOT offered: use
// day) · yen 円 千円 百万円 億円 · kWh MWh GWh MJ GJ · m3 L kL · piece 台 · km2 ha · % · 1;
// products with *, quotients with / and parentheses: "g/(person*day)". Base of each dimension: mg,
// person, household, day, yen, kWh→J, L, piece, m2, 1.
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

UnitOfMeasure multiply(const UnitOfMeasure& left, const UnitOfMeasure& right);
UnitOfMeasure divide(const UnitOfMeasure& left, const UnitOfMeasure& right);

// Error matter.unknown_unit with the part not understood.
Result<UnitOfMeasure> parse_unit(std::string_view text);

// How people read it: "g/(person*day)" → "g／人・日" or "g per person and day".
std::string unit_name(std::string_view unit, Language language);

}  // namespace meguri
