// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "server/body_room.h"
#include "server/connection.h"
#include "server/descriptors.h"
#include "server/event_feed.h"
#include "server/internal/asio.h"
#include "server/late_answers.h"
#include "server/protection.h"
#include "server/worker_pool.h"

namespace meguri {
namespace {

using asio::ip::tcp;

constexpr std::chrono::milliseconds pause_without_descriptors{100};

}  // namespace

class Server::State final : public ConnectionHost,
                            public std::enable_shared_from_this<Server::State> {
 public:
  State(RequestLog& log, const ServerOptions& options)
      : log_(log),
        options_(options),
        context_(static_cast<int>(options.io_threads)),
        control_(asio::make_strand(context_)),
        signals_(control_),
        grace_timer_(control_),
        body_room_(options.large_bodies_bytes),
        late_answers_(context_, options.writers + options.queue_length),
        workers_(options.workers, options.queue_length),
        writers_(options.writers, options.queue_length) {}

  Status listen();
  void run(const Service& service);
  void stop();
  void cut();
  void watch_signals();
  void join();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const std::vector<std::string>& endpoints() const { return endpoints_; }
  [[nodiscard]] bool serving() const { return service_ != nullptr; }

  [[nodiscard]] const Service& service() const override { return *service_; }
  [[nodiscard]] const ServerOptions& options() const override { return options_; }
  [[nodiscard]] bool stopping() const override { return stopping_; }
  RequestLog& log() override { return log_; }
  WorkerPool& workers() override { return workers_; }
  WorkerPool& writers() override { return writers_; }
  LateAnswers& late_answers() override { return late_answers_; }
  EventFeed& feed() override { return *feed_; }
  BodyRoom& body_room() override { return body_room_; }
  void leave(std::uint64_t id) override;

 private:
  Status listen_on(const asio::ip::address& address, std::uint16_t port);
  asio::awaitable<void> accept(std::size_t index);
  [[nodiscard]] asio::any_io_executor executor_of_a_connection();
  void admit(tcp::socket socket);
  void end_if_empty();

  const Service* service_ = nullptr;  // set before the first thread begins
  RequestLog& log_;
  const ServerOptions options_;
  asio::io_context context_;
  asio::strand<asio::io_context::executor_type> control_;
  asio::signal_set signals_;
  asio::steady_timer grace_timer_;
  std::vector<tcp::acceptor> acceptors_;
  std::vector<std::string> endpoints_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::map<std::uint64_t, std::weak_ptr<Connection>> connections_;  // guarded by mutex_
  std::uint64_t next_connection_ = 0;                               // guarded by mutex_
  std::mutex join_mutex_;
  std::vector<std::thread> threads_;
  BodyRoom body_room_;
  LateAnswers late_answers_;
  std::optional<EventFeed> feed_;  // set with service_
  WorkerPool workers_;             // last, both: their jobs use what stands above
  WorkerPool writers_;
};

Status Server::State::listen_on(const asio::ip::address& address, std::uint16_t port) {
  error_code failure;
  const tcp::endpoint endpoint(address, port);
  tcp::acceptor acceptor(asio::make_strand(context_));
  const auto tried = [&](auto&& step) {
    if (!failure) step();
  };
  tried([&] { acceptor.open(endpoint.protocol(), failure); });
  tried([&] { acceptor.set_option(asio::socket_base::reuse_address(true), failure); });
  if (address.is_v6()) {
    tried([&] { acceptor.set_option(asio::ip::v6_only(true), failure); });
  }
  tried([&] { acceptor.bind(endpoint, failure); });
  tried([&] { acceptor.listen(asio::socket_base::max_listen_connections, failure); });
  if (failure) {
    return error(ErrorCode::unavailable,
                 "server.cannot_listen",
                 {{"address", address.to_string()},
                  {"port", std::int64_t{port}},
                  {"reason", failure.message()}});
  }
  port_ = acceptor.local_endpoint(failure).port();
  const std::string name = address.is_v6() ? "[::1]" : "127.0.0.1";
  endpoints_.push_back(name + ":" + std::to_string(port_));
  acceptors_.push_back(std::move(acceptor));
  return ok();
}

Status Server::State::listen() {
  const asio::ip::address four = asio::ip::address_v4::loopback();
  const asio::ip::address six = asio::ip::address_v6::loopback();
  if (options_.address == "::1") return listen_on(six, options_.port);
  MEGURI_TRY(listen_on(four, options_.port));
  if (options_.address == "localhost") {
    // Browsers may try ::1 first; a machine without IPv6 does well without it.
    if (const Status also = listen_on(six, port_); !also) {
      log_.event(LogLevel::debug, "no_ipv6_loopback");
    }
  }
  return ok();
}

void Server::State::run(const Service& service) {
  MEGURI_CHECK(service_ == nullptr);
  service_ = &service;
  feed_.emplace(service, workers_);
  for (std::size_t i = 0; i < acceptors_.size(); ++i) {
    asio::co_spawn(
        acceptors_[i].get_executor(),
        [self = shared_from_this(), i] { return self->accept(i); },
        asio::detached);
  }
  for (std::size_t i = 0; i < options_.io_threads; ++i) {
    threads_.emplace_back([self = shared_from_this()] { self->context_.run(); });
  }
}

asio::awaitable<void> Server::State::accept(std::size_t index) {
  tcp::acceptor& acceptor = acceptors_[index];
  while (!stopping_) {
    error_code failure;
    tcp::socket socket(executor_of_a_connection());
    co_await acceptor.async_accept(socket, into(failure));
    if (stopping_) break;
    if (!failure) {
      admit(std::move(socket));
      continue;
    }
    // No descriptors left, usually: those in use come back when connections end.
    log_.event(LogLevel::warning, "accept_failed", {{"reason", failure.message()}});
    asio::steady_timer pause(acceptor.get_executor(), pause_without_descriptors);
    co_await pause.async_wait(into(failure));
  }
}

// A single thread is a strand already, and a cheaper one.
asio::any_io_executor Server::State::executor_of_a_connection() {
  if (options_.io_threads == 1) return context_.get_executor();
  return asio::make_strand(context_);
}

void Server::State::admit(tcp::socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  std::shared_ptr<Connection> connection;
  {
    const std::lock_guard lock(mutex_);
    const bool too_many = connections_.size() >= options_.max_connections;
    const std::uint64_t id = next_connection_++;
    connection = std::make_shared<Connection>(std::move(socket), shared_from_this(), id, too_many);
    connections_.emplace(id, connection);
  }
  connection->start();
}

void Server::State::leave(std::uint64_t id) {
  {
    const std::lock_guard lock(mutex_);
    connections_.erase(id);
  }
  if (stopping_) asio::post(control_, [self = shared_from_this()] { self->end_if_empty(); });
}

void Server::State::end_if_empty() {
  const std::lock_guard lock(mutex_);
  if (connections_.empty()) {
    grace_timer_.cancel();
    signals_.cancel();
  }
}

void Server::State::stop() {
  if (stopping_.exchange(true)) return;
  for (tcp::acceptor& acceptor : acceptors_) {
    asio::post(acceptor.get_executor(), [self = shared_from_this(), &acceptor] {
      error_code ignored;
      acceptor.close(ignored);
    });
  }
  asio::post(control_, [self = shared_from_this()] {
    self->log_.event(LogLevel::info, "stopping");
    self->grace_timer_.expires_after(self->options_.grace);
    self->grace_timer_.async_wait([self](const error_code& failure) {
      if (!failure) self->cut();
    });
    {
      const std::lock_guard lock(self->mutex_);
      for (const auto& [id, weak] : self->connections_) {
        if (const auto connection = weak.lock()) connection->stop();
      }
    }
    self->end_if_empty();
  });
}

void Server::State::cut() {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, weak] : connections_) {
    if (const auto connection = weak.lock()) connection->cut();
  }
}

