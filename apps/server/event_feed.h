// SPDX-License-Identifier: Apache-2.0
// event_feed: pages of the journal for all its followers, read by one worker at a time.
//
// A commit wakes every follower at once, and most of them want the same page: it is read once and
// handed to all. Whatever the number of followers, they hold one worker and one place in its queue,
// so that other requests are answered as if nobody followed. Pages are read in the order in which
// they were first wanted. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "server/service.h"
#include "server/worker_pool.h"

namespace meguri {

class EventFeed {
 public:
  // On a worker, or at once on the thread that asks. Nothing: no worker could take it; ask again
  // in a moment.
  using Ready = std::function<void(std::shared_ptr<const EventPage>)>;

  // Both must outlive the feed, and the workers must have finished before it ends.
  EventFeed(const Service& service, WorkerPool& workers) : service_(service), workers_(workers) {}

  void ask(const EngineCall& call, Ready ready);

 private:
  struct Wanted {
    EngineCall call;
    std::vector<Ready> waiting;
  };
  struct Kept {
    Request request;
    std::int64_t position;  // of the journal when it was read
    std::shared_ptr<const EventPage> page;
  };

  void submit();
  void read_one();

  const Service& service_;
  WorkerPool& workers_;
  std::mutex mutex_;
  std::deque<Wanted> wanted_;  // guarded by mutex_; the first one is being read while reading_
  bool reading_ = false;       // guarded by mutex_
  std::optional<Kept> kept_;   // guarded by mutex_
};

}  // namespace meguri
