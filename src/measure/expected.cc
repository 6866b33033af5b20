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
      break;
  }
  return std::nullopt;
}

class ExpectedComparison {
 public:
  ExpectedComparison(const Measurement& measurement,
                     const FigureSet& figures,
                     const std::string& pack)
      : measurement_(measurement), figures_(figures), pack_(pack) {}

  ExpectedResult compare(const Expected& expected) const {
    ExpectedResult result;
    result.expected = &expected;
    const auto unit = parse_formula_unit(expected.unit);
    const std::optional<Found> found = find(expected);
    if (!unit || !found) {
      result.text = sentence("measure.expected_not_found", expected, "");
      return result;
    }
    const bool has_number = found->value.is_known() || found->value.knowledge == Knowledge::bounded;
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

  static Message sentence(std::string_view id, const Expected& expected, const std::string& found) {
    return Message{std::string(id),
                   {{"name", expected.id},
                    {"place", expected.place},
                    {"period", expected.period ? expected.period->id() : std::string()},
                    {"expected", to_text(expected.value)},
                    {"found", found},
                    {"unit", expected.unit}}};
  }

  const Measurement& measurement_;
  const FigureSet& figures_;
  const std::string& pack_;
};

}  // namespace

std::vector<ExpectedResult> compare_expected(const Measurement& measurement,
                                             const FigureSet& figures,
                                             const std::string& pack,
                                             const std::vector<Expected>& expected) {
  const ExpectedComparison comparison(measurement, figures, pack);
  std::vector<ExpectedResult> results;
  for (const Expected& item : expected)
    results.push_back(comparison.compare(item));
  return results;
}

}  // namespace meguri
