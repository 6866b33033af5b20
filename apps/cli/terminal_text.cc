// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal_text.h"

#include <algorithm>
#include <optional>

#include <unicode/uchar.h>

namespace meguri {
namespace {

std::size_t width_of(UChar32 character) {
  if (character < 0x300) return 1;
  const auto category = u_charType(character);
  if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK || category == U_FORMAT_CHAR) {
    return 0;
  }
  const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// The next code point, moving `at` behind it; nothing where the bytes are no UTF-8 (one byte).
std::optional<UChar32> next(std::string_view utf8, std::size_t& at) {
  const auto byte = [&](std::size_t i) -> unsigned { return static_cast<unsigned char>(utf8[i]); };
  const unsigned lead = byte(at++);
  if (lead < 0x80) return static_cast<UChar32>(lead);
  const std::size_t more = lead >= 0xF0 ? 3 : (lead >= 0xE0 ? 2 : 1);
  if (lead < 0xC2 || lead > 0xF4 || at + more > utf8.size()) return std::nullopt;
  unsigned character = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return std::nullopt;
    character = (character << 6U) | (byte(at + i) & 0x3FU);
  }
  at += more;
  return static_cast<UChar32>(character);
}

}  // namespace

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto character = next(utf8, at);
    width += character ? width_of(*character) : 1;
  }
  return width;
}

std::string padded(std::string_view utf8, std::size_t width, Align align) {
  const std::size_t taken = display_width(utf8);
  const std::string spaces(taken < width ? width - taken : 0, ' ');
  return align == Align::left ? std::string(utf8) + spaces : spaces + std::string(utf8);
}

std::string harmless(std::string_view utf8) {
  std::string out;
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t begin = at;
    const auto character = next(utf8, at);
    if (!character || u_charType(*character) == U_CONTROL_CHAR) {
      out += character ? ' ' : '?';
    } else {
      out += utf8.substr(begin, at - begin);
    }
  }
  return out;
}

std::string shell_word(std::string_view text) {
  const bool plain = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("@%+=:,./_-").find(c) != std::string_view::npos;
  });
  if (plain) return std::string(text);
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

}  // namespace meguri
