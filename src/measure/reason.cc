// SPDX-License-Identifier: Apache-2.0
#include "measure/reason.h"

#include <algorithm>
#include <cmath>

#include "base/number_text.h"
#include "measure/internal/value_text.h"

namespace meguri {
namespace {

constexpr std::size_t most_reasons = 8;

class Reasons {
 public:
  Reasons(const Measurement& measurement, Language language)
      : measurement_(measurement), language_(language) {}

  void walk(const ValueRef& ref) {
    const Explanation how = measurement_.explain(ref);
    if (how.value.is_known()) return;
    const MeasuredName& name = measurement_[ref.name];
    if (how.value.knowledge == Knowledge::bounded) {
      say("measure.why_bounded", {{"name", text(name.name)}});
      return;
    }
    if (how.how == Explanation::How::sum) {
      say("measure.why_parts_missing",
          {{"name", text(name.name)},
           {"known", static_cast<std::int64_t>(how.coverage.known)},
           {"parts", static_cast<std::int64_t>(how.coverage.parts)}});
      return;
    }
    if (name.kind == NameKind::quantity) {
      quantity(ref, how);
    } else if (how.value.knowledge == Knowledge::undefined) {
      zero_divisor(ref, how);
    } else {
      inputs(ref);
    }
  }

  [[nodiscard]] std::vector<std::string> sentences() && { return std::move(sentences_); }

 private:
  [[nodiscard]] const std::string& text(const Localized& localized) const {
    return localized.in(language_);
  }

  void say(std::string sentence) {
    const bool is_new = std::ranges::find(sentences_, sentence) == sentences_.end();
    if (is_new && sentences_.size() < most_reasons) sentences_.push_back(std::move(sentence));
  }
  void say(std::string_view id, std::vector<Argument> arguments) {
    say(render(Message{std::string(id), std::move(arguments)}, language_));
  }

  void quantity(const ValueRef& ref, const Explanation& how) {
    const MeasuredName& name = measurement_[ref.name];
    const QuantityModel& model = measurement_.packs()[name.pack].model->quantities[name.index];
    if (how.how == Explanation::How::cell) {
      say("measure.why_cell_unknown", {{"name", text(name.name)}});
    } else if (!text(model.why).empty()) {
      say("measure.why_told", {{"name", text(name.name)}, {"why", text(model.why)}});
    } else if (!model.available) {
      say("measure.why_not_available", {{"name", text(name.name)}});
    } else {
      say("measure.why_not_reported",
          {{"name", text(name.name)}, {"period", measurement_[ref.period].name(language_)}});
    }
  }

  void zero_divisor(const ValueRef& ref, const Explanation& how) {
    const MeasuredName& name = measurement_[ref.name];
    std::vector<Value> values;
    for (const ValueRef& input : how.inputs) {
      values.push_back(measurement_.value(input));
      if (values.back().knowledge == Knowledge::undefined) {
        walk(input);
        return;
      }
    }
    std::vector<Value> results;
    name.formula->evaluate_nodes(values, measurement_[ref.period].days(), results);
    for (const ExpressionNode& node : name.formula->nodes()) {
      if (node.operation != Operation::divide) continue;
      const Value& divisor = results[node.operands[1]];
      if (!divisor.is_known() || divisor.point != 0) continue;
      say("measure.why_zero_divisor", {{"name", divisor_text(*name.formula, node, name.pack)}});
      return;
    }
  }

  // The divisor in words; its own text where it is a part of the formula.
  [[nodiscard]] std::string divisor_text(const Expression& formula,
                                         const ExpressionNode& node,
                                         std::uint32_t pack) const {
    const ExpressionNode& divisor = formula.nodes()[node.operands[1]];
    if (divisor.operation == Operation::name) {
      return name_text(measurement_, formula.names()[divisor.name], pack, language_);
    }
    std::string part = formula.text().substr(divisor.begin, divisor.end - divisor.begin);
    const auto parsed = Expression::parse(part);
    if (!parsed) return part;
    return formula_text(*parsed, language_, [&](std::string_view id) {
      return name_text(measurement_, id, pack, language_);
    });
  }

  void inputs(const ValueRef& ref) {
    const MeasuredName& name = measurement_[ref.name];
    const auto before = sentences_.size();
    if (name.kind == NameKind::indicator) {
      const auto& levels = measurement_.packs()[name.pack].model->indicators[name.index].levels;
      const PlaceLevel level = measurement_[ref.place].level;
      if (!levels.empty() && std::ranges::find(levels, level) == levels.end()) {
        say("measure.why_other_level", {{"name", text(name.name)}});
        return;
      }
    }
    for (const NameIndex input : name.inputs)
      walk({input, ref.place, ref.period});
    if (sentences_.size() == before && sentences_.size() < most_reasons) {
      say("measure.why_not_reported",
          {{"name", text(name.name)}, {"period", measurement_[ref.period].name(language_)}});
    }
  }

  const Measurement& measurement_;
  Language language_;
  std::vector<std::string> sentences_;
};

}  // namespace

std::vector<std::string> reasons(const Measurement& measurement,
                                 const ValueRef& ref,
                                 Language language) {
  Reasons walker(measurement, language);
  walker.walk(ref);
  return std::move(walker).sentences();
}

std::string why(const Measurement& measurement, const ValueRef& ref, Language language) {
  std::string joined;
  for (const std::string& sentence : reasons(measurement, ref, language)) {
    if (!joined.empty() && language == Language::en) joined += " ";
    joined += sentence;
  }
  return joined;
}

std::string formula_in_words(const Measurement& measurement, NameIndex name, Language language) {
  const MeasuredName& entry = measurement[name];
  if (entry.formula == nullptr) return {};
  return formula_text(*entry.formula, language, [&](std::string_view id) {
    return name_text(measurement, id, entry.pack, language);
  });
}

std::string formula_with_values(const Measurement& measurement,
                                const ValueRef& ref,
                                Language language) {
  const MeasuredName& entry = measurement[ref.name];
  if (entry.formula == nullptr) return {};
  return formula_text(*entry.formula, language, [&](std::string_view id) -> std::string {
    if (id == "days") {
      return with_unit(number_text(std::int64_t{measurement[ref.period].days()}), "day", language);
    }
    const auto names = entry.formula->names();
    const auto at = std::ranges::find(names, id) - names.begin();
    return value_text(
        measurement, {entry.inputs[static_cast<std::size_t>(at)], ref.place, ref.period}, language);
  });
}

std::string value_text(const Measurement& measurement, const ValueRef& ref, Language language) {
  const MeasuredName& name = measurement[ref.name];
  int decimals = -1;
  if (name.kind == NameKind::indicator) {
    const auto& model = measurement.packs()[name.pack].model->indicators[name.index];
    decimals = static_cast<int>(model.decimals);
  }
  return value_text(measurement.value(ref), {name.unit, name.unit_of_measure, decimals}, language);
}

}  // namespace meguri
