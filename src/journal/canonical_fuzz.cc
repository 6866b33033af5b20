// SPDX-License-Identifier: Apache-2.0
// Whatever parses as canonical bytes is written back as the very same bytes.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "journal/canonical.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const void* const start = data;
  const std::string_view bytes(static_cast<const char*>(start), size);
  const auto entry = meguri::parse_canonical(bytes);
  const auto leaf_hash = meguri::canonical_leaf_hash({}, bytes);
  if (!entry) return 0;
  MEGURI_CHECK(leaf_hash.has_value());
  MEGURI_CHECK(meguri::write_canonical(
                   entry->draft, entry->sequence, entry->recorded_at, entry->version) == bytes);
  return 0;
}
