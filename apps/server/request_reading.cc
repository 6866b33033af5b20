// SPDX-License-Identifier: Apache-2.0
#include "server/request_reading.h"

#include <algorithm>
#include <vector>

#include "wire/json.h"

namespace meguri {
namespace {

constexpr JsonLimits body_limits = {.bytes = std::size_t{16} << 20U, .depth = 16};

std::vector<Format> formats_of(const RequestSpec& spec) {
  std::vector<Format> formats;
  if (spec.formats.html) formats.push_back(Format::html);
  formats.push_back(Format::json);
  if (spec.formats.csv) formats.push_back(Format::csv);
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

bool is_document(const RequestSpec& spec, std::string_view name) {
  const auto field = std::ranges::find(spec.fields, name, &FieldSpec::name);
  return field != spec.fields.end() && field->kind == FieldKind::document;
}

Status read_body(const HttpRequest& request, const RequestSpec& spec, RequestFields& fields) {
  if (request.body.empty()) return ok();
  const Json document = MEGURI_TRY(parse_json(request.body, "", body_limits));
  if (!document.is_object()) return error(ErrorCode::invalid_input, "server.body_not_an_object");
  for (const auto& [name, value] : document.get_object()) {
    if (is_document(spec, name) && (value.is_array() || value.is_object())) {
      fields[std::string(name)].push_back(write_json(value));
      continue;
    }
    auto texts = MEGURI_TRY(member_texts(name, value));
    auto& values = fields[std::string(name)];
    values.insert(values.end(), texts.begin(), texts.end());
  }
  return ok();
}

}  // namespace

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

Result<Request> read_request(const HttpRequest& request,
                             const RequestTarget& target,
                             const RouteMatch& match) {
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
  if (match.request->method == Method::post) {
    MEGURI_TRY(read_body(request, *match.request, result.fields));
  }
  return result;
}

}  // namespace meguri
