// SPDX-License-Identifier: Apache-2.0
#include "pack/internal/reading.h"

#include <algorithm>

#include "base/nearest.h"
#include "matter/unit.h"

namespace meguri {
namespace {

constexpr std::size_t longest_id = 64;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > longest_id) return false;
  return std::ranges::all_of(
      text, [](char c) { return is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; });
}

bool is_formula_id(std::string_view text) {
  return is_id(text) && is_lower(text.front()) && text.find('-') == std::string_view::npos;
}

std::string read_id(TomlTable& table, std::string_view key) {
  std::string id = table.text(key);
  if (!id.empty() && !is_id(id)) {
    table.refuse(key, Message{"pack.id_malformed", {{"id", id}}});
  }
  return id;
}

std::string read_formula_id(TomlTable& table, std::string_view key) {
  std::string id = table.text(key);
  if (!id.empty() && !is_formula_id(id)) {
    table.refuse(key, Message{"pack.formula_id_malformed", {{"id", id}}});
  }
  return id;
}

std::optional<Period> read_period(TomlTable& table, std::string_view key) {
  const auto text = table.optional_text(key);
  if (!text) return std::nullopt;
  const auto period = parse_period(*text);
  if (period) return *period;
  table.refuse(key, Message{"pack.period_malformed", {{"text", *text}}});
  return std::nullopt;
}

Localized read_note(TomlTable& table, std::string_view key) {
  return table.optional_localized(key).value_or(Localized{});
}

std::string read_unit(TomlTable& table, std::string_view key) {
  std::string unit = table.text(key);
  if (!unit.empty() && !is_known_unit(unit)) {
    table.refuse(key, Message{"pack.unit_unknown", {{"unit", unit}}});
  }
  return unit;
}

bool is_known_unit(std::string_view unit) {
  if (unit == "%") return true;
  return unit.find('%') == std::string_view::npos && parse_unit(unit).has_value();
}

bool is_mass_unit(std::string_view unit) {
  const auto parsed = parse_unit(unit);
  return parsed && parsed->is_mass();
}

bool DeclaredNames::add(const std::string& name) {
  order_.push_back(name);
  return names_.insert(name).second;
}

Message DeclaredNames::unknown(std::string_view sort, const std::string& name) const {
  const std::string id = "pack." + std::string(sort) + "_unknown";
  if (const auto near = nearest(name, order_)) {
    return Message{id + "_near", {{"name", name}, {"nearest", *near}}};
  }
  return Message{id, {{"name", name}}};
}

std::vector<PlaceLevel> read_levels(TomlTable& table) {
  std::vector<PlaceLevel> levels;
  for (const std::string& text : table.texts("levels")) {
    if (const auto level = place_level_of(text)) {
      levels.push_back(*level);
    } else {
      table.refuse("levels", Message{"pack.level_unknown", {{"text", text}}});
    }
  }
  return levels;
}

}  // namespace meguri
