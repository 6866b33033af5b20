// SPDX-License-Identifier: Apache-2.0
// Whatever is read as a block is written back as the very same bytes, and each entry of it is
// found.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "journal/internal/entry_block.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const void* const start = data;
  meguri::EntryBlock block;
  block.first_position = 5;
  block.book_number = 1;
  block.first_sequence = 2;
  block.entries = data[0];
  block.bytes = std::string_view(static_cast<const char*>(start), size).substr(1);
  std::vector<meguri::StoredEntry> entries;
  const bool is_read = meguri::read_block(block, 0, INT64_MAX, entries).has_value();
  std::vector<meguri::Digest> hashes;
  MEGURI_CHECK(meguri::append_leaf_hashes(block, 4, INT64_MAX, hashes).has_value() == is_read);
  if (!is_read) return 0;
  MEGURI_CHECK(meguri::block_bytes(entries) == block.bytes);
  MEGURI_CHECK(hashes.size() == entries.size());
  for (const meguri::StoredEntry& entry : entries) {
    MEGURI_CHECK(meguri::entry_at(block, entry.position)->bytes == entry.bytes);
    MEGURI_CHECK(meguri::find_in_block(block, entry.client_id)->has_value());
  }
  return 0;
}
