// SPDX-License-Identifier: Apache-2.0
// One step down from a number of a calculation: its formula, and what the formula names.
#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/book_figures.h"
#include "engine/calculation_document.h"
#include "engine/explanation.h"
#include "engine/recorded_words.h"

namespace meguri {
namespace {

struct Part {
  std::string calculation;
  std::string name;
  std::optional<std::size_t> row;  // from 0
};

// "food_loss_avoided/avoided_co2" or "iso_59020/linear_share/2".
std::optional<Part> part_of(std::string_view id) {
  const std::size_t first = id.find('/');
  if (first == std::string_view::npos) return std::nullopt;
  Part part{std::string(id.substr(0, first)), std::string(id.substr(first + 1)), std::nullopt};
  const std::size_t second = part.name.find('/');
  if (second == std::string::npos) return part;
  std::size_t number = 0;
  const char* const begin = part.name.data() + second + 1;
  const char* const end = part.name.data() + part.name.size();
  const auto read = std::from_chars(begin, end, number);
  if (read.ec != std::errc() || read.ptr != end || number == 0) return std::nullopt;
  part.row = number - 1;
  part.name.resize(second);
  return part;
}

// What a given number is called in a handle: an input, or a column of a list.
std::optional<CalculationName> given_name(const Calculation& calculation, const std::string& name) {
  if (const auto input = calculation.input(name)) {
    return CalculationName{CalculationName::Kind::input, *input, 0};
  }
  for (std::uint32_t list = 0; list < calculation.lists.size(); ++list) {
    const CompiledList& compiled = calculation.lists[list];
    for (std::uint32_t column = 0; column < compiled.columns.size(); ++column) {
      if (compiled.model->id + "." + compiled.columns[column].model->id == name) {
        return CalculationName{CalculationName::Kind::column, column, list};
      }
    }
  }
  return std::nullopt;
}

std::size_t rows_of(const CalculationRun& run, const CalculationName& name) {
  return name.kind == CalculationName::Kind::column ? run.lists[name.list].rows.size() : 1;
}

const GivenValue& given_value_of(const CalculationRun& run,
                                 const CalculationName& name,
                                 std::size_t row) {
  if (name.kind == CalculationName::Kind::input) return run.inputs[name.index];
  return run.lists[name.list].rows[row][name.index];
}

const CompiledInput& input_of(const Calculation& calculation, const CalculationName& name) {
  if (name.kind == CalculationName::Kind::input) return calculation.inputs[name.index];
  return calculation.lists[name.list].columns[name.index];
}

JsonArray inputs_of_formula(const CalculationWriter& writer,
                            const CompiledFormula& formula,
                            std::size_t row) {
  JsonArray inputs;
  for (const CalculationName& name : formula.names) {
    inputs.push_back(
        JsonObject{{"name", writer.name_text(name, row)}, {"figure", writer.figure(name, row)}});
  }
  return inputs;
}

// Of a sum or mean over a list: the number of each row.
JsonArray inputs_of_reduction(const CalculationWriter& writer,
                              std::uint32_t step,
                              Language language) {
  const CalculationRun& run = writer.run();
  const ListRun& list = run.lists[*run.calculation->steps[step].over];
  const JsonObject document = writer.step(step);
  const JsonArray& figures = document.at("rows").as_array();
  JsonArray inputs;
  for (std::size_t at = 0; at < figures.size(); ++at) {
    inputs.push_back(JsonObject{{"name", list.names[at].in(language)}, {"figure", figures[at]}});
  }
  return inputs;
}

}  // namespace

void ExplanationWriter::set_book(JsonObject& document, const AskedBook& book) const {
  document["period_name"] = book.period.name(context_.language);
  document["notes"].as_array().emplace_back(
      say("calculate.explain_book", {{"book", book.name}, {"position", book.position}}));
}

// What a book recorded of an input: which lines count, and the entries they stand in.
Result<JsonObject> ExplanationWriter::recorded_term(const AskedCalculation& asked,
                                                    const CalculationRun& run,
                                                    const CalculationName& name,
                                                    std::size_t row,
                                                    JsonObject document) const {
  const CompiledInput& input = input_of(*asked.calculation, name);
  SumFilter filter;
  filter.terms = {sum_term(state_, input)};
  filter.book = asked.book->id;
  filter.at = asked.book->position;
  meguri::set_period(filter, asked.book->period);
  if (name.kind == CalculationName::Kind::column) {
    filter.material = run.lists[name.list].keys[row];
  }
  set_book(document, *asked.book);
  document["meaning"] = recorded_words(state_, *input.model->recorded, context_.language);
  const auto at_least_0 = [&](const char* field) {
    return std::max<std::int64_t>(context_.fields.integer(field), 0);
  };
  const std::int64_t offset = at_least_0("offset");
  const std::int64_t limit = at_least_0("limit");
  const SumParts found = MEGURI_TRY(context_.columns.recorded_parts(filter, offset, limit));
  const bool is_sample = is_sample_book(state_, asked.book->id);
  FigureWriter::Parts parts;
  parts.id = handle_.id;
  parts.label = input.model->name.in(context_.language);
  parts.unit = input.model->unit;
  parts.status = FigureStatus::recorded;
  parts.quality = is_sample ? Quality::unverified : Quality::verified;
  JsonArray inputs;
  for (const SumPart& part : found.parts) {
    TermSum sum;
    (part.is_if_so ? sum.sum_if_so : sum.sum) = part.amount;
    const Value value = value_of(sum, *input.recorded);
    inputs.push_back(MEGURI_TRY(moved_by_entry(part.position, value, parts)));
  }
  document["inputs_total"] = found.total;
  document["inputs"] = std::move(inputs);
  if (is_sample) document["notes"].as_array().emplace_back(say("engine.note_sample"));
  return document;
}

// The book or the place that the handle names, if it names one.
bool ExplanationWriter::find_asked_place(const Calculation& calculation,
                                         AskedCalculation& asked) const {
  if (handle_.place.empty()) return true;
  if (handle_.place.starts_with(book_mark)) {
    auto book = asked_book(context_,
                           calculation,
                           handle_.place.substr(book_mark.size()),
                           handle_.period,
                           handle_.position);
    if (!book) return false;
    asked.book = std::move(*book);
    return true;
  }
  asked.place = state_.measurement->place(handle_.place);
  asked.period = state_.measurement->period(handle_.period);
  return asked.place && asked.period;
}

Result<JsonObject> ExplanationWriter::calculated() const {
  const auto part = part_of(handle_.id);
  const Calculation* const calculation =
      part ? state_.calculations->find(part->calculation) : nullptr;
  if (calculation == nullptr) return not_found();
  auto asked = asked_by_path(*calculation, handle_.path);
  if (!asked) return not_found();
  if (!find_asked_place(*calculation, *asked)) return not_found();
  const CalculationWriter writer(context_, *asked);
  const CalculationSet& set = *state_.calculations;
  const CalculationRun& run = writer.run();
  const std::size_t row = part->row.value_or(0);
  const auto index = calculation->step(part->name);
  if (!index) {
    const auto given = given_name(*calculation, part->name);
    if (!given || row >= rows_of(run, *given)) return not_found();
    JsonObject document = empty_document("calculation", writer.name_text(*given, row));
    document["figure"] = writer.figure(*given, row);
    if (given_value_of(run, *given, row).by == GivenBy::book) {
      return recorded_term(*asked, run, *given, row, std::move(document));
    }
    document["notes"].as_array().emplace_back(say("calculate.explain_given"));
    return document;
  }
  const CompiledStep& step = calculation->steps[*index];
  const StepRun& result = run.steps[*index];
  if (part->row && row >= result.rows.size()) return not_found();
  if (!part->row && step.is_column()) return not_found();
  JsonObject document = empty_document("calculation", step.model->name.in(context_.language));
  document["figure"] = part->row ? writer.step(*index).at("rows").as_array().at(row)
                                 : writer.step(*index).at("figure");
  document["formula"] =
      step.formula.formula == nullptr ? Json("leontief") : Json(step.formula.formula->text());
  document["formula_in_words"] = part->row
                                     ? set.words(*calculation, step.formula, context_.language)
                                     : writer.formula_words(*index);
  document["meaning"] = text_or_null(step.model->note.in(context_.language));
  if (asked->place) set_names(document, {NameIndex(0), *asked->place, *asked->period});
  if (asked->book) set_book(document, *asked->book);
  if (step.over && !part->row) {
    set_inputs(document, inputs_of_reduction(writer, *index, context_.language));
  } else {
    document["formula_with_values"] = set.values(run, step.formula, row, context_.language);
    set_inputs(document, inputs_of_formula(writer, step.formula, row));
  }
  if (asked->sample) document["notes"].as_array().emplace_back(say("calculate.caution_sample"));
  return document;
}

}  // namespace meguri
