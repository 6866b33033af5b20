// SPDX-License-Identifier: Apache-2.0
// service: what the server answers, without any socket.
//
// A request is looked at in two steps. prepare() decides everything that needs no engine —
// refusals, files of the web app, the OpenAPI document — and may run on the thread that serves
// sockets; what is left is an EngineCall, which answer() carries out on a worker. Both are const
// and may be called from any number of threads.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <variant>

#include "engine/engine.h"
#include "engine/request_table.h"
#include "server/assets.h"
#include "server/http.h"
#include "server/negotiation.h"
#include "server/request_target.h"
#include "server/responses.h"

namespace meguri {

struct EngineCall {
  const RequestSpec* spec = nullptr;
  Request request;
  Format format = Format::json;
  ResponseWish wish;
  std::string path;
};

class Service {
 public:
  // The engine must outlive the service. `files` are the web app's, in order of path.
  explicit Service(Engine& engine, std::span<const Asset> files = assets());

  // Either the response, or what the engine is to be asked. Never fails.
  [[nodiscard]] std::variant<HttpResponse, EngineCall> prepare(const HttpRequest& request,
                                                               std::string_view request_id) const;
  [[nodiscard]] HttpResponse answer(const EngineCall& call) const;

  // The response to a request that could not be read, or for which there is no time or room.
  [[nodiscard]] static HttpResponse failure(int status, Language language);

  // What every response carries. Call once, last.
  static void finish(HttpResponse& response, std::string_view request_id);

 private:
  [[nodiscard]] std::variant<HttpResponse, EngineCall> prepare_call(const HttpRequest& request,
                                                                    const RequestTarget& target,
                                                                    std::string_view id) const;
  [[nodiscard]] HttpResponse plain_page(const HttpRequest& request,
                                        const RequestTarget& target) const;
  [[nodiscard]] HttpResponse web_app(const HttpRequest& request, const RequestTarget& target) const;
  [[nodiscard]] const Asset* file(std::string_view path) const;

  Engine& engine_;
  std::span<const Asset> files_;
  std::array<std::string, 2> openapi_;  // by language
};

}  // namespace meguri
