// SPDX-License-Identifier: Apache-2.0
#include "measure/expected.h"

#include <algorithm>

namespace meguri {
namespace {

struct Found {
  Value value;
  bool holds = true;  // identities: whether they hold
};

std::optional<NameKind> name_kind(ExpectedKind kind) {
  switch (kind) {
    case ExpectedKind::indicator:
      return NameKind::indicator;
    case ExpectedKind::quantity:
      return NameKind::quantity;
    case ExpectedKind::term:
      return NameKind::term;
    case ExpectedKind::derived:
      return NameKind::derived;
    case ExpectedKind::identity:
    case ExpectedKind::calculation:
      break;
  }
  return std::nullopt;
}

class ExpectedComparison {
 public:
  ExpectedComparison(const Measurement& measurement,
                     const FigureSet& figures,
                     const CalculationSet& calculations,
                     const std::string& pack)
      : measurement_(measurement), figures_(figures), calculations_(calculations), pack_(pack) {}

  ExpectedResult compare(const Expected& expected) const {
    if (!expected.run.outcome.empty()) return compare_outcome(expected);
    ExpectedResult result;
    result.expected = &expected;
    const auto unit = parse_formula_unit(expected.unit);
    const std::optional<Found> found = find(expected);
    if (!unit || !found) {
      result.text = sentence("measure.expected_not_found", expected, "");
      return result;
    }
    const bool has_number = found->value.has_number();
    auto number = has_number ? decimal_in(found->value.middle(), *unit) : std::nullopt;
    if (!number) {
      result.text = sentence("measure.expected_unknown", expected, "");
      return result;
    }
    const int decimals = static_cast<int>(std::clamp<std::int64_t>(expected.decimals, 0, 18));
    if (expected.tolerance) {
      const double difference = number->to_double() - expected.value.to_double();
      result.ok = std::abs(difference) <= expected.tolerance->to_double();
    } else {
      number = number->rounded(decimals, Rounding::half_away_from_zero);
      result.ok = *number == expected.value;
    }
    result.ok = result.ok && found->holds;
    result.found = number;
    result.text = sentence(
        result.ok ? "measure.expected_met" : "measure.expected_missed", expected, to_text(*number));
    return result;
  }

 private:
  [[nodiscard]] std::optional<Found> find(const Expected& expected) const {
    const auto kind = name_kind(expected.kind);
    if (expected.kind == ExpectedKind::calculation) return find_step(expected);
    if (!kind) return find_identity(expected.id);
    const auto place = measurement_.place(expected.place);
    const auto period = expected.period ? measurement_.period(expected.period->id()) : std::nullopt;
    std::optional<NameIndex> name;
    for (std::uint32_t i = 0; i < measurement_.names().size(); ++i) {
      const MeasuredName& candidate = measurement_.names()[i];
      if (candidate.kind != *kind || candidate.id != expected.id) continue;
      // The pack's own name first, then whichever was loaded first.
      const bool is_own = measurement_.packs()[candidate.pack].id == pack_;
      if (!name || is_own) name = NameIndex(i);
    }
    if (!place || !period || !name) return std::nullopt;
    return Found{measurement_.value({*name, *place, *period})};
  }

  [[nodiscard]] std::optional<Found> find_identity(const std::string& id) const {
    for (const IdentityResult& identity : figures_.identities()) {
      if (figures_.packs()[identity.pack].id == pack_ && identity.model->id == id) {
        return Found{identity.left, identity.holds == Truth::yes};
      }
    }
    return std::nullopt;
  }

