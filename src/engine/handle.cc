// SPDX-License-Identifier: Apache-2.0
#include "engine/handle.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

namespace meguri {
namespace {

constexpr std::array<std::pair<EvidenceKind, std::string_view>, 13> kinds{{
    {EvidenceKind::indicator, "indicator"},
    {EvidenceKind::term, "term"},
    {EvidenceKind::flow, "flow"},
    {EvidenceKind::derived, "derived"},
    {EvidenceKind::quantity, "quantity"},
    {EvidenceKind::entry, "entry"},
    {EvidenceKind::figure, "figure"},
    {EvidenceKind::identity, "identity"},
    {EvidenceKind::potential, "potential"},
    {EvidenceKind::standing, "standing"},
    {EvidenceKind::node, "node"},
    {EvidenceKind::calculation, "calculation"},
    {EvidenceKind::target, "target"},
}};

bool is_plain(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '_' || letter == '.' || letter == '-' ||
         letter == '/' || letter == '~';
}

std::string encode(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string encoded;
  for (const char letter : text) {
    if (is_plain(letter)) {
      encoded += letter;
    } else {
      const auto byte = static_cast<unsigned char>(letter);
      encoded += '%';
      encoded += hex[byte >> 4U];
      encoded += hex[byte & 15U];
    }
  }
  return encoded;
}

std::optional<std::string> decode(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      if (!is_plain(text[at])) return std::nullopt;
      decoded += text[at];
      continue;
    }
    unsigned byte = 0;
    const char* const digits = text.data() + at + 1;
    if (at + 2 >= text.size()) return std::nullopt;
    const auto read = std::from_chars(digits, digits + 2, byte, 16);
    if (read.ec != std::errc() || read.ptr != digits + 2) return std::nullopt;
    decoded += static_cast<char>(byte);
    at += 2;
  }
  return decoded;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t colon = std::min(text.find(':', begin), text.size());
    parts.push_back(text.substr(begin, colon - begin));
    begin = colon + 1;
  }
  return parts;
}

Error malformed(std::string_view text) {
  constexpr std::size_t shown_bytes = 200;
  return error(ErrorCode::invalid_input,
               "engine.handle_malformed",
               {{"handle", encode(text.substr(0, shown_bytes))}});
}

}  // namespace

std::string_view to_text(EvidenceKind kind) {
  const auto* const found =
      std::ranges::find(kinds, kind, &std::pair<EvidenceKind, std::string_view>::first);
  MEGURI_CHECK(found != kinds.end());
  return found->second;
}

std::string to_text(const Handle& handle) {
  std::string text = "m1:" + std::to_string(handle.position) + ':' + encode(handle.pack) + '@' +
                     encode(handle.pack_hash) + ':' + std::string(to_text(handle.kind)) + ':' +
                     encode(handle.id) + ':' + encode(handle.place) + ':' + encode(handle.period);
  if (!handle.path.empty()) text += ':' + encode(handle.path);
  return text;
}

std::string path_part(std::string_view text) { return encode(text); }

std::string path_step(std::string_view text) {
  std::string step;
  for (const char letter : encode(text)) {
    if (letter == '/') {
      step += "%2F";
    } else if (letter == '~') {
      step += "%7E";
    } else {
      step += letter;
    }
  }
  return step;
}

std::optional<std::string> text_of_path_step(std::string_view step) { return decode(step); }

Result<Handle> parse_handle(std::string_view text) {
  const std::vector<std::string_view> parts = split(text);
  if (parts.size() < 7 || parts.size() > 8 || parts[0] != "m1") return malformed(text);
  Handle handle;
  const char* const end = parts[1].data() + parts[1].size();
  const auto number = std::from_chars(parts[1].data(), end, handle.position);
  if (number.ec != std::errc() || number.ptr != end || handle.position < 0) return malformed(text);
  const std::size_t sign = parts[2].find('@');
  const auto* const kind =
      std::ranges::find(kinds, parts[3], &std::pair<EvidenceKind, std::string_view>::second);
  if (sign == std::string_view::npos || kind == kinds.end()) return malformed(text);
  handle.kind = kind->first;
  const std::array<std::pair<std::string*, std::string_view>, 6> fields{{
      {&handle.pack, parts[2].substr(0, sign)},
      {&handle.pack_hash, parts[2].substr(sign + 1)},
      {&handle.id, parts[4]},
      {&handle.place, parts[5]},
      {&handle.period, parts[6]},
      {&handle.path, parts.size() == 8 ? parts[7] : std::string_view()},
  }};
  for (const auto& [target, encoded] : fields) {
    std::optional<std::string> decoded = decode(encoded);
    if (!decoded) return malformed(text);
    *target = std::move(*decoded);
  }
  // A text with another spelling of the same handle would break "one figure, one handle".
  if (to_text(handle) != text) return malformed(text);
  return handle;
}

}  // namespace meguri
