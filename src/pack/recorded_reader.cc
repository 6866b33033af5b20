// SPDX-License-Identifier: Apache-2.0
// recorded = { … } of an input or a column → RecordedTerm.
#include <algorithm>
#include <utility>

#include "pack/internal/reading.h"

namespace meguri {
namespace {

// Lots, and what is no lot.
std::vector<std::string_view> account_names() {
  std::vector<std::string_view> names{"stock"};
  names.insert(names.end(), reserved_sites.begin(), reserved_sites.end());
  return names;
}

std::vector<std::string> read_choices(TomlTable& table,
                                      std::string_view key,
                                      std::span<const std::string_view> names) {
  std::vector<std::string> result;
  for (std::string& text : table.texts(key)) {
    if (std::ranges::find(names, text) != names.end()) {
      result.push_back(std::move(text));
      continue;
    }
    std::string known;
    for (const std::string_view name : names)
      known.append(known.empty() ? "" : ", ").append(name);
    table.refuse(
        key, Message{"pack.recorded_choice", {{"key", key}, {"text", text}, {"choices", known}}});
  }
  return result;
}

void read_layer(TomlTable& table, RecordedTerm& term) {
  if (table.has("layer")) term.layer = read_id(table, "layer");
  term.is_dry = table.boolean("dry", false);
  if (term.is_dry && table.has("layer")) {
    table.refuse("dry", Message{"pack.recorded_dry_and_layer", {}});
  }
}

}  // namespace

std::vector<Origin> read_origins(TomlTable& table) {
  std::vector<Origin> origins;
  for (const std::string& text : table.texts("origins")) {
    const auto origin = origin_of(text);
    if (origin && *origin != Origin::unknown) {
      origins.push_back(*origin);
    } else {
      table.refuse("origins", Message{"pack.origin_unknown", {{"text", text}}});
    }
  }
  return origins;
}

std::optional<RecordedTerm> read_recorded(TomlTable& input) {
  auto table = input.table("recorded");
  if (!table) return std::nullopt;
  RecordedTerm term;
  term.entries = read_choices(*table, "entries", entry_kinds);
  term.is_into = table->has("into");
  term.accounts = read_choices(*table, "into", account_names());
  const std::vector<std::string> from = read_choices(*table, "from", account_names());
  if (term.is_into == table->has("from")) {
    table->refuse("into", Message{"pack.recorded_into_or_from", {}});
  }
  if (!term.is_into) term.accounts = from;
  term.materials = table->texts("materials");
  term.except = table->texts("except");
  term.with_water = table->boolean("water", true);
  term.origins = read_origins(*table);
  read_layer(*table, term);
  term.where = table->position();
  table->refuse_unknown_keys();
  return term;
}

}  // namespace meguri
