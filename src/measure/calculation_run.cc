// SPDX-License-Identifier: Apache-2.0
// One run of a calculation: its inputs settled, then step by step.
#include <algorithm>
#include <utility>

#include "measure/calculation.h"

namespace meguri {
namespace {

Value reduce(Reduction reduction, const std::vector<Value>& rows) {
  if (rows.empty()) return Value::unknown();  // nobody gave a row: that is not zero
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
  if (rows.empty()) return VerdictOutcome::unknown;
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
    if (run_.question.recorded) run_.days = run_.question.recorded->days;
  }

  // On the inputs of a run that there is.
  Runner(const CalculationSet& set, const Measurement& measurement, CalculationRun run)
      : set_(set),
        calculation_(*run.calculation),
        measurement_(measurement),
        run_(std::move(run)) {}

  CalculationRun run() {
    for (std::uint32_t index = 0; index < calculation_.inputs.size(); ++index)
      run_.inputs.push_back(settle_input(index));
    for (std::uint32_t index = 0; index < calculation_.lists.size(); ++index)
      run_.lists.push_back(settle_list(index));
    return compute_all();
  }

  CalculationRun compute_all() {
    run_.steps.clear();
    run_.verdicts.clear();
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
    return GivenValue{**value, GivenBy::sample, std::nullopt};
  }

  [[nodiscard]] GivenValue by_default(const CompiledInput& input, std::size_t row = 0) const {
    std::optional<std::uint32_t> figure = input.default_figure;
    if (row < input.row_figures.size()) figure = input.row_figures[row];
    if (!figure) return {};
    return {set_.figures().value(*figure), GivenBy::default_figure, figure};
  }

  [[nodiscard]] GivenValue settle_input(std::uint32_t index) const {
    const CompiledInput& input = calculation_.inputs[index];
    const CalculationQuestion& question = run_.question;
    const auto given = question.inputs.find(index);
    if (given != question.inputs.end()) return {given->second, GivenBy::caller, std::nullopt};
    if (question.place && input.from) {
      const Value& value =
          measurement_.value({*input.from, *question.place, question.period.value()});
      if (value.has_number()) return {value, GivenBy::place, std::nullopt};
    }
    if (question.recorded) {
      const auto found = question.recorded->inputs.find(index);
      if (found != question.recorded->inputs.end())
        return {found->second, GivenBy::book, std::nullopt};
    }
    if (question.sample) {
      if (const auto sample = of_sample(input.model->sample, input)) return *sample;
    }
    return by_default(input);
  }

  // A row before its cells are settled: what each of those who may say something says.
  struct OpenRow {
    Localized name;
    std::string key;
    const std::vector<std::optional<Value>>* asked = nullptr;
    const std::vector<std::optional<Value>>* recorded = nullptr;
    const std::vector<std::string>* sample = nullptr;
  };

  [[nodiscard]] GivenValue settle_cell(const OpenRow& row,
                                       const CompiledList& list,
                                       std::size_t column,
                                       std::size_t number) const {
    const auto said = [&](const auto* cells) {
      return cells == nullptr ? std::optional<Value>() : (*cells)[column];
    };
    if (const auto given = said(row.asked)) return {*given, GivenBy::caller, std::nullopt};
    if (const auto given = said(row.recorded)) return {*given, GivenBy::book, std::nullopt};
    if (run_.question.sample && row.sample != nullptr) {
      if (const auto found = of_sample((*row.sample)[column], list.columns[column])) return *found;
    }
    return by_default(list.columns[column], number);
  }

  // A fixed list always has its rows; of another one the sample's only where none are given.
  [[nodiscard]] std::vector<OpenRow> sample_rows(const CalculationList& list,
                                                 const std::vector<QuestionRow>& asked) const {
    std::vector<OpenRow> rows;
    for (std::size_t row = 0; row < list.sample.size(); ++row) {
      const SampleRow& sample = list.sample[row];
      rows.push_back({sample.name,
                      "",
                      row < asked.size() ? &asked[row].cells : nullptr,
                      nullptr,
                      &sample.cells});
    }
    return rows;
  }

