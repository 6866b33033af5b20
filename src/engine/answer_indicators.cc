// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/nearest.h"
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "measure/reason.h"
#include "measure/standing.h"

namespace meguri {
namespace {

std::vector<NameIndex> all_indicators(const Measurement& measurement) {
  std::vector<NameIndex> result;
  for (std::uint32_t index = 0; index < measurement.names().size(); ++index) {
    if (measurement.names()[index].kind == NameKind::indicator) result.emplace_back(index);
  }
  return result;
}

// An indicator by its id, or a measure by its id (then its primary definition).
Result<NameIndex> find_indicator(const Measurement& measurement, const std::string& id) {
  if (const auto name = measurement.name(NameKind::indicator, id)) return *name;
  std::vector<std::string> known;
  for (const MeasuredPack& pack : measurement.packs()) {
    for (const MeasureModel& measure : pack.model->measures) {
      const auto primary = measurement.name(NameKind::indicator, measure.primary);
      if (measure.id == id && primary) return *primary;
      known.push_back(measure.id);
    }
  }
  for (const NameIndex each : all_indicators(measurement))
    known.push_back(measurement[each].id);
  const auto near = nearest(id, known);
  if (near) {
    return error(ErrorCode::not_found,
                 "engine.indicator_unknown_near",
                 {{"indicator", id}, {"near", *near}});
  }
  return error(ErrorCode::not_found, "engine.indicator_unknown", {{"indicator", id}});
}

Result<std::string> chosen_parent(const AnswerContext& context) {
  const std::string& parent = context.fields.text("parent");
  if (parent.empty() || parent == "JP") return std::string("JP");
  return MEGURI_TRY(context.state.places.resolve(parent, context.language))->code;
}

std::vector<PlaceIndex> places_of(const AnswerContext& context, const std::string& parent) {
  const Measurement& measurement = *context.state.measurement;
  const std::string& level = context.fields.text("level");
  std::vector<PlaceIndex> result;
  for (std::uint32_t index = 0; index < measurement.places().size(); ++index) {
    const MeasuredPlaceInfo& place = measurement.places()[index];
    if (to_text(place.level) != level) continue;
    bool below = parent == "JP";
    for (auto up = place.parent; up && !below; up = measurement[*up].parent) {
      below = measurement[*up].code == parent;
    }
    if (below) result.emplace_back(index);
  }
  return result;
}

class Rows {
 public:
  Rows(const AnswerContext& context, NameIndex indicator, PeriodIndex period)
      : context_(context),
        writer_(context.state, context.language),
        indicator_(indicator),
        period_(period) {}

  void add(PlaceIndex place, std::optional<std::size_t> rank) {
    const Measurement& measurement = *context_.state.measurement;
    const ValueRef ref{indicator_, place, period_};
    if (measurement.value(ref).knowledge == Knowledge::absent) return;  // nothing reported
    const PlaceRow* const row = context_.state.places.find(measurement[place].code);
    MEGURI_CHECK(row != nullptr);
    const JsonObject figure = writer_.measured(ref);
    JsonArray flag_ids;
    for (const Json& flag : figure.at("flags").as_array()) {
      flag_ids.push_back(flag.at("id"));
      flags_.emplace(std::string(flag.at("id").as_string()), flag);
    }
    const std::string name = context_.state.places.name(*row, context_.language);
    rows_.push_back(
        JsonObject{{"code", row->code},
                   {"name", name},
                   {"parent", row->parent},
                   {"value", figure.at("value")},
                   {"low", figure.at("low")},
                   {"high", figure.at("high")},
                   {"display", figure.at("display")},
                   {"rank", rank ? Json(static_cast<std::int64_t>(*rank)) : Json(nullptr)},
                   {"why", figure.at("why")},
                   {"flags", std::move(flag_ids)},
                   {"evidence", figure.at("evidence")}});
    std::vector<std::string> cells{row->code, name, rank ? std::to_string(*rank) : ""};
    append_figure_cells(figure, cells);
    table_rows_.push_back(std::move(cells));
  }

  [[nodiscard]] JsonArray flags() const {
    JsonArray array;
    for (const auto& [id, flag] : flags_)
      array.push_back(flag);
    return array;
  }
  JsonArray take_rows() { return std::move(rows_); }
  std::vector<std::vector<std::string>> take_table() { return std::move(table_rows_); }

 private:
  const AnswerContext& context_;
  FigureWriter writer_;
  NameIndex indicator_;
  PeriodIndex period_;
  JsonArray rows_;
  std::vector<std::vector<std::string>> table_rows_;
  std::map<std::string, Json> flags_;
};

Result<Json> selected(const AnswerContext& context, AnswerTable& table) {
  const Measurement& measurement = *context.state.measurement;
  const NameIndex indicator =
      MEGURI_TRY(find_indicator(measurement, context.fields.text("indicator")));
  const PeriodIndex period = MEGURI_TRY(chosen_period(context, measurement.periods_of(indicator)));
  const std::string parent = MEGURI_TRY(chosen_parent(context));
  const std::vector<PlaceIndex> places = places_of(context, parent);
  const IndicatorModel& model = indicator_model(context.state, indicator);
  const Ranking ranking = rank_places(measurement, indicator, period, places);
  std::map<PlaceIndex, std::size_t> ranks;
  for (const Ranked& ranked : ranking.ranked)
    ranks[ranked.place] = ranked.rank;
  Rows rows(context, indicator, period);
  for (const PlaceIndex place : places) {
    const auto rank = ranks.find(place);
    const bool ranked = model.rank && rank != ranks.end();
    rows.add(place, ranked ? std::optional(rank->second) : std::nullopt);
  }
  table.header = {header_text("code", context.language),
                  header_text("name", context.language),
                  header_text("rank", context.language)};
  append_figure_header(context.language, table.header);
  table.rows = rows.take_table();
  return Json(JsonObject{
      {"indicator", indicator_document(context.state, indicator, context.language)},
      {"level", context.fields.text("level")},
      {"parent", parent},
      {"period", measurement[period].id()},
      {"period_name", measurement[period].name(context.language)},
      {"rows", rows.take_rows()},
      {"distribution", distribution_document(ranking.distribution, model, ranking.missing)},
      {"flags", rows.flags()}});
}

}  // namespace

Result<Answer> answer_indicators(const AnswerContext& context) {
  const Measurement& measurement = *context.state.measurement;
  Answer answer;
  JsonArray catalogue;
  std::set<PeriodIndex> periods;
  const bool one = !context.fields.text("indicator").empty();
  for (const std::string_view id : {"indicator", "name", "definition", "unit", "formula"}) {
    if (!one) answer.table.header.push_back(header_text(id, context.language));
  }
  for (const NameIndex name : all_indicators(measurement)) {
    catalogue.push_back(indicator_document(context.state, name, context.language));
    for (const PeriodIndex period : measurement.periods_of(name))
      periods.insert(period);
    const Json& document = catalogue.back();
    if (!one) {
      answer.table.rows.push_back({text_at(document, "id"),
                                   text_at(document, "name"),
                                   text_at(document, "definition_name"),
                                   text_at(document, "unit"),
                                   text_at(document, "formula")});
    }
  }
  Json chosen = nullptr;
  if (one) chosen = MEGURI_TRY(selected(context, answer.table));
  answer.body = JsonObject{{"indicators", std::move(catalogue)},
                           {"periods", period_ids(context.state, {periods.begin(), periods.end()})},
                           {"selected", std::move(chosen)}};
  return answer;
}

}  // namespace meguri
