// SPDX-License-Identifier: Apache-2.0
// group_commit: many writers, one durable commit.
//
// Whoever posts stands in a queue. The first of it books for all who stand there, in their order,
// in one transaction; while it waits for the disk the next group gathers. Nobody is answered before
// the commit that holds the own entries. Where the store fails a group of several, each is tried
// again by itself, so that only those get the Error whose own rows caused it.
//
// Thread rule: any thread. A lone writer pays two uncontended locks.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "journal/journal.h"
#include "journal/store.h"

namespace meguri {

class GroupCommit {
 public:
  // `store_mutex` guards the store; all must outlive this.
  GroupCommit(Store& store, std::mutex& store_mutex, const Clock& clock)
      : store_(store), store_mutex_(store_mutex), clock_(clock) {}
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  // Answers after a durable commit, or with an Error and nothing booked.
  Result<std::vector<PostResult>> post(std::span<const EntryDraft> drafts, Batch batch);

  // The position of the last entry that is known to be committed; takes no lock.
  [[nodiscard]] std::int64_t known_position() const { return known_position_; }
  // Some call of the store told of it.
  void note_position(std::int64_t position) {
    std::int64_t known = known_position_;
    while (known < position && !known_position_.compare_exchange_weak(known, position)) {
    }
  }

 private:
  using Answer = Result<std::vector<PostResult>>;
  struct Waiting {
    std::span<const EntryDraft> drafts;
    Batch batch = Batch::atomic;
    std::optional<Answer> answer;  // the booking thread's until is_done
    bool is_done = false;          // under the queue's lock
    std::condition_variable turn;  // done, or first in the queue
  };

  // The first ones of the queue that together stay within the limits of one commit.
  std::vector<Waiting*> next_group();
  void book(std::span<Waiting* const> group);
  Status try_to_book(std::span<Waiting* const> group);

  Store& store_;
  std::mutex& store_mutex_;
  const Clock& clock_;
  std::atomic<std::int64_t> known_position_ = 0;
  std::mutex queue_mutex_;
  std::deque<Waiting*> queue_;  // those being booked stay in front
  bool is_booking_ = false;
};

}  // namespace meguri
