// SPDX-License-Identifier: Apache-2.0
// shape: what answers look like, described once for OpenAPI, TypeScript and the tests.
//
// A type is spelled like TypeScript in a small grammar: `string`, `integer`, `number`, `boolean`,
// the name of a shape, `T[]`, `T | null`, `"a" | "b"`. All of it is constant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "wire/json.h"

namespace meguri {

struct ShapeField {
  std::string_view name;
  std::string_view type;
  std::string_view comment;  // English, for OpenAPI and TypeScript
};

struct Shape {
  std::string_view name;
  std::string_view comment;
  std::span<const ShapeField> fields;
};

std::span<const Shape> shape_table();
const Shape* find_shape(std::string_view name);

// Whether the document has exactly the members the type says; otherwise where it differs
// ("$.measures[3].primary.value: expected string | null, got number").
std::optional<std::string> mismatch(const Json& document, std::string_view type);

// The type as a JSON Schema (OpenAPI 3.1) with references to #/components/schemas/<Shape>.
Json json_schema(std::string_view type);

}  // namespace meguri
