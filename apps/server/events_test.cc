// SPDX-License-Identifier: Apache-2.0
// Followers of the journal by server-sent events, before an engine whose journal the test writes.
#include <algorithm>
#include <atomic>
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

constexpr std::string_view accept_events = "Accept: text/event-stream\r\n";

std::string events(std::string_view target, std::string_view more = "") {
  return get(target, std::string(accept_events) + std::string(more));
}

// The body without its chunks' sizes.
std::string unchunked(const std::string& response) {
  std::string text;
  std::string rest = body_of(response);
  while (!rest.empty()) {
    const std::size_t line = rest.find("\r\n");
    if (line == std::string::npos) break;
    const std::size_t size = std::stoul(rest.substr(0, line), nullptr, 16);
    text += rest.substr(line + 2, size);
    if (line + 2 + size + 2 > rest.size()) break;
    rest = rest.substr(line + 2 + size + 2);
  }
  return text;
}

class EventsTest : public ServerTest {
 protected:
  void begin(const ServerOptions& options = {}) {
    start(options, [this](const Request& request) { return page(request); });
  }

  // The journal up to `position_`, as the engine answers it.
  Result<Answer> page(const Request& request) {
    const auto number = [&](std::string_view name, std::int64_t otherwise) {
      const auto found = request.fields.find(name);
      return found == request.fields.end() ? otherwise : std::stoll(found->second.front());
    };
    const std::int64_t after = number("after", 0);
    const std::int64_t end = engine_->journal_position();
    if (after > end) return error(ErrorCode::conflict, "server.busy");
    JsonArray entries;
    std::int64_t next = after;
    while (next < end && next < after + number("limit", 100)) {
      ++next;
      const std::string note = next <= padded_ ? std::string(padding_bytes, 'x') : "一\n";
      entries.push_back(JsonObject{{"position", next}, {"note", note}});
    }
    Answer answer;
    answer.body =
        JsonObject{{"entries", std::move(entries)}, {"next_after", next}, {"position", end}};
    return answer;
  }

  static std::string event(std::int64_t position) {
    const std::string number = std::to_string(position);
    return "id: " + number + "\nevent: entry\ndata: {\"position\":" + number +
           ",\"note\":\"一\\n\"}\n\n";
  }
  static std::string events_between(std::int64_t first, std::int64_t last) {
    std::string text;
    for (std::int64_t position = first; position <= last; ++position)
      text += event(position);
    return text;
  }

  static constexpr std::size_t padding_bytes = std::size_t{256} << 10U;
  std::int64_t padded_ = 0;  // up to this position entries are large; before begin()
};

TEST_F(EventsTest, TellsWhatIsThereThenWhatComes) {
  begin();
  engine_->commit(250);
  Peer peer(server_->port());
  ASSERT_TRUE(peer.send(events("/api/v1/entries?after=20")));
  std::string all = peer.read_until(event(250) + "\r\n");
  EXPECT_EQ(first_line(all), "HTTP/1.1 200 OK");
  EXPECT_NE(all.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_NE(all.find("Cache-Control: no-store\r\n"), std::string::npos);
  engine_->commit(251);
  all += peer.read_until(event(251) + "\r\n");
  engine_->commit(255);
  all += peer.read_until(event(255) + "\r\n");
  EXPECT_EQ(unchunked(all), events_between(21, 255));
}

TEST_F(EventsTest, WhereAReconnectingBrowserWasGoesBeforeTheAddress) {
  begin();
  engine_->commit(30);
  Peer peer(server_->port());
  ASSERT_TRUE(peer.send(events("/api/v1/entries?after=3", "Last-Event-ID: 28\r\n")));
  EXPECT_EQ(unchunked(peer.read_until(event(30) + "\r\n")), events_between(29, 30));
}

TEST_F(EventsTest, ARefusalHasItsStatus) {
  begin();
  const std::string beyond = exchange(events("/api/v1/entries?after=7"));
  EXPECT_EQ(first_line(beyond), "HTTP/1.1 409 Conflict");
  EXPECT_NE(beyond.find("application/problem+json"), std::string::npos);
  EXPECT_EQ(first_line(exchange(events("/api/v1/status", "Connection: close\r\n"))),
            "HTTP/1.1 406 Not Acceptable");
}

TEST_F(EventsTest, WithoutEventsThereAreKeepAliveComments) {
  begin({.keep_alive = milliseconds(30)});
  Peer peer(server_->port());
  ASSERT_TRUE(peer.send(events("/api/v1/entries")));
  std::string all = peer.read_until(": keep-alive\n\n\r\n");
  all += peer.read_until(": keep-alive\n\n\r\n");
  engine_->commit(1);
  all += peer.read_until(event(1) + "\r\n");
  EXPECT_TRUE(unchunked(all).starts_with(": keep-alive\n\n: keep-alive\n\n"));
}

TEST_F(EventsTest, StoppingEndsTheStreamCleanly) {
  begin();
  engine_->commit(1);
  Peer peer(server_->port());
  ASSERT_TRUE(peer.send(events("/api/v1/entries")));
  std::string all = peer.read_until(event(1) + "\r\n");
  server_->stop();
  all += peer.read_to_end();
  EXPECT_TRUE(peer.closed());
  EXPECT_TRUE(all.ends_with("\r\n0\r\n\r\n")) << all;
  server_->wait();
}

TEST_F(EventsTest, AnOldClientGetsTheTextWithoutChunks) {
  begin();
  engine_->commit(2);
  Peer peer(server_->port());
  ASSERT_TRUE(peer.send("GET /api/v1/entries HTTP/1.0\r\nHost: localhost\r\n" +
                        std::string(accept_events) + "\r\n"));
  const std::string all = peer.read_until(event(2));
  EXPECT_EQ(body_of(all), events_between(1, 2));
  EXPECT_EQ(all.find("chunked"), std::string::npos);
}

TEST_F(EventsTest, HeadSaysWhatGetWould) {
  begin();
  std::string asked = events("/api/v1/entries");
  const std::string head = exchange("HEAD" + asked.substr(3));
  EXPECT_EQ(first_line(head), "HTTP/1.1 200 OK");
  EXPECT_NE(head.find("Content-Type: text/event-stream\r\n"), std::string::npos);
  EXPECT_EQ(body_of(head), "");
}

// A follower that does not read is waited for, a page at a time; everybody else goes on, and what
// it was not sent is not stored for it.
TEST_F(EventsTest, ASlowReaderHindersNobodyAndIsNotBuffered) {
  padded_ = 390;
  begin();
  engine_->commit(400);  // 100 MB of events, a page of 20 about 5 MB
  Peer deaf(server_->port());
  ASSERT_TRUE(deaf.send(events("/api/v1/entries?limit=20")));
  while (engine_->asked() == 0)
    std::this_thread::sleep_for(milliseconds(2));
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(first_line(exchange(get("/api/v1/entries?after=399"))), "HTTP/1.1 200 OK");
  }
  Peer quick(server_->port());
  ASSERT_TRUE(quick.send(events("/api/v1/entries?after=398")));
  std::string seen = quick.read_until(event(400) + "\r\n");
  engine_->commit(401);
  seen += quick.read_until(event(401) + "\r\n");
  EXPECT_EQ(unchunked(seen), events_between(399, 401));
  // 20 answers, three pages for the quick one; the sockets hold a page or two of the deaf one.
  EXPECT_LE(engine_->asked(), 20 + 3 + 4);
}

