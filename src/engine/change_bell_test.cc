// SPDX-License-Identifier: Apache-2.0
#include "engine/change_bell.h"

#include <atomic>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(ChangeBell, WakesEverybodyWhoStillListens) {
  ChangeBell bell;
  int first = 0;
  int second = 0;
  const Subscription one = bell.listen([&] { ++first; });
  {
    Subscription two = bell.listen([&] { ++second; });
    bell.ring();
    const Subscription moved = std::move(two);
    bell.ring();
  }
  bell.ring();
  EXPECT_EQ(first, 3);
  EXPECT_EQ(second, 2);
}

TEST(ChangeBell, ASubscriptionIsReplacedAndOutlivesTheBell) {
  int woken = 0;
  Subscription kept;
  {
    ChangeBell bell;
    kept = bell.listen([&] { ++woken; });
    kept = bell.listen([&] { woken += 10; });
    bell.ring();
  }
  EXPECT_EQ(woken, 10);
}

// Whoever has ended its subscription may destroy what its wake touches, whatever rings meanwhile.
TEST(ChangeBell, AfterTheEndNoWakeRuns) {
  ChangeBell bell;
  std::atomic<bool> done = false;
  std::vector<std::thread> ringers;
  for (int i = 0; i < 3; ++i) {
    ringers.emplace_back([&] {
      while (!done)
        bell.ring();
    });
  }
  for (int i = 0; i < 2000; ++i) {
    std::atomic<int> alive = 1;
    {
      const Subscription subscription = bell.listen([&alive] { EXPECT_EQ(alive, 1); });
    }
    alive = 0;
  }
  done = true;
  for (std::thread& ringer : ringers)
    ringer.join();
}

}  // namespace
}  // namespace meguri
