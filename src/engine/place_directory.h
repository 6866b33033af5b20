// SPDX-License-Identifier: Apache-2.0
// place_directory: the places of the loaded packs: by code, by name in any script, by parent.
//
// Immutable once built; any thread may read. Searching is O(places).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "base/result.h"
#include "facts/rows.h"
#include "wire/json.h"

namespace meguri {

class PlaceDirectory {
 public:
  PlaceDirectory() = default;
  explicit PlaceDirectory(std::vector<PlaceRow> places);

  // All, in code order with the nation first.
  [[nodiscard]] std::span<const PlaceRow> all() const { return places_; }
  [[nodiscard]] const PlaceRow* find(std::string_view code) const;

  struct Query {
    std::string text;    // kanji, kana, romaji, code; empty = all
    std::string level;   // empty = any
    std::string parent;  // code of an ancestor; empty or JP = any
    std::size_t limit = 20;
  };
  struct Matches {
    std::vector<const PlaceRow*> places;  // exact, then prefix, then substring; then by code
    std::size_t total = 0;
  };
  [[nodiscard]] Matches search(const Query& query) const;

  // The one place a person means by a code (5 or 6 digits) or a name. Errors: not_found with near
  // names, invalid_input when several places bear the name (all of them listed).
  [[nodiscard]] Result<const PlaceRow*> resolve(std::string_view text, Language language) const;

  // The unit whose figures include this place: itself, but 東京23区 for a ward of Tokyo.
  [[nodiscard]] const PlaceRow& reporting_unit(const PlaceRow& place) const;

  [[nodiscard]] std::string name(const PlaceRow& place, Language language) const;
  // "北海道 札幌市"; the nation and prefectures alone.
  [[nodiscard]] std::string full_name(const PlaceRow& place, Language language) const;
  // The shape `Place`.
  [[nodiscard]] Json document(const PlaceRow& place, Language language) const;

 private:
  struct Keys {
    std::vector<std::string> full;  // match keys of code, names, prefecture + name
    std::vector<std::string> stem;  // names without 市区町村, -shi …
  };
  [[nodiscard]] Keys keys_of(const PlaceRow& place) const;
  [[nodiscard]] int rank_of(std::size_t index, const std::string& key) const;  // 9 = no match
  [[nodiscard]] bool below(const PlaceRow& place, std::string_view ancestor) const;

  std::vector<PlaceRow> places_;
  std::map<std::string, std::size_t, std::less<>> by_code_;
  std::vector<Keys> keys_;
};

}  // namespace meguri
