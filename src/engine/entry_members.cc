// SPDX-License-Identifier: Apache-2.0
#include "engine/internal/entry_members.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/japanese_date.h"
#include "base/text.h"
#include "seal/base64.h"

namespace meguri {
namespace {

struct UnitFactor {
  std::string_view unit;
  std::int64_t factor;  // to the smallest unit
};
constexpr std::array volume_units{UnitFactor{"mL", 1},
                                  UnitFactor{"L", 1'000},
                                  UnitFactor{"kL", 1'000'000},
                                  UnitFactor{"m3", 1'000'000}};
constexpr std::array energy_units{UnitFactor{"J", 1},
                                  UnitFactor{"kJ", 1'000},
                                  UnitFactor{"MJ", 1'000'000},
                                  UnitFactor{"GJ", 1'000'000'000},
                                  UnitFactor{"Wh", 3'600},
                                  UnitFactor{"kWh", 3'600'000},
                                  UnitFactor{"MWh", 3'600'000'000}};

struct Quantity {
  std::string number;
  std::string unit;
};

// "12.5 t", "12.5t", or {value, unit} with both as texts; nothing for the rest.
std::optional<Quantity> quantity_of(const Json& value) {
  if (value.is_string()) {
    const std::string_view text = trimmed(std::string_view(value.get_string()));
    const std::size_t end = std::min(text.find_first_not_of("+-0123456789."), text.size());
    return Quantity{std::string(text.substr(0, end)), std::string(trimmed(text.substr(end)))};
  }
  const JsonObject* const object = value.if_object();
  if (object == nullptr || object->size() != 2) return std::nullopt;
  const Json* const number = object->if_contains("value");
  const Json* const unit = object->if_contains("unit");
  if (number == nullptr || unit == nullptr || !number->is_string() || !unit->is_string())
    return std::nullopt;
  return Quantity{std::string(number->get_string()), std::string(unit->get_string())};
}

std::optional<std::int64_t> times(const Decimal& number, std::int64_t factor) {
  const Decimal plain = number.normalized();
  if (plain.scale() > 18 || plain.coefficient() > power_of_ten(27) ||
      plain.coefficient() < -power_of_ten(27))
    return std::nullopt;
  const Int128 product = plain.coefficient() * factor;
  const Int128 divisor = power_of_ten(plain.scale());
  if (product % divisor != 0) return std::nullopt;
  return Decimal(product / divisor, 0).to_int64();
}

}  // namespace

std::optional<Mass> read_mass(const Json& value, const DocumentPlace& place, Findings& findings) {
  const auto quantity = quantity_of(value);
  if (!quantity) {
    note_problem(findings, place, "engine.mass_not_text", {{"value", excerpt(value)}});
    return std::nullopt;
  }
  if (quantity->unit.empty()) {
    note_problem(findings, place, "engine.mass_without_unit", {{"value", excerpt(value)}});
    return std::nullopt;
  }
  if (!parse_decimal(quantity->number)) {
    note_problem(findings, place, "engine.mass_malformed", {{"value", excerpt(value)}});
    return std::nullopt;
  }
  auto mass = parse_mass(quantity->number, quantity->unit);
  if (mass) return *mass;
  note_problem(findings, place, mass.error().message.id, mass.error().message.arguments);
  return std::nullopt;
}

std::optional<Moments> read_moments(std::string_view text) {
  if (text.find('T') != std::string_view::npos) {
    const auto instant = parse_instant(text);
    if (!instant) return std::nullopt;
    return Moments{*instant, *instant};
  }
  const auto day = parse_day(text);
  if (!day) return std::nullopt;
  return Moments{tokyo_start(*day), tokyo_start(Day{day->number + 1})};
}

Instant last_of(const Moments& moments) {
  if (moments.from == moments.until) return moments.until;
  return Instant{moments.until.microseconds - 1};
}

std::optional<Mass> EntryMembers::mass(std::string_view name, Need need) {
  const Json* const member = find(name, need);
  if (member == nullptr) return std::nullopt;
  return read_mass(*member, place().at(name), findings());
}

std::optional<std::int64_t> EntryMembers::integer(std::string_view name) {
  const Json* const member = find(name);
  if (member == nullptr) return std::nullopt;
  if (member->is_int64()) return member->get_int64();
  if (member->is_string()) {
    const auto number = parse_decimal(std::string_view(member->get_string()));
    if (number && number->scale() == 0) {
      if (const auto whole = number->to_int64()) return whole;
    }
  }
  complain(name, "engine.member_not_integer", {{"value", excerpt(*member)}});
  return std::nullopt;
}

std::optional<std::int64_t> EntryMembers::volume_ml(std::string_view name) {
  return amount(name, true);
}

std::optional<std::int64_t> EntryMembers::energy_j(std::string_view name) {
  return amount(name, false);
}

std::optional<std::int64_t> EntryMembers::amount(std::string_view name, bool is_volume) {
  const Json* const member = find(name);
  if (member == nullptr) return std::nullopt;
  const auto quantity = quantity_of(*member);
  const auto number = quantity ? parse_decimal(quantity->number) : Result<Decimal>(Decimal());
  const std::span<const UnitFactor> units = is_volume ? std::span<const UnitFactor>(volume_units)
                                                      : std::span<const UnitFactor>(energy_units);
  if (quantity && number) {
    const auto unit = std::ranges::find(units, quantity->unit, &UnitFactor::unit);
    const auto count = unit == units.end() ? std::nullopt : times(*number, unit->factor);
    if (count) return count;
  }
  complain(name,
           is_volume ? "engine.volume_malformed" : "engine.energy_malformed",
           {{"value", excerpt(*member)}});
  return std::nullopt;
}

std::optional<Moments> EntryMembers::moments(std::string_view name, Need need) {
  const std::string written = text(name, need);
  if (written.empty()) return std::nullopt;
  auto moments = read_moments(written);
  if (!moments) complain(name, "engine.moment_malformed", {{"value", excerpt(Json(written))}});
  return moments;
}

std::string EntryMembers::base64(std::string_view name) {
  const std::string written = text(name);
  const auto bytes = from_base64(written);
  if (bytes) return *bytes;
  complain(name, "engine.member_not_base64");
  return {};
}

std::optional<std::size_t> EntryMembers::choice(std::string_view name,
                                                const std::vector<std::string>& choices,
                                                Need need) {
  const std::string written = text(name, need);
  if (written.empty()) return std::nullopt;
  const auto found = std::ranges::find(choices, written);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  std::string list;
  for (const std::string& each : choices)
    list += (list.empty() ? "" : ", ") + each;
  complain(
      name, "engine.member_not_a_choice", {{"value", excerpt(Json(written))}, {"choices", list}});
  return std::nullopt;
}

}  // namespace meguri
