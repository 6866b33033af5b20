// SPDX-License-Identifier: Apache-2.0
#include "engine/calculation_workbook.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "engine/answer_parts.h"
#include "matter/unit.h"
#include "measure/sheet_formula.h"

namespace meguri {
namespace {

using Cell = WorkbookCell;
using Kind = CalculationName::Kind;

constexpr std::array<double, 8> widths{34, 18, 14, 18, 40, 14, 40, 14};
constexpr std::size_t value_column = 1;

Cell text_cell(std::string text, Cell::Look look = Cell::Look::plain) {
  Cell cell;
  cell.text = std::move(text);
  cell.look = look;
  return cell;
}

class CalculationSheet {
 public:
  CalculationSheet(const AnswerContext& context, const AskedCalculation& asked, Workbook& book)
      : context_(context),
        asked_(asked),
        calculation_(*asked.calculation),
        set_(*context.state.calculations),
        writer_(context, asked),
        run_(writer_.run()),
        book_(book) {
    for (const CompiledStep& step : calculation_.steps)
      take_figures(step.formula);
    for (const CompiledVerdict& verdict : calculation_.verdicts) {
      take_figures(verdict.when);
      if (verdict.applies) take_figures(*verdict.applies);
    }
    lay_out();
  }

  Status write() {
    MEGURI_TRY(head());
    MEGURI_TRY(inputs());
    MEGURI_TRY(figures());
    for (std::uint32_t list = 0; list < calculation_.lists.size(); ++list)
      MEGURI_TRY(rows_of_list(list));
    MEGURI_TRY(steps());
    return verdicts();
  }

  [[nodiscard]] LinkedCell linked(std::string_view sheet, std::uint32_t step) const {
    return {cell_of_sheet(sheet, cell_name(value_column, step_rows_.at(step))),
            plain(run_.steps[step].value, calculation_.steps[step].unit)};
  }

 private:
  [[nodiscard]] std::string say(std::string_view id) const { return render(id, context_.language); }
  [[nodiscard]] std::string unit_text(const std::string& unit) const {
    return unit.empty() || unit == "1" ? "" : unit_name(unit, context_.language);
  }

  // Figures that formulas name; those that stand in for an input stand in its own cell.
  void take_figures(const CompiledFormula& formula) {
    if (formula.formula == nullptr) return;  // a spreadsheet would not compute it either
    for (const CalculationName& name : formula.names) {
      if (name.kind != Kind::figure) continue;
      if (std::ranges::find(figures_, name.index) == figures_.end()) figures_.push_back(name.index);
    }
  }

  [[nodiscard]] std::vector<std::uint32_t> steps_over(std::uint32_t list) const {
    std::vector<std::uint32_t> result;
    for (std::uint32_t step = 0; step < calculation_.steps.size(); ++step) {
      if (calculation_.steps[step].over == list) result.push_back(step);
    }
    return result;
  }

  // Where everything will stand, before anything is written: formulas name what comes later.
  void lay_out() {
    std::int64_t row = head_rows + 2;  // after the header of the inputs
    first_input_ = row;
    row += static_cast<std::int64_t>(calculation_.inputs.size()) + 2;
    first_figure_ = row;
    row += static_cast<std::int64_t>(figures_.size()) + 1;
    for (const ListRun& list : run_.lists) {
      first_rows_.push_back(row + 2);  // after its name and header
      row += static_cast<std::int64_t>(list.rows.size()) + 3;
    }
    ++row;  // the header of the steps
    for (std::uint32_t step = 0; step < calculation_.steps.size(); ++step) {
      if (!calculation_.steps[step].is_column()) step_rows_[step] = row++;
    }
  }

  Status blank() { return book_.row({}); }

  Status header(std::initializer_list<std::string_view> ids) {
    std::vector<Cell> cells;
    for (const std::string_view id : ids)
      cells.push_back(text_cell(say("calculate.sheet_" + std::string(id)), Cell::Look::header));
    return book_.row(cells);
  }

