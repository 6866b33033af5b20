// SPDX-License-Identifier: Apache-2.0
#include "engine/report_workbook.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/answer_parts.h"
#include "engine/calculation_workbook.h"
#include "matter/unit.h"
#include "measure/reason.h"
#include "measure/sheet_formula.h"
#include "wire/workbook.h"

namespace meguri {
namespace {

using Cell = WorkbookCell;

constexpr std::array<double, 7> widths{36, 18, 16, 26, 46, 18, 30};

Cell text_cell(std::string text, Cell::Look look = Cell::Look::plain) {
  Cell cell;
  cell.text = std::move(text);
  cell.look = look;
  return cell;
}

Cell number_cell(std::string number, int decimals = -1) {
  Cell cell = text_cell(std::move(number));
  cell.kind = Cell::Kind::number;
  cell.decimals = decimals;
  return cell;
}

class ReportWorkbook {
 public:
  ReportWorkbook(const AnswerContext& context,
                 const Json& diagnosis,
                 PlaceIndex place,
                 PeriodIndex period,
                 Workbook& book)
      : context_(context),
        measurement_(*context.state.measurement),
        diagnosis_(diagnosis),
        place_(place),
        period_(period),
        book_(book) {}

  Status write() {
    MEGURI_TRY(status());
    MEGURI_TRY(numbers());
    MEGURI_TRY(indicators());
    MEGURI_TRY(peers());
    MEGURI_TRY(proposals());
    return sources();
  }

 private:
  [[nodiscard]] std::string say(std::string_view id) const { return render(id, context_.language); }
  void sheet(std::string_view id) {
    sheet_ = book_.sheet(say("calculate.book_" + std::string(id)), widths);
  }
  Status header(std::initializer_list<std::string_view> ids) {
    std::vector<Cell> cells;
    for (const std::string_view id : ids)
      cells.push_back(text_cell(say("calculate.sheet_" + std::string(id)), Cell::Look::header));
    return book_.row(cells);
  }
  [[nodiscard]] std::string unit_text(const std::string& unit) const {
    return unit.empty() || unit == "1" ? "" : unit_name(unit, context_.language);
  }

  Status figure_row(const std::string& name, const Json& figure, const std::string& note = "") {
    return book_.row({text_cell(name),
                      number_cell(text_at(figure, "value")),
                      text_cell(unit_text(text_at(figure, "unit"))),
                      text_cell(text_at(figure, "display")),
                      text_cell(note.empty() ? text_at(figure, "why") : note, Cell::Look::note),
                      text_cell(say("engine.status_" + text_at(figure, "status")))});
  }

  Status status() {
    sheet("status");
    const std::string title = text_at(diagnosis_.at("place"), "parent_name") + " " +
                              text_at(diagnosis_.at("place"), "name") + "  " +
                              text_at(diagnosis_, "period_name");
    MEGURI_TRY(book_.row({text_cell(title, Cell::Look::title)}));
    for (const Json& note : diagnosis_.at("notes").as_array())
      MEGURI_TRY(book_.row({text_cell(std::string(note.as_string()), Cell::Look::note)}));
    MEGURI_TRY(book_.row({}));
    MEGURI_TRY(header({"figure", "value", "unit", "shown", "note", "rule_status"}));
    for (const Json& figure : diagnosis_.at("key_figures").as_array())
      MEGURI_TRY(figure_row(text_at(figure, "label"), figure));
    return ok();
  }

  // Every indicator that is asked for at this place.
  [[nodiscard]] std::vector<NameIndex> asked_indicators() const {
    std::vector<NameIndex> result;
    for (std::uint32_t index = 0; index < measurement_.names().size(); ++index) {
      const NameIndex name(index);
      if (measurement_[name].kind != NameKind::indicator) continue;
      const auto& levels = indicator_model(context_.state, name).levels;
      const bool here =
          levels.empty() || std::ranges::find(levels, measurement_[place_].level) != levels.end();
      if (here) result.push_back(name);
    }
    return result;
  }

  // What indicators are computed from, each once: the cells that their formulas name.
  Status numbers() {
    sheet("numbers");
    numbers_sheet_ = sheet_;
    MEGURI_TRY(header({"figure", "value", "unit", "shown", "formula"}));
    for (const NameIndex indicator : asked_indicators()) {
      for (const NameIndex input : measurement_[indicator].inputs) {
        if (cells_.contains(input)) continue;
        const MeasuredName& name = measurement_[input];
        const Value& value = measurement_.value({input, place_, period_});
        const bool has_number = value.is_known();
        MEGURI_TRY(book_.row(
            {text_cell(name.name.in(context_.language)),
             number_cell(has_number ? plain_text(value.point, name.unit_of_measure, std::nullopt)
                                    : std::string()),
             text_cell(unit_text(name.unit)),
             text_cell(value_text(measurement_, {input, place_, period_}, context_.language)),
             text_cell(formula_in_words(measurement_, input, context_.language),
                       Cell::Look::note)}));
        cells_[input] = cell_name(1, book_.rows());
      }
    }
    return ok();
  }

  Status indicators() {
    sheet("indicators");
    MEGURI_TRY(header({"indicator", "value", "unit", "definition", "formula"}));
    for (const NameIndex name : asked_indicators()) {
      const IndicatorModel& model = indicator_model(context_.state, name);
      MEGURI_TRY(book_.row(
          {text_cell(model.name.in(context_.language)),
           indicator_cell(name, model),
           text_cell(unit_text(model.unit)),
           text_cell(model.definition_name.in(context_.language)),
           text_cell(formula_in_words(measurement_, name, context_.language), Cell::Look::note)}));
    }
    return ok();
  }

