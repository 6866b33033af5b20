// SPDX-License-Identifier: Apache-2.0
// Reads bytes as TOML and asks for everything in every type. No value without a document, no
// refusal without a finding, and unknown keys are exactly the keys never asked for.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "wire/toml.h"

namespace {

void walk(meguri::TomlTable table, int depth) {
  for (const std::string& key : table.keys()) {
    MEGURI_CHECK(table.has(key));
    MEGURI_CHECK(table.position(key).row >= 0);
    (void)table.optional_text(key);
    (void)table.optional_integer(key);
    (void)table.optional_number(key);
    (void)table.optional_decimal(key);
    (void)table.boolean(key, false);
    (void)table.texts(key);
    (void)table.optional_localized(key);
    if (depth > 8) continue;
    if (auto inner = table.table(key)) walk(*inner, depth + 1);
    for (const meguri::TomlTable& element : table.tables(key))
      walk(element, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  meguri::Findings findings;
  const auto document = meguri::parse_toml(bytes, "fuzz.toml", findings);
  MEGURI_CHECK(document.has_value() == findings.empty());
  if (!document) return 0;
  meguri::TomlTable unread = document->root();
  const std::size_t keys = unread.keys().size();
  unread.refuse_unknown_keys();
  MEGURI_CHECK(findings.size() == keys);
  walk(document->root(), 0);
  findings.clear();
  document->root().refuse_unknown_keys();
  MEGURI_CHECK(findings.empty());
  return 0;
}
