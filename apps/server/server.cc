// SPDX-License-Identifier: Apache-2.0
#include "server/server.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>

#include "server/protection.h"
#include "server/worker_pool.h"

namespace meguri {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds pause_without_descriptors{100};
constexpr std::chrono::seconds lingering{2};
constexpr std::size_t piece = 4096;

// Coroutine completion: the operation's error lands in `failure` instead of an exception.
auto into(error_code& failure) { return asio::redirect_error(asio::use_awaitable, failure); }

HttpRequest plain_request(http::request<http::string_body>&& message) {
  HttpRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message)
    request.headers.add(field.name_string(), field.value());
  request.body = std::move(message.body());
  return request;
}

// "/a?q=x" -> "/a": what may stand in a log.
std::string path_of(std::string_view target) {
  return std::string(target.substr(0, std::min<std::size_t>(target.find_first_of("?#"), 500)));
}

int status_of_read_failure(const error_code& failure) {
  if (failure == beast::error::timeout) return 408;
  if (failure == http::error::header_limit || failure == http::error::buffer_overflow) return 431;
  if (failure == http::error::body_limit) return 413;
  return 400;
}

// The peer went away or said nothing: there is nobody to answer.
bool nobody_there(const error_code& failure) {
  return failure == http::error::end_of_stream || failure == http::error::partial_message ||
         failure == asio::error::operation_aborted || failure == asio::error::connection_reset ||
         failure == asio::error::eof;
}

}  // namespace

class Server::State : public std::enable_shared_from_this<Server::State> {
 public:
  State(RequestLog& log, const ServerOptions& options)
      : log_(log),
        options_(options),
        context_(static_cast<int>(options.io_threads)),
        control_(asio::make_strand(context_)),
        signals_(control_),
        grace_timer_(control_),
        workers_(options.workers, options.queue_length) {}

  Status listen();
  void run(const Service& service);
  void stop();
  void cut();
  void watch_signals();
  void join();

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] const std::vector<std::string>& endpoints() const { return endpoints_; }
  [[nodiscard]] bool serving() const { return service_ != nullptr; }
  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] const Service& service() const { return *service_; }
  [[nodiscard]] const ServerOptions& options() const { return options_; }
  [[nodiscard]] RequestLog& log() { return log_; }
  [[nodiscard]] WorkerPool& workers() { return workers_; }

  void leave(std::uint64_t id);

 private:
  class Session;

  Status listen_on(const asio::ip::address& address, std::uint16_t port);
  asio::awaitable<void> accept(std::size_t index);
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
  std::map<std::uint64_t, std::weak_ptr<Session>> sessions_;  // guarded by mutex_
  std::uint64_t next_session_ = 0;                            // guarded by mutex_
  std::mutex join_mutex_;
  std::vector<std::thread> threads_;
  WorkerPool workers_;  // last: its jobs use what stands above
};

// One connection. Everything runs on the strand of its stream.
class Server::State::Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, std::shared_ptr<State> server, std::uint64_t id, bool too_many)
      : stream_(std::move(socket)), server_(std::move(server)), id_(id), too_many_(too_many) {}

  void start() {
    asio::co_spawn(
        stream_.get_executor(),
        [self = shared_from_this()] { return self->serve(); },
        [self = shared_from_this()](const std::exception_ptr& failure) {
          if (failure) self->server_->log().event(LogLevel::error, "connection_failed");
          self->server_->leave(self->id_);
        });
  }

  // Ends the connection now if it waits for a request, otherwise after the response.
  void stop() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
      self->closing_ = true;
      if (self->idle_) self->stream_.cancel();
    });
  }

  void cut() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] { self->stream_.close(); });
  }

 private:
  struct Pending {
    std::optional<HttpResponse> response;
  };

  asio::awaitable<void> serve();
  asio::awaitable<bool> serve_one();
  asio::awaitable<bool> wait_for_bytes();
  asio::awaitable<HttpResponse> respond(HttpRequest request, std::string id);
  asio::awaitable<HttpResponse> ask_engine(EngineCall call);
  asio::awaitable<bool> refuse_unread(error_code failure, SteadyClock::time_point begun);
  asio::awaitable<bool> send(const HttpResponse& response, bool head, bool keep, unsigned version);
  asio::awaitable<void> hang_up();
  void log(const std::string& id,
           std::string_view method,
           std::string_view target,
           const HttpResponse& response,
           SteadyClock::time_point begun);

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::shared_ptr<State> server_;
  std::uint64_t id_;
  bool too_many_;
  bool idle_ = true;
  bool closing_ = false;
};

