// SPDX-License-Identifier: Apache-2.0
// columns_follower: a thread that brings the columns up with the journal, commit after commit.
//
// Whoever writes to the journal answers once its entries are durable there, rings with wake(), and
// does not wait for the columns; whoever reads the columns first waits, for a while, until they
// hold what the journal held when the question came. Between two steps the thread lets entries
// gather for a fifth of a second, or up to a second where steps take long, unless somebody waits.
//
// Thread rule: any thread may wake and wait. `step` runs on the follower's thread alone.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace meguri {

class ColumnsFollower {
 public:
  struct Step {
    std::int64_t position = 0;  // the columns hold this now
    bool has_more = false;      // the journal holds much more: no waiting for entries to gather
    bool has_failed = false;    // tried again after the next wake, or a second later
  };

  explicit ColumnsFollower(std::function<Step()> step) : step_(std::move(step)) {}
  ColumnsFollower(const ColumnsFollower&) = delete;
  ColumnsFollower& operator=(const ColumnsFollower&) = delete;
  ~ColumnsFollower() { stop(); }

  // `position` is what the columns hold. Call once.
  void start(std::int64_t position);
  // The journal may hold more than before.
  void wake();
  // Ends the thread after the step it is at. Idempotent.
  void stop();

  // True once the columns hold the position; false after `most`, or if the columns cannot follow.
  bool wait_for(std::int64_t position, std::chrono::milliseconds most);
  // The columns were brought up by somebody else.
  void note(std::int64_t position);
  [[nodiscard]] std::int64_t position() const;
  // The last step failed.
  [[nodiscard]] bool has_failed() const;

 private:
  void run();

  std::function<Step()> step_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;  // for those who wait for a position
  std::condition_variable due_;      // for the thread
  std::int64_t position_ = 0;
  int waiting_ = 0;
  bool is_resting_ = false;  // the thread waits to be woken
  bool is_woken_ = false;
  bool has_failed_ = false;
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace meguri
