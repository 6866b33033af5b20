// SPDX-License-Identifier: Apache-2.0
#include "engine/proposals.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/calculation_document.h"

namespace meguri {
namespace {

bool asked_at(const ProposalModel& proposal, PlaceLevel level) {
  return proposal.levels.empty() ||
         std::ranges::find(proposal.levels, level) != proposal.levels.end();
}

// Other proposals for the same matter: of two of them a town can do one with each tonne.
JsonArray alternatives(const AnswerContext& context, const Calculation& own) {
  JsonArray titles;
  const std::string& claims = own.model->proposal->claims;
  for (const Calculation& other : context.state.calculations->all()) {
    const bool is_other = &other != &own && other.model->proposal.has_value();
    if (claims.empty() || !is_other || other.model->proposal->claims != claims) continue;
    titles.emplace_back(other.model->title.in(context.language));
  }
  return titles;
}

struct Ranked {
  JsonObject document;
  bool is_known_mass = false;
  Real mass = 0;
  std::string title;
};

Ranked propose(const AnswerContext& context,
               const Calculation& calculation,
               PlaceIndex place,
               PeriodIndex period) {
  AskedCalculation asked;
  asked.calculation = &calculation;
  asked.place = place;
  asked.period = period;
  const CalculationWriter writer(context, asked);
  const CalculationModel& model = *calculation.model;
  const ProposalModel& proposal = *model.proposal;
  const std::uint32_t rank_by = calculation.rank_by.value();
  JsonArray effects;
  for (std::uint32_t index = 0; index < calculation.steps.size(); ++index) {
    const CompiledStep& step = calculation.steps[index];
    const bool is_shown = step.is_single_result() && step.model->effect;
    if (is_shown && index != rank_by) effects.push_back(writer.step(index));
  }
  const std::string readiness(to_text(proposal.readiness));
  Ranked ranked;
  ranked.title = model.title.in(context.language);
  const Value& value = writer.run().steps[rank_by].value;
  ranked.is_known_mass = value.is_known() && calculation.steps[rank_by].unit.is_mass();
  ranked.mass = value.point;
  ranked.document = {
      {"calculation", model.id},
      {"title", ranked.title},
      {"question", model.question.in(context.language)},
      {"resource", proposal.resource.in(context.language)},
      {"readiness", readiness},
      {"readiness_name", render("calculate.readiness_" + readiness, context.language)},
      {"steps", proposal.steps.in(context.language)},
      {"potential", writer.step(rank_by).at("figure")},
      {"effects", std::move(effects)},
      {"alternatives", alternatives(context, calculation)},
      {"cautions", writer.cautions()}};
  return ranked;
}

}  // namespace

JsonArray proposals(const AnswerContext& context, PlaceIndex place, PeriodIndex period) {
  const PlaceLevel level = (*context.state.measurement)[place].level;
  std::vector<Ranked> all;
  for (const Calculation& calculation : context.state.calculations->all()) {
    const auto& proposal = calculation.model->proposal;
    if (!proposal || !asked_at(*proposal, level)) continue;
    all.push_back(propose(context, calculation, place, period));
  }
  std::ranges::stable_sort(all, [](const Ranked& left, const Ranked& right) {
    if (left.is_known_mass != right.is_known_mass) return left.is_known_mass;
    if (left.is_known_mass && left.mass != right.mass) return left.mass > right.mass;
    return left.title < right.title;
  });
  JsonArray result;
  for (Ranked& each : all)
    result.push_back(std::move(each.document));
  return result;
}

JsonArray what_if_questions(const AnswerContext& context, PlaceIndex place) {
  JsonArray result;
  for (const Calculation& calculation : context.state.calculations->all()) {
    if (calculation.model->proposal || !calculation.asks_of_places()) continue;
    if (periods_for(context.state, calculation, place).empty()) continue;
    result.push_back(calculation_summary(context.state, calculation, context.language));
  }
  return result;
}

}  // namespace meguri
