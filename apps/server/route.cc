// SPDX-License-Identifier: Apache-2.0
#include "server/route.h"

#include <algorithm>
#include <optional>

#include "server/request_target.h"

namespace meguri {
namespace {

using PathFields = std::vector<std::pair<std::string, std::string>>;

bool is_field(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }

std::optional<PathFields> match_path(std::string_view path_template,
                                     std::span<const std::string> segments) {
  PathFields fields;
  std::string_view rest = path_template.substr(1);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (is_field(part)) {
      if (segments[i].empty()) return std::nullopt;
      fields.emplace_back(std::string(part.substr(1, part.size() - 2)), segments[i]);
    } else if (part != segments[i]) {
      return std::nullopt;
    }
    const bool last_part = slash == std::string_view::npos;
    if (last_part != (i + 1 == segments.size())) return std::nullopt;
    rest = last_part ? "" : rest.substr(slash + 1);
  }
  return segments.empty() ? std::nullopt : std::optional(std::move(fields));
}

void allow(std::vector<std::string>& allowed, std::string_view method) {
  if (std::ranges::find(allowed, method) == allowed.end()) allowed.emplace_back(method);
}

}  // namespace

RouteMatch find_route(std::span<const RequestSpec> table,
                      std::string_view method,
                      std::span<const std::string> segments) {
  RouteMatch match;
  for (const RequestSpec& request : table) {
    auto fields = match_path(request.path, segments);
    if (!fields) continue;
    const bool is_get = request.method == Method::get;
    if (is_get) {
      allow(match.allowed, "GET");
      allow(match.allowed, "HEAD");
    } else {
      allow(match.allowed, "POST");
    }
    const bool same = is_get ? method == "GET" || method == "HEAD" : method == "POST";
    if (same && match.request == nullptr) {
      match.request = &request;
      match.path_fields = std::move(*fields);
    }
  }
  return match;
}

FilledPath fill_path(std::string_view path_template,
                     const std::vector<std::pair<std::string, std::string>>& fields) {
  FilledPath filled;
  std::string_view rest = path_template;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    filled.path += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}', open);
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    const auto field = std::ranges::find(fields, name, &std::pair<std::string, std::string>::first);
    if (field != fields.end()) {
      filled.path += percent_encoded(field->second);
      filled.used.emplace_back(name);
    }
    rest = close == std::string_view::npos ? "" : rest.substr(close + 1);
  }
  return filled;
}

}  // namespace meguri
