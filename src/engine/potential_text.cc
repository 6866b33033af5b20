// SPDX-License-Identifier: Apache-2.0
#include "engine/potential_text.h"

#include "base/number_text.h"
#include "measure/reason.h"

namespace meguri {

// A potential compares a town with a statistic of its peers; whole units are as fine as it gets.
int PotentialText::effect_decimals() const { return 0; }

JsonObject PotentialText::effect(const std::string& evidence) const {
  const FigureWriter writer(state_, language_);
  FigureWriter::Parts parts;
  const MeasuredName& name = (*state_.measurement)[potential_.effect_name];
  parts.id = name.id;
  parts.label = name.name.in(language_);
  parts.unit = potential_.effect_unit;
  parts.decimals = effect_decimals();
  parts.evidence = evidence;
  return writer.of_value(potential_.effect, parts);
}

std::string PotentialText::effect_size() const {
  return FigureWriter(state_, language_)
      .display(absolute(potential_.effect), potential_.effect_unit, effect_decimals());
}

std::string PotentialText::formula() const {
  const Measurement& measurement = *state_.measurement;
  return formula_text(*potential_.formula, language_, [&](std::string_view name) {
    if (name == "target" || name == "value" || name == "days") {
      return render("engine.name_" + std::string(name), language_);
    }
    const auto index = measurement.name(name, measurement.packs()[measurement[indicator_].pack].id);
    return index ? measurement[*index].name.in(language_) : std::string(name);
  });
}

std::string PotentialText::number_of(std::string_view name) const {
  const IndicatorModel& model = indicator_model(state_, indicator_);
  const int decimals = static_cast<int>(model.decimals);
  const std::string unit = " " + unit_name(model.unit, language_);
  if (name == "target") return number_text(potential_.target_value, decimals) + unit;
  return number_text(potential_.current, decimals) + unit;
}

std::string PotentialText::formula_with_values() const {
  const Measurement& measurement = *state_.measurement;
  return formula_text(*potential_.formula, language_, [&](std::string_view name) {
    if (name == "target" || name == "value") return number_of(name);
    for (const ValueRef& input : potential_.inputs) {
      if (measurement[input.name].id == name) return value_text(measurement, input, language_);
    }
    if (name == "days" && !potential_.inputs.empty()) {
      const Period& period = measurement[potential_.inputs.front().period];
      return render(Message{"engine.days_value", {{"days", std::int64_t{period.days()}}}},
                    language_);
    }
    return std::string(name);
  });
}

}  // namespace meguri
