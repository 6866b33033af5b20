// SPDX-License-Identifier: Apache-2.0
#include "server/late_answers.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace meguri {

bool LateAnswers::begin() {
  if (++under_way_ <= most_) return true;
  --under_way_;
  return false;
}

void LateAnswers::deliver(std::function<void()> job) {
  bool is_first = false;
  {
    const std::lock_guard lock(mutex_);
    is_first = delivered_.empty();
    delivered_.push_back(std::move(job));
  }
  if (is_first) boost::asio::post(context_, [this] { run_delivered(); });
}

void LateAnswers::run_delivered() {
  std::vector<std::function<void()>> jobs;
  {
    const std::lock_guard lock(mutex_);
    jobs.swap(delivered_);
  }
  for (std::function<void()>& job : jobs) {
    job();
    job = nullptr;  // with what it holds, before the next
  }
}

}  // namespace meguri
