// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "engine/request_fields.h"

namespace {

// The request table's row, then name=value pairs, separated by line feeds.
void check(std::string_view text) {
  const auto requests = meguri::request_table();
  const std::size_t row =
      text.empty() ? 0 : static_cast<unsigned char>(text.front()) % requests.size();
  const meguri::RequestSpec& spec = requests[row];
  meguri::RequestFields given;
  for (std::size_t begin = text.empty() ? 0 : 1; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const std::size_t sign = std::min(line.find('='), line.size());
    auto& values = given[std::string(line.substr(0, sign))];
    if (sign < line.size()) values.emplace_back(line.substr(sign + 1));
    begin = end + 1;
  }
  const auto fields = meguri::CheckedFields::check(spec, given);
  if (!fields) {
    MEGURI_CHECK(!fields.error().findings.empty());
    return;
  }
  // What was accepted can be read as what it is.
  for (const meguri::FieldSpec& field : spec.fields) {
    switch (field.kind) {
      case meguri::FieldKind::integer:
        MEGURI_CHECK(fields->integer(field.name) >= 0);
        break;
      case meguri::FieldKind::number:
        MEGURI_CHECK(fields->number(field.name) == fields->number(field.name));
        break;
      case meguri::FieldKind::texts:
        MEGURI_CHECK(!field.required || !fields->texts(field.name).empty());
        break;
      default:
        MEGURI_CHECK(!field.required || !fields->text(field.name).empty());
    }
  }
  for (const auto& each : given) {
    bool known = false;
    for (const meguri::FieldSpec& field : spec.fields)
      known = known || field.name == each.first;
    MEGURI_CHECK(known);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  check(text);
  return 0;
}
