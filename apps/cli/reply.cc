// SPDX-License-Identifier: Apache-2.0
#include "cli/reply.h"

#include <algorithm>
#include <filesystem>

#include "cli/field_files.h"
#include "cli/http_client.h"
#include "engine/error_table.h"
#include "server/assets.h"
#include "server/font_faces.h"
#include "server/request_target.h"
#include "server/responses.h"
#include "server/route.h"

namespace meguri {
namespace {

constexpr int runtime_failure = 1;

void make_absolute(RequestFields& fields) {
  for (const std::string_view name : {"directory", "directories", "path"}) {
    const auto found = fields.find(name);
    if (found == fields.end()) continue;
    for (std::string& path : found->second) {
      std::error_code failure;
      const auto absolute = std::filesystem::absolute(path, failure);
      if (!failure) path = absolute.lexically_normal().string();
    }
  }
}

Reply reply_of_answer(Answer answer, const RequestSpec& spec, Format format) {
  Reply reply;
  if (format == Format::json) {
    reply.document = std::move(answer.body);
  } else {
    reply.text = answer_text(answer, spec, format);
  }
  return reply;
}

const FieldSpec* bytes_field_of(const RequestSpec& spec) {
  const auto found = std::ranges::find(spec.fields, FieldKind::bytes, &FieldSpec::kind);
  return found == spec.fields.end() ? nullptr : &*found;
}

std::string body_of(const RequestSpec& spec,
                    const RequestFields& fields,
                    const std::vector<std::string>& in_path) {
  JsonObject body;
  for (const FieldSpec& field : spec.fields) {
    const auto found = fields.find(field.name);
    if (found == fields.end() || found->second.empty()) continue;
    if (std::ranges::find(in_path, field.name) != in_path.end()) continue;
    if (field.kind == FieldKind::texts) {
      JsonArray list;
      for (const std::string& value : found->second)
        list.emplace_back(value);
      body[field.name] = std::move(list);
    } else {
      body[field.name] = found->second.front();
    }
  }
  return write_json(body);
}

// Every field in the address, but for those that its path took and the one that is the body.
void add_query(const std::vector<std::pair<std::string, std::string>>& fields,
               const std::vector<std::string>& used,
               std::string& target) {
  for (const auto& [name, value] : fields) {
    if (std::ranges::find(used, name) != used.end()) continue;
    target += "&" + percent_encoded(name) + "=" + percent_encoded(value);
  }
}

HttpRequest http_request(const RequestSpec& spec,
                         RequestFields fields,
                         Format format,
                         Language language) {
  HttpRequest request;
  const FieldSpec* const bytes = bytes_field_of(spec);
  const auto given = bytes == nullptr ? fields.end() : fields.find(bytes->name);
  const bool has_bytes = given != fields.end() && !given->second.empty();
  if (has_bytes) {
    request.body = std::move(given->second.front());
    fields.erase(given);
  }
  std::vector<std::pair<std::string, std::string>> flat;
  for (const auto& [name, values] : fields) {
    for (const std::string& value : values)
      flat.emplace_back(name, value);
  }
  const FilledPath filled = fill_path(spec.path, flat);
  request.method = spec.method == Method::get ? "GET" : "POST";
  request.target = filled.path + "?lang=" + std::string(tag_of(language));
  request.headers.add("Accept", content_type_of(format));
  if (has_bytes) {
    request.headers.add("Content-Type", "application/octet-stream");
  } else if (spec.method == Method::post) {
    for (const std::string& name : filled.used)
      fields.erase(name);
    request.headers.add("Content-Type", "application/json");
    request.body = body_of(spec, fields, filled.used);
    return request;
  }
  add_query(flat, filled.used, request.target);
  return request;
}

Reply ask_owner(const std::string& url,
                const HttpRequest& request,
                Format format,
                Language language) {
  auto response = send_to(url, request);
  if (!response) return reply_of(response.error(), language);
  Reply reply;
  reply.is_problem = response->status >= 400;
  if (format != Format::json && !reply.is_problem) {
    reply.text = std::move(response->body);
    return reply;
  }
  auto document = parse_json(response->body, url);
  if (!document) return reply_of(document.error(), language);
  reply.document = std::move(*document);
  if (reply.is_problem) reply.exit_code = exit_code_of(reply.document);
  return reply;
}

// The address of the process that owns the folder, when that is why the engine did not open.
std::string owner_of(const Error& failure) {
  if (failure.code != ErrorCode::unavailable) return {};
  for (const Argument& argument : failure.message.arguments) {
    if (argument.name == "address") return argument.value;
  }
  return {};
}

}  // namespace

EngineOptions engine_options(const Settings& settings) {
  EngineOptions options;
  options.data = settings.data;
  options.journal = settings.journal;
  options.browser = settings.browser;
  options.search_path = settings.search_path;
  options.fonts = [](std::string_view text) { return font_faces(assets(), carried_font, text); };
  return options;
}

Reply reply_of(const Error& error, Language language) {
  Reply reply;
  reply.is_problem = true;
  reply.document = problem_document(error, language, "");
  reply.exit_code = error_row(error.code).exit_code;
  return reply;
}

int exit_code_of(const Json& problem) {
  if (!problem.is_object()) return runtime_failure;
  const JsonObject& members = problem.get_object();
  if (const Json* const code = members.if_contains("code"); code != nullptr && code->is_string()) {
    for (const ErrorRow& row : error_table()) {
      if (row.name == code->get_string()) return row.exit_code;
    }
  }
  if (const Json* const status = members.if_contains("status");
      status != nullptr && status->is_int64()) {
    for (const ErrorRow& row : error_table()) {
      if (row.http_status == status->get_int64()) return row.exit_code;
    }
  }
  return runtime_failure;
}

Reply ask(const RequestSpec& spec,
          RequestFields fields,
          Format format,
          const Settings& settings,
          const EngineOpener& open,
          const ProgressSink& progress) {
  make_absolute(fields);
  auto engine = open(engine_options(settings));
  if (!engine) {
    const std::string owner = owner_of(engine.error());
    if (owner.empty()) return reply_of(engine.error(), settings.language);
    const Status sent_along = read_local_files(spec, fields);
    if (!sent_along) return reply_of(sent_along.error(), settings.language);
    return ask_owner(owner,
                     http_request(spec, std::move(fields), format, settings.language),
                     format,
                     settings.language);
  }
  Request request;
  request.name = std::string(spec.name);
  request.fields = std::move(fields);
  request.language = settings.language;
  auto answer = (*engine)->ask(request, progress);
  if (!answer) return reply_of(answer.error(), settings.language);
  return reply_of_answer(std::move(*answer), spec, format);
}

}  // namespace meguri