  Status head() {
    const CalculationModel& model = *calculation_.model;
    MEGURI_TRY(book_.row({text_cell(model.title.in(context_.language), Cell::Look::title)}));
    MEGURI_TRY(book_.row({text_cell(model.question.in(context_.language), Cell::Look::note)}));
    std::string where = say("calculate.sheet_no_place");
    if (asked_.place) {
      const Measurement& measurement = *context_.state.measurement;
      const PlaceRow* const place = context_.state.places.find(measurement[*asked_.place].code);
      MEGURI_CHECK(place != nullptr);
      where = context_.state.places.full_name(*place, context_.language) + "  " +
              measurement[*asked_.period].name(context_.language);
    }
    if (asked_.book) where = asked_.book->name + "  " + asked_.book->period.name(context_.language);
    MEGURI_TRY(book_.row({text_cell(std::move(where))}));
    std::string cautions;
    for (const Json& each : writer_.cautions())
      cautions += (cautions.empty() ? "" : "\n") + std::string(each.as_string());
    MEGURI_TRY(book_.row({text_cell(std::move(cautions), Cell::Look::note)}));
    return blank();
  }

  // As plain decimal in the unit; a range by its middle, which its note tells.
  [[nodiscard]] static std::string plain(const Value& value, const UnitOfMeasure& unit) {
    const bool has_number = value.has_number();
    return has_number ? plain_text(value.middle(), unit, std::nullopt) : std::string();
  }

  static Cell number_cell(std::string number, Cell::Look look) {
    Cell cell = text_cell(std::move(number), look);
    cell.kind = Cell::Kind::number;
    return cell;
  }

  Status inputs() {
    MEGURI_TRY(header({"input", "value", "unit", "given_by", "note"}));
    for (std::size_t index = 0; index < calculation_.inputs.size(); ++index) {
      const CompiledInput& input = calculation_.inputs[index];
      const GivenValue& given = run_.inputs[index];
      MEGURI_TRY(book_.row({text_cell(input.model->name.in(context_.language)),
                            number_cell(plain(given.value, input.unit), Cell::Look::entry),
                            text_cell(input.model->is_truth ? say("calculate.sheet_truth")
                                                            : unit_text(input.model->unit)),
                            text_cell(say("calculate.given_by_" + std::string(to_text(given.by)))),
                            text_cell(input.model->note.in(context_.language), Cell::Look::note)}));
    }
    return blank();
  }

  Status figures() {
    MEGURI_TRY(header({"figure", "value", "unit", "year", "source", "quality", "note"}));
    const bool ja = context_.language == Language::ja;
    for (const std::uint32_t figure : figures_) {
      const FigureRow& row = context_.state.figure_rows.at(set_.figures().figures()[figure].cell);
      const SourceRow* const source = context_.state.source(row.cell.pack, row.source);
      MEGURI_CHECK(source != nullptr);
      MEGURI_TRY(
          book_.row({text_cell(ja ? row.name_ja : row.name_en),
                     number_cell(plain(set_.figures().value(figure), set_.figures().unit(figure)),
                                 Cell::Look::entry),
                     text_cell(unit_text(row.unit)),
                     text_cell(row.year),
                     text_cell((ja ? source->publisher_ja : source->publisher_en) + " / " +
                               (ja ? source->title_ja : source->title_en)),
                     text_cell(say("engine.quality_" + row.quality)),
                     text_cell(ja ? row.note_ja : row.note_en, Cell::Look::note)}));
    }
    return blank();
  }

