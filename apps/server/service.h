// SPDX-License-Identifier: Apache-2.0
// service: what the server answers, without any socket.
//
// A request is looked at in two steps. prepare() decides everything that needs no engine —
// refusals, files of the web app, the OpenAPI document — and may run on the thread that serves
// sockets; what is left is an EngineCall, whose body answer() reads and whose question it asks on a
// worker. A call for events is answered page by page with events() instead. All are const and may
// be called from any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "engine/engine.h"
#include "engine/request_table.h"
#include "server/assets.h"
#include "server/http.h"
#include "server/negotiation.h"
#include "server/request_reading.h"
#include "server/request_target.h"
#include "server/responses.h"
#include "server/route.h"

namespace meguri {

struct EngineCall {
  const RequestSpec* spec = nullptr;
  Request request;  // without what the body says
  Format format = Format::json;
  ResponseWish wish;
  std::string path;
  BodyKind body_kind = BodyKind::none;
  std::string body;
  std::optional<std::string> idempotency_key;
  bool is_read = false;  // the body is in the request, or there was none
};

// Makes the response; on a thread that may count but not wait.
using ResponseMaker = std::function<HttpResponse()>;

// Some of the elements of a stream of events.
struct EventPage {
  std::string text;                     // the events, ready to send; empty when there are none yet
  std::int64_t next_after = 0;          // the last position told, here or before
  std::optional<HttpResponse> problem;  // instead, when the engine refused
};

class Service {
 public:
  // The engine must outlive the service. `files` are the web app's, in order of path.
  explicit Service(Engine& engine,
                   std::span<const Asset> files = assets(),
                   std::span<const RequestSpec> requests = request_table());

  // Either the response, or what the engine is to be asked. Never fails.
  [[nodiscard]] std::variant<HttpResponse, EngineCall> prepare(HttpRequest request,
                                                               std::string_view request_id) const;
  [[nodiscard]] HttpResponse answer(EngineCall call) const;
  // The same without a thread that waits, for short calls of which the engine can: `sink` gets
  // once, on whichever thread has the answer and perhaps before this returns, what makes the
  // response. False, with the call still whole, for the others.
  [[nodiscard]] bool answer_later(EngineCall& call,
                                  const std::function<void(ResponseMaker)>& sink) const;
  // The page that follows the position which the call's field `after` says.
  [[nodiscard]] EventPage events(const EngineCall& call) const;

  // How much of a body to read for that request line; `usual` where the request says nothing.
  [[nodiscard]] std::uint64_t body_bytes_max(std::string_view method,
                                             std::string_view target,
                                             std::uint64_t usual) const;
  // The largest of all these.
  [[nodiscard]] std::uint64_t body_bytes_max(std::uint64_t usual) const;

  [[nodiscard]] std::int64_t journal_position() const { return engine_.journal_position(); }
  [[nodiscard]] Subscription on_change(Wake wake) const {
    return engine_.on_change(std::move(wake));
  }

  // The response to a request that could not be read, or for which there is no time or room.
  [[nodiscard]] static HttpResponse failure(int status, Language language);

  // What every response carries. Call once, last.
  static void finish(HttpResponse& response, std::string_view request_id);

 private:
  [[nodiscard]] static Status read(EngineCall& call, RequestDocuments* documents);
  [[nodiscard]] std::variant<HttpResponse, EngineCall> prepare_call(HttpRequest&& request,
                                                                    const RequestTarget& target,
                                                                    std::string_view id) const;
  [[nodiscard]] Result<EngineCall> engine_call(HttpRequest&& request,
                                               const RequestTarget& target,
                                               const RouteMatch& match,
                                               Format format) const;
  [[nodiscard]] HttpResponse plain_page(const HttpRequest& request,
                                        const RequestTarget& target) const;
  [[nodiscard]] HttpResponse web_app(const HttpRequest& request, const RequestTarget& target) const;
  [[nodiscard]] const Asset* file(std::string_view path) const;

  Engine& engine_;
  std::span<const Asset> files_;
  std::span<const RequestSpec> requests_;
  std::array<std::string, 2> openapi_;  // by language
};

}  // namespace meguri
