// SPDX-License-Identifier: Apache-2.0
// calculation: the questions of packs (calculations.toml) with their formulas compiled, and their
// runs on numbers that somebody gives.
//
// A run takes each input from the caller, else from the place or the book it is asked about, else
// from the figure that stands in by default; in a sample run from the pack's sample. What nobody
// gave is unknown, and so is what needs it: never zero. A step over a list is computed once for
// each row; with a reduction it is one number, unknown where nobody gave a row.
//
// Effects of different boundaries (a credit for avoided production, an emission that happens here)
// are never added unless the step says so (boundary = "net"); building refuses it.
//
// Immutable once built; any thread. A run is O(steps · rows · formula).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/localized.h"
#include "base/result.h"
#include "measure/expression.h"
#include "measure/figures.h"
#include "measure/leontief.h"
#include "measure/measurement.h"
#include "measure/value.h"
#include "pack/content.h"

namespace meguri {

// What a name in a formula of a calculation stands for.
struct CalculationName {
  enum class Kind : std::uint8_t { input, column, figure, step };
  Kind kind = Kind::input;
  std::uint32_t index = 0;  // of the input, the column in its list, the figure, the step
  std::uint32_t list = 0;   // of a column
  friend bool operator==(const CalculationName&, const CalculationName&) = default;
};

struct CompiledFormula {
  std::unique_ptr<Expression> formula;
  std::vector<CalculationName> names;  // one per formula->names()
};

struct CompiledInput {
  const CalculationInput* model = nullptr;
  UnitOfMeasure unit;
  std::optional<NameIndex> from;
  std::optional<FlowQuantity> recorded;  // what of the model's recorded lines is summed
  std::optional<std::uint32_t> default_figure;
  std::vector<std::optional<std::uint32_t>> row_figures;  // of a fixed list's column, where the
                                                          // default names its row
};

struct CompiledList {
  const CalculationList* model = nullptr;
  std::vector<CompiledInput> columns;
};

struct CompiledLeontief {
  DenseMatrix coefficients{0};
  CalculationName local;
  CalculationName demand;
};

struct CompiledStep {
  const CalculationStep* model = nullptr;
  UnitOfMeasure unit;
  std::optional<std::uint32_t> over;  // index of the list
  CompiledFormula formula;            // of a leontief: no formula, but the names it rests on
  std::optional<CompiledLeontief> leontief;
  [[nodiscard]] bool is_column() const { return over && model->reduce == Reduction::none; }
  // A result that is one number.
  [[nodiscard]] bool is_single_result() const { return model->is_result && !is_column(); }
};

struct CompiledVerdict {
  const CalculationVerdict* model = nullptr;
  std::optional<std::uint32_t> over;
  CompiledFormula when;
  std::optional<CompiledFormula> applies;
};

struct Calculation {
  std::uint32_t pack = 0;  // index into Measurement::packs()
  const CalculationModel* model = nullptr;
  std::vector<CompiledInput> inputs;
  std::vector<CompiledList> lists;
  std::vector<CompiledStep> steps;
  std::vector<CompiledVerdict> verdicts;
  std::optional<std::uint32_t> rank_by;  // of a proposal: the step

