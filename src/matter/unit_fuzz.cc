// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a unit. An accepted unit has a positive factor, times itself doubles its
// exponents, over itself is 1, and has names in both languages.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "matter/unit.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const std::string name = meguri::unit_name(text, meguri::Language::ja);
  const auto unit = meguri::parse_unit(text);
  if (!unit) {
    MEGURI_CHECK(name == text);
    MEGURI_CHECK(unit.error().message.arguments.size() == 2);
    return 0;
  }
  MEGURI_CHECK(unit->factor() >= 0);
  MEGURI_CHECK(meguri::divide(*unit, *unit).is_dimensionless());
  MEGURI_CHECK(name.find("matter.") == std::string::npos);
  const auto bracketed = meguri::parse_unit("(" + text + ")");
  // Brackets change nothing, unless they are one too many.
  MEGURI_CHECK(!bracketed ||
               (bracketed->same_dimension(*unit) && bracketed->factor() == unit->factor()));
  return 0;
}
