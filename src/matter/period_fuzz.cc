// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a period. What is accepted has days, and its id and its Japanese name up to the
// bracket are read as the same period.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "matter/period.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto period = meguri::parse_period(text);
  if (!period) {
    MEGURI_CHECK(meguri::render(period.error().message, meguri::Language::ja) !=
                 period.error().message.id);
    return 0;
  }
  MEGURI_CHECK(period->first() < period->end());
  const auto by_id = meguri::parse_period(period->id());
  MEGURI_CHECK(by_id && *by_id == *period);
  const std::string name = period->name(meguri::Language::ja);
  MEGURI_CHECK(!period->name(meguri::Language::en).empty() && !name.empty());
  return 0;
}
