// SPDX-License-Identifier: Apache-2.0
// Reads bytes as JSON. What is accepted is written in a form that reads back to itself, compact and
// pretty alike; what is refused has one finding within the text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "wire/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  const auto value = meguri::parse_json(bytes, "fuzz.json");
  if (!value) {
    MEGURI_CHECK(value.error().findings.size() == 1);
    MEGURI_CHECK(value.error().findings[0].where.row >= 1);
    const auto& message = value.error().message;
    MEGURI_CHECK(meguri::render(message, meguri::Language::en) != message.id);
    MEGURI_CHECK(std::stoull(message.arguments.at(2).value) <= size);
    return 0;
  }
  const std::string compact = meguri::write_json(*value);
  const auto again = meguri::parse_json(compact, "again.json");
  MEGURI_CHECK(again.has_value());
  MEGURI_CHECK(meguri::write_json(*again) == compact);
  const auto pretty = meguri::parse_json(meguri::write_json_pretty(*value), "pretty.json");
  MEGURI_CHECK(pretty.has_value());
  MEGURI_CHECK(meguri::write_json(*pretty) == compact);
  return 0;
}
