// SPDX-License-Identifier: Apache-2.0
#include "server/service.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/interface_documents.h"
#include "server/protection.h"
#include "server/request_reading.h"
#include "server/route.h"
#include "wire/json.h"

namespace meguri {
namespace {

constexpr std::string_view html_type = "text/html; charset=utf-8";

bool is_read(std::string_view method) { return method == "GET" || method == "HEAD"; }

HttpResponse method_not_allowed(const std::vector<std::string>& allowed,
                                const HttpRequest& request,
                                const RequestTarget& target) {
  std::string list;
  for (const std::string& method : allowed)
    list += (list.empty() ? "" : ", ") + method;
  HttpResponse response = problem_response(
      error(ErrorCode::invalid_input, "server.method_not_allowed", {{"allowed", list}}),
      language_of_request(request, target),
      target.path,
      405);
  response.headers.set("Allow", list);
  return response;
}

bool is_json(const HttpRequest& request) {
  const std::string type = request.headers.get("Content-Type");
  return same_ignoring_case(trimmed(std::string_view(type).substr(0, type.find(';'))),
                            "application/json");
}

// A path whose last part looks like a file's name is no page of the web app.
bool names_a_file(const RequestTarget& target) {
  return !target.segments.empty() &&
         (target.segments.front() == "assets" ||
          target.path.substr(target.path.rfind('/')).find('.') != std::string::npos);
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

Service::Service(Engine& engine, std::span<const Asset> files) : engine_(engine), files_(files) {
  for (const Language language : {Language::ja, Language::en}) {
    openapi_.at(static_cast<std::size_t>(language)) = write_json(openapi_document(language));
  }
}

const Asset* Service::file(std::string_view path) const {
  const auto found = std::ranges::lower_bound(files_, path, {}, &Asset::path);
  return found != files_.end() && found->path == path ? &*found : nullptr;
}

std::variant<HttpResponse, EngineCall> Service::prepare(const HttpRequest& request,
                                                        std::string_view request_id) const {
  auto parsed = parse_request_target(request.target);
  const RequestTarget nothing;
  const RequestTarget& target = parsed ? *parsed : nothing;
  const bool is_api = !target.segments.empty() && target.segments.front() == "api";
  if (const auto refusal = refuse(request, is_api)) {
    return problem_response(
        refusal->error, language_of_request(request, target), target.path, refusal->status);
  }
  if (!parsed) {
    return problem_response(parsed.error(), language_of_request(request, target), "");
  }
  if (is_api) return prepare_call(request, target, request_id);
  if (!is_read(request.method)) return method_not_allowed({"GET", "HEAD"}, request, target);
  return plain_page(request, target);
}

std::variant<HttpResponse, EngineCall> Service::prepare_call(const HttpRequest& request,
                                                             const RequestTarget& target,
                                                             std::string_view id) const {
  const Language language = language_of_request(request, target);
  const RouteMatch match = find_route(request_table(), request.method, target.segments);
  if (match.allowed.empty()) {
    return problem_response(
        error(ErrorCode::not_found, "server.no_such_path", {{"path", target.path.substr(0, 200)}}),
        language,
        target.path);
  }
  if (match.request == nullptr) return method_not_allowed(match.allowed, request, target);
  // A form of another site could send a body of another type without asking first.
  if (match.request->method == Method::post && !is_json(request)) {
    return problem_response(
        error(ErrorCode::invalid_input, "server.body_not_json"), language, target.path, 415);
  }
  const auto format = format_of_request(request, target, *match.request);
  if (!format) {
    const int status = target.parameter("format").empty() ? 406 : 400;
    return problem_response(format.error(), language, target.path, status);
  }
  auto asked = read_request(request, target, match);
  if (!asked) return problem_response(asked.error(), language, target.path);
  EngineCall call{match.request, std::move(*asked), *format, wish_of(request), target.path};
  call.request.request_id = std::string(id);
  return call;
}

HttpResponse Service::answer(const EngineCall& call) const {
  auto answer = engine_.ask(call.request);
  if (!answer) return problem_response(answer.error(), call.request.language, call.path);
  return answer_response(*answer, *call.spec, call.request, call.format, call.wish);
}

HttpResponse Service::plain_page(const HttpRequest& request, const RequestTarget& target) const {
  const ResponseWish wish = wish_of(request);
  if (target.path == "/healthz") {
    const JsonObject health = {{"status", "ok"}, {"version", program_version()}};
    HttpResponse response;
    response.body = write_json(health);
    response.headers.add("Content-Type", "application/json");
    response.headers.add("Cache-Control", "no-store");
    return response;
  }
  if (target.path == "/openapi.json") {
    const Language language = language_of_request(request, target);
    return text_response(openapi_.at(static_cast<std::size_t>(language)), "application/json", wish);
  }
  return web_app(request, target);
}

HttpResponse Service::web_app(const HttpRequest& request, const RequestTarget& target) const {
  const ResponseWish wish = wish_of(request);
  const Language language = language_of_request(request, target);
  if (const Asset* const found = file(target.path)) return asset_response(*found, wish);
  if (names_a_file(target)) {
    return problem_response(
        error(ErrorCode::not_found, "server.no_such_path", {{"path", target.path.substr(0, 200)}}),
        language,
        target.path);
  }
  if (const Asset* const index = file("/index.html")) return asset_response(*index, wish);
  // Built without the web app: say so, and point to what is there.
  std::string page = fmt::format(
      "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>Meguri</title>"
      "<body><h1>Meguri</h1><p>{}</p><p><a href=\"/openapi.json\">/openapi.json</a></p></body>"
      "</html>\n",
      tag_of(language),
      escaped(render("server.no_web_app", language)));
  return text_response(std::move(page), html_type, wish);
}

HttpResponse Service::failure(int status, Language language) {
  switch (status) {
    case 408:
      return problem_response(
          error(ErrorCode::invalid_input, "server.too_slow"), language, "", 408);
    case 413:
      return problem_response(
          error(ErrorCode::limit_exceeded, "server.body_too_large"), language, "", 413);
    case 431:
      return problem_response(
          error(ErrorCode::limit_exceeded, "server.header_too_large"), language, "", 431);
    case 500:
      return problem_response(error(ErrorCode::io_failure, "server.internal"), language, "", 500);
    case 503:
      return problem_response(error(ErrorCode::unavailable, "server.busy"), language, "", 503);
    default:
      break;
  }
  return problem_response(error(ErrorCode::invalid_input, "server.malformed"), language, "", 400);
}

void Service::finish(HttpResponse& response, std::string_view request_id) {
  response.headers.set("X-Request-Id", request_id);
  response.headers.set("Server", "meguri");
  add_protection_headers(response.headers);
}

}  // namespace meguri
