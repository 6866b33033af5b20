// SPDX-License-Identifier: Apache-2.0
// exact_unit: units as whole numbers of a base unit, so that a figure becomes an exact integer.
//
// matter/unit.h converts with doubles, which is right for analyses and wrong for books. Here t is
// 1,000,000,000 mg, and 1.2345678901 t is refused rather than rounded. People's spellings (トン,
// ㎏, ㎥, 立米, t（乾）) are read. Pure; any thread. O(length).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"

namespace meguri {

enum class UnitBase : std::uint8_t {
  mass,      // mg
  dry_mass,  // mg, without the water
  volume,    // mL
  density,   // kg per m3, which is mg per mL
  percent,
  energy,  // J
  money,   // yen
  piece
};

struct ExactUnit {
  UnitBase base = UnitBase::mass;
  std::int64_t factor = 1;  // of the base unit
  std::string_view name;    // as it is written in answers: "t", "kg-dry", "m3"
  friend bool operator==(const ExactUnit&, const ExactUnit&) = default;
};

std::optional<ExactUnit> exact_unit_of(std::string_view text);

// The unit that a column's name states: 重量（t）, 数量[kg], Mass (t), 正味重量 単位:kg. Nothing if
// it states none that is known.
std::optional<ExactUnit> unit_in_header(std::string_view header);
// The name without what unit_in_header() read: 重量（t） → 重量.
std::string without_unit(std::string_view header);

// coefficient / 10^scale in the unit, as a whole number of base units.
enum class Exactness : std::uint8_t { exact, rounded, out_of_range };
struct ExactAmount {
  std::int64_t count = 0;
  Exactness exactness = Exactness::exact;  // rounded: half away from zero
};
ExactAmount amount_of(Int128 coefficient, int scale, const ExactUnit& unit);

// dividend / divisor, half away from zero. REQUIRES: divisor > 0.
Int128 divided(Int128 dividend, Int128 divisor);

}  // namespace meguri
