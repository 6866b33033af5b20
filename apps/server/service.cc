// SPDX-License-Identifier: Apache-2.0
#include "server/service.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/interface_documents.h"
#include "server/protection.h"
#include "wire/json.h"

namespace meguri {
namespace {

// What a thread that serves sockets reads by itself: well below a millisecond of work.
constexpr std::size_t later_body_bytes_max = std::size_t{32} << 10U;
constexpr std::string_view html_type = "text/html; charset=utf-8";

// Where a follower stands; the engine has found it to be a number by then.
std::int64_t after_of(const Request& request) {
  const auto field = request.fields.find("after");
  std::int64_t after = 0;
  if (field != request.fields.end() && !field->second.empty()) {
    const std::string& text = field->second.front();
    std::from_chars(text.data(), text.data() + text.size(), after);
  }
  return after;
}

bool takes_bytes(const RequestSpec& spec) {
  return std::ranges::find(spec.fields, FieldKind::bytes, &FieldSpec::kind) != spec.fields.end();
}

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

// A path that ends like a file's name is no page of the web app; ids have dots as well
// (/calculations/cti.circularity).
bool names_a_file(const RequestTarget& target) {
  constexpr std::array<std::string_view, 13> endings{".js",
                                                     ".css",
                                                     ".map",
                                                     ".json",
                                                     ".svg",
                                                     ".png",
                                                     ".jpg",
                                                     ".ico",
                                                     ".woff2",
                                                     ".txt",
                                                     ".xml",
                                                     ".html",
                                                     ".webmanifest"};
  return !target.segments.empty() && (target.segments.front() == "assets" ||
                                      std::ranges::any_of(endings, [&](std::string_view ending) {
                                        return target.path.ends_with(ending);
                                      }));
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

Service::Service(Engine& engine,
                 std::span<const Asset> files,
                 std::span<const RequestSpec> requests)
    : engine_(engine), files_(files), requests_(requests) {
  for (const Language language : {Language::ja, Language::en}) {
    openapi_.at(static_cast<std::size_t>(language)) =
        write_json(openapi_document(language, requests_));
  }
}

const Asset* Service::file(std::string_view path) const {
  const auto found = std::ranges::lower_bound(files_, path, {}, &Asset::path);
  return found != files_.end() && found->path == path ? &*found : nullptr;
}

std::variant<HttpResponse, EngineCall> Service::prepare(HttpRequest request,
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
  if (is_api) return prepare_call(std::move(request), target, request_id);
  if (!is_read(request.method)) return method_not_allowed({"GET", "HEAD"}, request, target);
  return plain_page(request, target);
}

std::variant<HttpResponse, EngineCall> Service::prepare_call(HttpRequest&& request,
                                                             const RequestTarget& target,
                                                             std::string_view id) const {
  const Language language = language_of_request(request, target);
  const RouteMatch match = find_route(requests_, request.method, target.segments);
  if (match.allowed.empty()) {
    return problem_response(
        error(ErrorCode::not_found, "server.no_such_path", {{"path", target.path.substr(0, 200)}}),
        language,
        target.path);
  }
  if (match.request == nullptr) return method_not_allowed(match.allowed, request, target);
  if (!body_kind_of(request, *match.request)) {
    const std::string_view id_of_error =
        takes_bytes(*match.request) ? "server.body_neither_json_nor_bytes" : "server.body_not_json";
    return problem_response(
        error(ErrorCode::invalid_input, id_of_error), language, target.path, 415);
  }
  const auto format = format_of_request(request, target, *match.request);
  if (!format) {
    const int status = target.parameter("format").empty() ? 406 : 400;
    return problem_response(format.error(), language, target.path, status);
  }
  auto call = engine_call(std::move(request), target, match, *format);
  if (!call) return problem_response(call.error(), language, target.path);
  call->request.request_id = std::string(id);
  call->request.wants_table = *format == Format::csv;
  return std::move(*call);
}

Result<EngineCall> Service::engine_call(HttpRequest&& request,
                                        const RequestTarget& target,
                                        const RouteMatch& match,
                                        Format format) const {
  EngineCall call;
  call.spec = match.request;
  call.request = MEGURI_TRY(read_head(request, target, match, format));
  call.format = format;
  call.wish = wish_of(request);
  call.path = target.path;
  call.idempotency_key = MEGURI_TRY(idempotency_key_of(request, *match.request));
  call.body_kind = *body_kind_of(request, *match.request);
  call.body = std::move(request.body);
  return call;
}

Status Service::read(EngineCall& call, RequestDocuments* documents) {
  if (call.is_read) return ok();
  call.is_read = true;
  RequestFields& fields = call.request.fields;
  MEGURI_TRY(read_body(std::move(call.body), call.body_kind, *call.spec, fields, documents));
  MEGURI_TRY(refuse_local_fields(*call.spec, fields));
  return call.idempotency_key ? add_idempotency_key(*call.idempotency_key, fields) : ok();
}

HttpResponse Service::answer(EngineCall call) const {
  if (const Status done = read(call, nullptr); !done) {
    return problem_response(done.error(), call.request.language, call.path);
  }
  const auto answer = engine_.ask(call.request);
  if (!answer) return problem_response(answer.error(), call.request.language, call.path);
  return answer_response(*answer, *call.spec, call.request, call.format, call.wish);
}

bool Service::answer_later(EngineCall& call, const std::function<void(ResponseMaker)>& sink) const {
  if (call.body.size() > later_body_bytes_max) return false;
  if (!engine_.answers_later(call.request.name)) return false;
  if (Status done = read(call, &call.request.documents); !done) {
    sink([failure = std::move(done).error(), language = call.request.language, path = call.path] {
      return problem_response(failure, language, path);
    });
    return true;
  }
  const auto asked = std::make_shared<EngineCall>(std::move(call));
  const bool is_taken = engine_.ask_later(asked->request, [asked, sink](Finish finish) {
    sink([asked, finish = std::move(finish)] {
      const auto answer = finish();
      if (!answer) return problem_response(answer.error(), asked->request.language, asked->path);
      return answer_response(*answer, *asked->spec, asked->request, asked->format, asked->wish);
    });
  });
  if (!is_taken) call = std::move(*asked);
  return is_taken;
}

EventPage Service::events(const EngineCall& call) const {
  EventPage page;
  const auto answer = engine_.ask(call.request);
  if (!answer) {
    page.problem = problem_response(answer.error(), call.request.language, call.path);
    return page;
  }
  page.text = events_text(*answer, *call.spec);
  page.next_after = last_position(*answer, *call.spec).value_or(after_of(call.request));
  return page;
}

std::uint64_t Service::body_bytes_max(std::string_view method,
                                      std::string_view target,
                                      std::uint64_t usual) const {
  const auto parsed = parse_request_target(target);
  if (!parsed) return usual;
  const RouteMatch match = find_route(requests_, method, parsed->segments);
  const bool says = match.request != nullptr && match.request->body_bytes_max > 0;
  return says ? match.request->body_bytes_max : usual;
}

std::uint64_t Service::body_bytes_max(std::uint64_t usual) const {
  std::uint64_t most = usual;
  for (const RequestSpec& request : requests_)
    most = std::max(most, request.body_bytes_max);
  return most;
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
