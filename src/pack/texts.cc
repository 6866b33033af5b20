// SPDX-License-Identifier: Apache-2.0
// The spellings of enumerators in packs.
#include <algorithm>
#include <array>

#include "pack/manifest.h"
#include "pack/model.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 7> table_kinds = {
    "places", "quantities", "figures", "materials", "sites", "parties", "entries"};
constexpr std::array<std::string_view, 8> column_types = {
    "text", "place", "period", "number", "integer", "date", "choice", "id"};
constexpr std::array<std::string_view, 7> site_kinds = {
    "sector", "process", "stock", "boundary", "plant", "transit", "discrepancy"};
constexpr std::array<std::string_view, 3> betters = {"lower", "higher", "none"};
constexpr std::array<std::string_view, 4> place_levels = {
    "nation", "prefecture", "municipality", "ward"};

template <typename Enum, std::size_t count>
std::optional<Enum> found_in(const std::array<std::string_view, count>& texts,
                             std::string_view text) {
  const auto* const found = std::ranges::find(texts, text);
  if (found == texts.end()) return std::nullopt;
  return static_cast<Enum>(found - texts.begin());
}

}  // namespace

std::string_view to_text(TableKind kind) { return table_kinds.at(static_cast<std::size_t>(kind)); }
std::string_view to_text(ColumnType type) {
  return column_types.at(static_cast<std::size_t>(type));
}
std::string_view to_text(SiteKind kind) { return site_kinds.at(static_cast<std::size_t>(kind)); }
std::string_view to_text(Better better) { return betters.at(static_cast<std::size_t>(better)); }
std::string_view to_text(PlaceLevel level) {
  return place_levels.at(static_cast<std::size_t>(level));
}

std::optional<SiteKind> site_kind_of(std::string_view text) {
  return found_in<SiteKind>(site_kinds, text);
}
std::optional<PlaceLevel> place_level_of(std::string_view text) {
  return found_in<PlaceLevel>(place_levels, text);
}

const PackSource* PackManifest::source(std::string_view source_id) const {
  const auto found = std::ranges::find(sources, source_id, &PackSource::id);
  return found == sources.end() ? nullptr : &*found;
}

}  // namespace meguri
