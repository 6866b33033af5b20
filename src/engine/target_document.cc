// SPDX-License-Identifier: Apache-2.0
#include "engine/target_document.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/nearest.h"
#include "base/number_text.h"
#include "measure/reason.h"

namespace meguri {
namespace {

constexpr int first_year = 2000;
constexpr int last_year = 2100;
constexpr std::array<std::string_view, 5> part_names = {
    "value", "distance", "per_year", "trend", "projected"};

std::string_view name_of(TargetPart part) { return part_names.at(static_cast<std::size_t>(part)); }

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

// "2032", or a year as people write it (令和14年度), of the kind that the periods have.
std::optional<int> year_of_text(std::string_view text, PeriodKind kind) {
  std::optional<int> year = whole_number(text);
  if (!year) {
    const auto period = parse_period(text);
    if (period && period->kind() == kind) year = year_of(*period);
  }
  return year && *year >= first_year && *year <= last_year ? year : std::nullopt;
}

std::optional<Decimal> value_of_text(std::string_view text) {
  const auto value = parse_decimal(text);
  if (!value || value->is_negative()) return std::nullopt;
  return value->normalized();
}

// One question's targets, with all that is wrong about them.
class Reader {
 public:
  Reader(const State& state, std::span<const TargetChoice> choices, const Period& now)
      : state_(state), choices_(choices), now_(now) {}

  void read(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::size_t at = text.rfind('@');
    if (equals == std::string::npos || at == std::string::npos || at < equals) {
      return complain("engine.target_malformed", {{"text", text}});
    }
    const std::string id = text.substr(0, equals);
    const std::string number = text.substr(equals + 1, at - equals - 1);
    const std::string year_text = text.substr(at + 1);
    const auto indicator = indicator_of(id, text);
    const auto value = value_of_text(number);
    if (!value) complain("engine.target_not_a_number", {{"text", text}, {"value", number}});
    const auto year = year_of_text(year_text, now_.kind());
    if (!year) {
      complain("engine.target_year_wrong",
               {{"text", text},
                {"value", year_text},
                {"first", std::to_string(first_year)},
                {"last", std::to_string(last_year)}});
    }
    if (indicator && value && year) add({*indicator, *value, *year}, text);
  }

  Result<std::vector<TargetAim>> aims() && {
    if (aims_.size() > targets_max) {
      complain("engine.targets_too_many", {{"most", static_cast<std::int64_t>(targets_max)}});
    }
    if (findings_.empty()) return std::move(aims_);
    Error failure = error(ErrorCode::invalid_input, "engine.targets_wrong");
    failure.findings = std::move(findings_);
    return failure;
  }

 private:
  void complain(std::string_view id, std::vector<Argument> arguments) {
    findings_.push_back({.where = {.file = "", .sheet = "", .row = 0, .column = "targets"},
                         .what = Message{std::string(id), std::move(arguments)}});
  }

  std::optional<NameIndex> indicator_of(const std::string& id, const std::string& text) {
    const auto found = std::ranges::find(choices_, id, &TargetChoice::id);
    if (found == choices_.end()) {
      std::vector<std::string> names;
      for (const TargetChoice& choice : choices_)
        names.push_back(choice.id);
      const auto near = nearest(id, names);
      complain(near ? "engine.target_unknown_near" : "engine.target_unknown",
               {{"text", text}, {"value", id}, {"near", near.value_or("")}});
      return std::nullopt;
    }
    if (indicator_model(state_, found->indicator).better == Better::none) {
      complain("engine.target_without_direction", {{"text", text}, {"value", id}});
      return std::nullopt;
    }
    return found->indicator;
  }

  void add(const TargetAim& aim, const std::string& text) {
    const bool is_there = std::ranges::any_of(aims_, [&](const TargetAim& other) {
      return other.indicator == aim.indicator && other.year == aim.year;
    });
    if (is_there) return complain("engine.target_twice", {{"text", text}});
    aims_.push_back(aim);
  }

