// SPDX-License-Identifier: Apache-2.0
#include "engine/figure_document.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/number_text.h"
#include "measure/reason.h"

namespace meguri {
namespace {

constexpr std::size_t hash_digits = 12;
// Answers carry an indicator a little finer than people read it, so that sorting and colouring by
// it agree with ranks.
constexpr int hidden_decimals = 4;

Json text_or_null(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}

std::optional<std::string> bound_text(Real base,
                                      const UnitOfMeasure& unit,
                                      std::optional<int> decimals) {
  if (!std::isfinite(base)) return std::nullopt;
  return plain_text(base, unit, decimals);
}

// A mass as people read it: whole units from a thousand on, then to the thousandth, then to the
// millionth. The figure's value keeps every digit.
int readable_decimals(double size) {
  if (size >= 1000) return 0;
  return size >= 1 ? 3 : 6;
}

std::string grouped(Real base, const UnitOfMeasure& unit, std::optional<int> decimals) {
  const std::optional<Decimal> decimal = decimal_in(base, unit);
  if (!decimal) return "∞";
  if (decimals) return number_text(*decimal, *decimals);
  constexpr int finest = 6;
  if (!unit.is_mass()) {
    return number_text(decimal->rounded(finest, Rounding::half_away_from_zero).normalized());
  }
  const int readable = readable_decimals(std::fabs(static_cast<double>(base)) / unit.factor());
  return number_text(decimal->rounded(readable, Rounding::half_away_from_zero).normalized());
}

struct Precision {
  std::optional<int> decimals;  // empty = as exact as it is
  bool shows_bounds = false;
};

// Decimals that leave two digits of the larger end where it is at least 1: "1.5–2.1", not "2–2".
int telling_decimals(const Value& value, const UnitOfMeasure& unit) {
  const Real largest = std::max(std::fabs(value.low), std::fabs(value.high));
  const double size = static_cast<double>(largest) / unit.factor();
  return size >= 1 ? 1 - static_cast<int>(std::floor(std::log10(size))) : 0;
}

// An interval is shown with as many decimals as it is wide, though two digits at least, and at most
// those asked for; one that is no wider than its last digit is said by that digit, as people write
// rounded figures.
Precision precision_of(const Value& value,
                       const UnitOfMeasure& unit,
                       const std::optional<int>& decimals) {
  const double width = static_cast<double>(value.high - value.low) / unit.factor();
  if (!std::isfinite(width)) return {decimals, true};
  if (width <= 0) return {decimals, false};
  // A little slack, so that a width of 0.01 counts as two decimals in binary, too.
  constexpr double slack = 1e-6;
  constexpr int finest = 6;
  const int as_wide = static_cast<int>(std::floor(-std::log10(width) + slack));
  const int shown =
      std::clamp(std::max(as_wide, telling_decimals(value, unit)), 0, decimals.value_or(finest));
  return {shown, width > std::pow(10.0, -shown) * (1 + slack)};
}

FigureStatus status_of(const Measurement& measurement, const ValueRef& ref, const FlowModel* flow) {
  const Explanation explanation = measurement.explain(ref);
  if (explanation.how == Explanation::How::cell) return FigureStatus::reported;
  if (flow != nullptr && explanation.how != Explanation::How::sum) return flow->status;
  return FigureStatus::derived;
}

}  // namespace

EvidenceKind evidence_kind_of(NameKind kind) {
  switch (kind) {
    case NameKind::quantity:
      return EvidenceKind::quantity;
    case NameKind::derived:
      return EvidenceKind::derived;
    case NameKind::flow:
      return EvidenceKind::flow;
    case NameKind::term:
      return EvidenceKind::term;
    case NameKind::indicator:
      return EvidenceKind::indicator;
  }
  return EvidenceKind::quantity;
}

std::string plain_text(Real base, const UnitOfMeasure& unit, std::optional<int> decimals) {
  const std::optional<Decimal> decimal = decimal_in(base, unit);
  MEGURI_CHECK(decimal.has_value());
  if (!decimals) return to_text(decimal->normalized());
  return to_text(decimal->rounded(*decimals, Rounding::half_away_from_zero).normalized());
}

const IndicatorModel& indicator_model(const State& state, NameIndex name) {
  const MeasuredName& measured = (*state.measurement)[name];
  MEGURI_CHECK(measured.kind == NameKind::indicator);
  return state.measurement->packs()[measured.pack].model->indicators[measured.index];
}

Handle FigureWriter::handle(std::string_view pack, EvidenceKind kind, std::string_view id) const {
  const LoadedPack* const loaded = state_.pack(pack);
  MEGURI_CHECK(loaded != nullptr);
  return {.position = state_.position,
          .pack = loaded->row.id,
          .pack_hash = loaded->row.hash.substr(0, hash_digits),
          .kind = kind,
          .id = std::string(id),
          .place = "",
          .period = "",
          .path = ""};
}

Handle FigureWriter::handle(const ValueRef& ref) const {
  const Measurement& measurement = *state_.measurement;
  const MeasuredName& name = measurement[ref.name];
  Handle result = handle(measurement.packs()[name.pack].id, evidence_kind_of(name.kind), name.id);
  result.place = measurement[ref.place].code;
  result.period = measurement[ref.period].id();
  return result;
}

JsonArray FigureWriter::flags(const std::vector<AppliedFlag>& flags) const {
  JsonArray array;
  for (const AppliedFlag& flag : flags) {
    const std::string id(flag.id);
    array.push_back(
        JsonObject{{"id", id},
                   {"name",
                    flag.model == nullptr ? render("engine.flag_" + id, language_)
                                          : flag.model->name.in(language_)},
                   {"text",
                    flag.model == nullptr ? render("engine.flag_" + id + "_text", language_)
                                          : flag.model->text.in(language_)}});
  }
  return array;
}

std::string FigureWriter::display(const Value& value,
                                  std::string_view unit,
                                  std::optional<int> decimals) const {
  const auto parsed = parse_formula_unit(unit);
  MEGURI_CHECK(parsed.has_value());
  const std::string shown_unit = unit == "1" ? "" : unit_name(unit, language_);
  const std::string gap = shown_unit.empty() || shown_unit == "%" ? "" : " ";
  const auto with_unit = [&](const std::string& number) { return number + gap + shown_unit; };
  if (value.knowledge == Knowledge::undefined) return render("engine.display_undefined", language_);
  const Precision precision = precision_of(value, *parsed, decimals);
  if (value.is_known() && std::isfinite(value.point)) {
    std::string point = with_unit(grouped(value.point, *parsed, precision.decimals));
    if (!precision.shows_bounds) return point;
    return render(Message{"engine.display_about", {{"value", point}}}, language_);
  }
  if (value.knowledge == Knowledge::bounded) {
    const std::string low = grouped(value.low, *parsed, precision.decimals);
    const std::string high = grouped(value.high, *parsed, precision.decimals);
    // Ends that read alike are one number to people.
    if (low == high)
      return render(Message{"engine.display_about", {{"value", with_unit(low)}}}, language_);
    return with_unit(low + "–" + high);
  }
  return render("engine.display_unknown", language_);
}

std::string FigureWriter::change(const Value& value,
                                 std::string_view unit,
                                 std::optional<int> decimals) const {
  const bool is_share = unit == "%";
  const auto signed_text = [&](Real base) {
    const std::string text = display(Value::exactly(base), is_share ? "1" : unit, decimals);
    return base > 0 ? "+" + text : text;
  };
  const auto say = [&](std::string_view id, std::vector<Argument> arguments) {
    return render(Message{std::string(id), std::move(arguments)}, language_);
  };
  if (!value.has_number()) return display(value, unit, decimals);
  std::string text =
      value.is_known() ? signed_text(value.point)
                       : say("engine.change_between",
                             {{"low", signed_text(value.low)}, {"high", signed_text(value.high)}});
  return is_share ? say("engine.percentage_points", {{"number", std::move(text)}}) : text;
}

std::optional<std::string> FigureWriter::range(const Value& value,
                                               std::string_view unit,
                                               std::optional<int> decimals) const {
  const auto parsed = parse_formula_unit(unit);
  MEGURI_CHECK(parsed.has_value());
  const Precision precision = precision_of(value, *parsed, decimals);
  if (!value.is_known() || !precision.shows_bounds) return std::nullopt;
  return grouped(value.low, *parsed, precision.decimals) + "–" +
         grouped(value.high, *parsed, precision.decimals);
}

JsonObject FigureWriter::of_value(const Value& value, const Parts& parts) const {
  const auto unit = parse_formula_unit(parts.unit);
  MEGURI_CHECK(unit.has_value());
  std::optional<int> carried;
  if (parts.decimals) carried = *parts.decimals + hidden_decimals;
  std::optional<std::string> point;
  if (value.is_known() && std::isfinite(value.point)) {
    point = plain_text(value.point, *unit, carried);
  }
  const bool has_bounds =
      value.knowledge != Knowledge::undefined && value.knowledge != Knowledge::absent;
  return {
      {"id", parts.id},
      {"label", parts.label},
      {"value", text_or_null(point)},
      {"unit", parts.unit},
      {"display", display(value, parts.unit, parts.decimals)},
      {"range", text_or_null(range(value, parts.unit, parts.decimals))},
      {"low", has_bounds ? text_or_null(bound_text(value.low, *unit, carried)) : Json(nullptr)},
      {"high", has_bounds ? text_or_null(bound_text(value.high, *unit, carried)) : Json(nullptr)},
      {"status", to_text(parts.status)},
      {"quality", to_text(parts.quality)},
      {"why", parts.why.empty() ? Json(nullptr) : Json(parts.why)},
      {"flags", JsonArray{}},
      {"evidence", parts.evidence}};
}

JsonObject FigureWriter::of_mass(Mass mass, const Parts& parts) const {
  return of_value(Value::exactly(static_cast<Real>(mass.count_mg())), parts);
}

FigureWriter::Parts FigureWriter::parts_of(const ValueRef& ref) const {
  const Measurement& measurement = *state_.measurement;
  const MeasuredName& name = measurement[ref.name];
  Parts parts;
  parts.id = name.id;
  parts.label = name.name.in(language_);
  parts.unit = name.unit;
  if (name.kind == NameKind::indicator) {
    parts.decimals = static_cast<int>(indicator_model(state_, ref.name).decimals);
  }
  const Explanation explanation = measurement.explain(ref);
  parts.status = status_of(measurement, ref, nullptr);
  if (explanation.cell) {
    const std::optional<Quality> quality =
        quality_of(state_.quantity_rows.at(*explanation.cell).quality);
    parts.quality = quality.value_or(Quality::unverified);
  }
  const Value& value = measurement.value(ref);
  if (!value.is_known()) parts.why = why(measurement, ref, language_);
  if (parts.why.empty() && value.knowledge == Knowledge::absent) {
    parts.why = render("engine.why_absent", language_);
  }
  parts.evidence = to_text(handle(ref));
  return parts;
}

JsonObject FigureWriter::measured(const ValueRef& ref) const {
  JsonObject figure = of_value(state_.measurement->value(ref), parts_of(ref));
  figure["flags"] = flags(state_.measurement->flags(ref));
  return figure;
}

JsonObject FigureWriter::flow(const MeasuredFlow& flow) const {
  Parts parts = parts_of(flow.ref);
  parts.status = status_of(*state_.measurement, flow.ref, flow.model);
  Handle evidence = handle(flow.ref);
  const Value& net = state_.measurement->value(flow.ref);
  const bool is_net = flow.mass.point == net.point && flow.mass.low == net.low &&
                      flow.mass.high == net.high && flow.mass.knowledge == net.knowledge;
  if (flow.turned) {
    evidence.path = turned_path;
  } else if (!is_net) {
    evidence.path = onward_path;
  }
  parts.evidence = to_text(evidence);
  JsonObject figure = of_value(flow.mass, parts);
  figure["flags"] = flags(state_.measurement->flags(flow.ref));
  return figure;
}

JsonObject FigureWriter::of_indicator(const IndicatorModel& indicator,
                                      std::string_view unit,
                                      double number,
                                      std::string_view label,
                                      const std::string& evidence) const {
  const auto parsed = parse_formula_unit(unit);
  MEGURI_CHECK(parsed.has_value());
  Parts parts;
  parts.id = indicator.id;
  parts.label = std::string(label);
  parts.unit = std::string(unit);
  parts.decimals = static_cast<int>(indicator.decimals);
  parts.evidence = evidence;
  return of_value(Value::exactly(static_cast<Real>(number) * static_cast<Real>(parsed->factor())),
                  parts);
}

JsonObject FigureWriter::of_figure(std::uint32_t figure) const {
  const FigureRow& row = state_.figure_rows.at(state_.figures->figures()[figure].cell);
  Parts parts;
  parts.id = row.key;
  parts.label = language_ == Language::ja ? row.name_ja : row.name_en;
  parts.unit = row.unit;
  parts.quality = quality_of(row.quality).value_or(Quality::unverified);
  parts.status = parts.quality == Quality::derived ? FigureStatus::derived : FigureStatus::reported;
  if (!row.value) parts.why = render("engine.why_absent", language_);
  parts.evidence = to_text(handle(row.cell.pack, EvidenceKind::figure, row.key));
  return of_value(state_.figures->value(figure), parts);
}

}  // namespace meguri
