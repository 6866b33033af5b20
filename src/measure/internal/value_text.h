// SPDX-License-Identifier: Apache-2.0
// value_text: a value in a unit for people.
#pragma once

#include <string>
#include <string_view>

#include "base/message.h"
#include "matter/unit.h"
#include "measure/measurement.h"
#include "measure/value.h"

namespace meguri {

struct ShownUnit {
  std::string_view text;
  UnitOfMeasure unit;
  int decimals = -1;  // -1: as many as the number has, at most 5, fewer where it is large
};

std::string value_text(const Value& value, const ShownUnit& shown, Language language);
// "570,259 t"; the unit 1 is not written.
std::string with_unit(const std::string& number, std::string_view unit, Language language);
// The name behind an id in a formula of that pack; `days`, `target` and `value` too.
std::string name_text(const Measurement& measurement,
                      std::string_view id,
                      std::uint32_t pack,
                      Language language);

}  // namespace meguri
