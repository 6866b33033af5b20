// SPDX-License-Identifier: Apache-2.0
// change_bell: wakes whoever waits for a change of the books.
//
// Thread rule: any thread may ring or listen. A wake runs on the thread that rings, one at a time;
// once a Subscription is gone its wake neither runs nor will run. A wake must be short and must not
// ring, listen or end a subscription itself. A Subscription may outlive the bell. ring() is O(n).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "engine/engine.h"

namespace meguri {

class ChangeBell {
 public:
  ChangeBell() : listeners_(std::make_shared<Listeners>()) {}

  [[nodiscard]] Subscription listen(Wake wake);
  void ring() const;

 private:
  struct Listeners {
    std::mutex mutex;
    std::map<std::uint64_t, Wake> wakes;  // guarded by mutex
    std::uint64_t next = 0;               // guarded by mutex
  };
  std::shared_ptr<Listeners> listeners_;
};

}  // namespace meguri
