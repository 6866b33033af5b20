// SPDX-License-Identifier: Apache-2.0
#include "base/fair_shared_mutex.h"

#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace meguri {
namespace {

// With std::shared_mutex in its place this test does not end.
TEST(FairSharedMutex, AWriterGetsItsTurnAmongReadersWhoNeverPause) {
  FairSharedMutex mutex;
  std::atomic<bool> written = false;
  int value = 0;
  std::vector<std::jthread> readers;
  for (int reader = 0; reader < 8; ++reader) {
    readers.emplace_back([&] {
      while (!written.load()) {
        const std::shared_lock reading(mutex);
        EXPECT_TRUE(value == 0 || value == 1);
      }
    });
  }
  {
    const std::unique_lock writing(mutex);
    value = 1;
  }
  written.store(true);
}

TEST(FairSharedMutex, WritersExcludeOneAnother) {
  FairSharedMutex mutex;
  int count = 0;
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&] {
        for (int round = 0; round < 1000; ++round) {
          const std::unique_lock writing(mutex);
          ++count;
        }
      });
    }
  }
  EXPECT_EQ(count, 4000);
}

}  // namespace
}  // namespace meguri
