// SPDX-License-Identifier: Apache-2.0
#include "matter/mass.h"

#include <array>
#include <limits>
#include <optional>

#include "base/check.h"
#include "base/decimal.h"

namespace meguri {
namespace {

struct MassUnit {
  std::string_view symbol;
  int power;  // 10^power milligrams
};

constexpr std::array<MassUnit, 8> mass_units = {
    {{"mg", 0}, {"g", 3}, {"kg", 6}, {"t", 9}, {"kt", 12}, {"千t", 12}, {"万t", 13}, {"Mt", 15}}};

std::optional<int> power_of(std::string_view symbol) {
  for (const MassUnit& unit : mass_units) {
    if (unit.symbol == symbol) return unit.power;
  }
  return std::nullopt;
}

bool fits(Int128 milligrams) {
  return milligrams >= std::numeric_limits<std::int64_t>::min() &&
         milligrams <= std::numeric_limits<std::int64_t>::max();
}

Error out_of_range() { return error(ErrorCode::limit_exceeded, "matter.mass_out_of_range"); }

}  // namespace

Result<Mass> add(Mass left, Mass right) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(left.count_mg(), right.count_mg(), &sum)) return out_of_range();
  return Mass::milligrams(sum);
}

std::string to_decimal(Mass mass, std::string_view unit) {
  const auto power = power_of(unit);
  MEGURI_CHECK(power && *power <= 9);
  return to_text(Decimal(mass.count_mg(), *power).normalized());
}

Result<Mass> parse_mass(std::string_view decimal, std::string_view unit) {
  const auto power = power_of(unit);
  if (!power) {
    return error(ErrorCode::invalid_input, "matter.mass_unit_unknown", {{"unit", unit}});
  }
  const Decimal number = MEGURI_TRY(parse_decimal(decimal)).normalized();
  if (number.scale() > *power) {
    return error(
        ErrorCode::invalid_input, "matter.mass_too_fine", {{"text", decimal}, {"unit", unit}});
  }
  Int128 milligrams = 0;
  const bool overflow = __builtin_mul_overflow(
      number.coefficient(), power_of_ten(*power - number.scale()), &milligrams);
  if (overflow || !fits(milligrams)) return out_of_range();
  return Mass::milligrams(static_cast<std::int64_t>(milligrams));
}

Result<Mass> MassTotal::mass() const {
  if (!fits(mg_)) return out_of_range();
  return Mass::milligrams(static_cast<std::int64_t>(mg_));
}

}  // namespace meguri
