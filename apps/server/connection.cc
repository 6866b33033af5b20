// SPDX-License-Identifier: Apache-2.0
#include "server/connection.h"

#include <array>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>

#include "server/internal/asio.h"
#include "server/protection.h"

namespace meguri {
namespace {

using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds lingering{2};
constexpr std::size_t piece = 4096;

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
  if (failure == asio::error::no_memory) return 503;
  return 400;
}

// The peer went away or said nothing: there is nobody to answer.
bool nobody_there(const error_code& failure) {
  return failure == http::error::end_of_stream || failure == http::error::partial_message ||
         failure == asio::error::operation_aborted || failure == asio::error::connection_reset ||
         failure == asio::error::eof;
}

}  // namespace

Connection::Connection(tcp::socket socket,
                       std::shared_ptr<ConnectionHost> host,
                       std::uint64_t id,
                       bool too_many)
    : stream_(std::move(socket)), host_(std::move(host)), id_(id), too_many_(too_many) {}

void Connection::start() {
  asio::co_spawn(
      stream_.get_executor(),
      [self = shared_from_this()] { return self->serve(); },
      [self = shared_from_this()](const std::exception_ptr& failure) {
        if (failure) self->host_->log().event(LogLevel::error, "connection_failed");
        self->host_->leave(self->id_);
      });
}

void Connection::stop() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] {
    self->closing_ = true;
    if (self->idle_) self->stream_.cancel();
    if (self->change_) self->change_->cancel();
  });
}

void Connection::cut() {
  asio::post(stream_.get_executor(), [self = shared_from_this()] { self->stream_.close(); });
}

asio::awaitable<void> Connection::serve() {
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
    if (closing_ || host_->stopping()) break;
    more = co_await wait_for_bytes();
    if (more) more = co_await serve_one();
  }
  error_code ignored;
  stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
  stream_.close();
}

// Between requests a connection may rest for long; from its first byte on a request may not.
asio::awaitable<bool> Connection::wait_for_bytes() {
  if (buffer_.size() > 0) co_return true;
  error_code failure;
  stream_.expires_after(host_->options().idle_deadline);
  const std::size_t read = co_await stream_.async_read_some(buffer_.prepare(piece), into(failure));
  buffer_.commit(read);
  co_return !failure && read > 0;
}

asio::awaitable<bool> Connection::serve_one() {
  const ServerOptions& options = host_->options();
  Answered asked{.id = {}, .method = {}, .target = {}, .begun = SteadyClock::now()};
  Parser parser;
  parser.header_limit(options.header_limit);
  parser.body_limit(host_->service().body_bytes_max(options.body_limit));
  error_code failure;
  stream_.expires_after(options.header_deadline);
  co_await http::async_read_header(stream_, buffer_, parser, into(failure));
  if (failure) co_return co_await refuse_unread(failure, asked.begun);
  idle_ = false;
  BodyRoom::Hold room;
  failure = co_await read_body(parser, room);
  if (failure) co_return co_await refuse_unread(failure, asked.begun);

  http::request<http::string_body> message = parser.release();
  const bool keep_alive = message.keep_alive();
  const unsigned version = message.version();
  HttpRequest request = plain_request(std::move(message));
  asked.method = request.method;
  asked.target = request.target;
  asked.id = accepted_request_id(request.headers.get("X-Request-Id")).value_or(make_request_id());
  const bool head = request.method == "HEAD";
  auto prepared = host_->service().prepare(std::move(request), asked.id);
  auto* const call = std::get_if<EngineCall>(&prepared);
  if (call != nullptr && call->format == Format::events) {
    co_await follow(*call, version, asked);
    co_return false;
  }
  HttpResponse response;
  if (call == nullptr) {
    response = std::move(std::get<HttpResponse>(prepared));
  } else {
    response = co_await ask_engine(std::move(*call), std::move(room));
  }
  Service::finish(response, asked.id);
  const bool keep = keep_alive && !closing_ && !host_->stopping();
  const bool sent = co_await send(response, head, keep, version);
  log(asked, response.status, response.bytes().size());
  co_return sent&& keep;
}

