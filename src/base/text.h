// SPDX-License-Identifier: Apache-2.0
// text: Japanese text: normal forms for matching, character encodings, collation.
//
// Originals are kept everywhere; normal forms serve matching and numbers only (NFKC turns ㈱ into
// (株)). All functions are pure and may be called from any thread. O(length).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace meguri {

// Unicode NFKC: full-width digits and Latin become half-width, half-width kana full-width.
std::string nfkc(std::string_view utf8);

// The form in which names are compared: NFKC, case folded, katakana turned into hiragana, macrons
// and other marks on Latin letters removed, spaces, hyphens, apostrophes and middle dots dropped;
// ヶ and ヵ equal ケ and カ (鎌ヶ谷 is 鎌ケ谷). Doing it twice changes nothing.
std::string match_key(std::string_view utf8);

// Full-width ASCII (１，２３４．５) as ASCII and the ideographic space as a space; nothing else
// changes. For numbers, dates and codes, where NFKC is dangerous: it reads the footnote mark of 12³
// as a digit.
std::string fold_width(std::string_view utf8);

// Without ASCII white space at both ends (apply fold_width first for ideographic spaces).
std::string_view trimmed(std::string_view text);

// Whether the bytes are well-formed UTF-8; on failure the offset of the first bad byte.
std::optional<std::size_t> first_invalid_utf8(std::string_view bytes);

enum class Encoding : std::uint8_t { utf8, utf8_bom, cp932 };

struct Decoded {
  std::string utf8;  // without a byte order mark
  Encoding encoding = Encoding::utf8;
};

// Byte order mark → UTF-8; else valid UTF-8 → UTF-8; else CP932 (glibc "CP932": ①㈱髙 are right).
// Error base.text_undecodable with the byte offset when neither fits.
Result<Decoded> decode_text(std::string_view bytes);

// CP932 as UTF-8, whatever the bytes would be as UTF-8; nothing where they are not CP932.
std::optional<std::string> decode_cp932(std::string_view bytes);

// Orders like a Japanese dictionary by code point of the match key, then by the text itself: total
// and the same on every machine.
bool text_less(std::string_view left, std::string_view right);

}  // namespace meguri
