// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "engine/handle.h"

// Any text is safe to parse; what parses is the one spelling of its handle.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const auto handle = meguri::parse_handle(text);
  if (handle) {
    MEGURI_CHECK(meguri::to_text(*handle) == text);
    MEGURI_CHECK(handle->position >= 0);
  } else {
    MEGURI_CHECK(handle.error().code == meguri::ErrorCode::invalid_input);
    // What is shown of a refused text is plain ASCII, whatever bytes it had.
    const std::string shown = meguri::render(handle.error().message, meguri::Language::en);
    for (const char letter : shown)
      MEGURI_CHECK(letter >= 0x20 && letter < 0x7F);
  }
  return 0;
}
