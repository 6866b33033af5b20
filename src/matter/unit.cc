// SPDX-License-Identifier: Apache-2.0
#include "matter/unit.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "base/text.h"

namespace meguri {
namespace {

struct NamedUnit {
  std::string_view symbol;
  Dimension dimension;  // count_of_dimensions: none
  double factor;
  std::string_view word;  // "matter.unit_<word>" and "matter.unit_<word>_each"; empty: the symbol
};

constexpr std::array<NamedUnit, 51> named_units = {{
    {"1", Dimension::count_of_dimensions, 1, ""},
    {"%", Dimension::count_of_dimensions, 1, ""},  // 24.028 % counts as 24.028
    {"mg", Dimension::mass, 1, ""},
    {"g", Dimension::mass, 1e3, ""},
    {"kg", Dimension::mass, 1e6, ""},
    {"t", Dimension::mass, 1e9, ""},
    {"トン", Dimension::mass, 1e9, "t"},
    {"kt", Dimension::mass, 1e12, ""},
    {"千t", Dimension::mass, 1e12, "thousand_t"},
    {"千トン", Dimension::mass, 1e12, "thousand_t"},
    {"万t", Dimension::mass, 1e13, "ten_thousand_t"},
    {"万トン", Dimension::mass, 1e13, "ten_thousand_t"},
    {"Mt", Dimension::mass, 1e15, ""},
    {"person", Dimension::person, 1, "person"},
    {"人", Dimension::person, 1, "person"},
    {"household", Dimension::household, 1, "household"},
    {"世帯", Dimension::household, 1, "household"},
    {"day", Dimension::time, 1, "day"},
    {"日", Dimension::time, 1, "day"},
    {"yen", Dimension::money, 1, "yen"},
    {"円", Dimension::money, 1, "yen"},
    {"千円", Dimension::money, 1e3, "thousand_yen"},
    {"万円", Dimension::money, 1e4, "ten_thousand_yen"},
    {"百万円", Dimension::money, 1e6, "million_yen"},
    {"億円", Dimension::money, 1e8, "hundred_million_yen"},
    {"J", Dimension::energy, 1, ""},
    {"kJ", Dimension::energy, 1e3, ""},
    {"MJ", Dimension::energy, 1e6, ""},
    {"GJ", Dimension::energy, 1e9, ""},
    {"TJ", Dimension::energy, 1e12, ""},
    {"PJ", Dimension::energy, 1e15, ""},
    {"Wh", Dimension::energy, 3.6e3, ""},
    {"kWh", Dimension::energy, 3.6e6, ""},
    {"MWh", Dimension::energy, 3.6e9, ""},
    {"GWh", Dimension::energy, 3.6e12, ""},
    {"mL", Dimension::volume, 1e-3, ""},
    {"L", Dimension::volume, 1, ""},
    {"l", Dimension::volume, 1, "L"},
    {"kL", Dimension::volume, 1e3, ""},
    {"kl", Dimension::volume, 1e3, "kL"},
    {"千kL", Dimension::volume, 1e6, "thousand_kL"},
    {"万kL", Dimension::volume, 1e7, "ten_thousand_kL"},
    {"m3", Dimension::volume, 1e3, "m3"},
    {"万m3", Dimension::volume, 1e7, "ten_thousand_m3"},
    {"千m3", Dimension::volume, 1e6, "thousand_m3"},
    {"piece", Dimension::piece, 1, "piece"},
    {"個", Dimension::piece, 1, "piece"},
    {"台", Dimension::piece, 1, "machine"},
    {"m2", Dimension::area, 1, "m2"},
    {"ha", Dimension::area, 1e4, ""},
    {"km2", Dimension::area, 1e6, "km2"},
}};

constexpr std::size_t text_length_max = 200;
constexpr int depth_max = 16;

const NamedUnit* find_unit(std::string_view symbol) {
  const auto* const found = std::ranges::find(named_units, symbol, &NamedUnit::symbol);
  return found == named_units.end() ? nullptr : found;
}

// One factor of a product: a named unit in the numerator or the denominator.
struct Factor {
  const NamedUnit* unit;
  bool below;
};

// Products and quotients of names, from left to right: a/b/c is a/(b*c).
class UnitReader {
 public:
  explicit UnitReader(std::string_view text) : text_(text) {}

  // Nothing on failure; problem() then is the part not understood.
  std::optional<std::vector<Factor>> read() {
    if (text_.size() > text_length_max || !product(false, 0)) return std::nullopt;
    if (at_ == text_.size()) return std::move(factors_);
    problem_ = text_.substr(at_);
    return std::nullopt;
  }
  [[nodiscard]] std::string_view problem() const { return problem_.empty() ? text_ : problem_; }

