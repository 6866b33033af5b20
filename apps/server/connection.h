// SPDX-License-Identifier: Apache-2.0
// connection: one peer on one socket: reads requests, has them answered, sends responses or a
// stream of events.
//
// Everything runs on the socket's executor, a strand; stop() and cut() may be called from any
// thread. A connection keeps itself alive until it has ended and left its host.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "server/body_room.h"
#include "server/event_feed.h"
#include "server/late_answers.h"
#include "server/request_log.h"
#include "server/server.h"
#include "server/service.h"
#include "server/worker_pool.h"

namespace meguri {

// What a connection needs of the server that it belongs to. Any thread.
class ConnectionHost {
 public:
  ConnectionHost() = default;
  ConnectionHost(const ConnectionHost&) = delete;
  ConnectionHost& operator=(const ConnectionHost&) = delete;
  virtual ~ConnectionHost() = default;

  [[nodiscard]] virtual const Service& service() const = 0;
  [[nodiscard]] virtual const ServerOptions& options() const = 0;
  [[nodiscard]] virtual bool stopping() const = 0;
  virtual RequestLog& log() = 0;
  virtual WorkerPool& workers() = 0;
  // Those for what writes: it waits for the disk, not for a processor.
  virtual WorkerPool& writers() = 0;
  virtual LateAnswers& late_answers() = 0;
  virtual EventFeed& feed() = 0;
  virtual BodyRoom& body_room() = 0;
  virtual void leave(std::uint64_t id) = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(boost::asio::ip::tcp::socket socket,
             std::shared_ptr<ConnectionHost> host,
             std::uint64_t id,
             bool too_many);

  void start();
  // Ends the connection now if it waits for a request or for events, otherwise after the response.
  void stop();
  void cut();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;
  using Moment = std::chrono::steady_clock::time_point;
  struct Answered {
    std::string id;
    std::string method;
    std::string target;
    Moment begun;
  };

  // A question put to the engine, and the room that its body takes.
  struct Asked {
    EngineCall call;
    BodyRoom::Hold room;
  };
  // Whoever comes first takes `resume`: the answer, or the deadline.
  struct Awaited {
    std::function<void(ResponseMaker)> resume;
    Language language = Language::en;
  };

  boost::asio::awaitable<void> serve();
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<bool> wait_for_bytes();
  // The failure that ended the reading, if one did.
  boost::asio::awaitable<boost::system::error_code> read_body(Parser& parser, BodyRoom::Hold& room);
  void parse_arrived(Parser& parser, boost::system::error_code& failure);
  void prepare_arrived(Answered& asked);
  boost::asio::awaitable<ResponseMaker> answer_of(const std::shared_ptr<Asked>& asked);
  void begin_answer(const std::shared_ptr<Asked>& asked,
                    const std::function<void(ResponseMaker)>& sink);
  void resume(Awaited& awaited, ResponseMaker maker);
  boost::asio::awaitable<bool> refuse_unread(boost::system::error_code failure, Moment begun);
  boost::asio::awaitable<bool> send(const HttpResponse& response,
                                    bool head,
                                    bool keep,
                                    unsigned version);
  boost::asio::awaitable<void> hang_up();

  // What is waited for from now on is cut short when that time is over: reading and writing with
  // a timeout, the engine with a refusal.
  void expires_after(std::chrono::milliseconds patience);
  void expires_never();
  void arm_timer();
  void look_at_deadline();
  // What the reading failed with: cut short by the deadline is a timeout.
  [[nodiscard]] boost::system::error_code reason_of(boost::system::error_code failure) const;

  // connection_events.cc: sends events until the peer is gone or the server stops, and moves the
  // call's field `after` on with them.
  boost::asio::awaitable<void> follow(EngineCall& call, unsigned version, const Answered& request);
  boost::asio::awaitable<bool> begin_events(const HttpResponse& head, unsigned version);
  boost::asio::awaitable<bool> send_events(std::string_view text, unsigned version);
  boost::asio::awaitable<std::shared_ptr<const EventPage>> event_page(const EngineCall& call);
  // False when the time passed without a change.
  boost::asio::awaitable<bool> wait_for_change(std::chrono::milliseconds patience);
  Wake bell();
  void watch_peer();

  void log(const Answered& request, int status, std::size_t bytes);

  boost::asio::ip::tcp::socket socket_;
  // Armed for the nearest deadline there was and moved on only when it rings: requests come and go
  // without touching it.
  boost::asio::steady_timer timer_;
  Moment deadline_ = Moment::max();
  bool is_armed_ = false;
  bool timed_out_ = false;
  std::shared_ptr<Awaited> awaited_;  // the answer of the engine, while it is waited for
  boost::beast::flat_buffer buffer_;
  // Of the request at hand.
  std::optional<Parser> parser_;
  std::variant<HttpResponse, EngineCall> prepared_;
  std::shared_ptr<ConnectionHost> host_;
  std::uint64_t id_;
  bool too_many_;
  bool idle_ = true;
  bool closing_ = false;
  bool gone_ = false;                                // the peer of a stream of events
  std::optional<boost::asio::steady_timer> change_;  // of a stream of events: deadline and bell
  std::atomic<bool> rung_ = false;                   // a ring is on its way to the strand
};

}  // namespace meguri