  // What the book recorded, with what the caller says of it, and then the caller's own rows.
  static std::vector<OpenRow> recorded_rows(const std::vector<RecordedRow>& recorded,
                                            const std::vector<QuestionRow>& asked) {
    std::vector<OpenRow> rows;
    for (const RecordedRow& each : recorded) {
      const auto said = std::ranges::find(asked, each.key, &QuestionRow::key);
      rows.push_back({each.name,
                      each.key,
                      said == asked.end() ? nullptr : &said->cells,
                      &each.cells,
                      nullptr});
    }
    for (const QuestionRow& each : asked) {
      const bool is_own =
          each.key.empty() ||
          std::ranges::find(recorded, each.key, &RecordedRow::key) == recorded.end();
      if (is_own) rows.push_back({{each.name, each.name}, "", &each.cells, nullptr, nullptr});
    }
    return rows;
  }

  [[nodiscard]] std::vector<OpenRow> open_rows(std::uint32_t index) const {
    static const std::vector<QuestionRow> none;
    const CalculationList& list = *calculation_.lists[index].model;
    const CalculationQuestion& question = run_.question;
    const auto given = question.lists.find(index);
    const std::vector<QuestionRow>& asked = given == question.lists.end() ? none : given->second;
    if (question.recorded) {
      const auto recorded = question.recorded->lists.find(index);
      if (recorded != question.recorded->lists.end()) return recorded_rows(recorded->second, asked);
    }
    if (list.is_fixed || (asked.empty() && question.sample)) return sample_rows(list, asked);
    return recorded_rows({}, asked);
  }

  [[nodiscard]] ListRun settle_list(std::uint32_t index) const {
    const CompiledList& list = calculation_.lists[index];
    ListRun result;
    for (const OpenRow& row : open_rows(index)) {
      std::vector<GivenValue> cells;
      for (std::size_t column = 0; column < list.columns.size(); ++column)
        cells.push_back(settle_cell(row, list, column, result.rows.size()));
      result.names.push_back(row.name);
      result.keys.push_back(row.key);
      result.rows.push_back(std::move(cells));
    }
    return result;
  }

  [[nodiscard]] Value evaluate(const CompiledFormula& formula, std::size_t row) const {
    std::vector<Value> values;
    for (const CalculationName& name : formula.names)
      values.push_back(set_.value(run_, name, row));
    return formula.formula->evaluate(values, run_.days);
  }

  [[nodiscard]] std::vector<Value> produce(const CompiledLeontief& model,
                                           std::uint32_t list) const {
    std::vector<Value> shares;
    std::vector<Value> demand;
    for (std::size_t row = 0; row < run_.lists[list].rows.size(); ++row) {
      shares.push_back(set_.value(run_, model.local, row));
      demand.push_back(set_.value(run_, model.demand, row));
    }
    return leontief(model.coefficients, shares, demand);
  }

  [[nodiscard]] StepRun compute(const CompiledStep& step) const {
    StepRun result;
    if (!step.over) {
      result.value = evaluate(step.formula, 0);
      return result;
    }
    if (step.leontief) {
      result.rows = produce(*step.leontief, *step.over);
    } else {
      for (std::size_t row = 0; row < run_.lists[*step.over].rows.size(); ++row)
        result.rows.push_back(evaluate(step.formula, row));
    }
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
    case CalculationName::Kind::figure: {
      const auto drawn = run.drawn_figures.find(name.index);
      return drawn == run.drawn_figures.end() ? figures_->value(name.index) : drawn->second;
    }
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

void CalculationSet::run_again(CalculationRun& run) const {
  run = Runner(*this, *measurement_, std::move(run)).compute_all();
}

}  // namespace meguri
