// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <iconv.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include "base/check.h"

namespace meguri {
namespace {

bool is_ascii(std::string_view bytes) {
  return std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::UnicodeString normalized(const icu::Normalizer2* form, const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString result = form->normalize(text, status);
  MEGURI_CHECK(U_SUCCESS(status));
  return result;
}

const icu::Normalizer2* instance(const icu::Normalizer2* (*get)(UErrorCode&)) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = get(status);
  MEGURI_CHECK(U_SUCCESS(status));  // ICU's data are linked in
  return form;
}

// Spaces, dashes, apostrophes and middle dots: people put them into names or leave them out.
bool is_dropped(UChar32 c) {
  if (u_isUWhiteSpace(c) || u_hasBinaryProperty(c, UCHAR_DASH)) return true;
  static constexpr std::array<UChar32, 11> others = {
      0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x2BB, 0x2BC, 0xB7, 0x30FB, 0x2027, 0x2022};
  return std::ranges::find(others, c) != others.end();
}

UChar32 hiragana_of(UChar32 c) {
  if (c == 0x30F5 || c == 0x3095) return 0x304B;  // ヵ
  if (c == 0x30F6 || c == 0x3096) return 0x3051;  // ヶ, written for ケ in many place names
  const bool has_twin = (c >= 0x30A1 && c <= 0x30F4) || c == 0x30FD || c == 0x30FE;
  return has_twin ? c - 0x60 : c;
}

bool is_latin(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status) == USCRIPT_LATIN;
}

// The length of the well-formed sequence at `at`, or 0.
std::size_t utf8_length(std::string_view bytes, std::size_t at) {
  const auto byte = [&](std::size_t offset) {
    return static_cast<unsigned>(static_cast<unsigned char>(bytes[at + offset]));
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes.size() - at < length) return 0;
  // The second byte excludes overlong forms, surrogates and what lies beyond U+10FFFF.
  const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t offset = 2; offset < length; ++offset) {
    if (byte(offset) < 0x80 || byte(offset) > 0xBF) return 0;
  }
  return length;
}

// One character of full-width ASCII (U+FF01 to U+FF5E: EF BC 81 to EF BD 9E) as its ASCII twin.
char narrow_twin(std::string_view three_bytes) {
  const auto second = static_cast<unsigned char>(three_bytes[1]);
  const auto third = static_cast<unsigned char>(three_bytes[2]);
  const int code = ((second & 0x3F) << 6) | (third & 0x3F);  // the low 12 bits of the code point
  return static_cast<char>(code - 0xF01 + 0x21);
}

bool is_full_width_ascii(std::string_view three_bytes) {
  return three_bytes >= "\xEF\xBC\x81" && three_bytes <= "\xEF\xBD\x9E";
}

// On failure `bad_byte` says where.
std::optional<std::string> from_cp932(std::string_view bytes, std::size_t& bad_byte) {
  iconv_t converter = iconv_open("UTF-8", "CP932");
  // POSIX defines the error value as this cast.
  if (converter == reinterpret_cast<iconv_t>(-1)) {  // NOLINT(performance-no-int-to-ptr)
    bad_byte = 0;  // a system without glibc's gconv modules: nothing can be decoded
    return std::nullopt;
  }
  std::string result;
  std::array<char, 16384> buffer{};
  std::string source(bytes);  // iconv takes a pointer to mutable bytes, though it only reads them
  char* in = source.data();
  std::size_t in_left = source.size();
  bool failed = false;
  while (in_left > 0 && !failed) {
    char* out = buffer.data();
    std::size_t out_left = buffer.size();
    const std::size_t outcome = iconv(converter, &in, &in_left, &out, &out_left);
    result.append(buffer.data(), buffer.size() - out_left);
    failed = outcome == static_cast<std::size_t>(-1) && errno != E2BIG;
  }
  iconv_close(converter);
  if (!failed) return result;
  bad_byte = bytes.size() - in_left;
  return std::nullopt;
}

}  // namespace

std::string nfkc(std::string_view utf8) {
  if (is_ascii(utf8)) return std::string(utf8);
  static const icu::Normalizer2* const form = instance(&icu::Normalizer2::getNFKCInstance);
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  std::string result;
  normalized(form, source).toUTF8String(result);
  return result;
}

std::string match_key(std::string_view utf8) {
  static const icu::Normalizer2* const folded =
      instance(&icu::Normalizer2::getNFKCCasefoldInstance);
  static const icu::Normalizer2* const decomposed = instance(&icu::Normalizer2::getNFDInstance);
  static const icu::Normalizer2* const composed = instance(&icu::Normalizer2::getNFCInstance);
  const auto source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  const icu::UnicodeString text = normalized(decomposed, normalized(folded, source));
  icu::UnicodeString kept;
  bool after_latin = false;  // marks on kana are dakuten and stay; on Latin letters they go
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    const bool is_mark = u_charType(c) == U_NON_SPACING_MARK;
    if (is_dropped(c) || (is_mark && after_latin)) continue;
    if (!is_mark) after_latin = is_latin(c);
    kept.append(hiragana_of(c));
  }
  std::string result;
  normalized(composed, kept).toUTF8String(result);
  return result;
}

std::string fold_width(std::string_view utf8) {
  std::string result;
  result.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const std::string_view three = utf8.substr(at, 3);
    if (three.size() == 3 && is_full_width_ascii(three)) {
      result += narrow_twin(three);
      at += 3;
    } else if (three == "\xE3\x80\x80") {  // the ideographic space
      result += ' ';
      at += 3;
    } else {
      result += utf8[at++];
    }
  }
  return result;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(spaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

std::optional<std::size_t> first_invalid_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (bytes.size() - at >= 8) {  // eight ASCII bytes at once: most tables are mostly digits
      std::uint64_t eight = 0;
      std::memcpy(&eight, bytes.data() + at, 8);
      if ((eight & 0x8080808080808080U) == 0) {
        at += 8;
        continue;
      }
    }
    const std::size_t length = utf8_length(bytes, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

Result<Decoded> decode_text(std::string_view bytes) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  const bool has_mark = bytes.starts_with(byte_order_mark);
  const std::string_view body = has_mark ? bytes.substr(byte_order_mark.size()) : bytes;
  const auto bad_utf8 = first_invalid_utf8(body);
  if (!bad_utf8) {
    return Decoded{std::string(body), has_mark ? Encoding::utf8_bom : Encoding::utf8};
  }
  if (has_mark) {
    return error(ErrorCode::invalid_input,
                 "base.text_undecodable",
                 {{"byte", static_cast<std::int64_t>(*bad_utf8 + byte_order_mark.size())}});
  }
  std::size_t bad_cp932 = 0;
  if (auto text = from_cp932(bytes, bad_cp932)) return Decoded{*std::move(text), Encoding::cp932};
  // The encoding that went further is the one that was meant.
  return error(ErrorCode::invalid_input,
               "base.text_undecodable",
               {{"byte", static_cast<std::int64_t>(std::max(*bad_utf8, bad_cp932))}});
}

std::optional<std::string> decode_cp932(std::string_view bytes) {
  std::size_t bad_byte = 0;
  return from_cp932(bytes, bad_byte);
}

bool text_less(std::string_view left, std::string_view right) {
  const int order = match_key(left).compare(match_key(right));
  return order != 0 ? order < 0 : left < right;
}

}  // namespace meguri
