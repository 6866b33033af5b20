// SPDX-License-Identifier: Apache-2.0
// Requests that the engine answers without a thread of the server's.
#include <algorithm>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

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

std::string post(std::string_view note, std::string_view more = "") {
  const std::string body = R"({"entries":{"note":")" + std::string(note) + R"("}})";
  return "POST /api/v1/books/b/entries HTTP/1.1\r\nHost: localhost\r\n"
         "Content-Type: application/json\r\n" +
         std::string(more) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

constexpr std::string_view close_after = "Connection: close\r\n";

// Keeps what it was asked until the test lets it answer.
class LateAnswersTest : public ServerTest {
 protected:
  void begin(const ServerOptions& options = {}) {
    start(options);
    engine_->answer_later([this](const Request& request, const FinishSink& sink) {
      const std::lock_guard lock(mutex_);
      const std::string note = write_json(request.documents.at("entries"));
      if (note.find("ask") != std::string::npos) return false;
      asked_.emplace_back([request, sink] {
        sink([request]() -> Result<Answer> {
          Answer answer;
          answer.body = request.documents.at("entries");
          answer.created = true;
          return answer;
        });
      });
      changed_.notify_all();
      return true;
    });
  }
  void await_asked(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return asked_.size() >= count; });
  }
  // All at once, as one commit does, on a thread of its own.
  void answer_all() {
    std::vector<std::function<void()>> answers;
    {
      const std::lock_guard lock(mutex_);
      answers.swap(asked_);
    }
    std::thread([&answers] {
      for (const auto& answer : answers)
        answer();
    }).join();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::function<void()>> asked_;  // guarded by mutex_
};

TEST_F(LateAnswersTest, EachConnectionGetsItsOwn) {
  for (const std::size_t threads : {1U, 3U}) {
    begin({.io_threads = threads});
    std::vector<std::unique_ptr<Peer>> peers;
    for (int i = 0; i < 20; ++i) {
      peers.push_back(std::make_unique<Peer>(server_->port()));
      ASSERT_TRUE(peers.back()->send(post("n" + std::to_string(i), close_after)));
    }
    await_asked(20);
    EXPECT_EQ(first_line(exchange(get("/healthz"))), "HTTP/1.1 200 OK");  // nobody is held up
    answer_all();
    for (std::size_t i = 0; i < peers.size(); ++i) {
      const std::string response = peers[i]->read_to_end();
      EXPECT_EQ(first_line(response), "HTTP/1.1 201 Created");
      EXPECT_EQ(body_of(response), R"({"note":"n)" + std::to_string(i) + R"("})");
    }
    EXPECT_EQ(engine_->asked(), 0);
  }
}

TEST_F(LateAnswersTest, PipelinedOnesAreAnsweredInOrder) {
  begin();
  Peer peer(server_->port());
  ASSERT_TRUE(peer.send(post("first") + post("second", close_after)));
  await_asked(1);
  answer_all();
  await_asked(1);
  answer_all();
  const std::string both = peer.read_to_end();
  EXPECT_LT(both.find("first"), both.find("second"));
  EXPECT_NE(both.find("second"), std::string::npos);
}

TEST_F(LateAnswersTest, AnswersGivenAtOnceAndBodiesThatCannotBeRead) {
  begin();
  engine_->answer_later([](const Request&, const FinishSink& sink) {
    sink([]() -> Result<Answer> { return error(ErrorCode::conflict, "server.busy"); });
    return true;
  });
  EXPECT_EQ(first_line(exchange(post("x", close_after))), "HTTP/1.1 409 Conflict");
  std::string broken = post("x", close_after);
  broken[broken.size() - 1] = ']';
  EXPECT_EQ(first_line(exchange(broken)), "HTTP/1.1 400 Bad Request");
}

// What the engine declines, what is long, and what comes when too many are under way gets a thread.
TEST_F(LateAnswersTest, OthersGetAThread) {
  begin({.writers = 1, .queue_length = 1});
  EXPECT_EQ(first_line(exchange(post("ask", close_after))), "HTTP/1.1 200 OK");
  EXPECT_EQ(first_line(exchange(post(std::string(100'000, 'x'), close_after))), "HTTP/1.1 200 OK");
  EXPECT_EQ(engine_->asked(), 2);
  Peer one(server_->port());
  Peer two(server_->port());
  ASSERT_TRUE(one.send(post("one", close_after)));
  ASSERT_TRUE(two.send(post("two", close_after)));
  await_asked(2);
  EXPECT_EQ(first_line(exchange(post("three", close_after))), "HTTP/1.1 200 OK");
  EXPECT_EQ(engine_->asked(), 3);
  answer_all();
  EXPECT_EQ(first_line(one.read_to_end()), "HTTP/1.1 201 Created");
  EXPECT_EQ(first_line(two.read_to_end()), "HTTP/1.1 201 Created");
}

TEST_F(LateAnswersTest, OneThatTakesTooLongIs503AndItsAnswerIsDropped) {
  begin({.answer_deadline = milliseconds(100)});
  Peer peer(server_->port());
  ASSERT_TRUE(peer.send(post("slow")));
  await_asked(1);
  EXPECT_EQ(first_line(peer.read_until("}")), "HTTP/1.1 503 Service Unavailable");
  answer_all();
  ASSERT_TRUE(peer.send(post("next", close_after)));
  await_asked(1);
  answer_all();
  const std::string response = peer.read_to_end();
  EXPECT_EQ(first_line(response), "HTTP/1.1 201 Created");
  EXPECT_EQ(body_of(response), R"({"note":"next"})");
}

TEST_F(LateAnswersTest, StoppingLetsThemFinish) {
  begin();
  Peer busy(server_->port());
  ASSERT_TRUE(busy.send(post("last")));
  await_asked(1);
  Peer idle(server_->port());
  server_->stop();
  idle.read_to_end();
  EXPECT_TRUE(idle.closed());
  answer_all();
  const std::string response = busy.read_to_end();
  EXPECT_EQ(first_line(response), "HTTP/1.1 201 Created");
  EXPECT_NE(response.find("Connection: close"), std::string::npos);
  server_->wait();
}

// Even of those whose peer was cut off, the server waits for the answer.
TEST_F(LateAnswersTest, WhoWentAwayIsForgotten) {
  begin();
  {
    Peer gone(server_->port());
    ASSERT_TRUE(gone.send(post("gone")));
    await_asked(1);
  }
  answer_all();
  EXPECT_EQ(first_line(exchange(get("/healthz"))), "HTTP/1.1 200 OK");
}

}  // namespace
}  // namespace meguri
