// SPDX-License-Identifier: Apache-2.0
#include "measure/target.h"

#include <array>
#include <cmath>

#include "base/check.h"
#include "numeric/line.h"

namespace meguri {
namespace {

const IndicatorModel& model_of(const Measurement& measurement, NameIndex indicator) {
  const MeasuredName& name = measurement[indicator];
  MEGURI_CHECK(name.kind == NameKind::indicator);
  return measurement.packs()[name.pack].model->indicators[name.index];
}

std::vector<ValueRef> known_past(const Measurement& measurement,
                                 NameIndex indicator,
                                 PlaceIndex place,
                                 PeriodIndex until) {
  std::vector<ValueRef> past;
  for (const PeriodIndex period : measurement.periods_of(indicator)) {
    const ValueRef at{indicator, place, period};
    const bool is_like = measurement[period].kind() == measurement[until].kind();
    const bool is_past = measurement[period].first() <= measurement[until].first();
    if (is_like && is_past && measurement.value(at).is_known()) past.push_back(at);
  }
  return past;
}

std::optional<Line> trend_of(const Measurement& measurement, const std::vector<ValueRef>& past) {
  if (past.size() < trend_points_min) return std::nullopt;
  std::vector<LinePoint> points;
  for (const ValueRef& at : past) {
    const auto year = year_of(measurement[at.period]);
    const auto number = static_cast<double>(measurement.value(at).point);
    MEGURI_CHECK(year.has_value());
    if (std::isfinite(number)) points.push_back({static_cast<double>(*year), number});
  }
  return points.size() < trend_points_min ? std::nullopt : line_through(points);
}

void judge(TargetStanding& standing, Comparison reaches, bool is_due) {
  if (!standing.current.has_number()) {
    standing.doubt = TargetDoubt::no_value;
    return;
  }
  const Truth reached = compare(standing.current, standing.target, reaches);
  if (reached == Truth::unknown) {
    standing.doubt = TargetDoubt::within_bounds;
  } else if (reached == Truth::yes) {
    standing.verdict = TargetVerdict::reached;
  } else if (is_due) {
    standing.verdict = TargetVerdict::missed;
  } else if (!standing.projected.is_known()) {
    standing.doubt = TargetDoubt::too_few_years;
  } else {
    standing.verdict = compare(standing.projected, standing.target, reaches) == Truth::yes
                           ? TargetVerdict::on_track
                           : TargetVerdict::off_track;
  }
}

}  // namespace

std::string_view to_text(TargetVerdict verdict) {
  constexpr std::array<std::string_view, 5> texts = {
      "reached", "on_track", "off_track", "missed", "unknown"};
  return texts.at(static_cast<std::size_t>(verdict));
}

std::optional<int> year_of(const Period& period) {
  const bool is_year =
      period.kind() == PeriodKind::fiscal_year || period.kind() == PeriodKind::calendar_year;
  if (!is_year) return std::nullopt;
  return civil_of(period.first()).year;
}

TargetStanding target_standing(const Measurement& measurement,
                               const TargetAim& aim,
                               PlaceIndex place,
                               PeriodIndex period) {
  const Better better = model_of(measurement, aim.indicator).better;
  const auto year = year_of(measurement[period]);
  MEGURI_CHECK(better != Better::none && year.has_value());
  const auto factor = static_cast<Real>(measurement[aim.indicator].unit_of_measure.factor());
  TargetStanding standing;
  standing.current = measurement.value({aim.indicator, place, period});
  standing.target = Value::exactly(static_cast<Real>(aim.value.to_double()) * factor);
  standing.current_year = *year;
  standing.distance = subtract(standing.target, standing.current);
  const int years = aim.year - *year;
  standing.per_year = years > 0
                          ? divide(standing.distance, Value::exactly(static_cast<Real>(years)))
                          : Value::unknown();
  standing.past = known_past(measurement, aim.indicator, place, period);
  const std::optional<Line> line = trend_of(measurement, standing.past);
  standing.trend = line ? Value::exactly(static_cast<Real>(line->slope)) : Value::unknown();
  standing.projected =
      line ? Value::exactly(static_cast<Real>(line->at(static_cast<double>(aim.year))))
           : Value::unknown();
  judge(standing,
        better == Better::lower ? Comparison::less_equal : Comparison::greater_equal,
        years <= 0);
  return standing;
}

}  // namespace meguri
