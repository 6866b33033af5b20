// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a number cell: a value, a mark, or a refusal with a remedy; never two of them. A
// value written plainly or grouped is read as the same value.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/finding.h"
#include "base/number_text.h"
#include "wire/number_reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string cell(data, data + size);
  const auto reading = meguri::read_number(cell);
  if (!reading) {
    const meguri::Message fix = meguri::Finding{{}, reading.error().message}.fix();
    MEGURI_CHECK(meguri::render(fix, meguri::Language::ja) != fix.id);
    return 0;
  }
  MEGURI_CHECK(reading->value.has_value() == (reading->mark == meguri::UnknownMark::none));
  if (!reading->value) return 0;
  // A digit must have stood there: nothing else may become a number.
  MEGURI_CHECK(cell.find_first_of("0123456789\xEF") != std::string::npos);
  for (const std::string& text :
       {meguri::to_text(*reading->value), meguri::number_text(*reading->value)}) {
    const auto again = meguri::read_number(text);
    MEGURI_CHECK(again && again->value);
    MEGURI_CHECK(meguri::to_text(*again->value) == meguri::to_text(*reading->value));
  }
  return 0;
}
