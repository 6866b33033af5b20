// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a day and as an instant. What is accepted is read back from each of its texts.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/japanese_date.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  if (const auto day = meguri::parse_day(text)) {
    const auto plain = meguri::parse_day(meguri::to_text(*day));
    MEGURI_CHECK(plain && *plain == *day);
    // Years before Meiji are written in four digits only from the year 1000.
    const auto era = meguri::parse_day(meguri::to_era_text(*day));
    MEGURI_CHECK(meguri::civil_of(*day).year < 1000 || (era && *era == *day));
    MEGURI_CHECK(meguri::day_of(meguri::civil_of(*day)) == *day);
    MEGURI_CHECK(meguri::tokyo_day(meguri::tokyo_start(*day)) == *day);
  }
  if (const auto instant = meguri::parse_instant(text)) {
    const auto again = meguri::parse_instant(meguri::to_text(*instant));
    MEGURI_CHECK(again && *again == *instant);
  }
  return 0;
}
