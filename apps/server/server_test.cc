// SPDX-License-Identifier: Apache-2.0
// The server on real loopback sockets, before an engine of the test's own.
#include "server/server.h"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/fake_engine.h"
#include "wire/json.h"

namespace meguri {
namespace {

using std::chrono::milliseconds;

// A socket that speaks bytes, not HTTP: what a hostile or careless peer is.
class Peer {
 public:
  explicit Peer(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    static_assert(sizeof(generic) == sizeof(address));
    std::memcpy(&generic, &address, sizeof(address));
    connected_ = ::connect(descriptor_, &generic, sizeof(address)) == 0;
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;
  ~Peer() { ::close(descriptor_); }

  [[nodiscard]] bool connected() const { return connected_; }

  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_sending() const { ::shutdown(descriptor_, SHUT_WR); }

  // Everything until the other side closes; `closed_` tells whether it did within the time.
  std::string read_to_end(milliseconds patience = milliseconds(10'000)) {
    std::string all;
    while (read_some(all, patience)) {
    }
    return all;
  }

  // Until the text ends with `end`.
  std::string read_until(std::string_view end, milliseconds patience = milliseconds(10'000)) {
    std::string all;
    while (!all.ends_with(end) && read_some(all, patience)) {
    }
    return all;
  }

  [[nodiscard]] bool closed() const { return closed_; }

 private:
  bool read_some(std::string& all, milliseconds patience) {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) return false;
    std::array<char, 65536> piece{};
    const ssize_t got = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (got <= 0) {
      closed_ = true;
      return false;
    }
    all.append(piece.data(), static_cast<std::size_t>(got));
    return true;
  }

  int descriptor_;
  bool connected_ = false;
  bool closed_ = false;
};

std::string get(std::string_view target, std::string_view more = "Connection: close\r\n") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) +
         "\r\n";
}

std::string first_line(const std::string& response) {
  return response.substr(0, response.find("\r\n"));
}

std::string body_of(const std::string& response) {
  const std::size_t end = response.find("\r\n\r\n");
  return end == std::string::npos ? "" : response.substr(end + 4);
}

class Gate {  // Holds engine calls until the test opens it.
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    --waiting_;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void await_waiting(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

class ServerTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}, FakeEngine::Behaviour behaviour = FakeEngine::echo) {
    server_.reset();  // before what it serves
    engine_ = std::make_unique<FakeEngine>(std::move(behaviour));
    service_ = std::make_unique<Service>(*engine_, std::span<const Asset>());
    options.port = 0;
    auto listening = Server::listen(log_, options);
    ASSERT_TRUE(listening) << render(listening.error().message, Language::en);
    server_ = std::move(listening).value();
    server_->serve(*service_);
  }
  std::string exchange(std::string_view bytes) {
    Peer peer(server_->port());
    EXPECT_TRUE(peer.send(bytes));
    return peer.read_to_end();
  }
  std::vector<std::string> lines() {
    const std::lock_guard lock(lines_mutex_);
    return lines_;
  }

  ~ServerTest() override { gate_.open(); }

