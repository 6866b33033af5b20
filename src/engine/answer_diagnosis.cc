// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/diagnosis.h"
#include "engine/proposals.h"
#include "engine/request_fields.h"
#include "engine/target_document.h"

namespace meguri {
namespace {

// Periods in which the place has a diagnosis: any measuring pack reports something for it.
std::vector<PeriodIndex> diagnosed_periods(const Measurement& measurement, PlaceIndex place) {
  std::vector<PeriodIndex> result;
  for (std::uint32_t pack = 0; pack < measurement.packs().size(); ++pack) {
    const MeasuredPack& measured = measurement.packs()[pack];
    for (const PeriodIndex period : measurement.periods_of_pack(pack)) {
      const bool has = std::ranges::any_of(measured.model->key_figures, [&](const std::string& id) {
        const auto name = measurement.name(id, measured.id);
        return name && measurement.value({*name, place, period}).is_known();
      });
      if (has && std::ranges::find(result, period) == result.end()) result.push_back(period);
    }
  }
  std::ranges::sort(result);
  return result;
}

PeerGroup peer_group_of(const AnswerContext& context, const MeasuredPlaceInfo& place) {
  const std::string& asked = context.fields.text("peers");
  if (place.level == PlaceLevel::prefecture || asked == "nation") return PeerGroup::nation;
  return asked == "prefecture" ? PeerGroup::prefecture : PeerGroup::band;
}

JsonArray notes(const AnswerContext& context, const PlaceRow& asked, const PlaceRow& unit) {
  const PlaceDirectory& places = context.state.places;
  JsonArray result;
  if (asked.code != unit.code) {
    result.emplace_back(render(Message{"engine.note_reports_as",
                                       {{"place", places.name(asked, context.language)},
                                        {"unit", places.name(unit, context.language)}}},
                               context.language));
  }
  for (const LoadedPack& pack : context.state.packs) {
    if (pack.row.sample && !pack.content->model.measures.empty()) {
      result.emplace_back(render("engine.note_sample", context.language));
    }
  }
  return result;
}

// Those that the question brings. Only a year can have the targets of a year.
Result<std::vector<TargetAim>> asked_targets(const AnswerContext& context,
                                             const Diagnosis& diagnosis,
                                             const Period& now) {
  const std::vector<std::string>& texts = context.fields.texts("targets");
  const bool is_empty =
      std::ranges::all_of(texts, [](const std::string& text) { return text.empty(); });
  if (is_empty) return std::vector<TargetAim>();
  if (!year_of(now)) return field_error("targets", "engine.targets_need_years", {});
  return read_targets(context.state, texts, diagnosis.target_choices(), now);
}

void add_targets(const JsonArray& targets, Language language, AnswerTable& table) {
  for (const Json& target : targets) {
    for (const std::string_view part :
         {"target_value", "distance", "per_year", "trend", "projected"}) {
      const Json& figure = target.at(part);
      std::vector<std::string> row{render("engine.section_target", language),
                                   text_at(target, "name"),
                                   text_at(target, "year_name") + " " + text_at(figure, "label")};
      append_figure_cells(figure, row);
      table.rows.push_back(std::move(row));
    }
  }
}

AnswerTable table_of(const JsonObject& body, Language language) {
  AnswerTable table;
  for (const std::string_view id : {"section", "name", "definition"}) {
    table.header.push_back(header_text(id, language));
  }
  append_figure_header(language, table.header);
  const auto add =
      [&](std::string_view section, std::string name, std::string definition, const Json& figure) {
        std::vector<std::string> row{render("engine.section_" + std::string(section), language),
                                     std::move(name),
                                     std::move(definition)};
        append_figure_cells(figure, row);
        table.rows.push_back(std::move(row));
      };
  for (const Json& figure : body.at("key_figures").as_array()) {
    add("status", text_at(figure, "label"), "", figure);
  }
  for (const Json& measure : body.at("measures").as_array()) {
    for (const Json& definition : measure.at("definitions").as_array()) {
      add("status",
          text_at(measure, "name"),
          text_at(definition, "definition_name"),
          definition.at("figure"));
    }
    for (const Json& standing : measure.at("standings").as_array()) {
      for (const std::string_view which : {"median", "best_quarter"}) {
        add("peers",
            text_at(measure, "name"),
            text_at(standing, "group_name") + " " + text_at(standing.at(which), "label"),
            standing.at(which));
      }
    }
  }
  add_targets(body.at("targets").as_array(), language, table);
  for (const Json& potential : body.at("potentials").as_array()) {
    add("potential",
        text_at(potential, "name"),
        text_at(potential, "target_name") + " " + text_at(potential.at("effect"), "label"),
        potential.at("effect"));
  }
  for (const Json& improvement : body.at("improvements").as_array()) {
    for (const Json& row : improvement.at("better").as_array()) {
      add("improvement",
          text_at(improvement, "name"),
          text_at(row.at("place"), "parent_name") + " " + text_at(row.at("place"), "name"),
          row.at("figure"));
    }
  }
  for (const Json& proposal : body.at("proposals").as_array()) {
    add("proposal", text_at(proposal, "title"), "", proposal.at("potential"));
    for (const Json& effect : proposal.at("effects").as_array()) {
      add("proposal",
          text_at(proposal, "title"),
          text_at(effect, "name") + " / " + text_at(effect, "boundary_name"),
          effect.at("figure"));
    }
  }
  return table;
}

}  // namespace

Result<Answer> answer_diagnosis(const AnswerContext& context) {
  const State& state = context.state;
  const Measurement& measurement = *state.measurement;
  const PlaceRow* const asked =
      MEGURI_TRY(state.places.resolve(context.fields.text("place"), context.language));
  const PlaceRow& unit = state.places.reporting_unit(*asked);
  const auto place = measurement.place(unit.code);
  MEGURI_CHECK(place.has_value());
  const std::vector<PeriodIndex> periods = diagnosed_periods(measurement, *place);
  if (periods.empty()) {
    return error(ErrorCode::not_found,
                 "engine.nothing_to_diagnose",
                 {{"place", state.places.full_name(unit, context.language)}});
  }
  const PeriodIndex period = MEGURI_TRY(chosen_period(context, periods));
  const PeerGroup group = peer_group_of(context, measurement[*place]);
  const Diagnosis diagnosis(context, *place, period, group);
  const std::vector<TargetAim> targets =
      MEGURI_TRY(asked_targets(context, diagnosis, measurement[period]));
  Answer answer;
  JsonObject body{{"place", state.places.document(unit, context.language)},
                  {"asked_for", state.places.document(*asked, context.language)},
                  {"period", measurement[period].id()},
                  {"period_name", measurement[period].name(context.language)},
                  {"periods", period_ids(state, periods)},
                  {"notes", notes(context, *asked, unit)},
                  {"key_figures", diagnosis.key_figures()},
                  {"peer_group", diagnosis.peer_group()},
                  {"themes", diagnosis.themes()},
                  {"measures", diagnosis.measures()},
                  {"history", diagnosis.history()},
                  {"targets", diagnosis.targets(targets)},
                  {"potentials", diagnosis.potentials()},
                  {"improvements", diagnosis.improvements()},
                  {"proposals", proposals(context, *place, period)},
                  {"what_if", what_if_questions(context, *place)},
                  {"gaps", diagnosis.gaps()},
                  {"limits", diagnosis.limits()},
                  {"coming", render("engine.diagnosis_coming", context.language)},
                  {"flags", diagnosis.flags()},
                  {"sources", diagnosis.sources()}};
  answer.table = table_of(body, context.language);
  answer.body = std::move(body);
  return answer;
}

}  // namespace meguri
