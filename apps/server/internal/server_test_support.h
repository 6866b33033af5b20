// SPDX-License-Identifier: Apache-2.0
// server_test_support: a server on real loopback sockets before an engine of the test's own, and
// peers that speak bytes.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/fake_engine.h"
#include "server/server.h"

namespace meguri::test {

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

inline std::string get(std::string_view target, std::string_view more = "Connection: close\r\n") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) +
         "\r\n";
}

inline std::string first_line(const std::string& response) {
  return response.substr(0, response.find("\r\n"));
}

inline std::string body_of(const std::string& response) {
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
    service_ = std::make_unique<Service>(*engine_, std::span<const Asset>(), requests_);
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

  std::span<const RequestSpec> requests_ = request_table();  // before start()
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

}  // namespace meguri::test
