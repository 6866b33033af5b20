// SPDX-License-Identifier: Apache-2.0
#include "server/connection.h"

#include <array>
#include <utility>

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/write.hpp>

#include "server/internal/asio.h"
#include "server/protection.h"

namespace meguri {
namespace {

using asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds lingering{2};
constexpr std::size_t piece = 4096;
constexpr std::chrono::milliseconds between_cuts{100};

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

// Status line and headers. RFC 9112 wants a length wherever a body could be.
std::string head_text(const HttpResponse& response, unsigned version, bool keep, Instant now) {
  std::string text = version < 11 ? "HTTP/1.0 " : "HTTP/1.1 ";
  const auto field = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(value).append("\r\n");
  };
  const auto status = static_cast<unsigned>(response.status);
  const std::string_view reason = http::obsolete_reason(http::int_to_status(status));
  text.reserve(1024);
  text.append(std::to_string(status)).append(" ").append(reason).append("\r\n");
  for (const auto& [name, value] : response.headers.all())
    field(name, value);
  field("Date", http_date(now));
  if (!keep && version >= 11) field("Connection", "close");
  if (keep && version < 11) field("Connection", "keep-alive");
  if (response.status != 304) field("Content-Length", std::to_string(response.bytes().size()));
  text.append("\r\n");
  return text;
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
    : socket_(std::move(socket)),
      timer_(socket_.get_executor()),
      host_(std::move(host)),
      id_(id),
      too_many_(too_many) {}

void Connection::start() {
  error_code ignored;
  socket_.non_blocking(true, ignored);  // what can be sent at once is
  asio::co_spawn(
      socket_.get_executor(),
      [self = shared_from_this()] { return self->serve(); },
      [self = shared_from_this()](const std::exception_ptr& failure) {
        if (failure) self->host_->log().event(LogLevel::error, "connection_failed");
        self->host_->leave(self->id_);
      });
}

void Connection::stop() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    self->closing_ = true;
    error_code ignored;
    if (self->idle_) self->socket_.cancel(ignored);
    if (self->change_) self->change_->cancel();
  });
}

void Connection::cut() {
  asio::post(socket_.get_executor(), [self = shared_from_this()] {
    error_code ignored;
    self->socket_.close(ignored);
  });
}