// One commit wakes all; they are told by a few questions, and other requests are answered.
TEST_F(EventsTest, ManyFollowersShareThePagesAndOneWorker) {
  constexpr int followers = 150;
  begin({.workers = 2, .queue_length = 4});
  std::vector<std::unique_ptr<Peer>> peers;
  for (int i = 0; i < followers; ++i) {
    peers.push_back(std::make_unique<Peer>(server_->port()));
    ASSERT_TRUE(peers.back()->send(events("/api/v1/entries")));
    peers.back()->read_until("\r\n\r\n");
  }
  const int before = engine_->asked();
  constexpr std::int64_t commits = 20;
  for (std::int64_t position = 1; position <= commits; ++position) {
    engine_->commit(position);
    EXPECT_EQ(first_line(exchange(get("/api/v1/status"))), "HTTP/1.1 200 OK");
  }
  for (const auto& peer : peers) {
    std::string text = "HTTP\r\n\r\n" + peer->read_until(event(commits) + "\r\n");
    EXPECT_EQ(unchunked(text), events_between(1, commits));
  }
  EXPECT_LT(engine_->asked() - before, followers * commits / 4);
}

// A follower that has gone is forgotten at once, not at the next keep-alive.
TEST_F(EventsTest, AFollowerThatGoesAwayIsLetGo) {
  begin({.max_connections = 2});
  for (int i = 0; i < 10; ++i) {
    Peer peer(server_->port());
    ASSERT_TRUE(peer.send(events("/api/v1/entries")));
    std::string response = peer.read_until("\r\n\r\n");
    while (first_line(response) != "HTTP/1.1 200 OK") {  // the one before is on its way out
      ASSERT_EQ(first_line(response), "HTTP/1.1 503 Service Unavailable");
      Peer again(server_->port());
      ASSERT_TRUE(again.send(events("/api/v1/entries")));
      response = again.read_until("\r\n\r\n");
    }
  }
}

// Commits from many threads while followers come and go: every follower sees every entry once.
TEST_F(EventsTest, NothingIsMissedWhileEntriesAreCommitted) {
  constexpr std::int64_t last = 2000;
  begin();
  std::thread writer([this] {
    for (std::int64_t position = 1; position <= last; ++position) {
      engine_->commit(position);
      if (position % 50 == 0) std::this_thread::sleep_for(milliseconds(1));
    }
  });
  std::vector<std::thread> readers;
  std::atomic<int> whole = 0;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([this, &whole, i] {
      Peer peer(server_->port());
      if (!peer.send(events("/api/v1/entries?limit=" + std::to_string(1 + i * 7)))) return;
      if (unchunked(peer.read_until(event(last) + "\r\n")) == events_between(1, last)) ++whole;
    });
  }
  writer.join();
  for (std::thread& reader : readers)
    reader.join();
  EXPECT_EQ(whole, 4);
}

}  // namespace
}  // namespace meguri