  Cell indicator_cell(NameIndex name, const IndicatorModel& model) const {
    const MeasuredName& measured = measurement_[name];
    const auto names = measured.formula->names();
    const auto formula = sheet_formula(
        *measured.formula,
        [&](std::string_view id) -> std::optional<SheetCell> {
          const auto found = std::ranges::find(names, id);
          if (found == names.end()) return std::nullopt;
          const NameIndex input = measured.inputs[static_cast<std::size_t>(found - names.begin())];
          return SheetCell{cell_of_sheet(numbers_sheet_, cells_.at(input)),
                           measurement_[input].unit_of_measure,
                           false};
        },
        measured.unit_of_measure,
        measurement_[period_].days());
    const Value& value = measurement_.value({name, place_, period_});
    const std::string number =
        value.is_known() ? plain_text(value.point, measured.unit_of_measure, std::nullopt) : "";
    Cell cell;
    cell.look = Cell::Look::result;
    cell.decimals = static_cast<int>(model.decimals);
    cell.kind = formula ? Cell::Kind::formula : Cell::Kind::number;
    cell.text = formula ? *formula : number;
    cell.value = number;
    return cell;
  }

  Status peers() {
    sheet("peers");
    MEGURI_TRY(header({"indicator", "own", "unit", "group", "sentence", "median", "best_quarter"}));
    for (const Json& measure : diagnosis_.at("measures").as_array()) {
      const Json& own = measure.at("primary");
      for (const Json& standing : measure.at("standings").as_array()) {
        MEGURI_TRY(book_.row({text_cell(text_at(measure, "name")),
                              number_cell(text_at(own, "value")),
                              text_cell(unit_text(text_at(own, "unit"))),
                              text_cell(text_at(standing, "group_name")),
                              text_cell(text_at(standing, "sentence"), Cell::Look::note),
                              number_cell(text_at(standing.at("median"), "value")),
                              number_cell(text_at(standing.at("best_quarter"), "value"))}));
      }
    }
    return ok();
  }

  // The summary names cells of the sheets that follow it.
  Status proposals() {
    sheet("proposals");
    const std::string summary = sheet_;
    MEGURI_TRY(book_.row({text_cell(say("engine.report_proposals_note"), Cell::Look::note)}));
    MEGURI_TRY(header({"proposal", "at_stake", "unit", "resource", "first_steps", "readiness"}));
    for (const Json& proposal : diagnosis_.at("proposals").as_array()) {
      const LinkedCell linked = MEGURI_TRY(proposal_sheet(proposal));
      book_.go_to(summary);
      const Json& potential = proposal.at("potential");
      MEGURI_TRY(book_.row({text_cell(text_at(proposal, "title"), Cell::Look::result),
                            linked_cell(linked),
                            text_cell(unit_text(text_at(potential, "unit"))),
                            text_cell(text_at(proposal, "resource")),
                            text_cell(text_at(proposal, "steps"), Cell::Look::note),
                            text_cell(text_at(proposal, "readiness_name"))}));
    }
    return ok();
  }

  // The cell of what the proposal is ranked by.
  Result<LinkedCell> proposal_sheet(const Json& proposal) {
    AskedCalculation asked;
    asked.calculation = context_.state.calculations->find(text_at(proposal, "calculation"));
    MEGURI_CHECK(asked.calculation != nullptr);
    asked.place = place_;
    asked.period = period_;
    return add_calculation_sheet(
        context_, asked, text_at(proposal, "title"), asked.calculation->rank_by, book_);
  }

  // A blank there is unknown, which a plain reference would show as zero.
  static Cell linked_cell(const LinkedCell& linked) {
    Cell cell = number_cell("=IF(COUNT(" + linked.cell + ")=1," + linked.cell + ",\"\")", 1);
    cell.kind = Cell::Kind::formula;
    cell.value = linked.value;
    return cell;
  }

  Status sources() {
    sheet("sources");
    MEGURI_TRY(header({"source", "publisher", "year", "licence", "address", "quality"}));
    for (const Json& source : diagnosis_.at("sources").as_array()) {
      MEGURI_TRY(book_.row({text_cell(text_at(source, "title")),
                            text_cell(text_at(source, "publisher")),
                            text_cell(text_at(source, "year")),
                            text_cell(text_at(source, "licence")),
                            text_cell(text_at(source, "url")),
                            text_cell(say("engine.quality_" + text_at(source, "status")))}));
    }
    return ok();
  }

  const AnswerContext& context_;
  const Measurement& measurement_;
  const Json& diagnosis_;
  PlaceIndex place_;
  PeriodIndex period_;
  Workbook& book_;
  std::string sheet_;
  std::string numbers_sheet_;
  std::map<NameIndex, std::string> cells_;
};

}  // namespace

Status write_report_workbook(const AnswerContext& context,
                             const Json& diagnosis,
                             PlaceIndex place,
                             PeriodIndex period,
                             const std::filesystem::path& path) {
  Workbook book = MEGURI_TRY(Workbook::create(path));
  MEGURI_TRY(ReportWorkbook(context, diagnosis, place, period, book).write());
  return book.close();
}

}  // namespace meguri
