// SPDX-License-Identifier: Apache-2.0
// worker_pool: a fixed number of threads for the engine's work, behind a queue of bounded length.
//
// The engine reads disks and counts for long; the threads that serve sockets must never wait for
// it, and a flood of requests must be refused, not stored. Jobs run in the order they came.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace meguri {

class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t queue_length);
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;
  // Waits for every job accepted.
  ~WorkerPool();

  // False when `queue_length` jobs wait already, or after finish(). Any thread. A job must not
  // let an exception out.
  [[nodiscard]] bool submit(std::function<void()> job);

  // Refuses further jobs, waits for those accepted. Idempotent; not from a job.
  void finish();

 private:
  void work();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> jobs_;
  std::size_t queue_length_;
  bool finishing_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace meguri
