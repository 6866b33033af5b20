// SPDX-License-Identifier: Apache-2.0
#include "server/request_reading.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "engine/request_fields.h"
#include "wire/json.h"

namespace meguri {
namespace {

// Bodies are limited where they arrive; this is beyond any of those limits.
constexpr JsonLimits body_limits = {.bytes = std::size_t{256} << 20U, .depth = 16};
constexpr std::string_view key_field = "idempotency_key";
constexpr std::size_t longest_key = 200;

std::vector<Format> formats_of(const RequestSpec& spec) {
  std::vector<Format> formats;
  if (spec.formats.html) formats.push_back(Format::html);
  if (spec.formats.pdf) formats.push_back(Format::pdf);
  formats.push_back(Format::json);
  if (spec.formats.csv) formats.push_back(Format::csv);
  if (!spec.formats.ndjson.empty()) formats.push_back(Format::ndjson);
  if (spec.formats.events) formats.push_back(Format::events);
  return formats;
}

std::string names_of(const std::vector<Format>& formats) {
  std::string text;
  for (const Format format : formats) {
    text += text.empty() ? "" : ", ";
    text += name_of(format);
  }
  return text;
}

// A text, number or boolean as a command line would have it; nothing for the rest.
std::optional<std::string> scalar_text(const Json& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_number() || value.is_bool()) return write_json(value);
  return std::nullopt;
}

Result<std::vector<std::string>> member_texts(std::string_view name, const Json& value) {
  std::vector<std::string> texts;
  if (value.is_null()) return texts;
  const Error wrong =
      error(ErrorCode::invalid_input, "server.body_member_not_plain", {{"name", name}});
  if (!value.is_array()) {
    auto text = scalar_text(value);
    if (!text) return wrong;
    texts.push_back(std::move(*text));
    return texts;
  }
  for (const Json& element : value.get_array()) {
    auto text = scalar_text(element);
    if (!text) return wrong;
    texts.push_back(std::move(*text));
  }
  return texts;
}

const FieldSpec* field_named(const RequestSpec& spec, std::string_view name) {
  const auto found = std::ranges::find(spec.fields, name, &FieldSpec::name);
  return found == spec.fields.end() ? nullptr : &*found;
}

const FieldSpec* bytes_field_of(const RequestSpec& spec) {
  const auto found = std::ranges::find(spec.fields, FieldKind::bytes, &FieldSpec::kind);
  return found == spec.fields.end() ? nullptr : &*found;
}

// "application/json; charset=utf-8" -> "application/json"
std::string media_type_of(const HttpRequest& request) {
  const std::string type = request.headers.get("Content-Type");
  return std::string(trimmed(std::string_view(type).substr(0, type.find(';'))));
}

Result<std::vector<std::string>> member_bytes(std::string_view name, const Json& value) {
  std::vector<std::string> texts;
  if (value.is_null()) return texts;
  auto bytes = value.is_string() ? bytes_of_base64(value.get_string()) : std::nullopt;
  if (!bytes) {
    return error(ErrorCode::invalid_input, "server.body_member_not_base64", {{"name", name}});
  }
  texts.push_back(std::move(*bytes));
  return texts;
}

}  // namespace

std::optional<BodyKind> body_kind_of(const HttpRequest& request, const RequestSpec& spec) {
  constexpr std::array<std::string_view, 4> sent_unasked = {
      "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"};
  if (spec.method != Method::post) return BodyKind::none;
  const std::string type = media_type_of(request);
  if (same_ignoring_case(type, "application/json")) return BodyKind::json;
  const bool unasked = std::ranges::any_of(
      sent_unasked, [&](std::string_view each) { return same_ignoring_case(type, each); });
  if (unasked || bytes_field_of(spec) == nullptr) return std::nullopt;
  return BodyKind::bytes;
}

Language language_of_request(const HttpRequest& request, const RequestTarget& target) {
  if (const auto asked = language_of(target.parameter("lang"))) return *asked;
  return choose_language(request.headers.get("Accept-Language")).value_or(Language::ja);
}

