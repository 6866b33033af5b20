// SPDX-License-Identifier: Apache-2.0
// late_answers: brings answers from the threads that have them to the threads that serve sockets.
//
// Many come at once, from one durable commit: they share one hop. How many may be under way without
// a thread of their own is bounded, as everything that waits. Any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace meguri {

class LateAnswers {
 public:
  // The context must outlive all answers.
  LateAnswers(boost::asio::io_context& context, std::size_t most)
      : context_(context), most_(most) {}
  LateAnswers(const LateAnswers&) = delete;
  LateAnswers& operator=(const LateAnswers&) = delete;

  // False when as many as may be are under way; otherwise end() must follow.
  [[nodiscard]] bool begin();
  void end() { --under_way_; }
  // `job` runs on a thread of the context, after those delivered before it.
  void deliver(std::function<void()> job);

 private:
  void run_delivered();

  boost::asio::io_context& context_;
  const std::size_t most_;
  std::atomic<std::size_t> under_way_ = 0;
  std::mutex mutex_;
  std::vector<std::function<void()>> delivered_;  // guarded by mutex_
};

}  // namespace meguri
