// SPDX-License-Identifier: Apache-2.0
#include "server/responses.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "engine/error_table.h"
#include "server/compression.h"
#include "server/digest.h"
#include "server/request_target.h"
#include "wire/csv_writer.h"
#include "wire/json.h"

namespace meguri {
namespace {

constexpr int retry_after_seconds = 2;

std::string csv_text(const AnswerTable& table) {
  CsvWriter writer;
  if (!table.header.empty()) writer.row(table.header);
  for (const auto& row : table.rows)
    writer.row(row);
  return std::move(writer).text();
}

// The list that the request's other forms are made of; a document that lacks it is a bug, but no
// reason to end the server.
std::span<const Json> list_of(const Answer& answer, const RequestSpec& spec) {
  MEGURI_CHECK(!spec.formats.ndjson.empty());
  const JsonObject* const document = answer.body.if_object();
  const Json* const list =
      document == nullptr ? nullptr : document->if_contains(spec.formats.ndjson);
  if (list == nullptr || !list->is_array()) return {};
  return list->get_array();
}

std::string ndjson_text(std::span<const Json> list) {
  std::string text;
  for (const Json& element : list)
    text += write_json(element) + '\n';
  return text;
}

std::optional<std::int64_t> position_of(const Json& element) {
  const JsonObject* const document = element.if_object();
  const Json* const position = document == nullptr ? nullptr : document->if_contains("position");
  if (position == nullptr || !position->is_int64()) return std::nullopt;
  return position->get_int64();
}

bool is_download(Format format) { return format == Format::csv || format == Format::ndjson; }

// "diagnose-01100.csv": the request and its path fields, in both forms of RFC 6266.
std::string disposition(const RequestSpec& spec, const Request& request, Format format) {
  std::string name = "meguri-" + std::string(spec.name);
  for (const FieldSpec& field : spec.fields) {
    const auto found = request.fields.find(field.name);
    if (!field.required || found == request.fields.end() || found->second.empty()) continue;
    name += "-" + found->second.front().substr(0, 80);
  }
  name += "." + std::string(name_of(format));
  std::string plain;
  for (const char c : name) {
    const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.';
    plain += safe ? c : '_';
  }
  return fmt::format("{}; filename=\"{}\"; filename*=UTF-8''{}",
                     is_download(format) ? "attachment" : "inline",
                     plain,
                     percent_encoded(name));
}

std::string with_suffix(std::string_view quoted_tag, std::string_view suffix) {
  return std::string(quoted_tag.substr(0, quoted_tag.size() - 1)) + std::string(suffix) + '"';
}

HttpResponse not_modified(const HttpResponse& whole) {
  HttpResponse response;
  response.status = 304;
  for (const auto& [name, value] : whole.headers.all()) {
    if (name == "ETag" || name == "Cache-Control" || name == "Vary") {
      response.headers.add(name, value);
    }
  }
  return response;
}

// REQUIRES: the response has its ETag and its body.
void compress(HttpResponse& response) {
  if (response.body.size() < worth_compressing) return;
  std::string small = gzipped(response.body);
  if (small.empty() || small.size() >= response.body.size()) return;
  response.body = std::move(small);
  response.headers.set("Content-Encoding", "gzip");
  response.headers.set("ETag", with_suffix(response.headers.get("ETag"), "-gz"));
}

HttpResponse finished(HttpResponse response, const ResponseWish& wish) {
  if (matches_etag(wish.if_none_match, response.headers.get("ETag"))) {
    return not_modified(response);
  }
  const bool is_packed = response.headers.get("Content-Type") == content_type_of(Format::pdf);
  if (wish.gzip && !is_packed) compress(response);
  return response;
}

}  // namespace

std::string answer_text(const Answer& answer, const RequestSpec& spec, Format format) {
  switch (format) {
    case Format::csv:
      return csv_text(answer.table);
    case Format::html:
      return answer.html;
    case Format::ndjson:
      return ndjson_text(list_of(answer, spec));
    case Format::pdf:
      return answer.pdf;
    case Format::json:
    case Format::events:
      break;
  }
  return write_json(answer.body);
}

std::string events_text(const Answer& answer, const RequestSpec& spec) {
  std::string text;
  for (const Json& element : list_of(answer, spec)) {
    if (const auto position = position_of(element)) text += fmt::format("id: {}\n", *position);
    // A line break inside a JSON text is written as \n, so that one line holds it all.
    text += "event: entry\ndata: " + write_json(element) + "\n\n";
  }
  return text;
}

std::optional<std::int64_t> last_position(const Answer& answer, const RequestSpec& spec) {
  const auto list = list_of(answer, spec);
  return list.empty() ? std::nullopt : position_of(list.back());
}

ResponseWish wish_of(const HttpRequest& request) {
  return {.head = request.method == "HEAD",
          .gzip = accepts_gzip(request.headers.get("Accept-Encoding")),
          .if_none_match = request.headers.get("If-None-Match")};
}

HttpResponse problem_response(const Error& error,
                              Language language,
                              std::string_view instance,
                              int status) {
  HttpResponse response;
  Json document = problem_document(error, language, instance);
  response.status = status != 0 ? status : error_row(error.code).http_status;
  if (document.is_object()) document.get_object()["status"] = response.status;
  response.body = write_json(document);
  response.headers.add("Content-Type", "application/problem+json");
  response.headers.add("Content-Language", tag_of(language));
  response.headers.add("Cache-Control", "no-store");
  if (response.status == 503) {
    response.headers.add("Retry-After", std::to_string(retry_after_seconds));
  }
  return response;
}

HttpResponse answer_response(const Answer& answer,
                             const RequestSpec& spec,
                             const Request& request,
                             Format format,
                             const ResponseWish& wish) {
  HttpResponse response;
  response.headers.add("Content-Type", content_type_of(format));
  response.headers.add("Content-Language", tag_of(request.language));
  response.headers.add("Vary", "Accept, Accept-Language, Accept-Encoding");
  if (spec.method == Method::post) {
    if (answer.created) response.status = 201;
    response.headers.add("Cache-Control", "no-store");
    response.body = answer_text(answer, spec, format);
    return response;
  }
  response.headers.add("Cache-Control", "no-cache");
  if (format != Format::json) {
    response.headers.add("Content-Disposition", disposition(spec, request, format));
  }
  // The engine's tag stands for what is known, not for one rendering of it.
  if (!answer.etag.empty()) {
    response.headers.add(
        "ETag",
        fmt::format("\"{}-{}-{}\"", answer.etag, name_of(format), tag_of(request.language)));
    if (matches_etag(wish.if_none_match, response.headers.get("ETag"))) {
      return not_modified(response);
    }
  }
  response.body = answer_text(answer, spec, format);
  if (answer.etag.empty()) {
    response.headers.add("ETag", fmt::format("\"{}\"", content_tag(response.body)));
  }
  return finished(std::move(response), wish);
}

HttpResponse asset_response(const Asset& asset, const ResponseWish& wish) {
  HttpResponse response;
  response.headers.add("Content-Type", asset.content_type);
  response.headers.add("Cache-Control",
                       asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.headers.add("Vary", "Accept-Encoding");
  response.headers.add("ETag", asset.etag);
  if (matches_etag(wish.if_none_match, asset.etag)) return not_modified(response);
  response.fixed_body = asset.bytes;
  if (wish.gzip && !asset.gzip.empty()) {
    response.fixed_body = asset.gzip;
    response.headers.set("Content-Encoding", "gzip");
    response.headers.set("ETag", with_suffix(asset.etag, "-gz"));
  }
  return response;
}

HttpResponse text_response(std::string body,
                           std::string_view content_type,
                           const ResponseWish& wish) {
  HttpResponse response;
  response.headers.add("Content-Type", content_type);
  response.headers.add("Cache-Control", "no-cache");
  response.headers.add("Vary", "Accept-Language, Accept-Encoding");
  response.headers.add("ETag", fmt::format("\"{}\"", content_tag(body)));
  response.body = std::move(body);
  return finished(std::move(response), wish);
}

}  // namespace meguri
