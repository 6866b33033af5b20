// SPDX-License-Identifier: Apache-2.0
#include "measure/internal/value_text.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"

namespace meguri {
namespace {

constexpr int most_decimals = 5;

// As many decimals as the width of the bounds allows to tell apart; -1 for an exact value.
int telling_decimals(const Value& value, const UnitOfMeasure& unit) {
  const Real width = (value.high - value.low) / static_cast<Real>(unit.factor());
  if (!std::isfinite(width) || width <= 0) return -1;
  return std::clamp(static_cast<int>(std::ceil(-std::log10(width))), 0, most_decimals);
}

std::string number(Real base, const ShownUnit& unit) {
  const auto decimal = decimal_in(base, unit.unit);
  if (!decimal) return "∞";
  if (unit.decimals >= 0) return number_text(*decimal, unit.decimals);
  if (decimal->scale() <= most_decimals) return number_text(*decimal);
  const double size = std::fabs(decimal->to_double());
  const int decimals = size >= 1000 ? 0 : (size >= 10 ? 1 : 3);
  return number_text(*decimal, decimals);
}

// The bounds as "5,200–5,400"; "≧ 5,200" where one side is open.
std::string interval(const Value& value, const ShownUnit& unit) {
  if (!std::isfinite(value.high)) return "≧ " + number(value.low, unit);
  if (!std::isfinite(value.low)) return "≦ " + number(value.high, unit);
  return number(value.low, unit) + "–" + number(value.high, unit);
}

bool has_bounds(const Value& value) {
  return std::isfinite(value.low) || std::isfinite(value.high);
}

}  // namespace

std::string with_unit(const std::string& number, std::string_view unit, Language language) {
  if (unit == "1" || unit.empty()) return number;
  return number + " " + unit_name(unit, language);
}

std::string value_text(const Value& value, const ShownUnit& shown, Language language) {
  ShownUnit unit = shown;
  if (unit.decimals < 0) unit.decimals = telling_decimals(value, unit.unit);
  if (value.knowledge == Knowledge::undefined) return render("measure.value_undefined", language);
  if (!value.is_known()) {
    if (!has_bounds(value)) return render("measure.value_unknown", language);
    return with_unit(interval(value, unit), unit.text, language);
  }
  std::string point = with_unit(number(value.point, unit), unit.text, language);
  if (value.low == value.high || !has_bounds(value)) return point;
  const std::string low = number(value.low, unit);
  // Bounds that look like the point say nothing.
  if (low == number(value.high, unit)) return point;
  return render(
      Message{"measure.value_with_bounds", {{"value", point}, {"bounds", interval(value, unit)}}},
      language);
}

std::string name_text(const Measurement& measurement,
                      std::string_view id,
                      std::uint32_t pack,
                      Language language) {
  if (id == "days") return render("measure.word.days", language);
  if (id == "target") return render("measure.word.target", language);
  if (id == "value") return render("measure.word.value", language);
  const auto found = measurement.name(id, measurement.packs()[pack].id);
  return found ? measurement[*found].name.in(language) : std::string(id);
}

}  // namespace meguri