  SystemClock clock_;
  Gate gate_;  // before server_: its workers may still wait here when it ends
  std::mutex lines_mutex_;
  std::vector<std::string> lines_;
  RequestLog log_{clock_, LogLevel::info, [this](std::string_view line) {
                    const std::lock_guard lock(lines_mutex_);
                    lines_.emplace_back(line);
                  }};
  std::unique_ptr<FakeEngine> engine_;
  std::unique_ptr<Service> service_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersAndLogs) {
  start();
  const std::string response =
      exchange(get("/api/v1/places?q=%E6%9C%AD", "X-Request-Id: mine-1\r\nConnection: close\r\n"));
  EXPECT_EQ(first_line(response), "HTTP/1.1 200 OK");
  EXPECT_NE(response.find("X-Request-Id: mine-1\r\n"), std::string::npos);
  EXPECT_NE(response.find("\r\nDate: "), std::string::npos);
  EXPECT_NE(body_of(response).find("札"), std::string::npos);
  server_->stop();
  server_->wait();
  bool logged = false;
  for (const std::string& line : lines()) {
    const auto document = parse_json(line, "log");
    ASSERT_TRUE(document) << line;
    const JsonObject& entry = document->get_object();
    if (entry.at("event") != "request") continue;
    logged = true;
    EXPECT_EQ(entry.at("id"), "mine-1");
    EXPECT_EQ(entry.at("path"), "/api/v1/places");
    EXPECT_EQ(entry.at("status"), 200);
  }
  EXPECT_TRUE(logged);
}

TEST_F(ServerTest, ListensOnBothLoopbacksOrOnOne) {
  start();
  EXPECT_TRUE(server_->endpoints().front().starts_with("127.0.0.1:"));
  start({.address = "127.0.0.1"});
  EXPECT_EQ(server_->endpoints().size(), 1U);
}

TEST_F(ServerTest, RefusesToListenForOthersAndOnTakenPorts) {
  start();
  const auto open = Server::listen(log_, {.address = "0.0.0.0", .port = 0});
  ASSERT_FALSE(open);
  EXPECT_EQ(open.error().message.id, "server.only_loopback");
  const auto taken = Server::listen(log_, {.port = server_->port()});
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::unavailable);
}

TEST_F(ServerTest, KeepsConnectionsAndAnswersPipelinedRequestsInOrder) {
  start();
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += get("/api/v1/places?q=n" + std::to_string(i), i == 19 ? "Connection: close\r\n" : "");
  }
  const std::string responses = exchange(all);
  std::size_t at = 0;
  for (int i = 0; i < 20; ++i) {
    const std::size_t next = responses.find("[\"n" + std::to_string(i) + "\"]", at);
    ASSERT_NE(next, std::string::npos) << i;
    at = next;
  }
}

TEST_F(ServerTest, HeadHasTheHeadersOfGetAndNoBody) {
  start();
  const std::string whole = exchange(get("/api/v1/status"));
  std::string asked = get("/api/v1/status");
  const std::string head = exchange("HEAD" + asked.substr(3));
  EXPECT_EQ(first_line(head), "HTTP/1.1 200 OK");
  EXPECT_EQ(body_of(head), "");
  EXPECT_NE(head.find("Content-Length: " + std::to_string(body_of(whole).size()) + "\r\n"),
            std::string::npos);
}

TEST_F(ServerTest, NotModifiedHasNoBody) {
  start();
  const std::string response =
      exchange(get("/api/v1/status", "If-None-Match: \"tag1-json-ja\"\r\nConnection: close\r\n"));
  EXPECT_EQ(first_line(response), "HTTP/1.1 304 Not Modified");
  EXPECT_EQ(body_of(response), "");
}

TEST_F(ServerTest, ForeignHostAndOriginAreRefused) {
  start();
  EXPECT_EQ(first_line(exchange(
                "GET /api/v1/status HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")),
            "HTTP/1.1 421 Misdirected Request");
  EXPECT_EQ(first_line(exchange("POST /api/v1/packs HTTP/1.1\r\nHost: localhost\r\n"
                                "Origin: http://a.example\r\nContent-Length: 2\r\n"
                                "Content-Type: application/json\r\nConnection: close\r\n\r\n{}")),
            "HTTP/1.1 403 Forbidden");
  EXPECT_EQ(engine_->asked(), 0);
}

// Cut off after any number of bytes a request is never carried out, and the server lives on.
TEST_F(ServerTest, RequestsCutOffAtEveryByte) {
  start();
  const std::string whole =
      "POST /api/v1/packs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
      "Content-Length: 21\r\nConnection: close\r\n\r\n{\"directories\":[\"/\"]}";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    Peer peer(server_->port());
    ASSERT_TRUE(peer.send(std::string_view(whole).substr(0, length)));
    peer.end_sending();
    const std::string response = peer.read_to_end();
    EXPECT_TRUE(peer.closed()) << length;
    if (!response.empty()) {
      EXPECT_EQ(first_line(response), "HTTP/1.1 400 Bad Request") << length;
    }
  }
  EXPECT_EQ(engine_->asked(), 0);
  EXPECT_EQ(first_line(exchange(whole)), "HTTP/1.1 200 OK");
}

