// SPDX-License-Identifier: Apache-2.0
#include "measure/standing.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "measure/internal/access.h"

namespace meguri {
namespace {

const IndicatorModel& model_of(const Measurement& measurement, NameIndex indicator) {
  const MeasuredName& name = measurement[indicator];
  MEGURI_CHECK(name.kind == NameKind::indicator);
  return measurement.packs()[name.pack].model->indicators[name.index];
}

double in_own_unit(const Measurement& measurement, NameIndex name, Real base) {
  return static_cast<double>(base / static_cast<Real>(measurement[name].unit_of_measure.factor()));
}

RankOrder order_of(const IndicatorModel& model) {
  return model.better == Better::lower ? RankOrder::ascending : RankOrder::descending;
}

std::optional<PlaceIndex> prefecture_above(const Measurement& measurement, PlaceIndex place) {
  std::optional<PlaceIndex> up = measurement[place].parent;
  while (up && measurement[*up].level != PlaceLevel::prefecture)
    up = measurement[*up].parent;
  return up;
}

std::vector<double> values_of(const Ranking& ranking) {
  std::vector<double> values;
  values.reserve(ranking.ranked.size());
  for (const Ranked& peer : ranking.ranked)
    values.push_back(peer.value);
  return values;
}

const Ranked* find_place(const Ranking& ranking, PlaceIndex place) {
  const auto found = std::ranges::find(ranking.ranked, place, &Ranked::place);
  return found == ranking.ranked.end() ? nullptr : &*found;
}

}  // namespace

std::string_view to_text(PeerGroup group) {
  constexpr std::array<std::string_view, 3> texts = {"band", "prefecture", "nation"};
  return texts.at(static_cast<std::size_t>(group));
}

std::vector<PlaceIndex> peers(const Measurement& measurement,
                              PlaceIndex place,
                              PeriodIndex period,
                              PeerGroup group) {
  const PlaceLevel level = measurement[place].level;
  const bool is_town = level == PlaceLevel::municipality;
  if (!is_town && (level != PlaceLevel::prefecture || group != PeerGroup::nation)) return {};
  const auto band = group == PeerGroup::band ? measurement.band(place, period) : std::nullopt;
  if (group == PeerGroup::band && !band) return {};
  const auto prefecture = prefecture_above(measurement, place);
  std::vector<PlaceIndex> found;
  for (std::uint32_t i = 0; i < measurement.places().size(); ++i) {
    const PlaceIndex other(i);
    if (measurement[other].level != level) continue;
    if (group == PeerGroup::prefecture && prefecture_above(measurement, other) != prefecture) {
      continue;
    }
    if (group == PeerGroup::band) {
      const auto other_band = measurement.band(other, period);
      if (!other_band || other_band->model != band->model) continue;
    }
    found.push_back(other);
  }
  return found;
}

Ranking rank_places(const Measurement& measurement,
                    NameIndex indicator,
                    PeriodIndex period,
                    const std::vector<PlaceIndex>& places) {
  const IndicatorModel& model = model_of(measurement, indicator);
  Ranking ranking;
  std::vector<double> values;
  for (const PlaceIndex place : places) {
    const ValueRef ref{indicator, place, period};
    if (!measurement.is_ranked(ref)) {
      ++ranking.missing;
      continue;
    }
    values.push_back(in_own_unit(measurement, indicator, measurement.value(ref).point));
    ranking.ranked.push_back({place, values.back(), 0});
  }
  const std::vector<std::size_t> ranks = competition_ranks(values, order_of(model));
  for (std::size_t i = 0; i < ranks.size(); ++i)
    ranking.ranked[i].rank = ranks[i];
  std::ranges::stable_sort(ranking.ranked, {}, &Ranked::rank);
  ranking.distribution = distribution(values);
  return ranking;
}

std::optional<Standing> standing(const Measurement& measurement,
                                 NameIndex indicator,
                                 PlaceIndex place,
                                 PeriodIndex period,
                                 PeerGroup group) {
  const IndicatorModel& model = model_of(measurement, indicator);
  if (!model.rank) return std::nullopt;
  const Ranking ranking =
      rank_places(measurement, indicator, period, peers(measurement, place, period, group));
  if (!ranking.distribution) return std::nullopt;
  Standing result;
  result.group = group;
  result.count = ranking.ranked.size();
  result.missing = ranking.missing;
  result.distribution = *ranking.distribution;
  result.median = ranking.distribution->median;
  result.best_quarter =
      model.better == Better::lower ? ranking.distribution->q1 : ranking.distribution->q3;
  if (const Ranked* const self = find_place(ranking, place)) {
    result.rank = self->rank;
    result.better_than = share_after(values_of(ranking), self->value, order_of(model));
  }
  return result;
}

std::vector<Potential> potentials(const Measurement& measurement,
                                  NameIndex indicator,
                                  PlaceIndex place,
                                  PeriodIndex period,
                                  PeerGroup group) {
  const CompiledPotential* const compiled = measurement_potential(measurement, indicator);
  const IndicatorModel& model = model_of(measurement, indicator);
  const Value& current = measurement.value({indicator, place, period});
  if (compiled == nullptr || !current.is_known() || model.better == Better::none) return {};
  const auto reference = standing(measurement, indicator, place, period, group);
  if (!reference) return {};
  std::vector<Potential> found;
  for (const PotentialTarget target : {PotentialTarget::median, PotentialTarget::best_quarter}) {
    Potential potential{.effect = Value::exactly(0),
                        .effect_unit = compiled->unit,
                        .effect_name = compiled->effect,
                        .formula = compiled->formula.get(),
                        .inputs = {}};
    potential.target = target;
    potential.current = in_own_unit(measurement, indicator, current.point);
    potential.target_value =
        target == PotentialTarget::median ? reference->median : reference->best_quarter;
    potential.reached = model.better == Better::lower ? potential.current <= potential.target_value
                                                      : potential.current >= potential.target_value;
    const auto factor = static_cast<Real>(measurement[indicator].unit_of_measure.factor());
    std::vector<Value> inputs;
    for (std::size_t i = 0; i < compiled->inputs.size(); ++i) {
      if (const auto& input = compiled->inputs[i]) {
        potential.inputs.push_back({*input, place, period});
        inputs.push_back(measurement.value(potential.inputs.back()));
      } else if (compiled->formula->names()[i] == "target") {
        inputs.push_back(Value::exactly(static_cast<Real>(potential.target_value) * factor));
      } else {
        inputs.push_back(current);
      }
    }
    if (!potential.reached) {
      potential.effect = compiled->formula->evaluate(inputs, measurement[period].days());
    }
    found.push_back(std::move(potential));
  }
  return found;
}

std::optional<BetterPlaces> better_places(const Measurement& measurement,
                                          NameIndex indicator,
                                          PlaceIndex place,
                                          PeriodIndex period,
                                          PeerGroup group,
                                          std::size_t limit) {
  const IndicatorModel& model = model_of(measurement, indicator);
  if (!model.rank || model.better == Better::none) return std::nullopt;
  const Ranking ranking =
      rank_places(measurement, indicator, period, peers(measurement, place, period, group));
  const Ranked* const self = find_place(ranking, place);
  if (self == nullptr) return std::nullopt;
  BetterPlaces result;
  result.current = self->value;
  for (const Ranked& peer : ranking.ranked) {
    if (peer.rank >= self->rank) break;
    ++result.total;
    if (result.places.size() < limit) result.places.push_back(peer);
  }
  return result;
}

}  // namespace meguri
