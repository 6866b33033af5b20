// SPDX-License-Identifier: Apache-2.0
#include "matter/flow.h"

#include <array>
#include <cstddef>

#include "base/check.h"

namespace meguri {
namespace {

// Names in the order of the enumerators.
constexpr std::array<std::string_view, 5> tenses = {
    "recorded", "reported", "reconciled", "forecast", "planned"};
constexpr std::array<std::string_view, 6> statuses = {
    "recorded", "reported", "derived", "reconciled", "forecast", "planned"};
constexpr std::array<std::string_view, 4> qualities = {
    "verified", "secondary", "unverified", "derived"};
constexpr std::array<std::string_view, 8> origins = {"unknown",
                                                     "virgin",
                                                     "internal_regrind",
                                                     "pre_consumer",
                                                     "post_consumer",
                                                     "post_consumer_elv",
                                                     "in_use_vehicle_part",
                                                     "reused"};

template <typename Enum, std::size_t size>
std::string_view name_of(const std::array<std::string_view, size>& names, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  MEGURI_CHECK(index < size);
  return names[index];
}

template <typename Enum, std::size_t size>
std::optional<Enum> value_of(const std::array<std::string_view, size>& names,
                             std::string_view text) {
  for (std::size_t index = 0; index < size; ++index) {
    if (names[index] == text) return static_cast<Enum>(index);
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_text(Tense tense) { return name_of(tenses, tense); }
std::optional<Tense> tense_of(std::string_view text) { return value_of<Tense>(tenses, text); }

std::string_view to_text(FigureStatus status) { return name_of(statuses, status); }
std::optional<FigureStatus> figure_status_of(std::string_view text) {
  return value_of<FigureStatus>(statuses, text);
}

std::string_view to_text(Quality quality) { return name_of(qualities, quality); }
std::optional<Quality> quality_of(std::string_view text) {
  return value_of<Quality>(qualities, text);
}

std::string_view to_text(Origin origin) { return name_of(origins, origin); }
std::optional<Origin> origin_of(std::string_view text) { return value_of<Origin>(origins, text); }

}  // namespace meguri
