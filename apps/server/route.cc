// SPDX-License-Identifier: Apache-2.0
#include "server/route.h"

#include <algorithm>

#include "server/request_target.h"

namespace meguri {
namespace {

using PathFields = std::vector<std::pair<std::string, std::string>>;

bool is_field(std::string_view part) { return part.starts_with('{') && part.ends_with('}'); }

// Without the fields: most of the table is looked at for each request, and little of it fits.
bool fits(std::string_view path_template, std::span<const std::string> segments) {
  std::string_view rest = path_template.substr(1);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (is_field(part) ? segments[i].empty() : part != segments[i]) return false;
    const bool last_part = slash == std::string_view::npos;
    if (last_part != (i + 1 == segments.size())) return false;
    rest = last_part ? "" : rest.substr(slash + 1);
  }
  return !segments.empty();
}

// REQUIRES: they fit.
PathFields fields_of(std::string_view path_template, std::span<const std::string> segments) {
  PathFields fields;
  std::string_view rest = path_template.substr(1);
  for (const std::string& segment : segments) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (is_field(part)) fields.emplace_back(part.substr(1, part.size() - 2), segment);
    rest = slash == std::string_view::npos ? "" : rest.substr(slash + 1);
  }
  return fields;
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
    if (!fits(request.path, segments)) continue;
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
      match.path_fields = fields_of(request.path, segments);
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