asio::awaitable<void> Connection::serve() {
  if (too_many_) {
    HttpResponse response = Service::failure(503, Language::en);
    Service::finish(response, make_request_id());
    co_await send(response, false, false, 11);
    co_await hang_up();
    timer_.cancel();
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
  expires_never();
  timer_.cancel();
  socket_.shutdown(tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

// Between requests a connection may rest for long; from its first byte on a request may not.
asio::awaitable<bool> Connection::wait_for_bytes() {
  if (buffer_.size() > 0) co_return true;
  error_code failure;
  expires_after(host_->options().idle_deadline);
  const std::size_t read = co_await socket_.async_read_some(buffer_.prepare(piece), into(failure));
  buffer_.commit(read);
  co_return !failure && read > 0;
}

// Large things are members: a coroutine of more than a kilobyte is allocated anew each time.
asio::awaitable<bool> Connection::serve_one() {
  const ServerOptions& options = host_->options();
  Answered asked{.id = {}, .method = {}, .target = {}, .begun = SteadyClock::now()};
  Parser& parser = parser_.emplace();
  parser.header_limit(options.header_limit);
  parser.body_limit(host_->service().body_bytes_max(options.body_limit));
  error_code failure;
  expires_after(options.header_deadline);
  parser.eager(false);  // the header says how much of a body may be read
  parse_arrived(parser, failure);
  if (!failure && !parser.is_header_done()) {
    co_await http::async_read_header(socket_, buffer_, parser, into(failure));
    failure = reason_of(failure);
  }
  if (failure) co_return co_await refuse_unread(failure, asked.begun);
  idle_ = false;
  BodyRoom::Hold room;
  failure = co_await read_body(parser, room);
  if (failure) co_return co_await refuse_unread(failure, asked.begun);

  const bool keep_alive = parser.get().keep_alive();
  const unsigned version = parser.get().version();
  prepare_arrived(asked);
  auto* const call = std::get_if<EngineCall>(&prepared_);
  if (call != nullptr && call->format == Format::events) {
    co_await follow(*call, version, asked);
    co_return false;
  }
  if (call != nullptr) {
    expires_after(options.answer_deadline);
    auto question = std::make_shared<Asked>();
    question->call = std::move(*call);
    question->room = std::move(room);
    const ResponseMaker maker = co_await answer_of(question);
    prepared_ = maker();
  }
  HttpResponse response = std::get<HttpResponse>(std::exchange(prepared_, HttpResponse()));
  Service::finish(response, asked.id);
  const bool keep = keep_alive && !closing_ && !host_->stopping();
  const bool sent = co_await send(response, asked.method == "HEAD", keep, version);
  log(asked, response.status, response.bytes().size());
  co_return sent&& keep;
}

// What has been read becomes a response or a question for the engine.
void Connection::prepare_arrived(Answered& asked) {
  HttpRequest request = plain_request(parser_->release());
  parser_.reset();
  asked.method = request.method;
  asked.target = request.target;
  const auto id = accepted_request_id(request.headers.get("X-Request-Id"));
  asked.id = id ? *id : make_request_id();
  prepared_ = host_->service().prepare(std::move(request), asked.id);
}

asio::awaitable<error_code> Connection::read_body(Parser& parser, BodyRoom::Hold& room) {
  const ServerOptions& options = host_->options();
  const http::request<http::string_body>& head = parser.get();
  std::uint64_t most = options.body_limit;
  std::uint64_t expected = parser.content_length().value_or(0);
  if (parser.chunked() || expected > most) {  // a usual one may be read wherever it goes
    most = host_->service().body_bytes_max(head.method_string(), head.target(), most);
    if (parser.chunked()) expected = most;
  }
  if (expected > most) co_return http::error::body_limit;
  if (expected > options.body_limit) {
    auto taken = host_->body_room().take(expected);
    if (!taken) co_return asio::error::no_memory;
    room = std::move(*taken);
  }
  parser.body_limit(most);
  error_code failure;
  expires_after(options.body_deadline);
  if (beast::iequals(head[http::field::expect], "100-continue") && !parser.is_done()) {
    http::response<http::empty_body> go_on{http::status::continue_, 11};
    co_await http::async_write(socket_, go_on, into(failure));
    if (failure) co_return asio::error::eof;
  }
  parser.eager(true);
  parse_arrived(parser, failure);
  if (!failure && !parser.is_done()) {
    co_await http::async_read(socket_, buffer_, parser, into(failure));
    failure = reason_of(failure);
  }
  co_return failure;
}

// Most requests arrive whole: nothing is waited for then.
void Connection::parse_arrived(Parser& parser, error_code& failure) {
  const auto wants_more = [&parser] {
    return !parser.is_header_done() || (parser.eager() && !parser.is_done());
  };
  while (wants_more() && buffer_.size() > 0) {
    const std::size_t used = parser.put(buffer_.data(), failure);
    buffer_.consume(used);
    if (failure == http::error::need_more) failure = {};
    if (failure || used == 0) return;
  }
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

// Nothing can be missed: an answer comes by way of the executor, which the coroutine holds until it
// waits. The guard keeps the threads that serve sockets until the answer was there.
asio::awaitable<ResponseMaker> Connection::answer_of(const std::shared_ptr<Asked>& asked) {
  const auto wait = [self = shared_from_this(), asked](auto handler) {
    const auto coroutine = std::make_shared<decltype(handler)>(std::move(handler));
    const auto awaited = std::make_shared<Awaited>();
    awaited->resume = [coroutine](ResponseMaker made) { (*coroutine)(std::move(made)); };
    awaited->language = asked->call.request.language;
    self->awaited_ = awaited;
    const auto guard = asio::make_work_guard(self->socket_.get_executor());
    self->begin_answer(asked, [self, awaited, guard](ResponseMaker made) {
      self->host_->late_answers().deliver([self, awaited, guard, made = std::move(made)]() mutable {
        asio::dispatch(guard.get_executor(), [self, awaited, made = std::move(made)]() mutable {
          self->resume(*awaited, std::move(made));
        });
      });
    });
  };
  return asio::async_initiate<const asio::use_awaitable_t<>, void(ResponseMaker)>(
      wait, asio::use_awaitable);
}

void Connection::begin_answer(const std::shared_ptr<Asked>& asked,
                              const std::function<void(ResponseMaker)>& sink) {
  LateAnswers& late = host_->late_answers();
  if (late.begin()) {
    const bool is_taken =
        host_->service().answer_later(asked->call, [&late, sink](ResponseMaker made) {
          late.end();
          sink(std::move(made));
        });
    if (is_taken) return;
    late.end();
  }
  const Language language = asked->call.request.language;
  const RequestSpec& spec = *asked->call.spec;
  WorkerPool& pool = spec.writes || spec.waits ? host_->writers() : host_->workers();
  auto job = [asked, sink, host = host_] {
    const auto response =
        std::make_shared<HttpResponse>(host->service().answer(std::move(asked->call)));
    asked->room = BodyRoom::Hold();
    sink([response] { return std::move(*response); });
  };
  if (!pool.submit(std::move(job))) sink([language] { return Service::failure(503, language); });
}

void Connection::resume(Awaited& awaited, ResponseMaker maker) {
  const auto resume = std::exchange(awaited.resume, nullptr);
  if (!resume) return;  // too late
  awaited_.reset();
  resume(std::move(maker));
}

// Nearly always the socket takes it all at once.
asio::awaitable<bool> Connection::send(const HttpResponse& response,
                                       bool head,
                                       bool keep,
                                       unsigned version) {
  const std::string first = head_text(response, version, keep, host_->log().clock().now());
  const bool bodiless = head || response.status == 304;
  const std::string_view body = bodiless ? std::string_view() : response.bytes();
  std::array<asio::const_buffer, 2> parts = {asio::buffer(first), asio::buffer(body)};
  error_code failure;
  std::size_t sent = socket_.write_some(parts, failure);
  if (failure == asio::error::would_block) failure = {};
  if (failure) co_return false;
  if (sent == first.size() + body.size()) co_return true;
  parts[0] += sent;
  parts[1] += sent > first.size() ? sent - first.size() : 0;
  expires_after(host_->options().write_deadline);
  co_await asio::async_write(socket_, parts, into(failure));
  co_return !failure;
}

void Connection::expires_after(std::chrono::milliseconds patience) {
  timed_out_ = false;
  deadline_ = SteadyClock::now() + patience;
  if (!is_armed_ || timer_.expiry() > deadline_) arm_timer();
}

void Connection::expires_never() {
  timed_out_ = false;
  deadline_ = Moment::max();
}

void Connection::arm_timer() {
  is_armed_ = true;
  timer_.expires_at(deadline_);
  timer_.async_wait([weak = weak_from_this()](const error_code& failure) {
    if (failure) return;
    if (const auto self = weak.lock()) self->look_at_deadline();
  });
}

void Connection::look_at_deadline() {
  is_armed_ = false;
  if (deadline_ == Moment::max()) return;
  if (SteadyClock::now() >= deadline_) {
    timed_out_ = true;
    if (awaited_) {
      const auto awaited = awaited_;
      deadline_ = Moment::max();
      return resume(*awaited,
                    [language = awaited->language] { return Service::failure(503, language); });
    }
    error_code ignored;
    socket_.cancel(ignored);
    // Again soon: what was read in this very moment may have begun another reading.
    deadline_ = SteadyClock::now() + between_cuts;
  }
  arm_timer();
}

error_code Connection::reason_of(error_code failure) const {
  if (failure == asio::error::operation_aborted && timed_out_) return beast::error::timeout;
  return failure;
}

// A peer that still sends would answer our close with a reset and lose the response: read on for
// a moment before closing.
asio::awaitable<void> Connection::hang_up() {
  error_code failure;
  socket_.shutdown(tcp::socket::shutdown_send, failure);
  std::array<char, piece> discarded{};
  expires_after(lingering);
  while (!failure) {
    co_await socket_.async_read_some(asio::buffer(discarded), into(failure));
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
