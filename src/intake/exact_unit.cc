// SPDX-License-Identifier: Apache-2.0
#include "intake/exact_unit.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/text.h"

namespace meguri {
namespace {

struct Spelling {
  std::string_view text;  // NFKC, lower case
  ExactUnit unit;
};

constexpr std::int64_t kilo = 1'000;
constexpr std::int64_t kg = 1'000'000;
constexpr std::int64_t tonne = kilo * kg;
// So that half a divisor can be added.
constexpr Int128 product_max = (static_cast<Int128>(1) << 126U);

constexpr ExactUnit unit(UnitBase base, std::int64_t factor, std::string_view name) {
  return {base, factor, name};
}

using enum UnitBase;
constexpr std::array spellings = {
    Spelling{"mg", unit(mass, 1, "mg")},
    Spelling{"g", unit(mass, kilo, "g")},
    Spelling{"グラム", unit(mass, kilo, "g")},
    Spelling{"kg", unit(mass, kg, "kg")},
    Spelling{"kgs", unit(mass, kg, "kg")},
    Spelling{"キロ", unit(mass, kg, "kg")},
    Spelling{"キログラム", unit(mass, kg, "kg")},
    Spelling{"t", unit(mass, tonne, "t")},
    Spelling{"ton", unit(mass, tonne, "t")},
    Spelling{"tons", unit(mass, tonne, "t")},
    Spelling{"tonne", unit(mass, tonne, "t")},
    Spelling{"tonnes", unit(mass, tonne, "t")},
    Spelling{"トン", unit(mass, tonne, "t")},
    Spelling{"屯", unit(mass, tonne, "t")},
    Spelling{"kt", unit(mass, kilo* tonne, "kt")},
    Spelling{"千t", unit(mass, kilo* tonne, "千t")},
    Spelling{"千トン", unit(mass, kilo* tonne, "千t")},
    Spelling{"万t", unit(mass, 10 * kilo * tonne, "万t")},
    Spelling{"万トン", unit(mass, 10 * kilo * tonne, "万t")},
    Spelling{"mt", unit(mass, kilo* kilo* tonne, "Mt")},
    Spelling{"t-dry", unit(dry_mass, tonne, "t-dry")},
    Spelling{"t-ds", unit(dry_mass, tonne, "t-dry")},
    Spelling{"ds-t", unit(dry_mass, tonne, "t-dry")},
    Spelling{"dry-t", unit(dry_mass, tonne, "t-dry")},
    Spelling{"drytonnes", unit(dry_mass, tonne, "t-dry")},
    Spelling{"t(乾)", unit(dry_mass, tonne, "t-dry")},
    Spelling{"乾t", unit(dry_mass, tonne, "t-dry")},
    Spelling{"乾燥t", unit(dry_mass, tonne, "t-dry")},
    Spelling{"kg-dry", unit(dry_mass, kg, "kg-dry")},
    Spelling{"kg-ds", unit(dry_mass, kg, "kg-dry")},
    Spelling{"乾kg", unit(dry_mass, kg, "kg-dry")},
    Spelling{"ml", unit(volume, 1, "mL")},
    Spelling{"l", unit(volume, kilo, "L")},
    Spelling{"リットル", unit(volume, kilo, "L")},
    Spelling{"kl", unit(volume, kg, "kL")},
    Spelling{"m3", unit(volume, kg, "m3")},
    Spelling{"m^3", unit(volume, kg, "m3")},
    Spelling{"立米", unit(volume, kg, "m3")},
    Spelling{"立方メートル", unit(volume, kg, "m3")},
    Spelling{"千m3", unit(volume, kilo* kg, "千m3")},
    Spelling{"t/m3", unit(density, kilo, "t/m3")},
    Spelling{"kg/l", unit(density, kilo, "t/m3")},
    Spelling{"g/cm3", unit(density, kilo, "t/m3")},
    Spelling{"kg/m3", unit(density, 1, "kg/m3")},
    Spelling{"%", unit(percent, 1, "%")},
    Spelling{"j", unit(energy, 1, "J")},
    Spelling{"kj", unit(energy, kilo, "kJ")},
    Spelling{"mj", unit(energy, kg, "MJ")},
    Spelling{"gj", unit(energy, kilo* kg, "GJ")},
    Spelling{"tj", unit(energy, kg* kg, "TJ")},
    Spelling{"wh", unit(energy, 3'600, "Wh")},
    Spelling{"kwh", unit(energy, 3'600 * kilo, "kWh")},
    Spelling{"mwh", unit(energy, 3'600 * kg, "MWh")},
    Spelling{"gwh", unit(energy, 3'600 * kilo * kg, "GWh")},
    Spelling{"円", unit(money, 1, "円")},
    Spelling{"yen", unit(money, 1, "円")},
    Spelling{"jpy", unit(money, 1, "円")},
    Spelling{"千円", unit(money, kilo, "千円")},
    Spelling{"万円", unit(money, 10 * kilo, "万円")},
    Spelling{"百万円", unit(money, kg, "百万円")},
    Spelling{"億円", unit(money, 100 * kg, "億円")},
    Spelling{"個", unit(piece, 1, "個")},
    Spelling{"台", unit(piece, 1, "個")},
    Spelling{"本", unit(piece, 1, "個")},
    Spelling{"枚", unit(piece, 1, "個")},
    Spelling{"袋", unit(piece, 1, "個")},
    Spelling{"pcs", unit(piece, 1, "個")},
    Spelling{"pieces", unit(piece, 1, "個")},
    Spelling{"piece", unit(piece, 1, "個")},
};

std::string plain(std::string_view text) {
  std::string folded = nfkc(text);
  std::string result;
  for (const char c : folded)
    if (c != ' ' && c != '\t')
      result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

struct Brackets {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Brackets, 6> brackets = {
    {{"(", ")"}, {"（", "）"}, {"[", "]"}, {"［", "］"}, {"【", "】"}, {"〔", "〕"}}};

// Where in the header a unit stands: what is cut out, and what is read.
struct Place {
  std::size_t begin = 0;
  std::size_t length = 0;
  ExactUnit unit;
};

std::optional<Place> behind_word(std::string_view header) {
  for (const std::string_view word : {"単位", "unit", "Unit"}) {
    const std::size_t at = header.find(word);
    if (at == std::string_view::npos) continue;
    std::string_view rest = header.substr(at + word.size());
    for (const std::string_view mark : {":", "：", "は", " ", "　"})
      if (rest.starts_with(mark)) rest.remove_prefix(mark.size());
    const std::size_t end =
        std::min({rest.size(), rest.find(')'), rest.find("）"), rest.find(']')});
    if (const auto unit = exact_unit_of(rest.substr(0, end))) {
      return Place{at, header.size() - at, *unit};
    }
  }
  return std::nullopt;
}

std::optional<Place> place_of(std::string_view header) {
  // A unit may itself end in brackets: 重量（t（乾））.
  for (const auto& [open, close] : brackets) {
    const std::size_t begin = header.find(open);
    if (begin == std::string_view::npos) continue;
    const std::size_t end = header.rfind(close);
    if (end == std::string_view::npos || end < begin) continue;
    std::string_view inside = header.substr(begin + open.size(), end - begin - open.size());
    if (const auto unit = exact_unit_of(inside)) {
      return Place{begin, end + close.size() - begin, *unit};
    }
  }
  return behind_word(header);
}

}  // namespace

std::optional<ExactUnit> exact_unit_of(std::string_view text) {
  const std::string wanted = plain(text);
  const auto* const found = std::ranges::find(spellings, wanted, &Spelling::text);
  if (found == spellings.end()) return std::nullopt;
  return found->unit;
}

std::optional<ExactUnit> unit_in_header(std::string_view header) {
  const auto place = place_of(header);
  if (!place) return std::nullopt;
  return place->unit;
}

std::string without_unit(std::string_view header) {
  const auto place = place_of(header);
  if (!place) return std::string(header);
  std::string rest(header.substr(0, place->begin));
  rest += header.substr(place->begin + place->length);
  return std::string(trimmed(rest));
}

Int128 divided(Int128 dividend, Int128 divisor) {
  MEGURI_CHECK(divisor > 0);
  const Int128 half = divisor / 2;
  return dividend >= 0 ? (dividend + half) / divisor : -((-dividend + half) / divisor);
}

namespace {

// The usual case, in 64 bits; nothing where they do not suffice.
std::optional<ExactAmount> quick_amount(Int128 coefficient, int scale, std::int64_t factor) {
  constexpr int scale_max = 18;
  constexpr Int128 most = INT64_MAX;
  if (coefficient > most || coefficient < -most || scale > scale_max) return std::nullopt;
  std::int64_t product = 0;
  if (__builtin_mul_overflow(static_cast<std::int64_t>(coefficient), factor, &product)) {
    return std::nullopt;
  }
  if (scale == 0) return ExactAmount{product, Exactness::exact};
  const auto divisor = static_cast<std::int64_t>(power_of_ten(scale));
  if (product % divisor != 0) return std::nullopt;
  return ExactAmount{product / divisor, Exactness::exact};
}

}  // namespace

ExactAmount amount_of(Int128 coefficient, int scale, const ExactUnit& unit) {
  if (const auto quick = quick_amount(coefficient, scale, unit.factor)) return *quick;
  // A number that people write has few digits; one that would leave 128 bits is cut off here.
  Int128 product = 0;
  if (__builtin_mul_overflow(coefficient, static_cast<Int128>(unit.factor), &product)) {
    return {0, Exactness::out_of_range};
  }
  const Int128 divisor = power_of_ten(scale);
  if (product > product_max || product < -product_max) return {0, Exactness::out_of_range};
  const Int128 whole = divided(product, divisor);
  if (whole > INT64_MAX || whole < -INT64_MAX) return {0, Exactness::out_of_range};
  return {static_cast<std::int64_t>(whole),
          whole * divisor == product ? Exactness::exact : Exactness::rounded};
}

}  // namespace meguri
