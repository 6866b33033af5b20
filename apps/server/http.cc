// SPDX-License-Identifier: Apache-2.0
#include "server/http.h"

#include <algorithm>

namespace meguri {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool same_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

void HttpHeaders::set(std::string_view name, std::string_view value) {
  std::erase_if(fields_, [&](const auto& field) { return same_ignoring_case(field.first, name); });
  add(name, value);
}

std::string HttpHeaders::get(std::string_view name) const {
  std::string joined;
  bool first = true;
  for (const auto& [key, value] : fields_) {
    if (!same_ignoring_case(key, name)) continue;
    if (!first) joined += ", ";
    joined += value;
    first = false;
  }
  return joined;
}

std::size_t HttpHeaders::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields_, [&](const auto& field) { return same_ignoring_case(field.first, name); }));
}

}  // namespace meguri
