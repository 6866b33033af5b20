// SPDX-License-Identifier: Apache-2.0
#include "engine/answer_parts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/number_text.h"
#include "base/text.h"
#include "measure/reason.h"

namespace meguri {
namespace {

const MeasureModel* measure_model(const PackModel& model, std::string_view id) {
  const auto found = std::ranges::find(model.measures, id, &MeasureModel::id);
  return found == model.measures.end() ? nullptr : &*found;
}

}  // namespace

std::string header_text(std::string_view id, Language language) {
  return render("engine.header_" + std::string(id), language);
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view name = trimmed(text.substr(0, comma));
    if (!name.empty()) names.emplace_back(name);
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
  return names;
}

std::string text_at(const Json& object, std::string_view key) {
  const Json& value = object.at(key);
  return value.is_string() ? std::string(value.get_string()) : std::string();
}

JsonObject source_document(const SourceRow& source, Language language) {
  const bool ja = language == Language::ja;
  return {{"id", source.id},
          {"title", ja ? source.title_ja : source.title_en},
          {"publisher", ja ? source.publisher_ja : source.publisher_en},
          {"year", source.year},
          {"licence", source.licence},
          {"status", source.status},
          {"url", text_or_null(source.url)},
          {"note", text_or_null(ja ? source.note_ja : source.note_en)},
          {"pack", source.pack}};
}

std::string book_name(const State& state, const BookSummary& book, Language language) {
  if (book.id == reference_book) return render("engine.book_reference", language);
  const std::string party = state.names.party(book.id, language);
  return party == book.id ? book.name : party;
}

JsonObject book_document(const State& state, const BookSummary& book, Language language) {
  JsonArray layers;
  for (const std::string& layer : book.layers)
    layers.emplace_back(layer);
  return {{"id", book.id},
          {"name", book_name(state, book, language)},
          {"entries", book.entries},
          {"last_recorded_at",
           book.last_recorded_at ? Json(to_text(*book.last_recorded_at)) : Json(nullptr)},
          {"sample", book.sample},
          {"layers", std::move(layers)}};
}

Json distribution_document(const std::optional<Distribution>& distribution,
                           const IndicatorModel& indicator,
                           std::size_t missing) {
  if (!distribution) return nullptr;
  const auto text = [&](double number) {
    return plain_number_text(number, static_cast<int>(indicator.decimals));
  };
  return JsonObject{{"count", static_cast<std::int64_t>(distribution->count)},
                    {"missing", static_cast<std::int64_t>(missing)},
                    {"minimum", text(distribution->minimum)},
                    {"p10", text(distribution->p10)},
                    {"q1", text(distribution->q1)},
                    {"median", text(distribution->median)},
                    {"q3", text(distribution->q3)},
                    {"p90", text(distribution->p90)},
                    {"maximum", text(distribution->maximum)}};
}

JsonObject indicator_document(const State& state, NameIndex name, Language language) {
  const Measurement& measurement = *state.measurement;
  const MeasuredName& measured = measurement[name];
  const MeasuredPack& pack = measurement.packs()[measured.pack];
  const IndicatorModel& model = indicator_model(state, name);
  const MeasureModel* const measure = measure_model(*pack.model, model.measure);
  return {
      {"id", model.id},
      {"measure", model.measure},
      {"measure_name", measure == nullptr ? model.name.in(language) : measure->name.in(language)},
      {"definition", model.definition},
      {"definition_name", model.definition_name.in(language)},
      {"name", model.name.in(language)},
      {"unit", model.unit},
      {"unit_name", unit_name(model.unit, language)},
      {"decimals", model.decimals},
      {"better", to_text(model.better)},
      {"rank", model.rank},
      {"theme", model.theme},
      {"formula", formula_in_words(measurement, name, language)},
      {"note", text_or_null(model.note.in(language))},
      {"primary", measure == nullptr || measure->primary == model.id},
      {"pack", pack.id}};
}

Result<Period> period_of_text(const std::string& text) {
  auto period = parse_period(text);
  if (!period) return field_error("period", "engine.period_malformed", {{"period", text}});
  return *period;
}

Result<PeriodIndex> chosen_period(const AnswerContext& context,
                                  const std::vector<PeriodIndex>& known) {
  return chosen_period(context, known, context.fields.text("period"));
}

Result<PeriodIndex> chosen_period(const AnswerContext& context,
                                  const std::vector<PeriodIndex>& known,
                                  const std::string& asked) {
  const Measurement& measurement = *context.state.measurement;
  if (known.empty()) return error(ErrorCode::not_found, "engine.no_periods");
  if (asked.empty()) return known.back();
  const Period period = MEGURI_TRY(period_of_text(asked));
  std::string names;
  for (const PeriodIndex each : known) {
    if (measurement[each] == period) return each;
    names += (names.empty() ? "" : ", ") + measurement[each].id();
  }
  return error(
      ErrorCode::not_found, "engine.period_unknown", {{"period", period.id()}, {"periods", names}});
}

JsonArray period_ids(const State& state, const std::vector<PeriodIndex>& periods) {
  JsonArray ids;
  for (const PeriodIndex period : periods)
    ids.emplace_back((*state.measurement)[period].id());
  return ids;
}

void append_figure_cells(const Json& figure, std::vector<std::string>& row) {
  for (const std::string_view key : {"value", "low", "high", "unit", "status", "quality", "why"}) {
    row.push_back(text_at(figure, key));
  }
  std::string names;
  for (const Json& flag : figure.at("flags").as_array()) {
    names += (names.empty() ? "" : " / ") + text_at(flag, "name");
  }
  row.push_back(names);
  row.push_back(text_at(figure, "evidence"));
}

void append_figure_header(Language language, std::vector<std::string>& header) {
  for (const std::string_view id :
       {"value", "low", "high", "unit", "status", "quality", "why", "flags", "evidence"}) {
    header.push_back(header_text(id, language));
  }
}

}  // namespace meguri
