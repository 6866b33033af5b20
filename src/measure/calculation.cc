// SPDX-License-Identifier: Apache-2.0
// What compiled calculations know of themselves, and what their runs rest on.
#include "measure/calculation.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/decimal.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 6> givers = {
    "caller", "place", "book", "default_figure", "sample", "nobody"};
constexpr std::array<std::string_view, 4> outcomes = {"no", "yes", "unknown", "not_applicable"};

template <typename Item>
std::optional<std::uint32_t> index_of(const std::vector<Item>& items, std::string_view id) {
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    if (items[i].model->id == id) return i;
  }
  return std::nullopt;
}

Result<Real> number_of(std::string_view text, const CompiledInput& input) {
  const auto decimal = parse_decimal(text);
  if (!decimal) {
    return error(ErrorCode::invalid_input, "measure.given_malformed", {{"text", text}});
  }
  const auto outside = [&](std::string_view id, const Decimal& limit) {
    return error(ErrorCode::invalid_input,
                 id,
                 {{"text", text}, {"limit", to_text(limit)}, {"unit", input.model->unit}});
  };
  const CalculationInput& model = *input.model;
  if (model.minimum && *decimal < *model.minimum)
    return outside("measure.given_below", *model.minimum);
  if (model.maximum && *decimal > *model.maximum)
    return outside("measure.given_above", *model.maximum);
  return static_cast<Real>(decimal->coefficient()) * static_cast<Real>(input.unit.factor()) /
         static_cast<Real>(power_of_ten(decimal->scale()));
}

}  // namespace

std::string_view to_text(GivenBy by) { return givers.at(static_cast<std::size_t>(by)); }

std::string_view to_text(VerdictOutcome outcome) {
  return outcomes.at(static_cast<std::size_t>(outcome));
}

std::vector<CalculationKind> Calculation::kinds() const {
  std::vector<CalculationKind> kinds{model->kind};
  const bool judges = std::ranges::any_of(
      model->verdicts, [](const CalculationVerdict& verdict) { return !verdict.rule.empty(); });
  if (judges && model->kind != CalculationKind::verdict) kinds.push_back(CalculationKind::verdict);
  const bool spreads = std::ranges::any_of(
      model->steps, [](const CalculationStep& step) { return step.leontief.has_value(); });
  if (spreads) kinds.push_back(CalculationKind::ripple);
  return kinds;
}

bool Calculation::is_of(CalculationKind kind) const {
  const std::vector<CalculationKind> all = kinds();
  return std::ranges::find(all, kind) != all.end();
}

bool Calculation::asks_of_places() const {
  return std::ranges::any_of(inputs,
                             [](const CompiledInput& input) { return input.from.has_value(); });
}

bool Calculation::asks_of_books() const {
  const auto is_recorded = [](const CompiledInput& input) { return input.recorded.has_value(); };
  return std::ranges::any_of(inputs, is_recorded) ||
         std::ranges::any_of(lists, [&](const CompiledList& list) {
           return std::ranges::any_of(list.columns, is_recorded);
         });
}

std::optional<std::uint32_t> Calculation::step(std::string_view id) const {
  return index_of(steps, id);
}

std::optional<std::uint32_t> Calculation::verdict(std::string_view id) const {
  return index_of(verdicts, id);
}

std::optional<std::uint32_t> Calculation::input(std::string_view id) const {
  return index_of(inputs, id);
}

std::optional<std::uint32_t> Calculation::list(std::string_view id) const {
  return index_of(lists, id);
}

Result<std::optional<Value>> given_value(std::string_view text, const CompiledInput& input) {
  if (text.empty()) return std::optional<Value>();
  if (input.model->is_truth) {
    if (text == "yes") return std::optional<Value>(value_of(Truth::yes));
    if (text == "no") return std::optional<Value>(value_of(Truth::no));
    return error(ErrorCode::invalid_input, "measure.given_no_truth", {{"text", text}});
  }
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    return std::optional<Value>(Value::exactly(MEGURI_TRY(number_of(text, input))));
  }
  const Real low = MEGURI_TRY(number_of(text.substr(0, dots), input));
  const Real high = MEGURI_TRY(number_of(text.substr(dots + 2), input));
  if (low > high) {
    return error(ErrorCode::invalid_input, "measure.given_malformed", {{"text", text}});
  }
  return std::optional<Value>(Value::between((low + high) / 2, low, high));
}