asio::awaitable<void> Server::State::Session::serve() {
  if (too_many_) {
    HttpResponse response = Service::failure(503, Language::en);
    Service::finish(response, make_request_id());
    co_await send(response, false, false, 11);
    co_await hang_up();
    co_return;
  }
  bool more = true;
  while (more) {
    idle_ = true;
    if (closing_ || server_->stopping()) break;
    more = co_await wait_for_bytes();
    if (more) more = co_await serve_one();
  }
  error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  stream_.close();
}

// Between requests a connection may rest for long; from its first byte on a request may not.
asio::awaitable<bool> Server::State::Session::wait_for_bytes() {
  if (buffer_.size() > 0) co_return true;
  error_code failure;
  stream_.expires_after(server_->options().idle_deadline);
  const std::size_t read = co_await stream_.async_read_some(buffer_.prepare(piece), into(failure));
  buffer_.commit(read);
  co_return !failure && read > 0;
}

asio::awaitable<bool> Server::State::Session::serve_one() {
  const ServerOptions& options = server_->options();
  const auto begun = SteadyClock::now();
  http::request_parser<http::string_body> parser;
  parser.header_limit(options.header_limit);
  parser.body_limit(options.body_limit);
  error_code failure;
  stream_.expires_after(options.header_deadline);
  co_await http::async_read_header(stream_, buffer_, parser, into(failure));
  if (failure) co_return co_await refuse_unread(failure, begun);
  idle_ = false;
  stream_.expires_after(options.body_deadline);
  if (beast::iequals(parser.get()[http::field::expect], "100-continue") && !parser.is_done()) {
    http::response<http::empty_body> go_on{http::status::continue_, 11};
    co_await http::async_write(stream_, go_on, into(failure));
    if (failure) co_return false;
  }
  co_await http::async_read(stream_, buffer_, parser, into(failure));
  if (failure) co_return co_await refuse_unread(failure, begun);

  http::request<http::string_body> message = parser.release();
  const bool keep_alive = message.keep_alive();
  const unsigned version = message.version();
  HttpRequest request = plain_request(std::move(message));
  const std::string method = request.method;
  const std::string target = request.target;
  const std::string id =
      accepted_request_id(request.headers.get("X-Request-Id")).value_or(make_request_id());
  HttpResponse response = co_await respond(std::move(request), id);
  Service::finish(response, id);
  const bool keep = keep_alive && !closing_ && !server_->stopping();
  const bool sent = co_await send(response, method == "HEAD", keep, version);
  log(id, method, target, response, begun);
  co_return sent&& keep;
}

asio::awaitable<bool> Server::State::Session::refuse_unread(error_code failure,
                                                            SteadyClock::time_point begun) {
  if (nobody_there(failure)) co_return false;
  const int status = status_of_read_failure(failure);
  if (status == 408 && idle_ && closing_) co_return false;
  idle_ = false;
  const std::string id = make_request_id();
  HttpResponse response = Service::failure(status, Language::en);
  Service::finish(response, id);
  co_await send(response, false, false, 11);
  log(id, "-", "-", response, begun);
  co_await hang_up();
  co_return false;
}

asio::awaitable<HttpResponse> Server::State::Session::respond(HttpRequest request, std::string id) {
  auto prepared = server_->service().prepare(request, id);
  if (auto* const response = std::get_if<HttpResponse>(&prepared)) co_return std::move(*response);
  co_return co_await ask_engine(std::move(std::get<EngineCall>(prepared)));
}

