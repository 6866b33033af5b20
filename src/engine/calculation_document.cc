// SPDX-License-Identifier: Apache-2.0
#include "engine/calculation_document.h"

#include <algorithm>
#include <utility>

#include "base/japanese_date.h"
#include "base/number_text.h"
#include "engine/answer_parts.h"
#include "engine/book_figures.h"
#include "engine/rule_words.h"
#include "matter/unit.h"

namespace meguri {
namespace {

using Kind = CalculationName::Kind;

Json decimal_or_null(const std::optional<Decimal>& decimal) {
  return decimal ? Json(to_text(*decimal)) : Json(nullptr);
}

}  // namespace

CalculationWriter::CalculationWriter(const AnswerContext& context, const AskedCalculation& asked)
    : context_(context),
      asked_(asked),
      calculation_(*asked.calculation),
      set_(*context.state.calculations),
      writer_(context.state, context.language),
      run_(set_.run(calculation_, asked.question())),
      path_(asked.path()) {
  for (const CompiledStep& step : calculation_.steps)
    qualities_.push_back(quality_of_figures(step.formula));
  if (asked.draws > 0) drawn_ = drawn_results(set_, run_, asked.draws, asked.seed);
}

std::string CalculationWriter::say(std::string_view id, std::vector<Argument> arguments) const {
  return render(Message{std::string(id), std::move(arguments)}, context_.language);
}

std::string CalculationWriter::handle(std::string_view part, std::optional<std::size_t> row) const {
  const Measurement& measurement = *context_.state.measurement;
  std::string id = calculation_.model->id + "/" + std::string(part);
  if (row) id += "/" + std::to_string(*row + 1);
  Handle handle = writer_.handle(
      measurement.packs()[calculation_.pack].id, EvidenceKind::calculation, std::move(id));
  if (asked_.place) handle.place = measurement[*asked_.place].code;
  if (asked_.period) handle.period = measurement[*asked_.period].id();
  if (asked_.book) {
    handle.place = std::string(book_mark) + asked_.book->id;
    handle.period = asked_.book->period.id();
    handle.position = asked_.book->position;
  }
  handle.path = path_;
  return to_text(handle);
}

// As the caller's form shows it: a plain number, a range, yes or no; "" where there is none.
std::string CalculationWriter::text_of_given(const GivenValue& given,
                                             const CompiledInput& input) const {
  if (!given.value.has_number()) return "";
  if (input.model->is_truth) {
    const Truth truth = truth_of(given.value);
    return truth == Truth::unknown ? "" : (truth == Truth::yes ? "yes" : "no");
  }
  std::string low = plain_text(given.value.low, input.unit, std::nullopt);
  if (given.value.is_exact()) return low;
  return low + ".." + plain_text(given.value.high, input.unit, std::nullopt);
}

JsonObject CalculationWriter::field(const CompiledInput& input) const {
  const CalculationInput& model = *input.model;
  return {{"id", model.id},
          {"name", model.name.in(context_.language)},
          {"kind", model.is_truth ? "yes_no" : "number"},
          {"unit", model.unit},
          {"unit_name", model.is_truth ? "" : unit_name(model.unit, context_.language)},
          {"minimum", decimal_or_null(model.minimum)},
          {"maximum", decimal_or_null(model.maximum)},
          {"note", text_or_null(model.note.in(context_.language))}};
}

JsonObject CalculationWriter::given_figure(const GivenValue& given,
                                           const CompiledInput& input,
                                           const std::string& evidence) const {
  if (given.figure) return writer_.of_figure(*given.figure);
  FigureWriter::Parts parts;
  parts.id = input.model->id;
  parts.label = input.model->name.in(context_.language);
  parts.unit = input.model->is_truth ? "1" : input.model->unit;
  parts.status = FigureStatus::reported;
  parts.quality = Quality::unverified;
  parts.evidence = evidence;
  if (given.by == GivenBy::book) {
    parts.status = FigureStatus::recorded;
    if (!is_sample_book(context_.state, asked_.book->id)) parts.quality = Quality::verified;
    if (!given.value.has_number()) parts.why = say("calculate.why_not_stated");
  }
  if (given.by == GivenBy::nobody) parts.why = say("calculate.why_not_given");
  JsonObject figure = writer_.of_value(given.value, parts);
  if (input.model->is_truth && given.value.is_known()) {
    figure["display"] =
        say(truth_of(given.value) == Truth::yes ? "measure.word.yes" : "measure.word.no");
  }
  return figure;
}

JsonObject CalculationWriter::figure(const CalculationName& name, std::size_t row) const {
  switch (name.kind) {
    case Kind::figure:
      return writer_.of_figure(name.index);
    case Kind::step: {
      const bool is_column = calculation_.steps[name.index].is_column();
      return step_figure(name.index, is_column ? std::optional(row) : std::nullopt);
    }
    case Kind::input: {
      const CompiledInput& input = calculation_.inputs[name.index];
      const GivenValue& given = run_.inputs[name.index];
      if (given.by == GivenBy::place) {
        return writer_.measured({*input.from, *asked_.place, *asked_.period});
      }
      return given_figure(given, input, handle(input.model->id, std::nullopt));
    }
    case Kind::column:
      break;
  }
  const CompiledList& list = calculation_.lists[name.list];
  const CompiledInput& column = list.columns[name.index];
  return given_figure(run_.lists[name.list].rows[row][name.index],
                      column,
                      handle(list.model->id + "." + column.model->id, row));
}

std::string CalculationWriter::name_text(const CalculationName& name, std::size_t row) const {
  std::string text = set_.name_of(calculation_, name).in(context_.language);
  if (name.kind != Kind::column) return text;
  const std::string row_name = run_.lists[name.list].names[row].in(context_.language);
  return (row_name.empty() ? std::to_string(row + 1) : row_name) + ": " + text;
}

JsonObject CalculationWriter::input_document(std::uint32_t index) const {
  const CompiledInput& input = calculation_.inputs[index];
  const GivenValue& given = run_.inputs[index];
  JsonObject document = field(input);
  document["text"] = text_of_given(given, input);
  document["by"] = to_text(given.by);
  document["by_name"] = say("calculate.given_by_" + std::string(to_text(given.by)));
  document["figure"] = figure({Kind::input, index, 0}, 0);
  return document;
}

JsonArray CalculationWriter::inputs() const {
  JsonArray result;
  for (std::uint32_t index = 0; index < calculation_.inputs.size(); ++index)
    result.push_back(input_document(index));
  return result;
}

JsonArray CalculationWriter::row_documents(std::uint32_t list) const {
  const CompiledList& compiled = calculation_.lists[list];
  JsonArray rows;
  for (std::size_t row = 0; row < run_.lists[list].rows.size(); ++row) {
    JsonArray cells;
    for (std::uint32_t column = 0; column < compiled.columns.size(); ++column) {
      const GivenValue& given = run_.lists[list].rows[row][column];
      const JsonObject shown = figure({Kind::column, column, list}, row);
      cells.push_back(JsonObject{{"text", text_of_given(given, compiled.columns[column])},
                                 {"by", to_text(given.by)},
                                 {"display", shown.at("display")}});
    }
    const std::string& material = run_.lists[list].keys[row];
    rows.push_back(JsonObject{{"name", run_.lists[list].names[row].in(context_.language)},
                              {"material", text_or_null(material)},
                              {"cells", std::move(cells)}});
  }
  return rows;
}

JsonArray CalculationWriter::lists() const {
  JsonArray result;
  for (std::uint32_t index = 0; index < calculation_.lists.size(); ++index) {
    const CompiledList& list = calculation_.lists[index];
    JsonArray columns;
    for (const CompiledInput& column : list.columns)
      columns.push_back(field(column));
    result.push_back(JsonObject{{"id", list.model->id},
                                {"name", list.model->name.in(context_.language)},
                                {"fixed", list.model->is_fixed},
                                {"from_books", list.model->is_per_material},
                                {"columns", std::move(columns)},
                                {"rows", row_documents(index)}});
  }
  return result;
}

// The weakest of what a formula rests on.
Quality CalculationWriter::quality_of_figures(const CompiledFormula& formula) const {
  Quality weakest = Quality::derived;
  for (const std::uint32_t figure : set_.figures_behind(run_, formula)) {
    const FigureRow& row = context_.state.figure_rows.at(set_.figures().figures()[figure].cell);
    const Quality quality = quality_of(row.quality).value_or(Quality::unverified);
    if (quality == Quality::unverified) return quality;
    if (quality == Quality::secondary) weakest = quality;
  }
  return weakest;
}

std::string CalculationWriter::missing_text(const CompiledFormula& formula,
                                            std::optional<std::size_t> row) const {
  std::string names;
  for (const Localized* const name : set_.missing_behind(run_, formula, row))
    names += (names.empty() ? "" : say("calculate.list_comma")) + name->in(context_.language);
  return names.empty() ? "" : say("calculate.why_inputs_missing", {{"inputs", names}});
}

JsonObject CalculationWriter::step_figure(std::uint32_t index,
                                          std::optional<std::size_t> row) const {
  const CompiledStep& step = calculation_.steps[index];
  const Value& value = row ? run_.steps[index].rows[*row] : run_.steps[index].value;
  FigureWriter::Parts parts;
  parts.id = step.model->id;
  parts.label = step.model->name.in(context_.language);
  parts.unit = step.model->unit;
  parts.quality = qualities_[index];
  if (step.model->decimals) parts.decimals = static_cast<int>(*step.model->decimals);
  if (!value.is_known() && value.knowledge != Knowledge::undefined) {
    parts.why = missing_text(step.formula, row);
  }
  if (value.knowledge == Knowledge::undefined) parts.why = say("calculate.why_undefined");
  parts.evidence = handle(step.model->id, row);
  return writer_.of_value(value, parts);
}

JsonObject CalculationWriter::step(std::uint32_t index) const {
  const CompiledStep& step = calculation_.steps[index];
  const CalculationStep& model = *step.model;
  JsonArray rows;
  for (std::size_t row = 0; row < run_.steps[index].rows.size(); ++row)
    rows.push_back(step_figure(index, row));
  const bool has_effect = model.effect.has_value();
  const std::string effect(has_effect ? to_text(*model.effect) : "");
  const std::string boundary(has_effect ? to_text(model.boundary) : "");
  constexpr std::array<std::string_view, 5> reductions = {"", "sum", "mean", "minimum", "maximum"};
  const std::string reduction(reductions.at(static_cast<std::size_t>(model.reduce)));
  return {
      {"id", model.id},
      {"name", model.name.in(context_.language)},
      {"effect", text_or_null(effect)},
      {"effect_name", has_effect ? Json(say("calculate.effect_" + effect)) : Json(nullptr)},
      {"boundary", text_or_null(boundary)},
      {"boundary_name", has_effect ? Json(say("calculate.boundary_" + boundary)) : Json(nullptr)},
      {"saves", has_effect ? Json(model.saves) : Json(nullptr)},
      {"figure", step.is_column() ? Json(nullptr) : Json(step_figure(index, std::nullopt))},
      {"spread", spread(index)},
      {"list", text_or_null(model.over)},
      {"reduction", text_or_null(reduction)},
      {"rows", std::move(rows)},
      {"formula", formula_words(index)},
      {"note", text_or_null(model.note.in(context_.language))}};
}

std::string CalculationWriter::formula_words(std::uint32_t step) const {
  return step_words(set_, calculation_, step, context_.language);
}

// Only where something was drawn that it rests on: a spread of one point says nothing.
Json CalculationWriter::spread(std::uint32_t step) const {
  if (!drawn_ || !drawn_->steps[step]) return nullptr;
  const Spread& found = *drawn_->steps[step];
  if (found.p05 == found.p95) return nullptr;
  const CompiledStep& compiled = calculation_.steps[step];
  std::optional<int> decimals;
  if (compiled.model->decimals) decimals = static_cast<int>(*compiled.model->decimals);
  const auto text = [&](double number) {
    return plain_text(static_cast<Real>(number), compiled.unit, decimals);
  };
  const Value range = Value::between(
      static_cast<Real>(found.p50), static_cast<Real>(found.p05), static_cast<Real>(found.p95));
  Value ends = range;
  ends.knowledge = Knowledge::bounded;
  return JsonObject{{"mean", text(found.mean)},
                    {"p05", text(found.p05)},
                    {"p50", text(found.p50)},
                    {"p95", text(found.p95)},
                    {"draws", static_cast<std::int64_t>(found.draws)},
                    {"display", writer_.display(ends, compiled.model->unit, decimals)}};
}

Json CalculationWriter::probability(std::uint32_t verdict) const {
  if (!drawn_ || drawn_->drawn_data == 0 || !drawn_->yes[verdict]) return nullptr;
  constexpr double percent = 100.0;
  return Json(plain_number_text(*drawn_->yes[verdict] * percent, 1));
}

JsonArray CalculationWriter::steps(bool results) const {
  JsonArray result;
  for (std::uint32_t index = 0; index < calculation_.steps.size(); ++index) {
    if (calculation_.steps[index].model->is_result == results) result.push_back(step(index));
  }
  return result;
}

std::string CalculationWriter::sentence(const CompiledVerdict& verdict,
                                        VerdictOutcome outcome,
                                        std::optional<std::size_t> row) const {
  switch (outcome) {
    case VerdictOutcome::yes:
      return verdict.model->yes.in(context_.language);
    case VerdictOutcome::no:
      return verdict.model->no.in(context_.language);
    case VerdictOutcome::not_applicable:
      return say("calculate.verdict_does_not_apply");
    case VerdictOutcome::unknown:
      break;
  }
  const auto is_undefined = [&](const CalculationName& name) {
    return set_.value(run_, name, row.value_or(0)).knowledge == Knowledge::undefined;
  };
  if ((row || !verdict.over) && std::ranges::any_of(verdict.when.names, is_undefined))
    return say("calculate.verdict_undefined");
  std::string why = missing_text(verdict.when, row);
  if (why.empty() && verdict.applies) why = missing_text(*verdict.applies, row);
  return why.empty() ? say("calculate.verdict_cannot_tell") : why;
}

JsonObject CalculationWriter::outcome(const CompiledVerdict& verdict,
                                      VerdictOutcome outcome,
                                      std::optional<std::size_t> row) const {
  std::string name;
  if (row) name = run_.lists[*verdict.over].names[*row].in(context_.language);
  const bool has_values = row || !verdict.over;
  return {{"name", name},
          {"outcome", to_text(outcome)},
          {"outcome_name", say("calculate.verdict_" + std::string(to_text(outcome)))},
          {"sentence", sentence(verdict, outcome, row)},
          {"values",
           has_values ? Json(set_.values(run_, verdict.when, row.value_or(0), context_.language))
                      : Json(nullptr)}};
}

JsonObject CalculationWriter::verdict_document(std::uint32_t index) const {
  const CompiledVerdict& verdict = calculation_.verdicts[index];
  const CalculationVerdict& model = *verdict.model;
  const VerdictRun& result = run_.verdicts[index];
  JsonArray rows;
  for (std::size_t row = 0; row < result.rows.size(); ++row)
    rows.push_back(outcome(verdict, result.rows[row], row));
  const std::string& pack = context_.state.measurement->packs()[calculation_.pack].id;
  const SourceRow* const source = context_.state.source(pack, model.source);
  MEGURI_CHECK(source != nullptr);  // the pack's check refuses dangling references
  JsonObject document{{"id", model.id}, {"title", model.name.in(context_.language)}};
  for (const auto& [key, value] : outcome(verdict, result.outcome, std::nullopt)) {
    if (key != "name") document[key] = value;
  }
  const std::string status(to_text(model.status));
  document["rows"] = std::move(rows);
  document["probability_percent"] = probability(index);
  document["formula"] = set_.words(calculation_, verdict.when, context_.language);
  document["basis"] = model.basis.in(context_.language);
  document["jurisdiction"] = model.jurisdiction;
  document["version"] = model.version;
  document["status"] = status;
  document["status_name"] = say("calculate.rule_status_" + status);
  document["in_force"] = in_force_text(model, tokyo_day(context_.clock.now()), context_.language);
  document["source"] = source_document(*source, context_.language);
  document["note"] = text_or_null(model.note.in(context_.language));
  return document;
}

JsonObject CalculationWriter::outcome_of(std::uint32_t verdict) const {
  return outcome(calculation_.verdicts[verdict], run_.verdicts[verdict].outcome, std::nullopt);
}

JsonArray CalculationWriter::verdicts() const {
  JsonArray result;
  for (std::uint32_t index = 0; index < calculation_.verdicts.size(); ++index)
    result.push_back(verdict_document(index));
  return result;
}

std::vector<std::uint32_t> CalculationWriter::all_figures() const {
  std::vector<std::uint32_t> figures;
  const auto take = [&](const CompiledFormula& formula) {
    for (const std::uint32_t figure : set_.figures_behind(run_, formula)) {
      if (std::ranges::find(figures, figure) == figures.end()) figures.push_back(figure);
    }
  };
  for (const CompiledStep& step : calculation_.steps)
    take(step.formula);
  for (const CompiledVerdict& verdict : calculation_.verdicts) {
    take(verdict.when);
    if (verdict.applies) take(*verdict.applies);
  }
  return figures;
}

JsonArray CalculationWriter::factors() const {
  JsonArray result;
  for (const std::uint32_t figure : all_figures())
    result.push_back(factor_document(context_.state, figure, context_.language));
  return result;
}

// Inputs for want of which a result or a verdict is not known.
std::string CalculationWriter::missing_for_results() const {
  std::vector<const Localized*> missing;
  const auto take = [&](const CompiledFormula& formula) {
    for (const Localized* const name : set_.missing_behind(run_, formula)) {
      if (std::ranges::find(missing, name) == missing.end()) missing.push_back(name);
    }
  };
  for (std::size_t index = 0; index < calculation_.steps.size(); ++index) {
    const CompiledStep& step = calculation_.steps[index];
    const bool is_open = step.is_column() || !run_.steps[index].value.is_known();
    if (step.model->is_result && is_open) take(step.formula);
  }
  for (std::size_t index = 0; index < calculation_.verdicts.size(); ++index) {
    if (run_.verdicts[index].outcome == VerdictOutcome::unknown)
      take(calculation_.verdicts[index].when);
  }
  std::string names;
  for (const Localized* const name : missing)
    names += (names.empty() ? "" : say("calculate.list_comma")) + name->in(context_.language);
  return names;
}

JsonArray CalculationWriter::cautions() const {
  JsonArray result;
  if (asked_.sample) result.emplace_back(say("calculate.caution_sample"));
  if (asked_.book && is_sample_book(context_.state, asked_.book->id)) {
    result.emplace_back(say("calculate.caution_sample_book"));
  }
  std::string unverified;
  for (const std::uint32_t figure : all_figures()) {
    const FigureRow& row = context_.state.figure_rows.at(set_.figures().figures()[figure].cell);
    if (quality_of(row.quality) != Quality::unverified) continue;
    unverified += (unverified.empty() ? "" : say("calculate.list_comma")) +
                  (context_.language == Language::ja ? row.name_ja : row.name_en);
  }
  if (!unverified.empty()) {
    result.emplace_back(say("calculate.caution_unverified", {{"figures", unverified}}));
  }
  const std::string missing = missing_for_results();
  if (!missing.empty())
    result.emplace_back(say("calculate.caution_missing", {{"inputs", missing}}));
  return result;
}

void set_whose(const AnswerContext& context, const AskedCalculation& asked, JsonObject& body) {
  const State& state = context.state;
  const Measurement& measurement = *state.measurement;
  std::optional<Period> period;
  if (asked.period) period = measurement[*asked.period];
  JsonArray periods = period_ids(state, asked.periods);
  body["place"] = nullptr;
  if (asked.place) {
    const PlaceRow* const place = state.places.find(measurement[*asked.place].code);
    if (place != nullptr) body["place"] = state.places.document(*place, context.language);
  }
  body["book"] = nullptr;
  if (asked.book) {
    period = asked.book->period;
    for (const Period& each : asked.book->periods)
      periods.emplace_back(each.id());
    body["book"] = JsonObject{
        {"id", asked.book->id}, {"name", asked.book->name}, {"position", asked.book->position}};
  }
  body["period"] = period ? Json(period->id()) : Json(nullptr);
  body["period_name"] = period ? Json(period->name(context.language)) : Json(nullptr);
  body["periods"] = std::move(periods);
}

std::string programme_name(const State& state, std::string_view id, Language language) {
  for (const LoadedPack& pack : state.packs) {
    for (const ProgrammeModel& programme : pack.content->programmes.programmes) {
      if (programme.id == id) return programme.name.in(language);
    }
  }
  return std::string(id);
}

JsonObject factor_document(const State& state, std::uint32_t figure, Language language) {
  const bool ja = language == Language::ja;
  const FigureRow& row = state.figure_rows.at(state.figures->figures()[figure].cell);
  const SourceRow* const source = state.source(row.cell.pack, row.source);
  MEGURI_CHECK(source != nullptr);  // the pack's check refuses dangling references
  return {{"key", row.key},
          {"name", ja ? row.name_ja : row.name_en},
          {"figure", FigureWriter(state, language).of_figure(figure)},
          {"year", row.year},
          {"source", source_document(*source, language)},
          {"note", text_or_null(ja ? row.note_ja : row.note_en)}};
}

JsonArray kind_documents(const Calculation& calculation, Language language) {
  JsonArray kinds;
  for (const CalculationKind each : calculation.kinds()) {
    const std::string id(to_text(each));
    kinds.push_back(
        JsonObject{{"id", id}, {"name", render("calculate.calculation_kind_" + id, language)}});
  }
  return kinds;
}

JsonObject calculation_summary(const State& state,
                               const Calculation& calculation,
                               Language language) {
  const CalculationModel& model = *calculation.model;
  const std::string kind(to_text(model.kind));
  return {{"id", model.id},
          {"title", model.title.in(language)},
          {"question", model.question.in(language)},
          {"kind", kind},
          {"kind_name", render("calculate.calculation_kind_" + kind, language)},
          {"kinds", kind_documents(calculation, language)},
          {"programme", model.programme},
          {"programme_name", programme_name(state, model.programme, language)},
          {"pack", state.measurement->packs()[calculation.pack].id},
          {"for_books", calculation.asks_of_books()},
          {"for_places", calculation.asks_of_places()},
          {"proposal", model.proposal.has_value()}};
}

}  // namespace meguri
