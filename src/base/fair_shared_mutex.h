// SPDX-License-Identifier: Apache-2.0
// fair_shared_mutex: a reader-writer lock whose writers get their turn.
//
// std::shared_mutex on Linux prefers readers: eight threads that read without a pause keep a writer
// waiting for ever. Here everybody passes one gate; a writer holds it while it waits, so that
// readers who come later wait behind it. Not recursive. Works with std::unique_lock and
// std::shared_lock.
#pragma once

#include <mutex>
#include <shared_mutex>

namespace meguri {

class FairSharedMutex {
 public:
  void lock() {
    const std::lock_guard turn(gate_);
    inner_.lock();
  }
  void unlock() { inner_.unlock(); }
  void lock_shared() {
    const std::lock_guard turn(gate_);
    inner_.lock_shared();
  }
  void unlock_shared() { inner_.unlock_shared(); }

 private:
  std::mutex gate_;
  std::shared_mutex inner_;
};

}  // namespace meguri
