// SPDX-License-Identifier: Apache-2.0
#include "engine/columns_follower.h"

#include <algorithm>

namespace meguri {
namespace {

// Every step is a durable commit of the columns: entries that come one by one share it. Where steps
// take long more of them are gathered, so that they leave the processor to those who write.
constexpr std::chrono::milliseconds gathering_min{200};
constexpr std::chrono::milliseconds gathering_max{1000};
constexpr int gathering_per_step = 20;
constexpr std::chrono::seconds until_next_try{1};

}  // namespace

void ColumnsFollower::start(std::int64_t position) {
  position_ = position;
  thread_ = std::thread([this] { run(); });
}

void ColumnsFollower::wake() {
  const std::lock_guard lock(mutex_);
  is_woken_ = true;
  if (is_resting_) due_.notify_one();  // while entries gather, every commit would disturb it
}

void ColumnsFollower::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  due_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool ColumnsFollower::wait_for(std::int64_t position, std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  if (position_ >= position) return true;
  ++waiting_;
  is_woken_ = true;
  due_.notify_one();
  changed_.wait_for(
      lock, most, [&] { return position_ >= position || has_failed_ || is_stopping_; });
  --waiting_;
  return position_ >= position;
}

void ColumnsFollower::note(std::int64_t position) {
  {
    const std::lock_guard lock(mutex_);
    position_ = position;
  }
  changed_.notify_all();
}

std::int64_t ColumnsFollower::position() const {
  const std::lock_guard lock(mutex_);
  return position_;
}

bool ColumnsFollower::has_failed() const {
  const std::lock_guard lock(mutex_);
  return has_failed_;
}

void ColumnsFollower::run() {
  std::unique_lock lock(mutex_);
  while (!is_stopping_) {
    is_resting_ = true;
    if (has_failed_) {
      due_.wait_for(lock, until_next_try, [this] { return is_stopping_ || is_woken_; });
    } else {
      due_.wait(lock, [this] { return is_stopping_ || is_woken_; });
    }
    is_resting_ = false;
    if (is_stopping_) return;
    is_woken_ = false;
    lock.unlock();
    const auto begun = std::chrono::steady_clock::now();
    const Step step = step_();
    const auto gathering = std::clamp<std::chrono::steady_clock::duration>(
        gathering_per_step * (std::chrono::steady_clock::now() - begun),
        gathering_min,
        gathering_max);
    lock.lock();
    position_ = std::max(position_, step.position);
    has_failed_ = step.has_failed;
    is_woken_ = is_woken_ || step.has_more;
    changed_.notify_all();
    due_.wait_for(lock, gathering, [&] { return is_stopping_ || waiting_ > 0 || step.has_more; });
  }
}

}  // namespace meguri
