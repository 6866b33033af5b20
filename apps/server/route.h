// SPDX-License-Identifier: Apache-2.0
// route: which request of the engine a method and path mean, read off the request table.
//
// Pure functions over constant tables; any thread; O(requests).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/request_table.h"

namespace meguri {

struct RouteMatch {
  const RequestSpec* request = nullptr;  // nullptr: no such path, or not with this method
  std::vector<std::pair<std::string, std::string>> path_fields;  // {place} -> "札幌市"
  std::vector<std::string> allowed;  // methods of the path; empty: no such path
};

// `segments` are decoded. HEAD is answered like GET. An empty segment matches no field.
RouteMatch find_route(std::span<const RequestSpec> table,
                      std::string_view method,
                      std::span<const std::string> segments);

// The path of the request with its fields filled in and percent-encoded, and the names of the
// fields used: the inverse of find_route, for those who call the server.
struct FilledPath {
  std::string path;
  std::vector<std::string> used;
};
FilledPath fill_path(std::string_view path_template,
                     const std::vector<std::pair<std::string, std::string>>& fields);

}  // namespace meguri
