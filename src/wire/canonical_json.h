// SPDX-License-Identifier: Apache-2.0
// canonical_json: the one text of a JSON value that is hashed and signed (RFC 8785, "JCS").
//
// Members stand in the order of the UTF-16 code units of their keys, there is no white space, and
// only quote, backslash and control characters are escaped. So two who hold the same value hold the
// same bytes, whoever wrote them:
//
//   canonical_json(*parse_json(R"({"b": 1, "a": "\u5de1"})", "x.json"))  // {"a":"巡","b":1}
//
// What we sign holds texts, truth values, null and whole numbers between -(2^53 - 1) and 2^53 - 1.
// Others, and every double even if it is whole, are refused: readers do not agree on what they are.
//
// Pure; any thread. O(length + members * log members).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/json.h"

namespace meguri {

// parse_json() reads it back as an equal value, if it is no longer than JsonLimits allows. Errors:
// invalid_input, with the ids wire.canonical_json_not_whole (a number as above),
// wire.canonical_json_not_utf8 (a text or key) and wire.canonical_json_too_deep (more levels than
// JsonLimits allows). Their argument `place` is "#" and the keys and positions (from 0) that lead
// there: "#/rows/0/mass"; of a key, that of its object.
Result<std::string> canonical_json(const Json& value);

// Whether the bytes are the canonical text of what they say. A verifier asks this before it trusts
// a hash: bytes that parse_json() or canonical_json() refuses are not canonical either.
bool is_canonical_json(std::string_view bytes);

}  // namespace meguri
