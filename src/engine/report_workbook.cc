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
#include "engine/handle.h"
#include "engine/target_document.h"
#include "matter/unit.h"
#include "measure/reason.h"
#include "measure/sheet_formula.h"
#include "measure/target.h"
#include "wire/workbook.h"

namespace meguri {
namespace {

using Cell = WorkbookCell;

constexpr std::array<double, 7> widths{36, 18, 16, 26, 46, 18, 30};
constexpr std::array<double, 12> target_widths{32, 12, 12, 9, 12, 9, 14, 14, 14, 16, 18, 60};

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

// The verdicts as texts of a formula.
struct TargetSheetWords {
  std::string reached, on_track, off_track, missed, unknown;
};

// The formulas of one target, over the cells of its own row: C now, D its year, E target, F its
// year, G distance, J where the trend leads. Blank where what they need is blank.
struct TargetSheetRow {
  std::string number;
  std::string now;
  std::string years;
  std::string values;
  std::string reaches;
  TargetSheetWords words;

  [[nodiscard]] std::string at(std::string_view column) const {
    return std::string(column) + number;
  }
  [[nodiscard]] std::string present() const { return "=IF(COUNT(" + now + ")=1," + now + ",\"\")"; }
  [[nodiscard]] std::string distance() const {
    return "=IF(COUNT(" + at("C") + ")=1," + at("E") + "-" + at("C") + ",\"\")";
  }
  [[nodiscard]] std::string per_year() const {
    const std::string has_number = "COUNT(" + at("G") + ")=1";
    return "=IF(AND(" + has_number + "," + at("F") + ">" + at("D") + ")," + at("G") + "/(" +
           at("F") + "-" + at("D") + "),\"\")";
  }
  [[nodiscard]] std::string trend() const {
    return years.empty() ? "=\"\"" : "=SLOPE(" + values + "," + years + ")";
  }
  [[nodiscard]] std::string projected() const {
    return years.empty() ? "=\"\"" : "=FORECAST(" + at("F") + "," + values + "," + years + ")";
  }
  [[nodiscard]] std::string verdict() const {
    return "=IF(COUNT(" + at("C") + ")=0," + words.unknown + ",IF(" + at("C") + reaches + at("E") +
           "," + words.reached + ",IF(" + at("F") + "<=" + at("D") + "," + words.missed +
           ",IF(COUNT(" + at("J") + ")=0," + words.unknown + ",IF(" + at("J") + reaches + at("E") +
           "," + words.on_track + "," + words.off_track + ")))))";
  }
};

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
    MEGURI_TRY(history());
    MEGURI_TRY(targets());
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
    indicators_sheet_ = sheet_;
    MEGURI_TRY(header({"indicator", "value", "unit", "definition", "formula"}));
    for (const NameIndex name : asked_indicators()) {
      const IndicatorModel& model = indicator_model(context_.state, name);
      MEGURI_TRY(book_.row(
          {text_cell(model.name.in(context_.language)),
           indicator_cell(name, model),
           text_cell(unit_text(model.unit)),
           text_cell(model.definition_name.in(context_.language)),
           text_cell(formula_in_words(measurement_, name, context_.language), Cell::Look::note)}));
      indicator_cells_[name] = cell_name(1, book_.rows());
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

  // Every indicator's known years below one another, so that a trend is a formula over two columns.
  Status history() {
    sheet("history");
    history_sheet_ = sheet_;
    MEGURI_TRY(header({"indicator", "year", "value", "unit", "definition"}));
    for (const NameIndex name : asked_indicators()) {
      const IndicatorModel& model = indicator_model(context_.state, name);
      for (const PeriodIndex period : measurement_.periods_of(name)) {
        const auto year = year_of(measurement_[period]);
        const Value& value = measurement_.value({name, place_, period});
        const bool is_like = measurement_[period].kind() == measurement_[period_].kind();
        if (!year || !is_like || !value.is_known()) continue;
        MEGURI_TRY(book_.row(
            {text_cell(model.name.in(context_.language)),
             number_cell(std::to_string(*year)),
             number_cell(plain_text(value.point, measurement_[name].unit_of_measure, std::nullopt),
                         static_cast<int>(model.decimals)),
             text_cell(unit_text(model.unit)),
             text_cell(model.definition_name.in(context_.language))}));
        years_[{name, period}] = book_.rows();
      }
    }
    return ok();
  }

  // Target and its year may be changed: all beside them follows.
  Status targets() {
    const JsonArray& all = diagnosis_.at("targets").as_array();
    if (all.empty()) return ok();
    sheet_ = book_.sheet(say("calculate.book_targets"), target_widths);
    MEGURI_TRY(book_.row({text_cell(say("engine.targets_given"), Cell::Look::note)}));
    MEGURI_TRY(header({"indicator",
                       "unit",
                       "own",
                       "year",
                       "target",
                       "target_year",
                       "distance",
                       "per_year",
                       "trend",
                       "projected",
                       "verdict",
                       "note"}));
    for (const Json& target : all)
      MEGURI_TRY(target_row(target));
    return ok();
  }

  Status target_row(const Json& target) {
    const auto handle = parse_handle(text_at(target.at("target_value"), "evidence"));
    MEGURI_CHECK(handle.has_value());
    const auto name = measurement_.name(handle->id, handle->pack);
    const auto path = target_path_of(handle->path);
    MEGURI_CHECK(name.has_value() && path.has_value());
    const TargetStanding standing =
        target_standing(measurement_, {*name, path->value, path->year}, place_, period_);
    const IndicatorModel& model = indicator_model(context_.state, *name);
    const TargetSheetRow row{.number = std::to_string(book_.rows() + 1),
                             .now = cell_of_sheet(indicators_sheet_, indicator_cells_.at(*name)),
                             .years = history_column(1, standing.past),
                             .values = history_column(2, standing.past),
                             .reaches = model.better == Better::lower ? "<=" : ">=",
                             .words = target_words()};
    const int decimals = static_cast<int>(model.decimals);
    const UnitOfMeasure& unit = measurement_[*name].unit_of_measure;
    const auto live = [&](std::string formula, const Value& value, int shown) {
      Cell cell = number_cell(std::move(formula), shown);
      cell.kind = Cell::Kind::formula;
      cell.value = value.is_known() ? plain_text(value.point, unit, std::nullopt) : "";
      return cell;
    };
    const auto entry = [](std::string number) {
      Cell cell = number_cell(std::move(number));
      cell.look = Cell::Look::entry;
      return cell;
    };
    // Where the present value is an interval that holds the target, a formula over points would
    // say more than is known.
    const bool is_doubtful = standing.doubt == TargetDoubt::within_bounds;
    Cell verdict = text_cell(text_at(target, "verdict_name"), Cell::Look::result);
    if (!is_doubtful) {
      verdict.value = std::exchange(verdict.text, row.verdict());
      verdict.kind = Cell::Kind::formula;
    }
    return book_.row({text_cell(text_at(target, "name")),
                      text_cell(unit_text(model.unit)),
                      live(row.present(), standing.current, decimals),
                      number_cell(std::to_string(standing.current_year)),
                      entry(to_text(path->value)),
                      entry(std::to_string(path->year)),
                      live(row.distance(), standing.distance, decimals),
                      live(row.per_year(), standing.per_year, decimals + 1),
                      live(row.trend(), standing.trend, decimals + 1),
                      live(row.projected(), standing.projected, decimals),
                      verdict,
                      text_cell(text_at(target, "method"), Cell::Look::note)});
  }

  // "'推移'!B3:B8"; empty where too few years are known for a trend.
  [[nodiscard]] std::string history_column(std::size_t column,
                                           const std::vector<ValueRef>& past) const {
    if (past.size() < trend_points_min) return "";
    const auto row_of = [&](const ValueRef& at) { return years_.at({at.name, at.period}); };
    return cell_of_sheet(history_sheet_, cell_name(column, row_of(past.front()))) + ":" +
           cell_name(column, row_of(past.back()));
  }

  [[nodiscard]] TargetSheetWords target_words() const {
    const auto word = [&](TargetVerdict verdict) {
      return "\"" + say("engine.target_verdict_" + std::string(to_text(verdict))) + "\"";
    };
    return {.reached = word(TargetVerdict::reached),
            .on_track = word(TargetVerdict::on_track),
            .off_track = word(TargetVerdict::off_track),
            .missed = word(TargetVerdict::missed),
            .unknown = word(TargetVerdict::unknown)};
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
  std::string indicators_sheet_;
  std::string history_sheet_;
  std::map<NameIndex, std::string> cells_;
  std::map<NameIndex, std::string> indicator_cells_;
  std::map<std::pair<NameIndex, PeriodIndex>, std::int64_t> years_;  // rows of the history
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
