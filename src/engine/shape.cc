// SPDX-License-Identifier: Apache-2.0
#include "engine/shape.h"

#include <cstdint>
#include <vector>

#include "engine/type_text.h"

namespace meguri {
namespace {

std::string_view kind_of(const Json& document) {
  switch (document.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "boolean";
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
      return "integer";
    case boost::json::kind::double_:
      return "number";
    case boost::json::kind::string:
      return "string";
    case boost::json::kind::array:
      return "array";
    case boost::json::kind::object:
      return "object";
  }
  return "unknown";
}

std::string difference(const std::string& path, std::string_view type, const Json& document) {
  return path + ": expected " + std::string(type) + ", got " + std::string(kind_of(document));
}

std::optional<std::string> mismatch_at(const Json& document,
                                       std::string_view type,
                                       const std::string& path);

std::optional<std::string> shape_mismatch(const Json& document,
                                          const Shape& shape,
                                          const std::string& path) {
  const JsonObject* const object = document.if_object();
  if (object == nullptr) return difference(path, shape.name, document);
  for (const ShapeField& field : shape.fields) {
    const Json* const member = object->if_contains(field.name);
    const std::string member_path = path + "." + std::string(field.name);
    if (member == nullptr) return member_path + ": missing";
    if (auto problem = mismatch_at(*member, field.type, member_path)) return problem;
  }
  for (const auto& member : *object) {
    bool known = false;
    for (const ShapeField& field : shape.fields)
      known = known || field.name == member.key();
    if (!known)
      return path + "." + std::string(member.key()) + ": not in " + std::string(shape.name);
  }
  return std::nullopt;
}

std::optional<std::string> array_mismatch(const Json& document,
                                          std::string_view element,
                                          const std::string& path) {
  const JsonArray* const array = document.if_array();
  if (array == nullptr) return difference(path, std::string(element) + "[]", document);
  for (std::size_t index = 0; index < array->size(); ++index) {
    auto problem = mismatch_at((*array)[index], element, path + "[" + std::to_string(index) + "]");
    if (problem) return problem;
  }
  return std::nullopt;
}

bool fits_primitive(const Json& document, std::string_view type) {
  if (type == "string") return document.is_string();
  if (type == "boolean") return document.is_bool();
  if (type == "integer") return document.is_int64() || document.is_uint64();
  if (type == "number") return document.is_number();
  if (type == "null") return document.is_null();
  return type.front() == '"' && document.is_string() &&
         std::string_view(document.get_string()) == type.substr(1, type.size() - 2);
}

std::optional<std::string> mismatch_at(const Json& document,
                                       std::string_view type,
                                       const std::string& path) {
  const std::vector<std::string_view> alternatives = type_alternatives(type);
  if (alternatives.size() == 1) {
    const std::string_view only = alternatives.front();
    if (only.ends_with("[]"))
      return array_mismatch(document, only.substr(0, only.size() - 2), path);
    if (const Shape* const shape = find_shape(only)) return shape_mismatch(document, *shape, path);
    if (fits_primitive(document, only)) return std::nullopt;
    return difference(path, type, document);
  }
  std::optional<std::string> deepest;
  for (const std::string_view alternative : alternatives) {
    auto problem = mismatch_at(document, alternative, path);
    if (!problem) return std::nullopt;
    if (find_shape(alternative) != nullptr && document.is_object()) deepest = std::move(problem);
  }
  return deepest ? deepest : difference(path, type, document);
}

Json alternative_schema(std::string_view type) {
  if (type.ends_with("[]")) {
    return {{"type", "array"}, {"items", json_schema(type.substr(0, type.size() - 2))}};
  }
  if (find_shape(type) != nullptr) {
    return {{"$ref", "#/components/schemas/" + std::string(type)}};
  }
  if (type.front() == '"') return {{"const", type.substr(1, type.size() - 2)}};
  return {{"type", type}};
}

}  // namespace

std::vector<std::string_view> type_alternatives(std::string_view type) {
  std::vector<std::string_view> alternatives;
  for (std::size_t begin = 0; begin <= type.size();) {
    const std::size_t bar = type.find(" | ", begin);
    const std::size_t end = bar == std::string_view::npos ? type.size() : bar;
    alternatives.push_back(type.substr(begin, end - begin));
    begin = bar == std::string_view::npos ? type.size() + 1 : bar + 3;
  }
  return alternatives;
}

std::optional<std::string> mismatch(const Json& document, std::string_view type) {
  return mismatch_at(document, type, "$");
}

Json json_schema(std::string_view type) {
  const std::vector<std::string_view> alternatives = type_alternatives(type);
  if (alternatives.size() == 1) return alternative_schema(alternatives.front());
  JsonArray any;
  bool only_texts = true;
  for (const std::string_view alternative : alternatives) {
    only_texts = only_texts && alternative.front() == '"';
    any.push_back(alternative_schema(alternative));
  }
  if (!only_texts) return {{"anyOf", std::move(any)}};
  JsonArray texts;
  for (const std::string_view alternative : alternatives) {
    texts.emplace_back(alternative.substr(1, alternative.size() - 2));
  }
  return {{"type", "string"}, {"enum", std::move(texts)}};
}

}  // namespace meguri
