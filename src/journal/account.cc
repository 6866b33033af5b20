// SPDX-License-Identifier: Apache-2.0
#include "journal/account.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/text.h"
#include "journal/limits.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 8> boundary_sites = {
    "abroad", "air", "difference", "loss", "market", "nature", "opening", "water"};
constexpr std::string_view transit_prefix = "transit/";

// Eight bytes at once, since an entry has a dozen such texts: none above 0x7E, none below a space.
bool is_printable_ascii(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t high_bits = ones << 7U;
  const auto is_printable = [](std::uint64_t eight) {
    return ((eight | (eight + ones) | (eight - ones * ' ')) & high_bits) == 0;
  };
  std::size_t at = 0;
  for (; text.size() - at >= sizeof(std::uint64_t); at += sizeof(std::uint64_t)) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if (!is_printable(eight)) return false;
  }
  std::uint64_t rest = ones * ' ';
  if (at < text.size()) std::memcpy(&rest, text.data() + at, text.size() - at);
  return is_printable(rest);
}

bool is_control(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code < 0x20 || code == 0x7F;
}

}  // namespace

bool is_boundary_site(std::string_view site) {
  return std::ranges::find(boundary_sites, site) != boundary_sites.end() || is_transit_site(site);
}

bool has_transit_prefix(std::string_view site) { return site.starts_with(transit_prefix); }

std::optional<TransitEnds> transit_ends(std::string_view site) {
  if (!has_transit_prefix(site)) return std::nullopt;
  const std::string_view ends = site.substr(transit_prefix.size());
  const std::size_t slash = ends.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == ends.size())
    return std::nullopt;
  const std::string_view to = ends.substr(slash + 1);
  if (to.find('/') != std::string_view::npos) return std::nullopt;
  return TransitEnds{ends.substr(0, slash), to};
}

bool is_transit_site(std::string_view site) { return transit_ends(site).has_value(); }

bool is_well_formed_text(std::string_view text) {
  if (is_printable_ascii(text)) return true;
  bool is_ascii = true;
  for (const char c : text) {
    if (is_control(c) && c != '\n' && c != '\t') return false;
    is_ascii = is_ascii && static_cast<unsigned char>(c) < 0x80;
  }
  return is_ascii || !first_invalid_utf8(text);
}

bool is_well_formed_id(std::string_view id) {
  if (id.empty() || id.size() > id_bytes_max || id.front() == ' ' || id.back() == ' ') return false;
  if (is_printable_ascii(id)) return true;
  return std::ranges::none_of(id, is_control) && is_well_formed_text(id);
}

}  // namespace meguri
