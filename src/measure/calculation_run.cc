// SPDX-License-Identifier: Apache-2.0
// One run of a calculation: its inputs settled, then step by step.
#include <algorithm>
#include <utility>

#include "measure/calculation.h"

namespace meguri {
namespace {

Value reduce(Reduction reduction, const std::vector<Value>& rows) {
  if (rows.empty()) {
    return reduction == Reduction::sum ? Value::exactly(0) : Value::undefined();
  }
  Value total = rows.front();
  for (std::size_t row = 1; row < rows.size(); ++row) {
    switch (reduction) {
      case Reduction::minimum:
        total = minimum(total, rows[row]);
        break;
      case Reduction::maximum:
        total = maximum(total, rows[row]);
        break;
      default:
        total = add(total, rows[row]);
    }
  }
  if (reduction != Reduction::mean) return total;
  return divide(total, Value::exactly(static_cast<Real>(rows.size())));
}

VerdictOutcome outcome_of(Truth truth) {
  switch (truth) {
    case Truth::yes:
      return VerdictOutcome::yes;
    case Truth::no:
      return VerdictOutcome::no;
    case Truth::unknown:
      break;
  }
  return VerdictOutcome::unknown;
}

// Yes only if every row that the rule applies to passes; one that fails decides.
VerdictOutcome together(const std::vector<VerdictOutcome>& rows) {
  const auto has = [&](VerdictOutcome outcome) {
    return std::ranges::find(rows, outcome) != rows.end();
  };
  if (has(VerdictOutcome::no)) return VerdictOutcome::no;
  if (has(VerdictOutcome::unknown)) return VerdictOutcome::unknown;
  return has(VerdictOutcome::yes) ? VerdictOutcome::yes : VerdictOutcome::not_applicable;
}

class Runner {
 public:
  Runner(const CalculationSet& set,
         const Calculation& calculation,
         const Measurement& measurement,
         CalculationQuestion question)
      : set_(set), calculation_(calculation), measurement_(measurement) {
    run_.calculation = &calculation;
    run_.question = std::move(question);
    if (run_.question.period) run_.days = measurement[*run_.question.period].days();
  }

  CalculationRun run() {
    for (std::uint32_t index = 0; index < calculation_.inputs.size(); ++index)
      run_.inputs.push_back(settle_input(index));
    for (std::uint32_t index = 0; index < calculation_.lists.size(); ++index)
      run_.lists.push_back(settle_list(index));
    for (const CompiledStep& step : calculation_.steps)
      run_.steps.push_back(compute(step));
    for (const CompiledVerdict& verdict : calculation_.verdicts)
      run_.verdicts.push_back(judge(verdict));
    return std::move(run_);
  }

 private:
  // A sample that is no number was refused when the set was built.
  [[nodiscard]] static std::optional<GivenValue> of_sample(const std::string& text,
                                                           const CompiledInput& input) {
    const auto value = given_value(text, input);
    if (!value || !*value) return std::nullopt;
    return GivenValue{**value, GivenBy::sample};
  }

  [[nodiscard]] GivenValue by_default(const CompiledInput& input) const {
    if (!input.default_figure) return {};
    return {set_.figures().value(*input.default_figure), GivenBy::default_figure};
  }

  [[nodiscard]] GivenValue settle_input(std::uint32_t index) const {
    const CompiledInput& input = calculation_.inputs[index];
    const CalculationQuestion& question = run_.question;
    const auto given = question.inputs.find(index);
    if (given != question.inputs.end()) return {given->second, GivenBy::caller};
    if (question.place && input.from) {
      const Value& value =
          measurement_.value({*input.from, *question.place, question.period.value()});
      if (value.knowledge == Knowledge::known || value.knowledge == Knowledge::bounded) {
        return {value, GivenBy::place};
      }
    }
    if (question.sample) {
      if (const auto sample = of_sample(input.model->sample, input)) return *sample;
    }
    return by_default(input);
  }

  [[nodiscard]] ListRun settle_list(std::uint32_t index) const {
    const CompiledList& list = calculation_.lists[index];
    ListRun result;
    const auto given = run_.question.lists.find(index);
    if (given != run_.question.lists.end()) {
      for (const QuestionRow& row : given->second) {
        result.names.push_back({row.name, row.name});
        std::vector<GivenValue> cells;
        for (std::size_t column = 0; column < list.columns.size(); ++column) {
          const std::optional<Value>& cell = row.cells[column];
          cells.push_back(cell ? GivenValue{*cell, GivenBy::caller}
                               : by_default(list.columns[column]));
        }
        result.rows.push_back(std::move(cells));
      }
    } else if (run_.question.sample) {
      for (const SampleRow& row : list.model->sample) {
        result.names.push_back(row.name);
        std::vector<GivenValue> cells;
        for (std::size_t column = 0; column < list.columns.size(); ++column) {
          const auto sample = of_sample(row.cells[column], list.columns[column]);
          cells.push_back(sample ? *sample : by_default(list.columns[column]));
        }
        result.rows.push_back(std::move(cells));
      }
    }
    return result;
  }

  [[nodiscard]] Value evaluate(const CompiledFormula& formula, std::size_t row) const {
    std::vector<Value> values;
    for (const CalculationName& name : formula.names)
      values.push_back(set_.value(run_, name, row));
    return formula.formula->evaluate(values, run_.days);
  }

  [[nodiscard]] StepRun compute(const CompiledStep& step) const {
    StepRun result;
    if (!step.over) {
      result.value = evaluate(step.formula, 0);
      return result;
    }
    for (std::size_t row = 0; row < run_.lists[*step.over].rows.size(); ++row)
      result.rows.push_back(evaluate(step.formula, row));
    if (!step.is_column()) result.value = reduce(step.model->reduce, result.rows);
    return result;
  }

  [[nodiscard]] VerdictOutcome judge_row(const CompiledVerdict& verdict, std::size_t row) const {
    if (verdict.applies) {
      const Truth applies = truth_of(evaluate(*verdict.applies, row));
      if (applies == Truth::no) return VerdictOutcome::not_applicable;
      if (applies == Truth::unknown) return VerdictOutcome::unknown;
    }
    return outcome_of(truth_of(evaluate(verdict.when, row)));
  }

  [[nodiscard]] VerdictRun judge(const CompiledVerdict& verdict) const {
    VerdictRun result;
    if (!verdict.over) {
      result.outcome = judge_row(verdict, 0);
      return result;
    }
    for (std::size_t row = 0; row < run_.lists[*verdict.over].rows.size(); ++row)
      result.rows.push_back(judge_row(verdict, row));
    result.outcome = together(result.rows);
    return result;
  }

  const CalculationSet& set_;
  const Calculation& calculation_;
  const Measurement& measurement_;
  CalculationRun run_;
};

}  // namespace

Value CalculationSet::value(const CalculationRun& run,
                            const CalculationName& name,
                            std::size_t row) const {
  switch (name.kind) {
    case CalculationName::Kind::input:
      return run.inputs[name.index].value;
    case CalculationName::Kind::column:
      return run.lists[name.list].rows[row][name.index].value;
    case CalculationName::Kind::figure:
      return figures_->value(name.index);
    case CalculationName::Kind::step:
      break;
  }
  const StepRun& step = run.steps[name.index];
  return run.calculation->steps[name.index].is_column() ? step.rows[row] : step.value;
}

CalculationRun CalculationSet::run(const Calculation& calculation,
                                   CalculationQuestion question) const {
  return Runner(*this, calculation, *measurement_, std::move(question)).run();
}

}  // namespace meguri