  // The sample run with the expectation's own inputs; nothing if it names what there is not.
  [[nodiscard]] std::optional<CalculationRun> run(const Expected& expected) const {
    const Calculation* const calculation = calculations_.find(expected.id);
    if (calculation == nullptr) return std::nullopt;
    CalculationQuestion question;
    question.sample = true;
    if (!expected.place.empty()) {
      question.place = measurement_.place(expected.place);
      question.period = measurement_.period(expected.period ? expected.period->id() : "");
      if (!question.place || !question.period) return std::nullopt;
    }
    for (const auto& [id, text] : expected.run.inputs) {
      const auto index = calculation->input(id);
      if (!index) return std::nullopt;
      const auto value = given_value(text, calculation->inputs[*index]);
      if (!value) return std::nullopt;
      question.inputs[*index] = value->value_or(Value::unknown());
    }
    return calculations_.run(*calculation, std::move(question));
  }

  // The row's if one is named, else the one of the whole.
  template <typename Item>
  static std::optional<Item> at_row(const std::vector<Item>& rows,
                                    const Item& whole,
                                    const Expected& expected) {
    if (!expected.run.row) return whole;
    const std::int64_t row = *expected.run.row;
    if (row < 1 || row > static_cast<std::int64_t>(rows.size())) return std::nullopt;
    return rows[static_cast<std::size_t>(row - 1)];
  }

  [[nodiscard]] std::optional<Found> find_step(const Expected& expected) const {
    const auto found = run(expected);
    const auto step = found ? found->calculation->step(expected.run.step) : std::nullopt;
    if (!step) return std::nullopt;
    const StepRun& result = found->steps[*step];
    const auto value = at_row(result.rows, result.value, expected);
    return value ? std::optional(Found{*value}) : std::nullopt;
  }

  [[nodiscard]] std::optional<std::string> found_outcome(const Expected& expected) const {
    if (!expected.run.step.empty()) {
      const auto found = find_step(expected);
      return found ? std::optional(std::string(to_text(found->value.knowledge))) : std::nullopt;
    }
    const auto found = run(expected);
    const auto verdict = found ? found->calculation->verdict(expected.run.verdict) : std::nullopt;
    if (!verdict) return std::nullopt;
    const VerdictRun& result = found->verdicts[*verdict];
    const auto outcome = at_row(result.rows, result.outcome, expected);
    return outcome ? std::optional(std::string(to_text(*outcome))) : std::nullopt;
  }

  [[nodiscard]] ExpectedResult compare_outcome(const Expected& expected) const {
    ExpectedResult result;
    result.expected = &expected;
    const auto found = found_outcome(expected);
    result.ok = found == expected.run.outcome;
    const std::string& part = expected.run.step.empty() ? expected.run.verdict : expected.run.step;
    const std::vector<Argument> arguments{{"name", expected.id + "/" + part},
                                          {"place", expected.place},
                                          {"period", ""},
                                          {"expected", expected.run.outcome},
                                          {"found", found.value_or("")},
                                          {"unit", ""}};
    const std::string_view id = !found      ? "measure.expected_no_such_part"
                                : result.ok ? "measure.expected_outcome_met"
                                            : "measure.expected_outcome_missed";
    result.text = Message{std::string(id), arguments};
    return result;
  }

  static Message sentence(std::string_view id, const Expected& expected, const std::string& found) {
    return Message{
        std::string(id),
        {{"name", expected.id + (expected.run.step.empty() ? "" : "/" + expected.run.step)},
         {"place", expected.place},
         {"period", expected.period ? expected.period->id() : std::string()},
         {"expected", to_text(expected.value)},
         {"found", found},
         {"unit", expected.unit}}};
  }

  const Measurement& measurement_;
  const FigureSet& figures_;
  const CalculationSet& calculations_;
  const std::string& pack_;
};

}  // namespace

std::vector<ExpectedResult> compare_expected(const Measurement& measurement,
                                             const FigureSet& figures,
                                             const CalculationSet& calculations,
                                             const std::string& pack,
                                             const std::vector<Expected>& expected) {
  const ExpectedComparison comparison(measurement, figures, calculations, pack);
  std::vector<ExpectedResult> results;
  results.reserve(expected.size());
  for (const Expected& item : expected)
    results.push_back(comparison.compare(item));
  return results;
}

}  // namespace meguri
