// SPDX-License-Identifier: Apache-2.0
#include "journal/journal_watch.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"
#include "journal/internal/postgres.h"
#include "journal/internal/postgres_place.h"

namespace meguri {

struct JournalWatch::State {
  explicit State(std::string uri_in)
      : uri(std::move(uri_in)), bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    MEGURI_CHECK(bell >= 0);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { ::close(bell); }

  [[nodiscard]] bool is_listening() const { return session != nullptr && session->is_alive(); }
  bool listen() {
    session = nullptr;
    const auto place = postgres::parse_place(uri);
    if (!place) return false;
    auto made = postgres::connect(*place);
    if (!made || !(*made)->run_script("LISTEN " + place->schema + "_journal")) return false;
    session = std::move(*made);
    return true;
  }

  std::string uri;
  std::unique_ptr<postgres::Session> session;  // null or dead until it is made anew
  int bell;                                    // readable once it was stopped
  std::atomic<bool> stopped{false};
};

JournalWatch::JournalWatch(std::string uri) : state_(std::make_unique<State>(std::move(uri))) {}
JournalWatch::~JournalWatch() = default;

bool JournalWatch::wait(std::chrono::milliseconds patience) {
  heard_ = 0;
  if (state_->stopped) return false;
  if (!state_->is_listening()) {
    if (state_->listen()) return !state_->stopped;
    std::array<pollfd, 1> bell = {pollfd{state_->bell, POLLIN, 0}};
    ::poll(bell.data(), bell.size(), static_cast<int>(patience.count()));
    return !state_->stopped;
  }
  const auto payloads = state_->session->announced(patience, state_->bell);
  if (!payloads) {
    state_->session = nullptr;
    return !state_->stopped;
  }
  for (const std::string& payload : *payloads) {
    std::int64_t position = 0;
    std::from_chars(payload.data(), payload.data() + payload.size(), position);
    heard_ = std::max(heard_, position);
  }
  return !state_->stopped;
}

void JournalWatch::stop() {
  state_->stopped = true;
  const std::uint64_t one = 1;
  // It can fail only where it rings already.
  [[maybe_unused]] const ssize_t written = ::write(state_->bell, &one, sizeof(one));
}

}  // namespace meguri
