// SPDX-License-Identifier: Apache-2.0
#include "engine/shape.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "engine/request_table.h"
#include "engine/type_text.h"

namespace meguri {
namespace {

Json flag() { return {{"id", "a"}, {"name", "b"}, {"text", "c"}}; }

TEST(Mismatch, TakesWhatFits) {
  EXPECT_FALSE(mismatch(flag(), "Flag"));
  EXPECT_FALSE(mismatch(JsonArray{flag(), flag()}, "Flag[]"));
  EXPECT_FALSE(mismatch(JsonArray{}, "Flag[]"));
  EXPECT_FALSE(mismatch(nullptr, "Flag | null"));
  EXPECT_FALSE(mismatch("lower", "\"lower\" | \"higher\""));
  EXPECT_FALSE(mismatch(7, "integer"));
  EXPECT_FALSE(mismatch(7, "number"));
  EXPECT_FALSE(mismatch(7.5, "number | null"));
  EXPECT_FALSE(mismatch(true, "boolean"));
}

TEST(Mismatch, NamesThePlaceOfWhatDoesNotFit) {
  EXPECT_EQ(mismatch("7", "integer"), "$: expected integer, got string");
  EXPECT_EQ(mismatch(7.5, "integer"), "$: expected integer, got number");
  EXPECT_EQ(mismatch(nullptr, "string"), "$: expected string, got null");
  EXPECT_EQ(mismatch("up", "\"lower\" | \"higher\""),
            "$: expected \"lower\" | \"higher\", got string");
  Json broken = flag();
  broken.as_object()["name"] = 1;
  EXPECT_EQ(mismatch(JsonArray{flag(), broken}, "Flag[]"),
            "$[1].name: expected string, got integer");
  broken = flag();
  broken.as_object().erase("text");
  EXPECT_EQ(mismatch(broken, "Flag | null"), "$.text: missing");
  broken = flag();
  broken.as_object()["more"] = "x";
  EXPECT_EQ(mismatch(broken, "Flag"), "$.more: not in Flag");
  EXPECT_EQ(mismatch(JsonArray{}, "Flag"), "$: expected Flag, got array");
  EXPECT_EQ(mismatch(flag(), "Flag[]"), "$: expected Flag[], got object");
}

// Every type that is spelled anywhere is a primitive, a text in quotes or a shape that exists.
TEST(ShapeTable, SpellsOnlyTypesThatExist) {
  const std::set<std::string_view> primitives{"string", "integer", "number", "boolean", "null"};
  std::set<std::string_view> names;
  std::set<std::string_view> used{"Finding"};
  for (const Shape& shape : shape_table()) {
    EXPECT_TRUE(names.insert(shape.name).second) << shape.name;
    std::set<std::string_view> fields;
    for (const ShapeField& field : shape.fields) {
      EXPECT_TRUE(fields.insert(field.name).second) << shape.name << '.' << field.name;
      for (std::string_view type : type_alternatives(field.type)) {
        if (type.ends_with("[]")) type.remove_suffix(2);
        const bool quoted = type.size() > 2 && type.front() == '"' && type.back() == '"';
        const bool is_shape = find_shape(type) != nullptr;
        if (is_shape) used.insert(type);
        EXPECT_TRUE(quoted || is_shape || primitives.contains(type))
            << shape.name << '.' << field.name << ": " << type;
      }
    }
  }
  for (const RequestSpec& request : request_table()) {
    EXPECT_NE(find_shape(request.answer), nullptr) << request.answer;
    used.insert(request.answer);
  }
  for (const std::string_view name : names)
    EXPECT_TRUE(used.contains(name)) << name << " is never used";
}

TEST(JsonSchema, WritesEveryFormOfType) {
  EXPECT_EQ(json_schema("string"), Json({{"type", "string"}}));
  EXPECT_EQ(json_schema("Flag"), Json({{"$ref", "#/components/schemas/Flag"}}));
  EXPECT_EQ(json_schema("\"t\""), Json({{"const", "t"}}));
  const Json choices = json_schema("\"a\" | \"b\"");
  EXPECT_EQ(choices.at("type"), Json("string"));
  EXPECT_EQ(choices.at("enum"), Json(JsonArray{"a", "b"}));
  const Json maybe = json_schema("Flag | null");
  EXPECT_EQ(maybe.at("anyOf").as_array().size(), 2U);
  EXPECT_EQ(maybe.at("anyOf").as_array()[1], Json({{"type", "null"}}));
  EXPECT_EQ(json_schema("Flag[]").at("items"), json_schema("Flag"));
}

}  // namespace
}  // namespace meguri
