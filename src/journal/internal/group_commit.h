// SPDX-License-Identifier: Apache-2.0
// group_commit: many writers, one durable commit.
//
// Whoever posts stands in a queue. The first of it books for all who stand there, in their order,
// in one transaction; while it waits for the disk the next group gathers. Nobody is answered before
// the commit that holds the own entries. Where the store fails a group of several, each is tried
// again by itself, so that only those get the Error whose own rows caused it.
//
// A post for which no thread waits (post_later) stands in the same queue; a thread of this one's
// own, begun with the first of them, takes its turn. Neighbours of that kind whose drafts stand
// each for itself are looked up and booked as if they were one post: what a store asks per call is
// asked once for all of them.
//
// Thread rule: any thread. A lone writer pays two uncontended locks.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
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
  ~GroupCommit() { stop(); }

  // Answers after a durable commit, or with an Error and nothing booked.
  Result<std::vector<PostResult>> post(std::span<const EntryDraft> drafts, Batch batch);
  // Returns at once; `done` gets the same answer on the thread that booked, in the order of the
  // posts, without any lock. Unavailable, on the calling thread, after stop().
  void post_later(std::vector<EntryDraft> drafts, Batch batch, PostDone done);
  // Answers what was posted for later and ends its thread. Idempotent.
  void stop();

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
  struct Post {
    std::size_t drafts = 0;        // as many of its item's, after those of the posts before
    PostDone done;                 // empty: a thread waits
    std::optional<Answer> answer;  // the booking thread's until it is given
  };
  // What one call of Posting books: one post, or several for later.
  struct Item {
    std::vector<EntryDraft> own;         // of posts for later …
    std::span<const EntryDraft> drafts;  // … or the caller's
    Batch batch = Batch::atomic;
    std::vector<Post> posts;
    bool is_done = false;          // under the queue's lock
    std::condition_variable turn;  // done, or first in the queue
    [[nodiscard]] bool is_for_later() const { return static_cast<bool>(posts.front().done); }
  };
  using Group = std::vector<std::shared_ptr<Item>>;
  // Of an item, or of one of its posts.
  struct Portion {
    std::span<const EntryDraft> drafts;
    Batch batch = Batch::atomic;
    std::span<Post> posts;
  };

  // All three under the queue's lock.
  Group take_group();
  void end_turn(const Group& group);
  void wake_next();
  [[nodiscard]] Item* open_item(Batch batch, std::size_t drafts);

  void take_turn(std::unique_lock<std::mutex>& lock);
  void book_later_posts();
  void book(const Group& group);
  Status try_to_book(std::span<const Portion> portions);
  static void answer_later_posts(const Group& group);

  Store& store_;
  std::mutex& store_mutex_;
  const Clock& clock_;
  std::atomic<std::int64_t> known_position_ = 0;
  std::mutex queue_mutex_;
  std::deque<std::shared_ptr<Item>> queue_;  // those being booked stay in front
  std::size_t booking_ = 0;                  // as many
  bool is_stopping_ = false;
  std::condition_variable later_turn_;  // a post for later is first in the queue, or stop()
  std::thread later_thread_;
};

}  // namespace meguri