  // Every kind it is of: the pack's own first, `verdict` where it judges by a rule, `ripple` where
  // a step follows demand through a region's production.
  [[nodiscard]] std::vector<CalculationKind> kinds() const;
  [[nodiscard]] bool is_of(CalculationKind kind) const;
  // Whether a place can give any of the inputs.
  [[nodiscard]] bool asks_of_places() const;
  // Whether a book can give any of the inputs or columns.
  [[nodiscard]] bool asks_of_books() const;
  [[nodiscard]] std::optional<std::uint32_t> step(std::string_view id) const;
  [[nodiscard]] std::optional<std::uint32_t> verdict(std::string_view id) const;
  [[nodiscard]] std::optional<std::uint32_t> input(std::string_view id) const;
  [[nodiscard]] std::optional<std::uint32_t> list(std::string_view id) const;
};

// ---- A run ----

enum class GivenBy : std::uint8_t { caller, place, book, default_figure, sample, nobody };
std::string_view to_text(GivenBy by);

struct GivenValue {
  Value value = Value::unknown();  // base units; a truth is 1 or 0
  GivenBy by = GivenBy::nobody;
  std::optional<std::uint32_t> figure;  // of a default
};

struct QuestionRow {
  std::string name;
  std::vector<std::optional<Value>> cells;  // one per column; nothing: not given
  std::string key = {};                     // of a row that a book gives; empty: a row of its own
};

// A row of a list per material, as a book gives it.
struct RecordedRow {
  std::string key;  // the material
  Localized name;
  std::vector<std::optional<Value>> cells;  // one per column; nothing: not recorded
};

// What the book that is asked about gives.
struct RecordedInputs {
  int days = 0;                                             // of the period
  std::map<std::uint32_t, Value> inputs;                    // by index
  std::map<std::uint32_t, std::vector<RecordedRow>> lists;  // by index; of those per material
};

struct CalculationQuestion {
  std::map<std::uint32_t, Value> inputs;                    // by index
  std::map<std::uint32_t, std::vector<QuestionRow>> lists;  // by index
  std::optional<PlaceIndex> place;
  std::optional<PeriodIndex> period;       // there if place is
  std::optional<RecordedInputs> recorded;  // there if a book is asked about
  bool sample = false;                     // the pack's sample stands in for what is not given
};

enum class VerdictOutcome : std::uint8_t { no, yes, unknown, not_applicable };
std::string_view to_text(VerdictOutcome outcome);

struct ListRun {
  std::vector<Localized> names;               // of the rows
  std::vector<std::string> keys;              // of rows that a book gave; else empty
  std::vector<std::vector<GivenValue>> rows;  // cells by column
};

struct StepRun {
  Value value = Value::unknown();  // of a column: unused
  std::vector<Value> rows;         // of a step over a list, before its reduction
};

struct VerdictRun {
  VerdictOutcome outcome = VerdictOutcome::unknown;  // over a list: yes if all are, no if one is no
  std::vector<VerdictOutcome> rows;
};

struct CalculationRun {
  const Calculation* calculation = nullptr;
  CalculationQuestion question;
  int days = 365;
  std::vector<GivenValue> inputs;
  std::vector<ListRun> lists;
  std::vector<StepRun> steps;
  std::vector<VerdictRun> verdicts;
  std::map<std::uint32_t, Value> drawn_figures;  // of a draw: in the place of the figures' ranges
};

// A number as a caller or a sample writes it, in the input's unit: "100", "-2.5", an interval
// "90..110", for a truth "yes" or "no"; "" is nothing. In base units.
// Errors (invalid_input): measure.given_malformed, measure.given_below, measure.given_above.
Result<std::optional<Value>> given_value(std::string_view text, const CompiledInput& input);

class CalculationSet {
 public:
  // Contents in the order of measurement.packs(). Error{findings}: formulas that do not parse,
  // unknown names (the nearest named), wrong dimensions, names used twice, effects of different
  // boundaries added, samples that are no numbers. `measurement` and `figures` must outlive it.
  static Result<CalculationSet> build(std::span<const PackContent* const> contents,
                                      const Measurement& measurement,
                                      const FigureSet& figures);

  [[nodiscard]] const std::vector<Calculation>& all() const { return calculations_; }
  // Nothing if no loaded pack has it.
  [[nodiscard]] const Calculation* find(std::string_view id) const;
  [[nodiscard]] CalculationRun run(const Calculation& calculation,
                                   CalculationQuestion question) const;
  // The steps and verdicts of a run again, from its inputs, lists and drawn figures as they stand.
  void run_again(CalculationRun& run) const;
  // What a name's value was in a run; `row` of a column.
  [[nodiscard]] Value value(const CalculationRun& run,
                            const CalculationName& name,
                            std::size_t row) const;
  // Every figure that a step or verdict rests on, through all steps before it, each once.
  [[nodiscard]] std::vector<std::uint32_t> figures_behind(const CalculationRun& run,
                                                          const CompiledFormula& formula) const;
  // Inputs that nobody gave, and lists without rows, for want of which a formula may have no value:
  // its own, and those of the steps before it that have none. Their names, each once.
  // With a row, of columns only what that row lacks.
  [[nodiscard]] std::vector<const Localized*> missing_behind(
      const CalculationRun& run,
      const CompiledFormula& formula,
      std::optional<std::size_t> row = std::nullopt) const;

  // A formula for people: names in words of the language, or with a run's values and units (of a
  // step over a list: those of a row).
  [[nodiscard]] std::string words(const Calculation& calculation,
                                  const CompiledFormula& formula,
                                  Language language) const;
  [[nodiscard]] std::string values(const CalculationRun& run,
                                   const CompiledFormula& formula,
                                   std::size_t row,
                                   Language language) const;
  // What a name is called, and the unit it is shown in ("" for a truth).
  [[nodiscard]] const Localized& name_of(const Calculation& calculation,
                                         const CalculationName& name) const;
  [[nodiscard]] const std::string& unit_of(const Calculation& calculation,
                                           const CalculationName& name) const;

  [[nodiscard]] const FigureSet& figures() const { return *figures_; }

 private:
  friend class CalculationSetBuilder;
  const Measurement* measurement_ = nullptr;
  const FigureSet* figures_ = nullptr;
  std::vector<Calculation> calculations_;
};

}  // namespace meguri