asio::awaitable<error_code> Connection::read_body(Parser& parser, BodyRoom::Hold& room) {
  const ServerOptions& options = host_->options();
  const http::request<http::string_body>& head = parser.get();
  const std::uint64_t most =
      host_->service().body_bytes_max(head.method_string(), head.target(), options.body_limit);
  const std::uint64_t expected = parser.content_length().value_or(parser.chunked() ? most : 0);
  if (expected > most) co_return http::error::body_limit;
  if (expected > options.body_limit) {
    auto taken = host_->body_room().take(expected);
    if (!taken) co_return asio::error::no_memory;
    room = std::move(*taken);
  }
  parser.body_limit(most);
  error_code failure;
  stream_.expires_after(options.body_deadline);
  if (beast::iequals(head[http::field::expect], "100-continue") && !parser.is_done()) {
    http::response<http::empty_body> go_on{http::status::continue_, 11};
    co_await http::async_write(stream_, go_on, into(failure));
    if (failure) co_return asio::error::eof;
  }
  co_await http::async_read(stream_, buffer_, parser, into(failure));
  co_return failure;
}

asio::awaitable<bool> Connection::refuse_unread(error_code failure, SteadyClock::time_point begun) {
  if (nobody_there(failure)) co_return false;
  const int status = status_of_read_failure(failure);
  if (status == 408 && idle_ && closing_) co_return false;
  idle_ = false;
  const std::string id = make_request_id();
  HttpResponse response = Service::failure(status, Language::en);
  Service::finish(response, id);
  co_await send(response, false, false, 11);
  log({.id = id, .method = "-", .target = "-", .begun = begun},
      response.status,
      response.bytes().size());
  co_await hang_up();
  co_return false;
}

// The timer is deadline and bell in one: the worker's result is posted to this strand and cancels
// it. Nothing can be missed: the coroutine holds the strand until it waits.
asio::awaitable<HttpResponse> Connection::ask_engine(EngineCall call, BodyRoom::Hold room) {
  const Language language = call.request.language;
  auto pending = std::make_shared<std::optional<HttpResponse>>();
  auto bell = std::make_shared<asio::steady_timer>(stream_.get_executor());
  bell->expires_after(host_->options().answer_deadline);
  stream_.expires_never();
  auto held = std::make_shared<BodyRoom::Hold>(std::move(room));
  WorkerPool& pool = call.spec->writes ? host_->writers() : host_->workers();
  auto job = [pending, bell, held, host = host_, call = std::move(call)]() mutable {
    HttpResponse response = host->service().answer(std::move(call));
    *held = BodyRoom::Hold();
    asio::post(bell->get_executor(), [pending, bell, response = std::move(response)]() mutable {
      *pending = std::move(response);
      bell->cancel();
    });
  };
  held.reset();  // with the job
  if (!pool.submit(std::move(job))) co_return Service::failure(503, language);
  error_code rung;
  co_await bell->async_wait(into(rung));
  if (!*pending) co_return Service::failure(503, language);
  co_return std::move(**pending);
}

asio::awaitable<bool> Connection::send(const HttpResponse& response,
                                       bool head,
                                       bool keep,
                                       unsigned version) {
  auto message =
      message_of<http::span_body<const char>>(response, version, host_->log().clock().now());
  message.keep_alive(keep);
  const std::string_view bytes = response.bytes();
  if (response.status != 304) message.content_length(bytes.size());
  const bool bodiless = head || response.status == 304;
  if (!bodiless) message.body() = {bytes.data(), bytes.size()};
  http::response_serializer<http::span_body<const char>> serializer{message};
  error_code failure;
  stream_.expires_after(host_->options().write_deadline);
  if (bodiless) {
    co_await http::async_write_header(stream_, serializer, into(failure));
  } else {
    co_await http::async_write(stream_, serializer, into(failure));
  }
  co_return !failure;
}

// A peer that still sends would answer our close with a reset and lose the response: read on for
// a moment before closing.
asio::awaitable<void> Connection::hang_up() {
  error_code failure;
  stream_.socket().shutdown(tcp::socket::shutdown_send, failure);
  std::array<char, piece> discarded{};
  stream_.expires_after(lingering);
  while (!failure) {
    co_await stream_.async_read_some(asio::buffer(discarded), into(failure));
  }
}

void Connection::log(const Answered& request, int status, std::size_t bytes) {
  const auto spent =
      std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - request.begun);
  host_->log().write({.id = request.id,
                      .method = request.method,
                      .path = path_of(request.target),
                      .status = status,
                      .bytes = bytes,
                      .micros = spent.count()});
}

}  // namespace meguri
