// SPDX-License-Identifier: Apache-2.0
#include "engine/diagnosis.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

#include "base/number_text.h"
#include "engine/answer_parts.h"
#include "engine/potential_text.h"
#include "measure/reason.h"

namespace meguri {
namespace {

constexpr std::array<PeerGroup, 3> all_groups{
    PeerGroup::band, PeerGroup::prefecture, PeerGroup::nation};

}  // namespace

std::string Diagnosis::say(std::string_view id, std::vector<Argument> arguments) const {
  return render(Message{std::string(id), std::move(arguments)}, context_.language);
}

std::string Diagnosis::group_name(PeerGroup group) const {
  if (group == PeerGroup::band) {
    const auto band = measurement_.band(place_, period_);
    return band ? say("engine.group_band", {{"band", band->model->name.in(context_.language)}})
                : say("engine.group_band_unknown", {});
  }
  if (group == PeerGroup::prefecture) {
    const auto parent = measurement_[place_].parent;
    const PlaceRow* const row =
        parent ? context_.state.places.find(measurement_[*parent].code) : nullptr;
    if (row == nullptr) return say("engine.group_prefecture", {{"prefecture", ""}});
    return say("engine.group_prefecture",
               {{"prefecture", context_.state.places.name(*row, context_.language)}});
  }
  return say("engine.group_nation", {});
}

// "2024年度": where many stand side by side.
std::string Diagnosis::short_name(const Period& period) const {
  const auto year = year_of(period);
  if (!year) return period.id();
  const bool fiscal = period.kind() == PeriodKind::fiscal_year;
  return say(fiscal ? "engine.fiscal_year_short" : "engine.calendar_year_short",
             {{"year", std::to_string(*year)}});
}

bool Diagnosis::asked_here(NameIndex indicator) const {
  const std::vector<PlaceLevel>& levels = indicator_model(context_.state, indicator).levels;
  return levels.empty() || std::ranges::find(levels, measurement_[place_].level) != levels.end();
}

std::vector<Diagnosis::MeasureRef> Diagnosis::measure_refs() const {
  std::vector<MeasureRef> result;
  for (std::uint32_t pack = 0; pack < measurement_.packs().size(); ++pack) {
    const MeasuredPack& measured = measurement_.packs()[pack];
    for (const MeasureModel& measure : measured.model->measures) {
      const auto primary = measurement_.name(measure.primary, measured.id);
      MEGURI_CHECK(primary.has_value());  // the pack's check refuses dangling references
      MeasureRef ref{pack, &measure, *primary, {}};
      for (const IndicatorModel& indicator : measured.model->indicators) {
        const auto name = measurement_.name(indicator.id, measured.id);
        if (indicator.measure == measure.id && name && asked_here(*name)) {
          ref.definitions.push_back(*name);
        }
      }
      if (ref.definitions.empty()) continue;
      // At a level where the primary definition is not asked for, the first one takes its place.
      const auto first = std::ranges::find(ref.definitions, ref.primary);
      if (first == ref.definitions.end()) {
        ref.primary = ref.definitions.front();
      } else {
        std::rotate(ref.definitions.begin(), first, first + 1);
      }
      result.push_back(std::move(ref));
    }
  }
  return result;
}

JsonArray Diagnosis::key_figures() const {
  JsonArray figures;
  for (const MeasuredPack& pack : measurement_.packs()) {
    for (const std::string& id : pack.model->key_figures) {
      const auto name = measurement_.name(id, pack.id);
      if (name) figures.push_back(writer_.measured(here(*name)));
    }
  }
  return figures;
}

JsonObject Diagnosis::peer_figure(NameIndex indicator,
                                  double number,
                                  std::string_view label_id,
                                  PeerGroup group,
                                  std::string_view what) const {
  Handle handle = writer_.handle(here(indicator));
  handle.kind = EvidenceKind::standing;
  handle.path = std::string(to_text(group)) + '/' + std::string(what);
  const IndicatorModel& model = indicator_model(context_.state, indicator);
  return writer_.of_indicator(
      model, model.unit, number, render(label_id, context_.language), to_text(handle));
}

std::string Diagnosis::standing_sentence(const IndicatorModel& model,
                                         const Standing& standing,
                                         const std::string& median) const {
  const std::string count = number_text(static_cast<std::int64_t>(standing.count));
  const std::string group = group_name(standing.group);
  if (!standing.rank) {
    return say("engine.sentence_not_ranked",
               {{"group", group}, {"count", count}, {"median", median}});
  }
  const std::string id = "engine.sentence_standing_" + std::string(to_text(model.better));
  return say(id,
             {{"group", group},
              {"count", count},
              {"rank", number_text(static_cast<std::int64_t>(*standing.rank))},
              {"median", median}});
}

JsonObject Diagnosis::standing_document(NameIndex indicator, const Standing& standing) const {
  const IndicatorModel& model = indicator_model(context_.state, indicator);
  JsonObject median =
      peer_figure(indicator, standing.median, "engine.label_median", standing.group, "median");
  JsonObject best = peer_figure(indicator,
                                standing.best_quarter,
                                "engine.label_best_quarter",
                                standing.group,
                                "best_quarter");
  std::string sentence = standing_sentence(model, standing, text_at(Json(median), "display"));
  constexpr double percent = 100.0;
  return {{"group", to_text(standing.group)},
          {"group_name", group_name(standing.group)},
          {"count", static_cast<std::int64_t>(standing.count)},
          {"rank", standing.rank ? Json(static_cast<std::int64_t>(*standing.rank)) : Json(nullptr)},
          {"better_than_percent",
           standing.better_than && model.better != Better::none
               ? Json(plain_number_text(*standing.better_than * percent, 0))
               : Json(nullptr)},
          {"median", std::move(median)},
          {"best_quarter", std::move(best)},
          {"distribution", distribution_document(standing.distribution, model, standing.missing)},
          {"sentence", std::move(sentence)}};
}

JsonArray Diagnosis::standings(NameIndex indicator) const {
  JsonArray result;
  if (!indicator_model(context_.state, indicator).rank) return result;
  for (const PeerGroup group : all_groups) {
    const auto found = standing(measurement_, indicator, place_, period_, group);
    if (found) result.push_back(standing_document(indicator, *found));
  }
  return result;
}

JsonArray Diagnosis::measures() const {
  JsonArray result;
  for (const MeasureRef& ref : measure_refs()) {
    const IndicatorModel& primary = indicator_model(context_.state, ref.primary);
    JsonArray definitions;
    for (const NameIndex name : ref.definitions) {
      const IndicatorModel& model = indicator_model(context_.state, name);
      definitions.push_back(
          JsonObject{{"definition", model.definition},
                     {"definition_name", model.definition_name.in(context_.language)},
                     {"formula", formula_in_words(measurement_, name, context_.language)},
                     {"figure", writer_.measured(here(name))}});
    }
    result.push_back(JsonObject{{"measure", ref.model->id},
                                {"name", ref.model->name.in(context_.language)},
                                {"theme", primary.theme},
                                {"better", to_text(primary.better)},
                                {"primary", writer_.measured(here(ref.primary))},
                                {"primary_definition", primary.definition},
                                {"definitions", std::move(definitions)},
                                {"standings", standings(ref.primary)}});
  }
  return result;
}

JsonArray Diagnosis::themes() const {
  std::vector<std::string> seen;
  JsonArray result;
  for (const MeasureRef& ref : measure_refs()) {
    const std::string& theme = indicator_model(context_.state, ref.primary).theme;
    if (std::ranges::find(seen, theme) != seen.end()) continue;
    seen.push_back(theme);
    result.push_back(JsonObject{{"id", theme}, {"name", say("engine.theme_" + theme, {})}});
  }
  return result;
}

JsonArray Diagnosis::history() const {
  JsonArray result;
  for (const MeasureRef& ref : measure_refs()) {
    const IndicatorModel& model = indicator_model(context_.state, ref.primary);
    JsonArray points;
    for (const PeriodIndex period : measurement_.periods_of(ref.primary)) {
      const ValueRef at{ref.primary, place_, period};
      if (!measurement_.value(at).is_known()) continue;
      points.push_back(JsonObject{{"period", measurement_[period].id()},
                                  {"period_name", measurement_[period].name(context_.language)},
                                  {"period_short", short_name(measurement_[period])},
                                  {"figure", writer_.measured(at)}});
    }
    if (points.size() < 2) continue;
    result.push_back(JsonObject{{"indicator", model.id},
                                {"name", ref.model->name.in(context_.language)},
                                {"unit", model.unit},
                                {"points", std::move(points)}});
  }
  return result;
}

JsonObject Diagnosis::potential_document(NameIndex indicator,
                                         const std::string& name,
                                         const Potential& potential) const {
  const std::string what = potential.target == PotentialTarget::median ? "median" : "best_quarter";
  const std::string target_name = say("engine.label_" + what, {});
  const PotentialText text(context_.state, context_.language, indicator, potential);
  Handle handle = writer_.handle(here(indicator));
  handle.kind = EvidenceKind::potential;
  handle.path = std::string(to_text(peers_)) + '/' + what;
  JsonObject target =
      peer_figure(indicator, potential.target_value, "engine.label_" + what, peers_, what);
  JsonObject effect = text.effect(to_text(handle));
  const std::vector<Argument> arguments{{"name", name},
                                        {"group", group_name(peers_)},
                                        {"target_name", target_name},
                                        {"target", text_at(Json(target), "display")},
                                        {"effect_name", text_at(Json(effect), "label")},
                                        {"effect", text.effect_size()}};
  const std::string sentence_id = potential.reached            ? "engine.potential_reached"
                                  : potential.effect.point < 0 ? "engine.potential_less"
                                                               : "engine.potential_more";
  return {{"measure", indicator_model(context_.state, indicator).measure},
          {"name", name},
          {"target", what},
          {"target_name", target_name},
          {"current", writer_.measured(here(indicator))},
          {"target_value", std::move(target)},
          {"effect", std::move(effect)},
          {"formula", text.formula()},
          {"reached", potential.reached},
          {"sentence", say(sentence_id, arguments)}};
}

JsonArray Diagnosis::potentials() const {
  JsonArray result;
  for (const MeasureRef& ref : measure_refs()) {
    for (const Potential& potential :
         meguri::potentials(measurement_, ref.primary, place_, period_, peers_)) {
      result.push_back(
          potential_document(ref.primary, ref.model->name.in(context_.language), potential));
    }
  }
  return result;
}

// The difference of two rates is in percentage points, which is not the unit of the rates.
JsonObject Diagnosis::difference(const IndicatorModel& model,
                                 double number,
                                 const ValueRef& other) const {
  JsonObject figure = writer_.of_indicator(model,
                                           model.unit,
                                           number,
                                           say("engine.label_difference", {}),
                                           to_text(writer_.handle(other)));
  figure["id"] = model.id + ".difference";
  if (model.unit == "%") {
    figure["display"] = say("engine.percentage_points",
                            {{"number", number_text(number, static_cast<int>(model.decimals))}});
  }
  return figure;
}

JsonArray Diagnosis::improvements() const {
  JsonArray result;
  for (const MeasureRef& ref : measure_refs()) {
    const IndicatorModel& model = indicator_model(context_.state, ref.primary);
    const auto better = better_places(measurement_, ref.primary, place_, period_, peers_);
    if (!model.rank || !better) continue;
    JsonArray rows;
    for (const Ranked& ranked : better->places) {
      const ValueRef at{ref.primary, ranked.place, period_};
      const PlaceRow* const place = context_.state.places.find(measurement_[ranked.place].code);
      MEGURI_CHECK(place != nullptr);
      JsonObject figure = writer_.measured(at);
      JsonArray cautions = figure.at("flags").as_array();
      rows.push_back(
          JsonObject{{"place", context_.state.places.document(*place, context_.language)},
                     {"figure", std::move(figure)},
                     {"difference", difference(model, ranked.value - better->current, at)},
                     {"flags", std::move(cautions)}});
    }
    result.push_back(JsonObject{{"measure", ref.model->id},
                                {"name", ref.model->name.in(context_.language)},
                                {"current", writer_.measured(here(ref.primary))},
                                {"better", std::move(rows)},
                                {"total_better", static_cast<std::int64_t>(better->total)}});
  }
  return result;
}

std::vector<TargetChoice> Diagnosis::target_choices() const {
  const std::vector<MeasureRef> refs = measure_refs();
  std::vector<TargetChoice> result;
  result.reserve(refs.size());
  for (const MeasureRef& ref : refs)
    result.push_back({ref.model->id, ref.primary});
  for (const MeasureRef& ref : refs) {
    for (const NameIndex name : ref.definitions)
      result.push_back({measurement_[name].id, name});
  }
  return result;
}

JsonArray Diagnosis::targets(const std::vector<TargetAim>& aims) const {
  JsonArray result;
  for (const TargetAim& aim : aims) {
    result.push_back(
        TargetWriter(context_.state, context_.language, aim, place_, period_).document());
  }
  return result;
}

JsonArray Diagnosis::gaps() const {
  JsonArray result;
  for (const MeasureRef& ref : measure_refs()) {
    for (const NameIndex name : ref.definitions) {
      if (measurement_.value(here(name)).is_known()) continue;
      const IndicatorModel& model = indicator_model(context_.state, name);
      const std::string reason = why(measurement_, here(name), context_.language);
      result.push_back(
          JsonObject{{"name",
                      say("engine.gap_name",
                          {{"name", model.name.in(context_.language)},
                           {"definition", model.definition_name.in(context_.language)}})},
                     {"why", reason.empty() ? say("engine.why_absent", {}) : reason}});
    }
  }
  return result;
}

JsonArray Diagnosis::limits() const {
  JsonArray result;
  for (const MeasuredPack& pack : measurement_.packs()) {
    for (const LimitModel& limit : pack.model->limits) {
      result.emplace_back(limit.text.in(context_.language));
    }
  }
  return result;
}

JsonArray Diagnosis::flags() const {
  JsonArray result;
  std::set<std::string> seen;
  for (const MeasureRef& ref : measure_refs()) {
    for (const Json& flag : writer_.flags(measurement_.flags(here(ref.primary)))) {
      if (seen.insert(text_at(flag, "id")).second) result.push_back(flag);
    }
  }
  return result;
}

// Whether a published row has a part in the diagnosis: it belongs to a pack that measures, or a
// caution is computed from it.
bool Diagnosis::is_used(const QuantityRow& row) const {
  return std::ranges::any_of(measurement_.packs(), [&](const MeasuredPack& pack) {
    if (pack.model->measures.empty()) return false;
    return pack.id == row.cell.pack ||
           std::ranges::any_of(pack.model->flags, [&](const FlagModel& flag) {
             return flag.when.text.find(row.quantity) != std::string::npos;
           });
  });
}

JsonArray Diagnosis::sources() const {
  std::set<std::pair<std::string, std::string>> used;
  const std::string& code = measurement_[place_].code;
  const bool is_total = measurement_[place_].level != PlaceLevel::municipality;
  for (const QuantityRow& row : context_.state.quantity_rows) {
    if ((row.place == code || is_total) && is_used(row)) used.emplace(row.cell.pack, row.source);
  }
  for (const MeasureRef& ref : measure_refs()) {
    const IndicatorModel& model = indicator_model(context_.state, ref.primary);
    if (!model.source.empty()) used.emplace(measurement_.packs()[ref.pack].id, model.source);
  }
  JsonArray result;
  for (const auto& [pack, id] : used) {
    const SourceRow* const source = context_.state.source(pack, id);
    if (source != nullptr) result.push_back(source_document(*source, context_.language));
  }
  return result;
}

JsonObject Diagnosis::peer_group() const {
  const std::size_t count = peers(measurement_, place_, period_, peers_).size();
  const auto band = measurement_.band(place_, period_);
  const bool by_size = peers_ == PeerGroup::band;
  return {{"id", by_size && band ? Json(band->model->id) : Json(to_text(peers_))},
          {"name", group_name(peers_)},
          {"count", static_cast<std::int64_t>(count)},
          {"basis", say(by_size ? "engine.basis_band" : "engine.basis_area", {})}};
}

}  // namespace meguri
