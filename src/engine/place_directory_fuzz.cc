// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/check.h"
#include "engine/place_directory.h"

namespace {

meguri::PlaceRow place(const char* code,
                       const char* level,
                       const char* parent,
                       const char* name,
                       const char* kana,
                       const char* romaji) {
  return {.code = code,
          .level = level,
          .parent = parent,
          .name_ja = name,
          .name_kana = kana,
          .name_romaji = romaji,
          .latitude = {},
          .longitude = {},
          .reports_as = {},
          .cell = {}};
}

meguri::PlaceRow reporting_as(const char* code, meguri::PlaceRow place) {
  place.reports_as = code;
  return place;
}

const meguri::PlaceDirectory& directory() {
  static const meguri::PlaceDirectory places({
      place("JP", "nation", "", "日本", "にほん", "Japan"),
      place("01", "prefecture", "JP", "北海道", "ほっかいどう", "Hokkaido"),
      place("01100", "municipality", "01", "札幌市", "さっぽろし", "Sapporo-shi"),
      place("01233", "municipality", "01", "伊達市", "だてし", "Date-shi"),
      place("07", "prefecture", "JP", "福島県", "ふくしまけん", "Fukushima-ken"),
      place("07213", "municipality", "07", "伊達市", "だてし", "Date-shi"),
      place("13", "prefecture", "JP", "東京都", "とうきょうと", "Tokyo-to"),
      place(
          "13100", "municipality", "13", "東京23区", "とうきょうにじゅうさんく", "Tokyo 23 wards"),
      reporting_as("13100", place("13101", "ward", "13", "千代田区", "ちよだく", "Chiyoda-ku")),
      place("24201", "municipality", "24", "津市", "つし", "Tsu-shi"),
  });
  return places;
}

}  // namespace

// Whatever bytes somebody searches for: an answer, the right number of it, and the same one that
// resolve() gives.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto all = directory().search({.text = text, .level = "", .parent = "", .limit = 100});
  MEGURI_CHECK(all.places.size() == all.total && all.total <= directory().all().size());
  const auto one = directory().search({.text = text, .level = "", .parent = "", .limit = 1});
  MEGURI_CHECK(one.total == all.total && one.places.size() == std::min<std::size_t>(1, all.total));
  const auto found = directory().resolve(text, meguri::Language::ja);
  if (found) {
    MEGURI_CHECK(!all.places.empty());
    MEGURI_CHECK((*found)->code == all.places.front()->code);
  } else {
    MEGURI_CHECK(!meguri::render(found.error().message, meguri::Language::ja).empty());
  }
  return 0;
}
