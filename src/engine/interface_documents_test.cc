// SPDX-License-Identifier: Apache-2.0
#include "engine/interface_documents.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/request_table.h"
#include "engine/shape.h"

namespace meguri {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const Json& openapi() {
  static const Json document = openapi_document(Language::en);
  return document;
}

void visit(const Json& at, const std::function<void(const JsonObject&)>& call) {
  if (const JsonObject* const object = at.if_object()) {
    call(*object);
    for (const auto& member : *object)
      visit(member.value(), call);
  } else if (const JsonArray* const array = at.if_array()) {
    for (const Json& each : *array)
      visit(each, call);
  }
}

// What "#/components/schemas/Flag" points at; nullptr if nothing.
const Json* pointed_at(std::string_view reference) {
  const Json* at = &openapi();
  if (!reference.starts_with("#/")) return nullptr;
  for (std::size_t begin = 2; begin <= reference.size();) {
    const std::size_t end = std::min(reference.find('/', begin), reference.size());
    const JsonObject* const object = at->if_object();
    at = object == nullptr ? nullptr : object->if_contains(reference.substr(begin, end - begin));
    if (at == nullptr) return nullptr;
    begin = end + 1;
  }
  return at;
}

TEST(OpenApi, IsValidJsonThatReadsBack) {
  for (const Language language : {Language::ja, Language::en}) {
    const auto read = parse_json(write_json(openapi_document(language)), "openapi.json");
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, openapi_document(language));
    EXPECT_EQ(read->at("openapi"), Json("3.1.0"));
  }
}

TEST(OpenApi, EveryRequestHasItsPathMethodAndAnswer) {
  std::set<std::string> ids;
  for (const RequestSpec& request : request_table()) {
    const Json* const path = openapi().at("paths").as_object().if_contains(request.path);
    ASSERT_NE(path, nullptr) << request.path;
    const Json* const operation =
        path->as_object().if_contains(request.method == Method::get ? "get" : "post");
    ASSERT_NE(operation, nullptr) << request.path;
    EXPECT_EQ(operation->at("operationId"), Json(request.name));
    EXPECT_TRUE(ids.emplace(operation->at("operationId").as_string()).second);
    const Json& content = operation->at("responses").at("200").at("content");
    EXPECT_EQ(content.at("application/json").at("schema"), json_schema(request.answer));
    EXPECT_EQ(content.as_object().if_contains("text/csv") != nullptr, request.formats.csv);
    EXPECT_EQ(content.as_object().if_contains("text/html") != nullptr, request.formats.html);
    EXPECT_EQ(content.as_object().if_contains("application/x-ndjson") != nullptr,
              !request.formats.ndjson.empty());
    EXPECT_EQ(content.as_object().if_contains("text/event-stream") != nullptr,
              request.formats.events);
  }
}

// OpenAPI demands that what stands in braces is a required path parameter, and that no operation
// has two parameters of one name and place.
TEST(OpenApi, ParametersAreThoseOfThePath) {
  for (const auto& path : openapi().at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      std::set<std::string> seen;
      std::size_t in_path = 0;
      for (const Json& parameter : operation.value().at("parameters").as_array()) {
        const std::string name(parameter.at("name").as_string());
        EXPECT_TRUE(seen.insert(name).second) << path.key() << ' ' << name;
        if (parameter.at("in") != Json("path")) continue;
        ++in_path;
        EXPECT_TRUE(parameter.at("required").as_bool());
        EXPECT_NE(std::string_view(path.key()).find('{' + name + '}'), std::string_view::npos)
            << name;
      }
      EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(path.key(), '{')), in_path)
          << path.key();
    }
  }
}

TEST(OpenApi, EveryReferenceResolves) {
  std::size_t references = 0;
  visit(openapi(), [&](const JsonObject& object) {
    const Json* const reference = object.if_contains("$ref");
    if (reference == nullptr) return;
    ++references;
    EXPECT_NE(pointed_at(reference->as_string()), nullptr) << reference->as_string();
  });
  EXPECT_GT(references, shape_table().size());
}

