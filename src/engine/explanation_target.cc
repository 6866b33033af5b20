// SPDX-License-Identifier: Apache-2.0
// A town's own target: what is left to do, from the value and the years behind it.
#include <utility>

#include "engine/answer_parts.h"
#include "engine/explanation.h"
#include "engine/target_document.h"

namespace meguri {
namespace {

bool is_of_past(TargetPart part) {
  return part == TargetPart::trend || part == TargetPart::projected;
}

}  // namespace

Result<JsonObject> ExplanationWriter::target() const {
  const Measurement& measurement = *state_.measurement;
  const ValueRef ref = MEGURI_TRY(value_ref());
  const auto path = target_path_of(handle_.path);
  const bool is_indicator = measurement[ref.name].kind == NameKind::indicator;
  if (!path || !is_indicator || !year_of(measurement[ref.period])) return not_found();
  const IndicatorModel& model = indicator_model(state_, ref.name);
  if (model.better == Better::none) return not_found();
  const TargetWriter writer(
      state_, context_.language, {ref.name, path->value, path->year}, ref.place, ref.period);
  JsonObject document =
      empty_document("target", model.name.in(context_.language) + " — " + writer.label(path->part));
  set_names(document, ref);
  document["figure"] = writer.figure(path->part);
  document["formula_in_words"] = text_or_null(writer.formula(path->part));
  document["formula_with_values"] = text_or_null(writer.formula_with_values(path->part));
  if (path->part == TargetPart::value) {
    document["notes"].as_array().emplace_back(say("engine.targets_given"));
    return document;
  }
  document["meaning"] = writer.method();
  JsonArray inputs;
  if (is_of_past(path->part)) {
    for (const ValueRef& past : writer.standing().past) {
      inputs.push_back(JsonObject{{"name", measurement[past.period].name(context_.language)},
                                  {"figure", writer_.measured(past)}});
    }
  } else {
    inputs.push_back(JsonObject{{"name", writer.label(TargetPart::value)},
                                {"figure", writer.figure(TargetPart::value)}});
    inputs.push_back(
        JsonObject{{"name", say("engine.name_value")}, {"figure", writer_.measured(ref)}});
  }
  set_inputs(document, std::move(inputs));
  return document;
}

}  // namespace meguri