  // The cell of a name in a formula that is computed for a row of a list, or once.
  [[nodiscard]] std::optional<SheetCell> cell_of(const CalculationName& name,
                                                 std::size_t row) const {
    const auto offset = [](std::int64_t first, std::size_t index) {
      return first + static_cast<std::int64_t>(index);
    };
    if (name.kind == Kind::input) {
      const CompiledInput& input = calculation_.inputs[name.index];
      return SheetCell{cell_name(value_column, offset(first_input_, name.index)),
                       input.unit,
                       input.model->is_truth};
    }
    if (name.kind == Kind::column) {
      const CompiledInput& column = calculation_.lists[name.list].columns[name.index];
      return SheetCell{cell_name(name.index + 1, offset(first_rows_[name.list], row)),
                       column.unit,
                       column.model->is_truth};
    }
    if (name.kind == Kind::figure) {
      const auto found = std::ranges::find(figures_, name.index);
      if (found == figures_.end()) return std::nullopt;
      const auto index = static_cast<std::size_t>(found - figures_.begin());
      return SheetCell{cell_name(value_column, offset(first_figure_, index)),
                       set_.figures().unit(name.index),
                       false};
    }
    const CompiledStep& step = calculation_.steps[name.index];
    if (!step.is_column()) {
      return SheetCell{cell_name(value_column, step_rows_.at(name.index)), step.unit, false};
    }
    return SheetCell{cell_name(column_of_step(name.index), offset(first_rows_[*step.over], row)),
                     step.unit,
                     false};
  }

  // Steps over a list have columns of their own after the list's.
  [[nodiscard]] std::size_t column_of_step(std::uint32_t step) const {
    const std::uint32_t list = *calculation_.steps[step].over;
    const std::vector<std::uint32_t> over = steps_over(list);
    const auto index = static_cast<std::size_t>(std::ranges::find(over, step) - over.begin());
    return calculation_.lists[list].columns.size() + 1 + index;
  }

  [[nodiscard]] std::optional<std::string> formula_text_of(const CompiledFormula& formula,
                                                           const UnitOfMeasure& unit,
                                                           std::size_t row) const {
    if (formula.formula == nullptr) return std::nullopt;
    const auto names = formula.formula->names();
    return sheet_formula(
        *formula.formula,
        [&](std::string_view id) -> std::optional<SheetCell> {
          const auto found = std::ranges::find(names, id);
          if (found == names.end()) return std::nullopt;
          return cell_of(formula.names[static_cast<std::size_t>(found - names.begin())], row);
        },
        unit,
        run_.days);
  }

  [[nodiscard]] Cell computed(const std::optional<std::string>& formula,
                              const Value& value,
                              const CompiledStep& step) const {
    Cell cell;
    cell.look = step.model->is_result ? Cell::Look::result : Cell::Look::plain;
    if (step.model->decimals) cell.decimals = static_cast<int>(*step.model->decimals);
    const std::string number = plain(value, step.unit);
    cell.kind = formula ? Cell::Kind::formula : Cell::Kind::number;
    cell.text = formula ? *formula : number;
    cell.value = number;
    return cell;
  }

  Status rows_of_list(std::uint32_t list) {
    const CompiledList& compiled = calculation_.lists[list];
    MEGURI_TRY(
        book_.row({text_cell(compiled.model->name.in(context_.language), Cell::Look::result)}));
    std::vector<Cell> head{text_cell(say("calculate.sheet_row"), Cell::Look::header)};
    const auto titled = [&](const Localized& name, const std::string& unit) {
      const std::string shown = unit_text(unit);
      head.push_back(
          text_cell(name.in(context_.language) + (shown.empty() ? "" : " (" + shown + ")"),
                    Cell::Look::header));
    };
    for (const CompiledInput& column : compiled.columns)
      titled(column.model->name, column.model->unit);
    const std::vector<std::uint32_t> over = steps_over(list);
    for (const std::uint32_t step : over)
      titled(calculation_.steps[step].model->name, calculation_.steps[step].model->unit);
    MEGURI_TRY(book_.row(head));
    for (std::size_t row = 0; row < run_.lists[list].rows.size(); ++row) {
      std::vector<Cell> cells{text_cell(run_.lists[list].names[row].in(context_.language))};
      for (std::size_t column = 0; column < compiled.columns.size(); ++column) {
        cells.push_back(number_cell(
            plain(run_.lists[list].rows[row][column].value, compiled.columns[column].unit),
            Cell::Look::entry));
      }
      for (const std::uint32_t step : over) {
        const CompiledStep& each = calculation_.steps[step];
        cells.push_back(computed(
            formula_text_of(each.formula, each.unit, row), run_.steps[step].rows[row], each));
      }
      MEGURI_TRY(book_.row(cells));
    }
    return blank();
  }