const Calculation* CalculationSet::find(std::string_view id) const {
  for (const Calculation& each : calculations_) {
    if (each.model->id == id) return &each;
  }
  return nullptr;
}

namespace {

// Calls `visit` for every name that a formula rests on, itself and through the steps it names as
// far as `goes_on` says of a step's index.
template <typename Visit, typename GoesOn>
void visit_behind(const Calculation& calculation,
                  const CompiledFormula& formula,
                  std::set<std::uint32_t>& seen_steps,
                  const Visit& visit,
                  const GoesOn& goes_on) {
  for (const CalculationName& name : formula.names) {
    visit(name);
    const bool is_new_step =
        name.kind == CalculationName::Kind::step && seen_steps.insert(name.index).second;
    if (!is_new_step || !goes_on(name.index)) continue;
    visit_behind(calculation, calculation.steps[name.index].formula, seen_steps, visit, goes_on);
  }
}

// A step whose value is known lacks nothing, whatever it was given (an outlet without limit).
bool lacks_something(const CalculationRun& run, std::uint32_t step) {
  const auto is_open = [](const Value& value) { return !value.is_known(); };
  const StepRun& result = run.steps[step];
  if (!run.calculation->steps[step].is_column()) return is_open(result.value);
  return result.rows.empty() || std::ranges::any_of(result.rows, is_open);
}

bool is_missing(const CalculationRun& run,
                const CalculationName& name,
                std::optional<std::size_t> row) {
  if (name.kind == CalculationName::Kind::input) {
    return run.inputs[name.index].by == GivenBy::nobody;
  }
  const auto& rows = run.lists[name.list].rows;
  if (row && *row < rows.size()) return rows[*row][name.index].by == GivenBy::nobody;
  return std::ranges::any_of(
      rows, [&](const auto& cells) { return cells[name.index].by == GivenBy::nobody; });
}

}  // namespace

std::vector<std::uint32_t> CalculationSet::figures_behind(const CalculationRun& run,
                                                          const CompiledFormula& formula) const {
  const Calculation& calculation = *run.calculation;
  std::set<std::uint32_t> steps;
  std::vector<std::uint32_t> figures;
  const auto add = [&](std::uint32_t figure) {
    if (std::ranges::find(figures, figure) == figures.end()) figures.push_back(figure);
  };
  const auto take = [&](const CalculationName& name) {
    if (name.kind == CalculationName::Kind::figure) add(name.index);
    if (name.kind == CalculationName::Kind::input && run.inputs[name.index].figure) {
      add(*run.inputs[name.index].figure);
    }
    if (name.kind == CalculationName::Kind::column) {
      for (const auto& cells : run.lists[name.list].rows) {
        if (cells[name.index].figure) add(*cells[name.index].figure);
      }
    }
  };
  visit_behind(calculation, formula, steps, take, [](std::uint32_t) { return true; });
  return figures;
}

std::vector<const Localized*> CalculationSet::missing_behind(const CalculationRun& run,
                                                             const CompiledFormula& formula,
                                                             std::optional<std::size_t> row) const {
  const Calculation& calculation = *run.calculation;
  std::set<std::uint32_t> steps;
  std::vector<const Localized*> missing;
  const auto add = [&](const Localized& name) {
    if (std::ranges::find(missing, &name) == missing.end()) missing.push_back(&name);
  };
  const auto take = [&](const CalculationName& name) {
    const bool is_column = name.kind == CalculationName::Kind::column;
    if (is_column && run.lists[name.list].rows.empty()) {
      add(calculation.lists[name.list].model->name);
    } else if ((is_column || name.kind == CalculationName::Kind::input) &&
               is_missing(run, name, row)) {
      add(name_of(calculation, name));
    }
  };
  visit_behind(calculation, formula, steps, take, [&](std::uint32_t step) {
    return lacks_something(run, step);
  });
  return missing;
}

}  // namespace meguri