// The timer is deadline and bell in one: the worker's result is posted to this strand and cancels
// it. Nothing can be missed: the coroutine holds the strand until it waits.
asio::awaitable<HttpResponse> Server::State::Session::ask_engine(EngineCall call) {
  const Language language = call.request.language;
  auto pending = std::make_shared<Pending>();
  auto bell = std::make_shared<asio::steady_timer>(stream_.get_executor());
  bell->expires_after(server_->options().answer_deadline);
  stream_.expires_never();
  auto job = [pending, bell, server = server_, call = std::move(call)]() mutable {
    HttpResponse response = server->service().answer(call);
    asio::post(bell->get_executor(), [pending, bell, response = std::move(response)]() mutable {
      pending->response = std::move(response);
      bell->cancel();
    });
  };
  if (!server_->workers().submit(std::move(job))) co_return Service::failure(503, language);
  error_code rung;
  co_await bell->async_wait(into(rung));
  if (!pending->response) co_return Service::failure(503, language);
  co_return std::move(*pending->response);
}

asio::awaitable<bool> Server::State::Session::send(const HttpResponse& response,
                                                   bool head,
                                                   bool keep,
                                                   unsigned version) {
  http::response<http::span_body<const char>> message;
  message.version(version);
  message.result(static_cast<unsigned>(response.status));
  for (const auto& [name, value] : response.headers.all())
    message.insert(name, value);
  message.set(http::field::date, http_date(server_->log().clock().now()));
  message.keep_alive(keep);
  const std::string_view bytes = response.bytes();
  if (response.status != 304) message.content_length(bytes.size());
  const bool bodiless = head || response.status == 304;
  if (!bodiless) message.body() = {bytes.data(), bytes.size()};
  http::response_serializer<http::span_body<const char>> serializer{message};
  error_code failure;
  stream_.expires_after(server_->options().write_deadline);
  if (bodiless) {
    co_await http::async_write_header(stream_, serializer, into(failure));
  } else {
    co_await http::async_write(stream_, serializer, into(failure));
  }
  co_return !failure;
}

// A peer that still sends would answer our close with a reset and lose the response: read on for
// a moment before closing.
asio::awaitable<void> Server::State::Session::hang_up() {
  error_code failure;
  stream_.socket().shutdown(tcp::socket::shutdown_send, failure);
  std::array<char, piece> discarded{};
  stream_.expires_after(lingering);
  while (!failure) {
    co_await stream_.async_read_some(asio::buffer(discarded), into(failure));
  }
}

void Server::State::Session::log(const std::string& id,
                                 std::string_view method,
                                 std::string_view target,
                                 const HttpResponse& response,
                                 SteadyClock::time_point begun) {
  const auto spent =
      std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - begun);
  server_->log().write({.id = id,
                        .method = std::string(method),
                        .path = path_of(target),
                        .status = response.status,
                        .bytes = response.bytes().size(),
                        .micros = spent.count()});
}

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
    tcp::socket socket(asio::make_strand(context_));
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

void Server::State::admit(tcp::socket socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  std::shared_ptr<Session> session;
  {
    const std::lock_guard lock(mutex_);
    const bool too_many = sessions_.size() >= options_.max_connections;
    const std::uint64_t id = next_session_++;
    session = std::make_shared<Session>(std::move(socket), shared_from_this(), id, too_many);
    sessions_.emplace(id, session);
  }
  session->start();
}

void Server::State::leave(std::uint64_t id) {
  {
    const std::lock_guard lock(mutex_);
    sessions_.erase(id);
  }
  if (stopping_) asio::post(control_, [self = shared_from_this()] { self->end_if_empty(); });
}

void Server::State::end_if_empty() {
  const std::lock_guard lock(mutex_);
  if (sessions_.empty()) {
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
      for (const auto& [id, weak] : self->sessions_) {
        if (const auto session = weak.lock()) session->stop();
      }
    }
    self->end_if_empty();
  });
}

void Server::State::cut() {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, weak] : sessions_) {
    if (const auto session = weak.lock()) session->cut();
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
}

Server::Server(std::shared_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
  if (!state_->serving()) return;  // no thread would ever carry out what stop() asks
  stop();
  wait();
}

Result<std::unique_ptr<Server>> Server::listen(RequestLog& log, const ServerOptions& options) {
  MEGURI_CHECK(options.io_threads > 0 && options.workers > 0);
  MEGURI_TRY(check_address(options.address));
  auto state = std::make_shared<State>(log, options);
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
