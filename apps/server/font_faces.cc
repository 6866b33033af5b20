// SPDX-License-Identifier: Apache-2.0
#include "server/font_faces.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "engine/request_fields.h"

namespace meguri {
namespace {

using Range = std::pair<std::uint32_t, std::uint32_t>;

std::optional<std::uint32_t> hex_number(std::string_view text) {
  constexpr int sixteen = 16;
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number, sixteen);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string with_digit(std::string_view text, char digit) {
  std::string number(text);
  std::ranges::replace(number, '?', digit);
  return number;
}

// "U+3042", "U+3041-3096" or "U+30??".
std::optional<Range> range_of(std::string_view text) {
  text = trimmed(text);
  if (!text.starts_with("U+") && !text.starts_with("u+")) return std::nullopt;
  text.remove_prefix(2);
  const std::size_t dash = text.find('-');
  const bool has_end = dash != std::string_view::npos;
  const auto first = hex_number(with_digit(text.substr(0, dash), '0'));
  const auto last =
      hex_number(has_end ? std::string(text.substr(dash + 1)) : with_digit(text, 'F'));
  if (!first || !last) return std::nullopt;
  return Range{*first, *last};
}

// What follows a mark, up to one of the letters that may end it; empty where there is no mark.
std::string_view after(std::string_view text, std::string_view mark, std::string_view ends) {
  const std::size_t begin = text.find(mark);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin + mark.size());
  return text.substr(0, text.find_first_of(ends));
}

bool has_letter(std::string_view ranges, const std::vector<std::uint32_t>& letters) {
  while (!ranges.empty()) {
    const std::size_t comma = std::min(ranges.find(','), ranges.size());
    if (const auto range = range_of(ranges.substr(0, comma))) {
      const auto at = std::ranges::lower_bound(letters, range->first);
      if (at != letters.end() && *at <= range->second) return true;
    }
    ranges.remove_prefix(std::min(comma + 1, ranges.size()));
  }
  return false;
}

const Asset* file_at(std::span<const Asset> files, std::string_view path) {
  const auto found = std::ranges::find(files, path, &Asset::path);
  return found == files.end() ? nullptr : &*found;
}

// REQUIRES: UTF-8, which everything that the engine writes is.
std::uint32_t next_letter(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0U;
  };
  const std::uint32_t lead = byte(at++);
  const int more = lead >= 0xF0U ? 3 : lead >= 0xE0U ? 2 : lead >= 0xC0U ? 1 : 0;
  constexpr std::array<std::uint32_t, 4> masks = {0x7FU, 0x1FU, 0x0FU, 0x07U};
  std::uint32_t letter = lead & masks.at(static_cast<std::size_t>(more));
  for (int i = 0; i < more; ++i)
    letter = letter << 6U | (byte(at++) & 0x3FU);
  return letter;
}

std::vector<std::uint32_t> letters_of(std::string_view text) {
  std::vector<std::uint32_t> letters;
  for (std::size_t at = 0; at < text.size();)
    letters.push_back(next_letter(text, at));
  std::ranges::sort(letters);
  letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
  return letters;
}

}  // namespace

std::string font_faces(std::span<const Asset> files,
                       std::string_view family,
                       std::string_view text) {
  const std::vector<std::uint32_t> letters = letters_of(text);
  std::string style;
  for (const Asset& sheet : files) {
    if (!sheet.path.ends_with(".css")) continue;
    std::string_view rest = sheet.bytes;
    for (std::size_t at = rest.find("@font-face{"); at != std::string_view::npos;
         at = rest.find("@font-face{")) {
      rest.remove_prefix(at);
      const std::string_view face = rest.substr(0, rest.find('}'));
      rest.remove_prefix(face.size());
      const std::string_view ranges = after(face, "unicode-range:", ";}");
      const Asset* const slice = file_at(files, after(face, "url(", ")"));
      if (slice == nullptr || !has_letter(ranges, letters)) continue;
      style.append("@font-face{font-family:\"").append(family).append("\";font-weight:100 900;");
      style.append("src:url(data:font/woff2;base64,").append(base64_of_bytes(slice->bytes));
      style.append(")format(\"woff2\");unicode-range:").append(ranges).append("}\n");
    }
  }
  return style;
}

}  // namespace meguri