  const State& state_;
  std::span<const TargetChoice> choices_;
  const Period& now_;
  std::vector<TargetAim> aims_;
  Findings findings_;
};

}  // namespace

Result<std::vector<TargetAim>> read_targets(const State& state,
                                            const std::vector<std::string>& texts,
                                            std::span<const TargetChoice> choices,
                                            const Period& now) {
  Reader reader(state, choices, now);
  for (const std::string& text : texts) {
    if (!text.empty()) reader.read(text);
  }
  return std::move(reader).aims();
}

std::optional<TargetPath> target_path_of(std::string_view path) {
  const std::size_t at = path.find('@');
  const std::size_t slash = path.find('/', std::min(at, path.size()));
  if (at == std::string_view::npos || slash == std::string_view::npos) return std::nullopt;
  const auto value = value_of_text(path.substr(0, at));
  const auto year = whole_number(path.substr(at + 1, slash - at - 1));
  const auto* const part = std::ranges::find(part_names, path.substr(slash + 1));
  if (!value || !year || *year < first_year || *year > last_year || part == part_names.end()) {
    return std::nullopt;
  }
  return TargetPath{*value, *year, static_cast<TargetPart>(part - part_names.begin())};
}

TargetWriter::TargetWriter(const State& state,
                           Language language,
                           const TargetAim& aim,
                           PlaceIndex place,
                           PeriodIndex period)
    : state_(state),
      measurement_(*state.measurement),
      language_(language),
      writer_(state, language),
      aim_(aim),
      here_{aim.indicator, place, period},
      model_(indicator_model(state, aim.indicator)),
      standing_(target_standing(measurement_, aim, place, period)) {}

std::string TargetWriter::say(std::string_view id, std::vector<Argument> arguments) const {
  return render(Message{std::string(id), std::move(arguments)}, language_);
}

std::string TargetWriter::year_name(int year) const {
  const bool fiscal = measurement_[here_.period].kind() == PeriodKind::fiscal_year;
  return say(fiscal ? "engine.fiscal_year_short" : "engine.calendar_year_short",
             {{"year", std::to_string(year)}});
}

const Value& TargetWriter::value_of(TargetPart part) const {
  switch (part) {
    case TargetPart::value:
      return standing_.target;
    case TargetPart::distance:
      return standing_.distance;
    case TargetPart::per_year:
      return standing_.per_year;
    case TargetPart::trend:
      return standing_.trend;
    case TargetPart::projected:
      break;
  }
  return standing_.projected;
}

std::string TargetWriter::label(TargetPart part) const {
  return say("engine.target_part_" + std::string(name_of(part)));
}

std::string TargetWriter::why(TargetPart part) const {
  if (value_of(part).is_known()) return "";
  if (part == TargetPart::trend || part == TargetPart::projected) {
    return say("engine.target_too_few_years",
               {{"count", static_cast<std::int64_t>(standing_.past.size())},
                {"least", static_cast<std::int64_t>(trend_points_min)}});
  }
  if (part == TargetPart::per_year && years_left() <= 0) return say("engine.target_year_is_here");
  const std::string reason = meguri::why(measurement_, here_, language_);
  return reason.empty() ? say("engine.why_absent") : reason;
}

// A change has its sign, and one of a rate is in percentage points; a change of one year is small
// beside the value and is said one decimal finer, where the value has few.
JsonObject TargetWriter::figure(TargetPart part) const {
  const bool is_change =
      part == TargetPart::distance || part == TargetPart::per_year || part == TargetPart::trend;
  const bool is_yearly = part == TargetPart::per_year || part == TargetPart::trend;
  FigureWriter::Parts parts;
  parts.id = model_.id + ".target_" + std::string(name_of(part));
  parts.label = label(part);
  parts.unit = model_.unit;
  parts.decimals = static_cast<int>(model_.decimals) + (is_yearly && model_.decimals < 2 ? 1 : 0);
  if (part == TargetPart::value) {
    parts.status = FigureStatus::planned;
    parts.quality = Quality::unverified;
    parts.decimals = aim_.value.scale();  // as it was set
  }
  if (part == TargetPart::projected) parts.status = FigureStatus::forecast;
  parts.why = why(part);
  Handle handle = writer_.handle(here_);
  handle.kind = EvidenceKind::target;
  handle.path = to_text(aim_.value) + '@' + std::to_string(aim_.year) + '/';
  handle.path += name_of(part);
  parts.evidence = to_text(handle);
  const Value& value = value_of(part);
  JsonObject figure = writer_.of_value(value, parts);
  // Not unknown, but nothing to be known.
  if (part == TargetPart::per_year && years_left() <= 0) figure["display"] = "–";
  if (is_change && value.has_number())
    figure["display"] = writer_.change(value, model_.unit, parts.decimals);
  return figure;
}

std::string TargetWriter::shown(TargetPart part) const {
  return std::string(figure(part).at("display").as_string());
}

std::string TargetWriter::current_text() const {
  return std::string(writer_.measured(here_).at("display").as_string());
}

std::string TargetWriter::formula(TargetPart part) const {
  switch (part) {
    case TargetPart::value:
      break;
    case TargetPart::distance:
      return say("engine.target_formula_distance");
    case TargetPart::per_year:
      return say("engine.target_formula_per_year");
    case TargetPart::trend:
      return say("engine.target_formula_trend");
    case TargetPart::projected:
      return say("engine.target_formula_projected");
  }
  return "";
}

std::string TargetWriter::formula_with_values(TargetPart part) const {
  if (part == TargetPart::distance) {
    return shown(TargetPart::value) + " - " + current_text();
  }
  if (part == TargetPart::per_year && years_left() > 0) {
    return "(" + shown(TargetPart::value) + " - " + current_text() + ") ÷ " +
           std::to_string(years_left());
  }
  return "";
}

std::string TargetWriter::method() const {
  std::string text = years_left() > 0 ? say("engine.target_method_per_year",
                                            {{"now", year_name(standing_.current_year)},
                                             {"year", year_name(aim_.year)},
                                             {"years", std::int64_t{years_left()}}})
                                      : say("engine.target_year_is_here");
  const std::string_view gap = language_ == Language::ja ? "" : " ";  // between sentences
  if (!standing_.trend.is_known()) return text.append(gap) + why(TargetPart::trend);
  const auto year_at = [&](const ValueRef& at) {
    return year_name(year_of(measurement_[at.period]).value_or(0));
  };
  return text.append(gap) + say("engine.target_method_trend",
                                {{"first", year_at(standing_.past.front())},
                                 {"last", year_at(standing_.past.back())},
                                 {"count", static_cast<std::int64_t>(standing_.past.size())}});
}

std::string TargetWriter::sentence_id() const {
  switch (standing_.verdict) {
    case TargetVerdict::reached: {
      if (!standing_.projected.is_known() || years_left() <= 0) return "reached";
      const bool stays = model_.better == Better::lower
                             ? standing_.projected.point <= standing_.target.point
                             : standing_.projected.point >= standing_.target.point;
      return stays ? "reached" : "reached_leaving";
    }
    case TargetVerdict::on_track:
      return "on_track";
    case TargetVerdict::off_track:
      return "off_track";
    case TargetVerdict::missed:
      return "missed";
    case TargetVerdict::unknown:
      break;
  }
  switch (standing_.doubt) {
    case TargetDoubt::within_bounds:
      return "within_bounds";
    case TargetDoubt::too_few_years:
      return "no_trend";
    case TargetDoubt::none:
    case TargetDoubt::no_value:
      break;
  }
  return "no_value";
}

std::string TargetWriter::sentence() const {
  return say("engine.target_sentence_" + sentence_id(),
             {{"year", year_name(aim_.year)},
              {"now", year_name(standing_.current_year)},
              {"target", shown(TargetPart::value)},
              {"current", current_text()},
              {"distance", shown(TargetPart::distance)},
              {"per_year", shown(TargetPart::per_year)},
              {"trend", shown(TargetPart::trend)},
              {"projected", shown(TargetPart::projected)}});
}

std::string TargetWriter::text() const {
  return model_.id + '=' + to_text(aim_.value) + '@' + std::to_string(aim_.year);
}

JsonObject TargetWriter::document() const {
  return {{"text", text()},
          {"indicator", model_.id},
          {"name", model_.name.in(language_)},
          {"definition_name", model_.definition_name.in(language_)},
          {"better", to_text(model_.better)},
          {"year", aim_.year},
          {"year_name", year_name(aim_.year)},
          {"current", writer_.measured(here_)},
          {"target_value", figure(TargetPart::value)},
          {"distance", figure(TargetPart::distance)},
          {"per_year", figure(TargetPart::per_year)},
          {"years_left", years_left()},
          {"trend", figure(TargetPart::trend)},
          {"projected", figure(TargetPart::projected)},
          {"verdict", to_text(standing_.verdict)},
          {"verdict_name", say("engine.target_verdict_" + std::string(to_text(standing_.verdict)))},
          {"sentence", sentence()},
          {"method", method()}};
}

}  // namespace meguri
