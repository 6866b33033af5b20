// SPDX-License-Identifier: Apache-2.0
#include "engine/interface_documents.h"

#include <algorithm>
#include <string_view>

#include "engine/engine.h"
#include "engine/error_table.h"
#include "engine/shape.h"

namespace meguri {
namespace {

Json field_schema(const FieldSpec& field) {
  JsonObject schema;
  switch (field.kind) {
    case FieldKind::text:
    case FieldKind::choice:
      schema["type"] = "string";
      break;
    case FieldKind::integer:
      schema["type"] = "integer";
      break;
    case FieldKind::number:
      schema["type"] = "number";
      break;
    case FieldKind::boolean:
      schema["type"] = "boolean";
      break;
    case FieldKind::texts:
      schema["type"] = "array";
      schema["items"] = Json{{"type", "string"}};
      break;
    case FieldKind::bytes:
      schema["type"] = "string";
      schema["contentEncoding"] = "base64";
      break;
    case FieldKind::document:  // any JSON; docs/CONTRACT.md says what it holds
      break;
  }
  if (!field.choices.empty()) {
    JsonArray choices;
    for (const std::string_view choice : field.choices)
      choices.emplace_back(choice);
    schema["enum"] = std::move(choices);
  }
  if (!field.default_value.empty()) schema["default"] = field.default_value;
  return schema;
}

bool in_path(const RequestSpec& request, const FieldSpec& field) {
  return request.path.find("{" + std::string(field.name) + "}") != std::string_view::npos;
}

const FieldSpec* bytes_field(const RequestSpec& request) {
  const auto found = std::ranges::find(request.fields, FieldKind::bytes, &FieldSpec::kind);
  return found == request.fields.end() ? nullptr : &*found;
}

Json parameter(const RequestSpec& request, const FieldSpec& field, Language language) {
  const bool path = in_path(request, field);
  const bool must = field.required && request.method == Method::get;  // else it may be in the body
  return {{"name", field.name},
          {"in", path ? "path" : "query"},
          {"required", path || must},
          {"description", render(field.summary_id, language)},
          {"schema", field_schema(field)}};
}

Json request_body(const RequestSpec& request, Language language) {
  JsonObject properties;
  JsonArray required;
  for (const FieldSpec& field : request.fields) {
    if (in_path(request, field) || field.local) continue;
    JsonObject schema = field_schema(field).as_object();
    schema["description"] = render(field.summary_id, language);
    properties[field.name] = std::move(schema);
    if (field.required) required.emplace_back(field.name);
  }
  JsonObject schema{
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
  if (!required.empty()) schema["required"] = std::move(required);
  JsonObject content;
  const bool has_members = !schema["properties"].as_object().empty();
  content["application/json"] = Json{{"schema", std::move(schema)}};
  if (bytes_field(request) != nullptr) {
    content["application/octet-stream"] =
        Json{{"schema", {{"type", "string"}, {"format", "binary"}}}};
  }
  return {{"required", has_members}, {"content", std::move(content)}};
}

Json header_parameter(std::string_view name, std::string_view summary_id, Language language) {
  return {{"name", name},
          {"in", "header"},
          {"required", false},
          {"description", render(summary_id, language)},
          {"schema", {{"type", "string"}}}};
}

// What stands beside the body: a GET's fields; of a POST those in the path, and beside bytes all
// the others.
JsonArray parameters_of(const RequestSpec& request, Language language) {
  JsonArray parameters;
  for (const FieldSpec& field : request.fields) {
    if (field.local) continue;
    const bool beside_bytes = bytes_field(request) != nullptr && field.kind != FieldKind::bytes;
    if (request.method == Method::get || in_path(request, field) || beside_bytes) {
      parameters.push_back(parameter(request, field, language));
    }
    if (request.method == Method::post && field.name == "idempotency_key") {
      parameters.push_back(header_parameter("Idempotency-Key", field.summary_id, language));
    }
  }
  if (request.formats.events) {
    parameters.push_back(header_parameter("Last-Event-ID", "engine.field_last_event_id", language));
  }
  parameters.push_back({{"name", "lang"},
                        {"in", "query"},
                        {"required", false},
                        {"description", render("engine.field_lang", language)},
                        {"schema", {{"type", "string"}, {"enum", {"ja", "en"}}}}});
  return parameters;
}

Json answer_content(const RequestSpec& request) {
  JsonObject content;
  content["application/json"] = Json{{"schema", json_schema(request.answer)}};
  if (request.formats.csv) content["text/csv"] = Json{{"schema", {{"type", "string"}}}};
  if (request.formats.html) content["text/html"] = Json{{"schema", {{"type", "string"}}}};
  if (request.formats.pdf) {
    content["application/pdf"] = Json{{"schema", {{"type", "string"}, {"format", "binary"}}}};
  }
  if (!request.formats.ndjson.empty()) {
    content["application/x-ndjson"] = Json{
        {"schema", {{"type", "string"}}}, {"x-each-line-is-an-element-of", request.formats.ndjson}};
  }
  if (request.formats.events) {
    content["text/event-stream"] = Json{{"schema", {{"type", "string"}}},
                                        {"x-each-event-is-an-element-of", request.formats.ndjson}};
  }
  return content;
}

Json operation(const RequestSpec& request, Language language) {
  JsonObject result;
  result["operationId"] = request.name;
  result["summary"] = render(request.summary_id, language);
  if (request.method == Method::post) result["requestBody"] = request_body(request, language);
  result["parameters"] = parameters_of(request, language);
  JsonObject responses;
  responses["200"] = Json{{"description", render(request.summary_id, language)},
                          {"content", answer_content(request)}};
  responses["default"] = Json{{"$ref", "#/components/responses/Problem"}};
  result["responses"] = std::move(responses);
  return result;
}

Json shape_schema(const Shape& shape) {
  JsonObject properties;
  JsonArray required;
  for (const ShapeField& field : shape.fields) {
    JsonObject schema = json_schema(field.type).as_object();
    if (!field.comment.empty()) schema["description"] = field.comment;
    properties[field.name] = std::move(schema);
    required.emplace_back(field.name);
  }
  JsonObject schema{{"type", "object"},
                    {"properties", std::move(properties)},
                    {"required", std::move(required)},
                    {"additionalProperties", false}};
  if (!shape.comment.empty()) schema["description"] = shape.comment;
  return schema;
}

Json problem_schema() {
  JsonArray codes;
  for (const ErrorRow& row : error_table())
    codes.emplace_back(row.name);
  return {{"type", "object"},
          {"properties",
           {{"type", {{"type", "string"}}},
            {"title", {{"type", "string"}}},
            {"status", {{"type", "integer"}}},
            {"detail", {{"type", "string"}}},
            {"fix", {{"type", "string"}}},
            {"instance", {{"type", "string"}}},
            {"code", {{"type", "string"}, {"enum", std::move(codes)}}},
            {"findings", json_schema("Finding[]")}}},
          {"required", {"type", "title", "status", "detail", "code"}}};
}

std::string_view typescript_field_type(const FieldSpec& field) {
  switch (field.kind) {
    case FieldKind::integer:
    case FieldKind::number:
      return "number";
    case FieldKind::boolean:
      return "boolean";
    case FieldKind::texts:
      return "string[]";
    case FieldKind::document:
      return "unknown";
    case FieldKind::bytes:
      return "Blob";
    default:
      return "string";
  }
}

std::string typescript_type(std::string_view type) {
  std::string text(type);
  for (std::size_t at = text.find("integer"); at != std::string::npos; at = text.find("integer")) {
    text.replace(at, 7, "number");
  }
  return text;
}

std::string typescript_choices(const FieldSpec& field) {
  if (field.choices.empty()) return std::string(typescript_field_type(field));
  std::string text;
  for (const std::string_view choice : field.choices) {
    text += text.empty() ? "" : " | ";
    text += '"' + std::string(choice) + '"';
  }
  return text;
}

}  // namespace

Json openapi_document(Language language, std::span<const RequestSpec> requests) {
  JsonObject paths;
  for (const RequestSpec& request : requests) {
    if (paths.if_contains(request.path) == nullptr) paths[request.path] = JsonObject{};
    paths[request.path].as_object()[request.method == Method::get ? "get" : "post"] =
        operation(request, language);
  }
  JsonObject schemas;
  for (const Shape& shape : shape_table())
    schemas[shape.name] = shape_schema(shape);
  schemas["Problem"] = problem_schema();
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "Meguri"},
            {"version", program_version()},
            {"description", render("engine.openapi_description", language)},
            {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"servers", {{{"url", "/"}}}},
          {"paths", std::move(paths)},
          {"components",
           {{"schemas", std::move(schemas)},
            {"responses",
             {{"Problem",
               {{"description", render("engine.openapi_problem", language)},
                {"content",
                 {{"application/problem+json",
                   {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}}}}}}}};
}

std::string typescript_module(std::span<const RequestSpec> requests) {
  std::string text =
      "// SPDX-License-Identifier: Apache-2.0\n"
      "// Written by `meguri types` from the engine's request and shape tables; do not edit.\n\n";
  for (const Shape& shape : shape_table()) {
    text += "export type " + std::string(shape.name) + " = {\n";
    for (const ShapeField& field : shape.fields) {
      text += "  " + std::string(field.name) + ": " + typescript_type(field.type) + ";\n";
    }
    text += "};\n\n";
  }
  text += "export type RequestFields = {\n";
  for (const RequestSpec& request : requests) {
    text += "  " + std::string(request.name) + ": {";
    for (const FieldSpec& field : request.fields) {
      if (field.local) continue;
      text += ' ' + std::string(field.name) + (field.required ? ": " : "?: ") +
              typescript_choices(field) + ';';
    }
    text += " };\n";
  }
  text += "};\n\nexport type RequestAnswers = {\n";
  for (const RequestSpec& request : requests) {
    text += "  " + std::string(request.name) + ": " + std::string(request.answer) + ";\n";
  }
  return text + "};\n";
}

}  // namespace meguri