 private:
  static bool is_operator(char c) { return c == '*' || c == '/' || c == '(' || c == ')'; }
  char next() {
    while (at_ < text_.size() && text_[at_] == ' ')
      ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool product(bool below, int depth) {
    if (depth > depth_max || !factor(below, depth)) return false;
    for (char sign = next(); sign == '*' || sign == '/'; sign = next()) {
      ++at_;
      if (!factor(sign == '/' ? !below : below, depth)) return false;
    }
    return true;
  }
  bool factor(bool below, int depth) {
    if (next() == '(') {
      ++at_;
      if (!product(below, depth + 1)) return false;
      if (next() != ')') return false;
      ++at_;
      return true;
    }
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ' ' && !is_operator(text_[at_]))
      ++at_;
    const std::string_view symbol = text_.substr(begin, at_ - begin);
    const NamedUnit* unit = find_unit(symbol);
    if (unit == nullptr) {
      problem_ = symbol;
      return false;
    }
    factors_.push_back({unit, below});
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Factor> factors_;
  std::string_view problem_;
};

std::int8_t saturated(int exponent) {
  return static_cast<std::int8_t>(std::clamp<int>(
      exponent, std::numeric_limits<std::int8_t>::min(), std::numeric_limits<std::int8_t>::max()));
}

UnitOfMeasure combined(const UnitOfMeasure& left, const UnitOfMeasure& right, int sign) {
  UnitOfMeasure::Exponents exponents = left.exponents();
  for (std::size_t i = 0; i < exponents.size(); ++i) {
    exponents[i] = saturated(exponents[i] + sign * right.exponents()[i]);
  }
  const double factor = sign > 0 ? left.factor() * right.factor() : left.factor() / right.factor();
  return UnitOfMeasure(exponents, factor);
}

UnitOfMeasure unit_of(const NamedUnit& named) {
  UnitOfMeasure::Exponents exponents{};
  if (named.dimension != Dimension::count_of_dimensions) {
    exponents[static_cast<std::size_t>(named.dimension)] = 1;
  }
  return UnitOfMeasure(exponents, named.factor);
}

std::string word_for(const Factor& factor, Language language) {
  if (factor.unit->word.empty()) return std::string(factor.unit->symbol);
  std::string id = "matter.unit_" + std::string(factor.unit->word);
  if (factor.below) id += "_each";
  return render(id, language);
}

std::string joined(const std::vector<std::string>& words,
                   std::string_view joiner_id,
                   Language language) {
  std::string text;
  for (const std::string& word : words) {
    text = text.empty() ? word
                        : render(Message{std::string(joiner_id), {{"left", text}, {"right", word}}},
                                 language);
  }
  return text;
}

}  // namespace

bool UnitOfMeasure::is_mass() const {
  Exponents mass{};
  mass[static_cast<std::size_t>(Dimension::mass)] = 1;
  return exponents_ == mass;
}

bool UnitOfMeasure::is_dimensionless() const { return exponents_ == Exponents{}; }

UnitOfMeasure multiply(const UnitOfMeasure& left, const UnitOfMeasure& right) {
  return combined(left, right, 1);
}

UnitOfMeasure divide(const UnitOfMeasure& left, const UnitOfMeasure& right) {
  return combined(left, right, -1);
}

Result<UnitOfMeasure> parse_unit(std::string_view text) {
  const std::string normal = nfkc(text);  // ㎏, ㎥ and full-width letters
  UnitReader reader(normal);
  const auto factors = reader.read();
  if (!factors) {
    return error(ErrorCode::invalid_input,
                 "matter.unknown_unit",
                 {{"unit", text}, {"part", reader.problem()}});
  }
  UnitOfMeasure unit;
  for (const Factor& factor : *factors) {
    unit =
        factor.below ? divide(unit, unit_of(*factor.unit)) : multiply(unit, unit_of(*factor.unit));
  }
  return unit;
}

std::string unit_name(std::string_view unit, Language language) {
  const std::string normal = nfkc(unit);
  const auto factors = UnitReader(normal).read();
  if (!factors) return std::string(unit);
  std::vector<std::string> above, below;
  for (const Factor& factor : *factors) {
    if (factor.unit->symbol == "1") continue;
    (factor.below ? below : above).push_back(word_for(factor, language));
  }
  std::string numerator = joined(above, "matter.unit_times", language);
  if (below.empty()) return numerator;
  const std::string denominator = joined(below, "matter.unit_and", language);
  if (numerator.empty()) {
    return render(Message{"matter.unit_per_only", {{"right", denominator}}}, language);
  }
  return render(Message{"matter.unit_per", {{"left", numerator}, {"right", denominator}}},
                language);
}

}  // namespace meguri
