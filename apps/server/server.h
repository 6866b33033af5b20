// SPDX-License-Identifier: Apache-2.0
// server: the service on loopback sockets.
//
//   auto server = MEGURI_TRY(Server::listen(log, {.port = 8642}));   // now its url() is known
//   auto engine = MEGURI_TRY(Engine::open({.address = server->url()}, clock));
//   const Service service(*engine);
//   server->stop_on_signals();
//   server->serve(service);
//   server->wait();
//
// One thread or a few serve all sockets; the engine's work runs on a bounded pool. Every phase of a
// connection has its deadline, every size its limit, so that no peer can hold more than one
// connection's memory or any thread. A follower of the journal (server-sent events) is sent the
// next page once its socket has taken the last one; it holds no thread and no more than a page.
// Stopping lets requests in flight finish, cuts idle connections at once, and cuts everything after
// `grace`.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "server/request_log.h"
#include "server/service.h"

namespace meguri {

struct ServerOptions {
  std::string address = "localhost";  // "localhost" listens on 127.0.0.1 and, where it can, ::1
  std::uint16_t port = 8642;          // 0 = any free one
  std::size_t io_threads = 1;
  std::size_t workers = 2;
  // Threads for requests that write and wait for it; a few entries wait without one
  // (server/late_answers.h), as many at once as these and their queue.
  std::size_t writers = 64;
  std::size_t queue_length = 64;         // requests that wait for a thread of theirs; more get 503
  std::size_t max_connections = 10'000;  // fewer where the process may not open as many
  std::uint32_t header_limit = 16 * 1024;
  std::uint64_t body_limit = std::uint64_t{1} << 20U;  // where the request table says nothing
  std::uint64_t large_bodies_bytes = std::uint64_t{256} << 20U;  // of all larger ones at once
  std::chrono::milliseconds header_deadline = std::chrono::seconds(10);
  std::chrono::milliseconds body_deadline = std::chrono::seconds(30);
  std::chrono::milliseconds answer_deadline = std::chrono::minutes(10);
  std::chrono::milliseconds write_deadline = std::chrono::seconds(60);
  std::chrono::milliseconds idle_deadline = std::chrono::seconds(60);
  std::chrono::milliseconds keep_alive = std::chrono::seconds(15);  // of a stream without events
  std::chrono::milliseconds grace = std::chrono::seconds(10);
};

class Server {
 public:
  // Takes the port; connections wait until serve(). Raises the process's soft limit of open files
  // to the hard one. `log` must outlive the server. Errors: invalid_input (an address that is not
  // loopback), unavailable (the port is taken).
  static Result<std::unique_ptr<Server>> listen(RequestLog& log, const ServerOptions& options);
  // Serves from now on, in threads of its own. `service` must outlive the server. Call once.
  void serve(const Service& service);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();  // stops and waits

  [[nodiscard]] std::uint16_t port() const;
  // "http://127.0.0.1:8642": what programs are told to ask.
  [[nodiscard]] std::string url() const;
  // Where it listens: "127.0.0.1:8642", "[::1]:8642".
  [[nodiscard]] std::vector<std::string> endpoints() const;

  // SIGINT and SIGTERM mean stop(); a second one cuts everything.
  void stop_on_signals();
  // Begins to stop and returns at once; any thread, more than once.
  void stop();
  // Until the last connection is closed after stop().
  void wait();

 private:
  class State;
  explicit Server(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

}  // namespace meguri
