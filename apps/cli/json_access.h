// SPDX-License-Identifier: Apache-2.0
// json_access: reading answers without trusting their shape: what is absent reads as empty.
//
// A renderer must show an answer of a newer or older server as well as it can. Views into the
// document; pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "wire/json.h"

namespace meguri {

// The member, or null where there is none.
const Json& member(const Json& value, std::string_view name);

// A text as it is, a number or truth value as written in JSON, otherwise empty.
std::string text_of(const Json& value);
std::string text_of(const Json& value, std::string_view name);

// 0 where there is no whole number.
std::int64_t integer_of(const Json& value, std::string_view name);

bool is_true(const Json& value, std::string_view name);

std::span<const Json> elements(const Json& value);
std::span<const Json> elements(const Json& value, std::string_view name);

}  // namespace meguri
