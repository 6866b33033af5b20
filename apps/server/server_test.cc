// SPDX-License-Identifier: Apache-2.0
// The server on real loopback sockets, before an engine of the test's own.
#include "server/server.h"

#include <array>
#include <csignal>
#include <thread>

#include <gtest/gtest.h>

#include "server/internal/server_test_support.h"
#include "wire/json.h"

namespace meguri {
namespace {

using std::chrono::milliseconds;
using test::body_of;
using test::first_line;
using test::get;
using test::Peer;
using test::ServerTest;

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
        std::string_view("GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n", 36),
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

constexpr std::array large_fields{FieldSpec{
    .name = "file", .kind = FieldKind::bytes, .required = true, .summary_id = "engine.field_q"}};
constexpr std::array large_requests{RequestSpec{.name = "upload",
                                                .method = Method::post,
                                                .path = "/api/v1/uploads",
                                                .command = "upload",
                                                .summary_id = "engine.request_books",
                                                .fields = large_fields,
                                                .answer = "BooksAnswer",
                                                .formats = {},
                                                .writes = true,
                                                .body_bytes_max = 8U << 20U},
                                    RequestSpec{.name = "small",
                                                .method = Method::post,
                                                .path = "/api/v1/small",
                                                .command = "small",
                                                .summary_id = "engine.request_books",
                                                .fields = {},
                                                .answer = "BooksAnswer",
                                                .formats = {}}};

std::string upload(std::string_view path, std::size_t claimed, std::string_view body) {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
         "Connection: close\r\nContent-Length: " +
         std::to_string(claimed) + "\r\n\r\n" + std::string(body);
}

Result<Answer> size_of_file(const Request& request) {
  Answer answer;
  answer.body =
      JsonObject{{"size", static_cast<std::int64_t>(request.fields.at("file").front().size())}};
  return answer;
}

TEST_F(ServerTest, LargeBodiesOnlyWhereTheTableSaysSo) {
  requests_ = large_requests;
  start({.body_limit = 1000}, size_of_file);
  const std::string megabytes(8U << 20U, 'x');
  const std::string taken = exchange(upload("/api/v1/uploads", megabytes.size(), megabytes));
  EXPECT_EQ(first_line(taken), "HTTP/1.1 200 OK");
  EXPECT_EQ(body_of(taken), "{\"size\":8388608}");
  for (const auto& [path, size] : {std::pair("/api/v1/uploads", (8U << 20U) + 1),
                                   std::pair("/api/v1/small", 1001U),
                                   std::pair("/api/v1/uploads", 4'000'000'000U),
                                   std::pair("/", 2000U)}) {
    EXPECT_EQ(first_line(exchange(upload(path, size, "begins"))), "HTTP/1.1 413 Payload Too Large")
        << path << size;
  }
  std::string chunks;
  for (int i = 0; i < 20; ++i)
    chunks += "64\r\n" + std::string(100, 'x') + "\r\n";
  const std::string chunked =
      " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n"
      "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" +
      chunks + "0\r\n\r\n";
  EXPECT_EQ(body_of(exchange("POST /api/v1/uploads" + chunked)), "{\"size\":2000}");
  EXPECT_EQ(first_line(exchange("POST /api/v1/small" + chunked)), "HTTP/1.1 413 Payload Too Large");
}

TEST_F(ServerTest, LargeBodiesAtOnceHaveABound) {
  requests_ = large_requests;
  start({.body_limit = 1000, .large_bodies_bytes = 9U << 20U}, size_of_file);
  const std::string half(4U << 20U, 'x');
  {
    Peer first(server_->port());
    Peer second(server_->port());
    ASSERT_TRUE(first.send(upload("/api/v1/uploads", half.size(), "begins")));
    ASSERT_TRUE(second.send(upload("/api/v1/uploads", half.size(), "begins")));
    std::string third;  // may come before the others' headers are read
    while (first_line(third) != "HTTP/1.1 503 Service Unavailable") {
      third = exchange(upload("/api/v1/uploads", half.size(), half));
    }
    EXPECT_NE(third.find("Retry-After: "), std::string::npos);
    EXPECT_EQ(first_line(exchange(upload("/api/v1/uploads", 500, half.substr(0, 500)))),
              "HTTP/1.1 200 OK");
    ASSERT_TRUE(first.send(std::string_view(half).substr(6)));
    EXPECT_EQ(first_line(first.read_to_end()), "HTTP/1.1 200 OK");
  }
  // What was taken is given back by the answer, and by the one who went away.
  for (int i = 0; i < 10; ++i) {
    std::string again;
    while (first_line(again) != "HTTP/1.1 200 OK") {
      again = exchange(upload("/api/v1/uploads", half.size(), half));
    }
  }
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

TEST_F(ServerTest, WritesThatWaitHoldUpNoReads) {
  start({.workers = 1, .writers = 2}, [this](const Request& request) {
    if (request.name == "rebuild") gate_.pass();
    return FakeEngine::echo(request);
  });
  const std::string write =
      "POST /api/v1/columns/rebuild HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
  std::vector<std::unique_ptr<Peer>> writers;
  for (int i = 0; i < 2; ++i) {
    writers.push_back(std::make_unique<Peer>(server_->port()));
    ASSERT_TRUE(writers.back()->send(write));
  }
  gate_.await_waiting(2);
  EXPECT_EQ(first_line(exchange(get("/api/v1/status", "Connection: close\r\n"))),
            "HTTP/1.1 200 OK");
  gate_.open();
  for (const auto& writer : writers)
    EXPECT_EQ(first_line(writer->read_to_end()), "HTTP/1.1 200 OK");
}

TEST_F(ServerTest, WhatWaitsForAnotherProgramHoldsUpNoReads) {
  start({.workers = 1, .writers = 2}, [this](const Request& request) {
    if (request.name == "report_pdf") gate_.pass();
    Answer answer;
    answer.pdf = "%PDF-";
    return Result<Answer>(std::move(answer));
  });
  std::vector<std::unique_ptr<Peer>> printing;
  for (int i = 0; i < 2; ++i) {
    printing.push_back(std::make_unique<Peer>(server_->port()));
    ASSERT_TRUE(printing.back()->send(get("/api/v1/report-pdfs/01100", "Connection: close\r\n")));
  }
  gate_.await_waiting(2);
  EXPECT_EQ(first_line(exchange(get("/api/v1/status", "Connection: close\r\n"))),
            "HTTP/1.1 200 OK");
  gate_.open();
  for (const auto& each : printing) {
    const std::string response = each->read_to_end();
    EXPECT_NE(response.find("Content-Type: application/pdf\r\n"), std::string::npos);
    EXPECT_EQ(body_of(response), "%PDF-");
  }
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
