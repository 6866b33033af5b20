// SPDX-License-Identifier: Apache-2.0
// request_target: the path and query of a request, taken apart and decoded.
//
// The path is split at '/' before percent-decoding, so that a name or an evidence handle may carry
// an encoded slash. Every decoded text is well-formed UTF-8 without control characters. Pure
// functions; any thread; O(length).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace meguri {

struct RequestTarget {
  std::string path;                   // as sent, without the query
  std::vector<std::string> segments;  // decoded: "/api/v1/a%2Fb" -> {"api", "v1", "a/b"}
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order, repeats kept

  // The last value of that query parameter; empty when there is none.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

// Errors: invalid_input (not a path, a bad percent sign, bytes that are not text).
Result<RequestTarget> parse_request_target(std::string_view target);

// "a/b c" -> "a%2Fb%20c": what may stand in a path segment or a query value anywhere.
std::string percent_encoded(std::string_view text);

}  // namespace meguri