  // "=SUM(E12:E14)".
  [[nodiscard]] std::optional<std::string> reduction(std::uint32_t step) const {
    const CompiledStep& each = calculation_.steps[step];
    const std::size_t rows = run_.lists[*each.over].rows.size();
    if (rows == 0) return std::nullopt;
    constexpr std::array<std::string_view, 5> names{"", "SUM", "AVERAGE", "MIN", "MAX"};
    const std::size_t column = column_of_step(step);
    const std::int64_t first = first_rows_[*each.over];
    const std::string range = cell_name(column, first) + ":" +
                              cell_name(column, first + static_cast<std::int64_t>(rows) - 1);
    const std::string name(names.at(static_cast<std::size_t>(each.model->reduce)));
    // A row without a number leaves the whole unknown.
    return "=IF(COUNT(" + range + ")<" + std::to_string(rows) + ",\"\"," + name + "(" + range +
           "))";
  }

  Status steps() {
    MEGURI_TRY(header({"step", "value", "unit", "boundary", "formula", "note"}));
    for (const auto& [index, row] : step_rows_) {
      const CompiledStep& step = calculation_.steps[index];
      MEGURI_CHECK(book_.rows() + 1 == row);
      const auto formula =
          step.over ? reduction(index) : formula_text_of(step.formula, step.unit, 0);
      std::string note = step.model->note.in(context_.language);
      if (!formula) note.insert(0, say("calculate.sheet_value_only") + (note.empty() ? "" : " "));
      MEGURI_TRY(book_.row(
          {text_cell(step.model->name.in(context_.language),
                     step.model->is_result ? Cell::Look::result : Cell::Look::plain),
           computed(formula, run_.steps[index].value, step),
           text_cell(unit_text(step.model->unit)),
           text_cell(step.model->effect
                         ? say("calculate.boundary_" + std::string(to_text(step.model->boundary)))
                         : ""),
           text_cell(writer_.formula_words(index), Cell::Look::note),
           text_cell(std::move(note), Cell::Look::note)}));
    }
    return calculation_.verdicts.empty() ? ok() : blank();
  }

  Status verdicts() {
    if (calculation_.verdicts.empty()) return ok();
    MEGURI_TRY(header({"verdict", "outcome", "version", "rule_status", "basis"}));
    for (std::size_t index = 0; index < calculation_.verdicts.size(); ++index) {
      const CompiledVerdict& verdict = calculation_.verdicts[index];
      const std::string outcome(to_text(run_.verdicts[index].outcome));
      const std::string status(to_text(verdict.model->status));
      MEGURI_TRY(book_.row({text_cell(verdict.model->name.in(context_.language)),
                            text_cell(say("calculate.verdict_" + outcome), Cell::Look::result),
                            text_cell(verdict.model->version),
                            text_cell(say("calculate.rule_status_" + status)),
                            text_cell(verdict.model->basis.in(context_.language))}));
    }
    return book_.row({text_cell(say("calculate.sheet_verdicts_are_values"), Cell::Look::note)});
  }

  static constexpr std::int64_t head_rows = 5;

  const AnswerContext& context_;
  const AskedCalculation& asked_;
  const Calculation& calculation_;
  const CalculationSet& set_;
  CalculationWriter writer_;
  const CalculationRun& run_;
  Workbook& book_;
  std::vector<std::uint32_t> figures_;
  std::int64_t first_input_ = 0;
  std::int64_t first_figure_ = 0;
  std::vector<std::int64_t> first_rows_;             // of each list
  std::map<std::uint32_t, std::int64_t> step_rows_;  // of steps that are one number
};

}  // namespace

Result<LinkedCell> add_calculation_sheet(const AnswerContext& context,
                                         const AskedCalculation& asked,
                                         std::string_view name,
                                         std::optional<std::uint32_t> linked,
                                         Workbook& book) {
  const std::string own = book.sheet(name, widths);
  CalculationSheet sheet(context, asked, book);
  MEGURI_TRY(sheet.write());
  return linked ? sheet.linked(own, *linked) : LinkedCell();
}

}  // namespace meguri
