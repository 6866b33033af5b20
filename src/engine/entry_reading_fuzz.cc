// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "engine/entry_reading.h"

// What is read is named and has masses that were written; what is not says where and why.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const meguri::EntryReadingOptions options{
      .book = "yard", .actor = "me", .idempotency_key = "key"};
  const auto read = meguri::read_entries(text, options);
  if (!read) {
    MEGURI_CHECK(!read.error().findings.empty());
    return 0;
  }
  MEGURI_CHECK(!read->drafts.empty());
  for (const meguri::EntryDraft& draft : read->drafts) {
    MEGURI_CHECK(!draft.client_id.empty() && draft.book == "yard");
    MEGURI_CHECK(draft.kind != meguri::EntryKind::report);
    for (const meguri::Line& line : draft.lines)
      MEGURI_CHECK(!line.site.empty() && !line.material.empty());
  }
  return 0;
}
