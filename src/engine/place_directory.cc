// SPDX-License-Identifier: Apache-2.0
#include "engine/place_directory.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"
#include "matter/place_code.h"

namespace meguri {
namespace {

constexpr int no_match = 9;

bool ends_with_any(std::string_view text,
                   std::span<const std::string_view> endings,
                   std::size_t& cut) {
  for (const std::string_view ending : endings) {
    if (text.size() > ending.size() && text.ends_with(ending)) {
      cut = ending.size();
      return true;
    }
  }
  return false;
}

// The name without what kind of place it is: 札幌市 → 札幌, さっぽろし → さっぽろ, Sapporo-shi →
// sapporo.
std::vector<std::string> stems(const PlaceRow& place) {
  constexpr std::array<std::string_view, 7> kanji{"市", "区", "町", "村", "都", "府", "県"};
  constexpr std::array<std::string_view, 9> kana{
      "ちょう", "まち", "むら", "そん", "けん", "し", "く", "と", "ふ"};
  std::vector<std::string> result;
  std::size_t cut = 0;
  if (ends_with_any(place.name_ja, kanji, cut)) {
    result.push_back(match_key(place.name_ja.substr(0, place.name_ja.size() - cut)));
  }
  if (ends_with_any(place.name_kana, kana, cut)) {
    result.push_back(match_key(place.name_kana.substr(0, place.name_kana.size() - cut)));
  }
  const std::size_t hyphen = place.name_romaji.rfind('-');
  if (hyphen != std::string::npos && hyphen > 0) {
    result.push_back(match_key(place.name_romaji.substr(0, hyphen)));
  }
  return result;
}

int level_order(std::string_view level) {
  if (level == "nation") return 0;
  if (level == "prefecture") return 1;
  return level == "municipality" ? 2 : 3;
}

Json optional_number(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

}  // namespace

PlaceDirectory::PlaceDirectory(std::vector<PlaceRow> places) : places_(std::move(places)) {
  std::ranges::sort(places_, [](const PlaceRow& left, const PlaceRow& right) {
    const bool left_nation = left.level == "nation";
    const bool right_nation = right.level == "nation";
    return left_nation != right_nation ? left_nation : left.code < right.code;
  });
  for (std::size_t index = 0; index < places_.size(); ++index)
    by_code_[places_[index].code] = index;
  keys_.reserve(places_.size());
  for (const PlaceRow& place : places_)
    keys_.push_back(keys_of(place));
}

PlaceDirectory::Keys PlaceDirectory::keys_of(const PlaceRow& place) const {
  Keys keys;
  keys.full = {match_key(place.name_ja), match_key(place.name_kana), match_key(place.name_romaji)};
  keys.full.push_back(match_key(place.code));
  if (place.code.size() == 5) keys.full.push_back(place.code + place_check_digit(place.code));
  const PlaceRow* const parent = find(place.parent);
  if (parent != nullptr && parent->level == "prefecture") {
    keys.full.push_back(match_key(parent->name_ja + place.name_ja));
  }
  std::erase(keys.full, "");
  keys.stem = stems(place);
  return keys;
}

const PlaceRow* PlaceDirectory::find(std::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &places_[found->second];
}

int PlaceDirectory::rank_of(std::size_t index, const std::string& key) const {
  const Keys& keys = keys_[index];
  int rank = no_match;
  for (const std::string& full : keys.full) {
    if (full == key) return 0;
    if (full.starts_with(key)) rank = std::min(rank, 2);
    if (full.find(key) != std::string::npos) rank = std::min(rank, 3);
  }
  for (const std::string& stem : keys.stem) {
    if (stem == key) rank = std::min(rank, 1);
  }
  return rank;
}

bool PlaceDirectory::below(const PlaceRow& place, std::string_view ancestor) const {
  if (ancestor.empty() || ancestor == "JP") return true;
  // Ward, municipality, prefecture, nation: more steps only where places are each other's parents.
  constexpr int most_steps = 4;
  const PlaceRow* at = find(place.parent);
  for (int step = 0; at != nullptr && step < most_steps; ++step, at = find(at->parent)) {
    if (at->code == ancestor) return true;
  }
  return false;
}

PlaceDirectory::Matches PlaceDirectory::search(const Query& query) const {
  const std::string key = match_key(query.text);
  // Marks alone have no key; they must not be taken for an empty query, which fits everything.
  if (key.empty() && !trimmed(fold_width(query.text)).empty()) return {};
  struct Hit {
    int rank;
    int level;
    std::size_t index;
  };
  std::vector<Hit> hits;
  for (std::size_t index = 0; index < places_.size(); ++index) {
    const PlaceRow& place = places_[index];
    if (!query.level.empty() && place.level != query.level) continue;
    if (!below(place, query.parent)) continue;
    const int rank = key.empty() ? 0 : rank_of(index, key);
    // An empty query lists in code order; a search puts larger places first among equals.
    if (rank != no_match) hits.push_back({rank, key.empty() ? 0 : level_order(place.level), index});
  }
  std::ranges::sort(hits, [](const Hit& left, const Hit& right) {
    return std::pair(std::pair(left.rank, left.level), left.index) <
           std::pair(std::pair(right.rank, right.level), right.index);
  });
  Matches matches;
  matches.total = hits.size();
  for (const Hit& hit : hits) {
    if (matches.places.size() == query.limit) break;
    matches.places.push_back(&places_[hit.index]);
  }
  return matches;
}

Result<const PlaceRow*> PlaceDirectory::resolve(std::string_view text, Language language) const {
  const std::string key = match_key(text);
  for (int wanted = 0; wanted <= 1 && !key.empty(); ++wanted) {
    std::vector<const PlaceRow*> found;
    for (std::size_t index = 0; index < places_.size(); ++index) {
      if (rank_of(index, key) == wanted) found.push_back(&places_[index]);
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) continue;
    std::string names;
    for (const PlaceRow* const place : found) {
      names += names.empty() ? "" : ", ";
      names += full_name(*place, language) + " (" + place->code + ")";
    }
    return error(
        ErrorCode::invalid_input, "engine.place_ambiguous", {{"text", text}, {"places", names}});
  }
  Matches near;
  if (!key.empty())
    near = search({.text = std::string(text), .level = "", .parent = "", .limit = 5});
  std::string names;
  for (const PlaceRow* const place : near.places) {
    names += names.empty() ? "" : ", ";
    names += full_name(*place, language) + " (" + place->code + ")";
  }
  if (places_.empty()) return error(ErrorCode::not_found, "engine.no_places_loaded");
  if (names.empty()) return error(ErrorCode::not_found, "engine.place_unknown", {{"text", text}});
  return error(
      ErrorCode::not_found, "engine.place_unknown_near", {{"text", text}, {"places", names}});
}

const PlaceRow& PlaceDirectory::reporting_unit(const PlaceRow& place) const {
  const PlaceRow* const unit = place.reports_as.empty() ? nullptr : find(place.reports_as);
  return unit == nullptr ? place : *unit;
}

std::string PlaceDirectory::name(const PlaceRow& place, Language language) const {
  if (language == Language::ja || place.name_romaji.empty()) return place.name_ja;
  return place.name_romaji;
}

std::string PlaceDirectory::full_name(const PlaceRow& place, Language language) const {
  const PlaceRow* const parent = find(place.parent);
  if (parent == nullptr || parent->level == "nation") return name(place, language);
  if (language == Language::ja) return parent->name_ja + " " + place.name_ja;
  return name(place, language) + ", " + name(*parent, language);
}

Json PlaceDirectory::document(const PlaceRow& place, Language language) const {
  const PlaceRow* const parent = find(place.parent);
  const PlaceRow* const unit = place.reports_as.empty() ? nullptr : find(place.reports_as);
  return JsonObject{
      {"code", place.code},
      {"name", name(place, language)},
      {"name_ja", place.name_ja},
      {"kana", place.name_kana},
      {"romaji", place.name_romaji},
      {"level", place.level},
      {"parent", place.parent},
      {"parent_name", parent == nullptr ? std::string() : name(*parent, language)},
      {"latitude", optional_number(place.latitude)},
      {"longitude", optional_number(place.longitude)},
      {"reports_as", unit == nullptr ? Json(nullptr) : Json(unit->code)},
      {"reports_as_name", unit == nullptr ? Json(nullptr) : Json(name(*unit, language))}};
}

}  // namespace meguri
