// SPDX-License-Identifier: Apache-2.0
// Decodes bytes and normalises what comes out: always UTF-8, and doing it twice changes nothing.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/nearest.h"
#include "base/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  const auto decoded = meguri::decode_text(bytes);
  if (!decoded) {
    MEGURI_CHECK(meguri::first_invalid_utf8(bytes).has_value());
    return 0;
  }
  const std::string& text = decoded->utf8;
  MEGURI_CHECK(!meguri::first_invalid_utf8(text));
  for (const std::string& form :
       {meguri::nfkc(text), meguri::match_key(text), meguri::fold_width(text)}) {
    MEGURI_CHECK(!meguri::first_invalid_utf8(form));
  }
  MEGURI_CHECK(meguri::nfkc(meguri::nfkc(text)) == meguri::nfkc(text));
  MEGURI_CHECK(meguri::fold_width(meguri::fold_width(text)) == meguri::fold_width(text));
  const std::string key = meguri::match_key(text);
  MEGURI_CHECK(meguri::match_key(key) == key);
  const auto found = meguri::nearest(text, std::vector<std::string>{text});
  MEGURI_CHECK(!found || *found == text);
  return 0;
}