void Server::State::watch_signals() {
  asio::post(control_, [self = shared_from_this()] {
    error_code ignored;
    self->signals_.add(SIGINT, ignored);
    self->signals_.add(SIGTERM, ignored);
    self->signals_.async_wait([self](const error_code& failure, int) {
      if (failure) return;
      self->stop();
      self->signals_.async_wait([self](const error_code& again, int) {
        if (!again) self->cut();
      });
    });
  });
}

void Server::State::join() {
  const std::lock_guard lock(join_mutex_);
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  workers_.finish();
  writers_.finish();
}

Server::Server(std::shared_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  if (!state_->serving()) return;  // no thread would ever carry out what stop() asks
  try {
    stop();
    wait();
  } catch (const std::exception& failure) {
    check_failed(failure.what(), __FILE__, __LINE__);  // its threads would outlive it
  }
}

Result<std::unique_ptr<Server>> Server::listen(RequestLog& log, const ServerOptions& options) {
  MEGURI_CHECK(options.io_threads > 0 && options.workers > 0 && options.writers > 0);
  MEGURI_TRY(check_address(options.address));
  raise_open_files_limit();
  ServerOptions fitted = options;
  fitted.max_connections = std::min(options.max_connections, sockets_max());
  auto state = std::make_shared<State>(log, fitted);
  MEGURI_TRY(state->listen());
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

void Server::serve(const Service& service) { state_->run(service); }

std::uint16_t Server::port() const { return state_->port(); }
std::string Server::url() const {
  const std::string name = state_->options().address == "::1" ? "[::1]" : "127.0.0.1";
  return "http://" + name + ":" + std::to_string(port());
}
std::vector<std::string> Server::endpoints() const { return state_->endpoints(); }
void Server::stop_on_signals() { state_->watch_signals(); }
void Server::stop() { state_->stop(); }
void Server::wait() { state_->join(); }

}  // namespace meguri
