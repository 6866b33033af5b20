// SPDX-License-Identifier: Apache-2.0
// Formulas of calculations for people.
#include <algorithm>

#include "measure/calculation.h"
#include "measure/internal/value_text.h"

namespace meguri {
namespace {

using Kind = CalculationName::Kind;

const CompiledInput& given(const Calculation& calculation, const CalculationName& name) {
  return name.kind == Kind::input ? calculation.inputs[name.index]
                                  : calculation.lists[name.list].columns[name.index];
}

// Which of the formula's names has that id.
const CalculationName* name_behind(const CompiledFormula& formula, std::string_view id) {
  const auto names = formula.formula->names();
  const auto found = std::ranges::find(names, id);
  if (found == names.end()) return nullptr;
  return &formula.names[static_cast<std::size_t>(found - names.begin())];
}

std::string truth_text(const Value& value, Language language) {
  switch (truth_of(value)) {
    case Truth::yes:
      return render("measure.word.yes", language);
    case Truth::no:
      return render("measure.word.no", language);
    case Truth::unknown:
      break;
  }
  return render("measure.value_unknown", language);
}

}  // namespace

const Localized& CalculationSet::name_of(const Calculation& calculation,
                                         const CalculationName& name) const {
  if (name.kind == Kind::figure) return figures_->figures()[name.index].name;
  if (name.kind == Kind::step) return calculation.steps[name.index].model->name;
  return given(calculation, name).model->name;
}

const std::string& CalculationSet::unit_of(const Calculation& calculation,
                                           const CalculationName& name) const {
  if (name.kind == Kind::figure) return figures_->figures()[name.index].unit;
  if (name.kind == Kind::step) return calculation.steps[name.index].model->unit;
  return given(calculation, name).model->unit;
}

std::string CalculationSet::words(const Calculation& calculation,
                                  const CompiledFormula& formula,
                                  Language language) const {
  if (formula.formula == nullptr) return render("measure.leontief", language);
  return formula_text(*formula.formula, language, [&](std::string_view id) -> std::string {
    if (id == "days") return render("measure.word.days", language);
    const CalculationName* const name = name_behind(formula, id);
    return name == nullptr ? std::string(id) : name_of(calculation, *name).in(language);
  });
}

std::string CalculationSet::values(const CalculationRun& run,
                                   const CompiledFormula& formula,
                                   std::size_t row,
                                   Language language) const {
  const Calculation& calculation = *run.calculation;
  if (formula.formula == nullptr) return render("measure.leontief", language);
  return formula_text(*formula.formula, language, [&](std::string_view id) -> std::string {
    if (id == "days") return std::to_string(run.days);
    const CalculationName* const name = name_behind(formula, id);
    if (name == nullptr) return std::string(id);
    const Value value = this->value(run, *name, row);
    const std::string& unit = unit_of(calculation, *name);
    if (unit.empty()) return truth_text(value, language);
    const auto parsed = parse_formula_unit(unit);
    return value_text(value, {unit, parsed ? *parsed : UnitOfMeasure{}, -1}, language);
  });
}

}  // namespace meguri
