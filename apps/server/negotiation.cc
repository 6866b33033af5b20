// SPDX-License-Identifier: Apache-2.0
#include "server/negotiation.h"

#include <algorithm>

#include "base/text.h"
#include "server/http.h"

namespace meguri {
namespace {

constexpr std::size_t longest_list = 64;

// "0.5" -> 500; anything that is no weight counts as 1, as if it had not been written.
int weight_of(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return 1000;
  if (text.size() > 1 && text[1] != '.') return 1000;
  int thousandths = (text[0] - '0') * 1000;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return 1000;
    thousandths += (c - '0') * unit;
    unit /= 10;
  }
  return std::min(thousandths, 1000);
}

WeightedName parse_element(std::string_view element) {
  WeightedName result;
  const std::size_t semicolon = element.find(';');
  for (const char c : trimmed(element.substr(0, semicolon))) {
    result.name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  std::string_view rest = semicolon == std::string_view::npos ? "" : element.substr(semicolon + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    const std::string_view parameter = trimmed(rest.substr(0, end));
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
      result.weight = weight_of(trimmed(parameter.substr(2)));
    }
    if (end == std::string_view::npos) break;
    rest = rest.substr(end + 1);
  }
  return result;
}

// How exactly a range of an Accept header names a type: 0 = not at all, 3 = fully.
int precision(std::string_view range, std::string_view type) {
  if (range == type) return 3;
  if (range == "*/*") return 1;
  const bool whole_family =
      range.ends_with("/*") && type.starts_with(range.substr(0, range.size() - 1));
  return whole_family ? 2 : 0;
}

std::string_view media_type_of(Format format) {
  const std::string_view type = content_type_of(format);
  return type.substr(0, type.find(';'));
}

std::string_view plain_tag(std::string_view tag) {
  tag = trimmed(tag);
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() < 2 || !tag.starts_with('"') || !tag.ends_with('"')) return {};
  tag = tag.substr(1, tag.size() - 2);
  if (tag.ends_with("-gz")) tag.remove_suffix(3);
  return tag;
}

}  // namespace

std::vector<WeightedName> parse_weighted_list(std::string_view header) {
  std::vector<WeightedName> list;
  while (!header.empty() && list.size() < longest_list) {
    const std::size_t end = header.find(',');
    WeightedName element = parse_element(header.substr(0, end));
    if (!element.name.empty()) list.push_back(std::move(element));
    if (end == std::string_view::npos) break;
    header = header.substr(end + 1);
  }
  return list;
}

std::string_view content_type_of(Format format) {
  switch (format) {
    case Format::csv:
      return "text/csv; charset=utf-8";
    case Format::html:
      return "text/html; charset=utf-8";
    case Format::ndjson:
      return "application/x-ndjson";
    case Format::events:
      return "text/event-stream";
    case Format::pdf:
      return "application/pdf";
    case Format::json:
      break;
  }
  return "application/json";
}

std::string_view name_of(Format format) {
  switch (format) {
    case Format::csv:
      return "csv";
    case Format::html:
      return "html";
    case Format::ndjson:
      return "ndjson";
    case Format::events:
      return "events";
    case Format::pdf:
      return "pdf";
    case Format::json:
      break;
  }
  return "json";
}

std::optional<Format> format_of(std::string_view name) {
  for (const Format format :
       {Format::json, Format::csv, Format::html, Format::ndjson, Format::events, Format::pdf}) {
    if (name_of(format) == name) return format;
  }
  return std::nullopt;
}

std::optional<Format> choose_format(std::string_view accept, std::span<const Format> offered) {
  const auto list = parse_weighted_list(accept);
  if (list.empty()) return offered.empty() ? std::nullopt : std::optional(offered.front());
  std::optional<Format> best;
  int best_weight = 0;
  for (const Format format : offered) {
    int found = 0;
    int weight = 0;
    for (const WeightedName& range : list) {
      const int exact = precision(range.name, media_type_of(format));
      if (exact > found) {
        found = exact;
        weight = range.weight;
      }
    }
    if (weight > best_weight) {
      best = format;
      best_weight = weight;
    }
  }
  return best;
}

std::optional<Language> choose_language(std::string_view accept_language) {
  std::optional<Language> best;
  int best_weight = 0;
  for (const WeightedName& range : parse_weighted_list(accept_language)) {
    const auto language = language_of(range.name.substr(0, range.name.find('-')));
    if (language && range.weight > best_weight) {
      best = language;
      best_weight = range.weight;
    }
  }
  return best;
}

bool accepts_gzip(std::string_view accept_encoding) {
  int weight = 0;
  for (const WeightedName& coding : parse_weighted_list(accept_encoding)) {
    if (coding.name == "gzip") return coding.weight > 0;
    if (coding.name == "*") weight = coding.weight;
  }
  return weight > 0;
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  if (trimmed(if_none_match) == "*") return true;
  const std::string_view wanted = plain_tag(etag);
  while (!if_none_match.empty()) {
    const std::size_t end = if_none_match.find(',');
    const std::string_view tag = plain_tag(if_none_match.substr(0, end));
    if (!tag.empty() && tag == wanted) return true;
    if (end == std::string_view::npos) break;
    if_none_match = if_none_match.substr(end + 1);
  }
  return false;
}

}  // namespace meguri
