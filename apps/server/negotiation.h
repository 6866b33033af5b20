// SPDX-License-Identifier: Apache-2.0
// negotiation: which format, language and encoding the other side asked for (RFC 9110, 12.5).
//
// Headers come from strangers: whatever cannot be read counts as absent, and nothing here fails.
// Pure functions; any thread; O(length).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"

namespace meguri {

// One element of a list such as "text/csv;q=0.5, */*".
struct WeightedName {
  std::string name;   // lower case
  int weight = 1000;  // thousandths, 0..1000
};

// At most 64 elements are read; the rest of a longer list is ignored.
std::vector<WeightedName> parse_weighted_list(std::string_view header);

// ndjson: one JSON document per line. events: server-sent events, without an end.
enum class Format : std::uint8_t { json, csv, html, ndjson, events, pdf };

std::string_view content_type_of(Format format);
std::string_view name_of(Format format);
std::optional<Format> format_of(std::string_view name);

// The best of `offered` (the server's order breaks ties); nothing when the header excludes them
// all. An empty header accepts the first.
std::optional<Format> choose_format(std::string_view accept, std::span<const Format> offered);

// The first of ja and en by weight; nothing when neither is named.
std::optional<Language> choose_language(std::string_view accept_language);

bool accepts_gzip(std::string_view accept_encoding);

// Whether an If-None-Match header names this entity tag (quoted), by weak comparison; the gzip form
// of a tag ("x-gz") counts as the tag.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace meguri
