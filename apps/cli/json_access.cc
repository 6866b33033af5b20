// SPDX-License-Identifier: Apache-2.0
#include "cli/json_access.h"

namespace meguri {

const Json& member(const Json& value, std::string_view name) {
  static const Json nothing;
  if (!value.is_object()) return nothing;
  const Json* const found = value.get_object().if_contains(name);
  return found == nullptr ? nothing : *found;
}

std::string text_of(const Json& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_number() || value.is_bool()) return write_json(value);
  return {};
}

std::string text_of(const Json& value, std::string_view name) {
  return text_of(member(value, name));
}

std::int64_t integer_of(const Json& value, std::string_view name) {
  const Json& found = member(value, name);
  if (found.is_int64()) return found.get_int64();
  return found.is_uint64() ? static_cast<std::int64_t>(found.get_uint64()) : 0;
}

bool is_true(const Json& value, std::string_view name) {
  const Json& found = member(value, name);
  return found.is_bool() && found.get_bool();
}

std::span<const Json> elements(const Json& value) {
  if (!value.is_array()) return {};
  return {value.get_array().data(), value.get_array().size()};
}

std::span<const Json> elements(const Json& value, std::string_view name) {
  return elements(member(value, name));
}

}  // namespace meguri
