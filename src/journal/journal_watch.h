// SPDX-License-Identifier: Apache-2.0
// journal_watch: hears of commits to a shared journal, by whichever process.
//
//   JournalWatch watch(uri);
//   while (watch.wait(std::chrono::seconds(1))) look_at(journal.position());
//
// It is a hint that makes followers quick, never a promise: announcements are lost while the
// connection is broken, which the watch mends by itself. Whoever follows looks at the journal after
// every wait, also when nothing was heard.
//
// Thread rule: one thread waits, any thread may stop it. A connection of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace meguri {

class JournalWatch {
 public:
  // Connects with the first wait.
  explicit JournalWatch(std::string uri);
  JournalWatch(const JournalWatch&) = delete;
  JournalWatch& operator=(const JournalWatch&) = delete;
  ~JournalWatch();

  // Until a commit is announced, at most that long; not at all where the connection was made just
  // now, since something may have been missed. False once it was stopped. A database that cannot be
  // reached makes it a pause of that length.
  bool wait(std::chrono::milliseconds patience);
  // The last position that the last wait heard of; 0 if none.
  [[nodiscard]] std::int64_t heard() const { return heard_; }
  // The wait ends, and every later one at once. An attempt to connect may last its ten seconds.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
  std::int64_t heard_ = 0;
};

}  // namespace meguri