TEST_F(ServerTest, GarbageIsAnsweredWithAProblem) {
  start();
  for (const std::string_view garbage :
       {std::string_view("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03 hello", 17),
        std::string_view("GET\r\n\r\n"),
        std::string_view("GET / HTTP/9.9\r\n\r\n"),
        std::string_view("GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", 37),
        std::string_view("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n"),
        std::string_view("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
                         "Content-Length: 2\r\n\r\nab")}) {
    const std::string response = exchange(garbage);
    EXPECT_EQ(first_line(response), "HTTP/1.1 400 Bad Request") << garbage;
    EXPECT_NE(response.find("application/problem+json"), std::string::npos);
  }
}

TEST_F(ServerTest, LimitsOfSize) {
  start({.header_limit = 2000, .body_limit = 1000});
  EXPECT_EQ(first_line(exchange(get("/?" + std::string(5000, 'a')))),
            "HTTP/1.1 431 Request Header Fields Too Large");
  EXPECT_EQ(first_line(exchange(get("/", "X: " + std::string(5000, 'a') + "\r\n"))),
            "HTTP/1.1 431 Request Header Fields Too Large");
  const std::string head =
      "POST /api/v1/packs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  EXPECT_EQ(
      first_line(exchange(head + "Content-Length: 100000\r\n\r\n" + std::string(100'000, ' '))),
      "HTTP/1.1 413 Payload Too Large");
  std::string chunks;
  for (int i = 0; i < 50; ++i)
    chunks += "64\r\n" + std::string(100, ' ') + "\r\n";
  EXPECT_EQ(first_line(exchange(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks)),
            "HTTP/1.1 413 Payload Too Large");
  EXPECT_EQ(engine_->asked(), 0);
}

TEST_F(ServerTest, ASlowRequestIsCutAndARestingConnectionToo) {
  start({.header_deadline = milliseconds(200), .idle_deadline = milliseconds(400)});
  Peer resting(server_->port());
  Peer slow(server_->port());
  ASSERT_TRUE(slow.send("GET / HT"));
  slow.read_to_end();
  EXPECT_TRUE(slow.closed());
  resting.read_to_end();
  EXPECT_TRUE(resting.closed());
}

TEST_F(ServerTest, ASlowBodyIsCut) {
  start({.body_deadline = milliseconds(200)});
  Peer slow(server_->port());
  ASSERT_TRUE(
      slow.send("POST /api/v1/packs HTTP/1.1\r\nHost: localhost\r\n"
                "Content-Length: 10\r\n\r\n{"));
  slow.read_to_end();
  EXPECT_TRUE(slow.closed());
  EXPECT_EQ(engine_->asked(), 0);
}

TEST_F(ServerTest, ExpectContinueIsAnswered) {
  start();
  Peer peer(server_->port());
  ASSERT_TRUE(
      peer.send("POST /api/v1/packs HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
                "Content-Type: application/json\r\nContent-Length: 2\r\n"
                "Connection: close\r\n\r\n"));
  EXPECT_EQ(first_line(peer.read_until("\r\n\r\n")), "HTTP/1.1 100 Continue");
  ASSERT_TRUE(peer.send("{}"));
  EXPECT_EQ(first_line(peer.read_to_end()), "HTTP/1.1 200 OK");
}

TEST_F(ServerTest, TwoHundredRestingConnectionsHinderNobody) {
  start();
  std::vector<std::unique_ptr<Peer>> resting;
  for (int i = 0; i < 200; ++i) {
    resting.push_back(std::make_unique<Peer>(server_->port()));
    ASSERT_TRUE(resting.back()->connected());
    const std::string_view begun = i % 2 == 0 ? "GET /slow" : "";
    ASSERT_TRUE(resting.back()->send(begun));
  }
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(first_line(exchange(get("/api/v1/status"))), "HTTP/1.1 200 OK");
  }
  server_->stop();
  server_->wait();  // Resting connections do not hold it.
  for (const auto& peer : resting) {
    peer->read_to_end();
    EXPECT_TRUE(peer->closed());
  }
}

TEST_F(ServerTest, TooManyConnectionsAreToldSo) {
  start({.max_connections = 3});
  std::vector<std::unique_ptr<Peer>> resting;
  for (int i = 0; i < 3; ++i) {
    resting.push_back(std::make_unique<Peer>(server_->port()));
    ASSERT_TRUE(resting.back()->send(get("/healthz", "")));
    resting.back()->read_until("}");
  }
  Peer one_more(server_->port());
  const std::string response = one_more.read_to_end();
  EXPECT_EQ(first_line(response), "HTTP/1.1 503 Service Unavailable");
  EXPECT_NE(response.find("Retry-After: "), std::string::npos);
}

TEST_F(ServerTest, AFullQueueAnswers503WhilePagesAreStillServed) {
  start({.workers = 1, .queue_length = 1}, [this](const Request& request) {
    gate_.pass();
    return FakeEngine::echo(request);
  });
  Peer running(server_->port());
  ASSERT_TRUE(running.send(get("/api/v1/status")));
  gate_.await_waiting(1);
  Peer queued(server_->port());
  ASSERT_TRUE(queued.send(get("/api/v1/status")));
  // The queued request may arrive after the next ones: repeat until the queue is seen full.
  std::string refused;
  std::vector<std::unique_ptr<Peer>> others;
  while (refused.empty()) {
    others.push_back(std::make_unique<Peer>(server_->port()));
    ASSERT_TRUE(others.back()->send(get("/api/v1/status")));
    refused = others.back()->read_to_end(milliseconds(200));
  }
  EXPECT_EQ(first_line(refused), "HTTP/1.1 503 Service Unavailable");
  EXPECT_NE(refused.find("Retry-After: "), std::string::npos);
  EXPECT_EQ(first_line(exchange(get("/healthz"))), "HTTP/1.1 200 OK");
  gate_.open();
  EXPECT_EQ(first_line(running.read_to_end()), "HTTP/1.1 200 OK");
}

TEST_F(ServerTest, AnAnswerThatTakesTooLongIs503) {
  start({.answer_deadline = milliseconds(100)}, [this](const Request& request) {
    gate_.pass();
    return FakeEngine::echo(request);
  });
  EXPECT_EQ(first_line(exchange(get("/api/v1/status"))), "HTTP/1.1 503 Service Unavailable");
  gate_.open();
}

TEST_F(ServerTest, StoppingLetsRequestsInFlightFinish) {
  start({}, [this](const Request& request) {
    gate_.pass();
    return FakeEngine::echo(request);
  });
  Peer busy(server_->port());
  ASSERT_TRUE(busy.send(get("/api/v1/status", "")));
  gate_.await_waiting(1);
  Peer idle(server_->port());
  server_->stop();
  idle.read_to_end();
  EXPECT_TRUE(idle.closed());
  gate_.open();
  const std::string response = busy.read_to_end();
  EXPECT_EQ(first_line(response), "HTTP/1.1 200 OK");
  EXPECT_NE(response.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(busy.closed());
  server_->wait();
  Peer late(server_->port());
  EXPECT_FALSE(late.connected());
}

TEST_F(ServerTest, GraceEndsConnectionsThatDoNotRead) {
  start({.grace = milliseconds(200)}, [](const Request&) -> Result<Answer> {
    Answer answer;
    answer.body = JsonObject{{"text", std::string(std::size_t{64} << 20U, 'x')}};
    answer.etag = "big";
    return answer;
  });
  Peer deaf(server_->port());
  ASSERT_TRUE(deaf.send(get("/api/v1/status")));
  while (engine_->asked() == 0)
    std::this_thread::sleep_for(milliseconds(5));
  server_->stop();
  server_->wait();
}

TEST_F(ServerTest, SignalsStopIt) {
  start();
  server_->stop_on_signals();
  EXPECT_EQ(first_line(exchange(get("/healthz"))), "HTTP/1.1 200 OK");
  ::kill(::getpid(), SIGTERM);
  server_->wait();
  Peer late(server_->port());
  EXPECT_FALSE(late.connected());
}

}  // namespace
}  // namespace meguri