TEST(OpenApi, SchemasAreClosedAndRequireEveryMember) {
  for (const Shape& shape : shape_table()) {
    const Json* const schema = pointed_at("#/components/schemas/" + std::string(shape.name));
    ASSERT_NE(schema, nullptr) << shape.name;
    EXPECT_EQ(schema->at("additionalProperties"), Json(false));
    EXPECT_EQ(schema->at("required").as_array().size(), shape.fields.size());
    EXPECT_EQ(schema->at("properties").as_object().size(), shape.fields.size());
  }
}

constexpr std::array upload_fields{
    FieldSpec{.name = "book", .required = true, .summary_id = "engine.field_book"},
    FieldSpec{
        .name = "file", .kind = FieldKind::bytes, .required = true, .summary_id = "engine.field_q"},
    FieldSpec{.name = "idempotency_key", .summary_id = "engine.field_q"},
};
constexpr std::array uploads{RequestSpec{.name = "upload",
                                         .method = Method::post,
                                         .path = "/api/v1/books/{book}/uploads",
                                         .command = "upload",
                                         .summary_id = "engine.request_books",
                                         .fields = upload_fields,
                                         .answer = "BooksAnswer",
                                         .formats = {},
                                         .writes = true}};

// "<in> <name>[!]" of each parameter; ! where it is required.
std::vector<std::string> parameters_of(const Json& operation) {
  std::vector<std::string> names;
  for (const Json& each : operation.at("parameters").as_array()) {
    names.push_back(std::string(each.at("in").as_string()) + ' ' +
                    std::string(each.at("name").as_string()) +
                    (each.at("required").as_bool() ? "!" : ""));
  }
  return names;
}

TEST(OpenApi, BytesAreABodyOrBase64AndTheKeyAHeaderToo) {
  const Json document = openapi_document(Language::en, uploads);
  const Json& operation = document.at("paths").at("/api/v1/books/{book}/uploads").at("post");
  EXPECT_THAT(
      parameters_of(operation),
      ElementsAre("path book!", "query idempotency_key", "header Idempotency-Key", "query lang"));
  const Json& content = operation.at("requestBody").at("content");
  EXPECT_EQ(content.at("application/octet-stream").at("schema"),
            (Json{{"type", "string"}, {"format", "binary"}}));
  const Json& schema = content.at("application/json").at("schema");
  EXPECT_EQ(schema.at("required"), (Json{"file"}));
  EXPECT_EQ(schema.at("properties").as_object().size(), 2U);  // the book stands in the path
  EXPECT_EQ(schema.at("properties").at("file").at("contentEncoding"), Json("base64"));
  EXPECT_THAT(typescript_module(uploads), HasSubstr("file: Blob;"));
}

TEST(OpenApi, FollowersFindLinesEventsAndTheirHeader) {
  const Json& operation = openapi().at("paths").at("/api/v1/entries").at("get");
  EXPECT_THAT(parameters_of(operation),
              ElementsAre("query after", "query limit", "header Last-Event-ID", "query lang"));
  const Json& content = operation.at("responses").at("200").at("content");
  EXPECT_NE(content.as_object().if_contains("application/x-ndjson"), nullptr);
  EXPECT_NE(content.as_object().if_contains("text/event-stream"), nullptr);
}

TEST(TypeScript, HasEveryShapeRequestAndField) {
  const std::string module = typescript_module();
  for (const Shape& shape : shape_table()) {
    EXPECT_THAT(module, HasSubstr("export type " + std::string(shape.name) + " = {"));
  }
  for (const RequestSpec& request : request_table()) {
    EXPECT_THAT(
        module,
        HasSubstr("  " + std::string(request.name) + ": " + std::string(request.answer) + ";"));
  }
  EXPECT_THAT(module, HasSubstr("peers?: \"band\" | \"prefecture\" | \"nation\";"));
  EXPECT_THAT(module, HasSubstr("place: string;"));
  EXPECT_THAT(module, HasSubstr("directories: string[];"));
  EXPECT_THAT(module, Not(HasSubstr("integer")));  // no type of TypeScript
}

// Braces of the module balance, and it ends after the last one.
TEST(TypeScript, IsBalancedText) {
  const std::string module = typescript_module();
  EXPECT_EQ(std::ranges::count(module, '{'), std::ranges::count(module, '}'));
  EXPECT_TRUE(module.ends_with("};\n"));
}

}  // namespace
}  // namespace meguri
