// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a place code. A code that is accepted or mended is canonical: reading it again
// gives itself without a problem.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "matter/place_code.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Problem = meguri::PlaceCodeReading::Problem;
  const std::string text(data, data + size);
  const auto reading = meguri::read_place_code(text);
  MEGURI_CHECK(reading.code.empty() == (reading.problem == Problem::not_a_code));
  for (const std::string& code : {reading.code, reading.alternative}) {
    if (code.empty()) continue;
    const auto again = meguri::read_place_code(code);
    MEGURI_CHECK(again.problem == Problem::none && again.code == code);
    if (code != "JP") MEGURI_CHECK(meguri::prefecture_of(code) == code.substr(0, 2));
  }
  return 0;
}
