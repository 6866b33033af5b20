// SPDX-License-Identifier: Apache-2.0
// json: reading and writing JSON documents. Boost.JSON's value is our document type.
//
// Members keep the order in which they were inserted, and are written in it. A mass is a string
// with its unit beside it, never a JSON number: 2^53 mg is only nine million tonnes. Pure
// functions; any thread. O(length).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "base/result.h"

namespace meguri {

using Json = boost::json::value;
using JsonObject = boost::json::object;
using JsonArray = boost::json::array;

struct JsonLimits {
  std::size_t bytes = std::size_t{64} << 20U;
  std::size_t depth = 64;
};

// Strict RFC 8259, UTF-8, duplicate keys refused. The Error is invalid_input and carries one
// Finding (row = line; the arguments line, column and byte, all but byte from 1). Ids:
// wire.json_malformed, wire.json_duplicate_key, wire.json_too_deep, wire.json_too_large,
// wire.json_not_utf8.
Result<Json> parse_json(std::string_view bytes,
                        std::string_view file_name,
                        const JsonLimits& limits = {});

// Compact, in insertion order; doubles as the shortest decimal that reads back the same.
// REQUIRES: no NaN or infinity inside.
std::string write_json(const Json& value);
// Two spaces per level, one member per line, a newline at the end.
std::string write_json_pretty(const Json& value);

}  // namespace meguri