Result<Format> format_of_request(const HttpRequest& request,
                                 const RequestTarget& target,
                                 const RequestSpec& spec) {
  const std::vector<Format> offered = formats_of(spec);
  const std::string_view asked = target.parameter("format");
  const auto chosen =
      asked.empty() ? choose_format(request.headers.get("Accept"), offered) : format_of(asked);
  if (!chosen || std::ranges::find(offered, *chosen) == offered.end()) {
    return error(
        ErrorCode::invalid_input, "server.format_not_offered", {{"formats", names_of(offered)}});
  }
  return *chosen;
}

Result<Request> read_head(const HttpRequest& request,
                          const RequestTarget& target,
                          const RouteMatch& match,
                          Format format) {
  MEGURI_CHECK(match.request != nullptr);
  Request result;
  result.name = std::string(match.request->name);
  result.language = language_of_request(request, target);
  for (const auto& [name, value] : match.path_fields)
    result.fields[name].push_back(value);
  for (const auto& [name, value] : target.query) {
    if (name == "lang" && !language_of(value)) {
      return error(ErrorCode::invalid_input, "server.language_unknown", {{"value", value}});
    }
    if (name != "lang" && name != "format") result.fields[name].push_back(value);
  }
  // A browser that connects anew asks the same address and says where it was.
  const std::string last = request.headers.get("Last-Event-ID");
  if (format == Format::events && !last.empty()) result.fields["after"] = {last};
  return result;
}

Status read_body(std::string&& body,
                 BodyKind kind,
                 const RequestSpec& spec,
                 RequestFields& fields,
                 RequestDocuments* documents) {
  if (kind == BodyKind::none || (kind == BodyKind::json && body.empty())) return ok();
  if (kind == BodyKind::bytes) {  // none at all is a file without a byte
    const FieldSpec* const field = bytes_field_of(spec);
    MEGURI_CHECK(field != nullptr);
    fields[std::string(field->name)].push_back(std::move(body));
    return ok();
  }
  Json document = MEGURI_TRY(parse_json(body, "", body_limits));
  if (!document.is_object()) return error(ErrorCode::invalid_input, "server.body_not_an_object");
  for (auto& [name, value] : document.get_object()) {
    const FieldSpec* const field = field_named(spec, name);
    const bool is_bytes = field != nullptr && field->kind == FieldKind::bytes;
    const bool is_document = field != nullptr && field->kind == FieldKind::document;
    if (is_document && (value.is_array() || value.is_object())) {
      if (documents != nullptr && !fields.contains(std::string_view(name))) {
        documents->emplace(name, std::move(value));
        continue;
      }
      fields[std::string(name)].push_back(write_json(value));
      continue;
    }
    auto texts = MEGURI_TRY(is_bytes ? member_bytes(name, value) : member_texts(name, value));
    auto& values = fields[std::string(name)];
    for (std::string& text : texts)
      values.push_back(std::move(text));
  }
  return ok();
}

Status refuse_local_fields(const RequestSpec& spec, const RequestFields& fields) {
  for (const FieldSpec& field : spec.fields) {
    if (!field.local || !fields.contains(field.name)) continue;
    return field_error(field.name, "server.field_of_the_command_line", {{"field", field.name}});
  }
  return ok();
}

Result<std::optional<std::string>> idempotency_key_of(const HttpRequest& request,
                                                      const RequestSpec& spec) {
  std::optional<std::string> key;
  const std::size_t count = request.headers.count("Idempotency-Key");
  if (spec.method != Method::post || count == 0 || field_named(spec, key_field) == nullptr) {
    return key;
  }
  key = request.headers.get("Idempotency-Key");
  const bool printable = std::ranges::all_of(*key, [](char c) { return c >= ' ' && c <= '~'; });
  if (count > 1 || key->empty() || key->size() > longest_key || !printable) {
    return error(ErrorCode::invalid_input,
                 "server.idempotency_key_malformed",
                 {{"most", static_cast<std::int64_t>(longest_key)}});
  }
  return key;
}

Status add_idempotency_key(const std::string& key, RequestFields& fields) {
  auto& values = fields[std::string(key_field)];
  if (values.empty()) values.push_back(key);
  if (values.size() == 1 && values.front() == key) return ok();
  return error(ErrorCode::invalid_input, "server.idempotency_key_differs");
}

}  // namespace meguri
