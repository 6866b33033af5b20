// SPDX-License-Identifier: Apache-2.0
// Bytes as a JSON document, and as one text. What has a canonical text has one only, however it was
// written, and reads back from it; what has none is refused with a sentence and a mend.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/text.h"
#include "wire/canonical_json.h"

namespace {

// The canonical text, or nothing.
std::string checked(const meguri::Json& value) {
  const auto canonical = meguri::canonical_json(value);
  if (!canonical) {
    const auto& message = canonical.error().message;
    MEGURI_CHECK(canonical.error().code == meguri::ErrorCode::invalid_input);
    for (const std::string& id : {message.id, message.id + ".fix"})
      MEGURI_CHECK(meguri::render(id, meguri::Language::en) != id);
    return "";
  }
  const auto again = meguri::parse_json(*canonical, "again.json");
  MEGURI_CHECK(again.has_value());
  MEGURI_CHECK(*again == value);
  MEGURI_CHECK(*meguri::canonical_json(*again) == *canonical);
  MEGURI_CHECK(meguri::is_canonical_json(*canonical));
  MEGURI_CHECK(!meguri::is_canonical_json(*canonical + "\n"));
  return *canonical;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  const bool is_utf8 = !meguri::first_invalid_utf8(bytes);
  const meguri::JsonObject member = {{bytes, bytes}};
  MEGURI_CHECK(checked(meguri::Json(bytes)).empty() != is_utf8);
  MEGURI_CHECK(checked(meguri::Json(member)).empty() != is_utf8);

  const auto value = meguri::parse_json(bytes, "fuzz.json");
  if (!value) {
    MEGURI_CHECK(!meguri::is_canonical_json(bytes));
    return 0;
  }
  const std::string canonical = checked(*value);
  MEGURI_CHECK(meguri::is_canonical_json(bytes) == (canonical == bytes));
  if (canonical.empty()) return 0;
  const auto pretty = meguri::parse_json(meguri::write_json_pretty(*value), "pretty.json");
  MEGURI_CHECK(pretty.has_value());
  MEGURI_CHECK(checked(*pretty) == canonical);
  return 0;
}
