// SPDX-License-Identifier: Apache-2.0
#include "engine/columns_follower.h"

#include <atomic>

#include <gtest/gtest.h>

namespace meguri {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Step = ColumnsFollower::Step;

// A journal that grows when it is told to, followed a few entries at a time.
struct Growing {
  std::atomic<std::int64_t> journal{0};
  std::atomic<std::int64_t> columns{0};
  std::atomic<int> steps{0};
  std::atomic<bool> is_broken{false};

  Step step() {
    ++steps;
    if (is_broken) return {columns, false, true};
    columns = std::min(journal.load(), columns + 3);
    return {columns, columns < journal, false};
  }
};

TEST(ColumnsFollowerTest, who_waits_sees_what_was_committed) {
  Growing growing;
  ColumnsFollower follower([&] { return growing.step(); });
  follower.start(0);
  for (const std::int64_t position : {1, 2, 10, 100}) {
    growing.journal = position;
    follower.wake();
    EXPECT_TRUE(follower.wait_for(position, seconds(30)));
    EXPECT_EQ(growing.columns, position);
  }
}

TEST(ColumnsFollowerTest, waiting_alone_wakes_it) {
  Growing growing;
  ColumnsFollower follower([&] { return growing.step(); });
  follower.start(0);
  growing.journal = 5;
  EXPECT_TRUE(follower.wait_for(5, seconds(30)));
}

TEST(ColumnsFollowerTest, nobody_waits_for_what_is_there_or_never_comes) {
  Growing growing;
  ColumnsFollower follower([&] { return growing.step(); });
  follower.start(7);
  EXPECT_TRUE(follower.wait_for(7, milliseconds(0)));
  EXPECT_EQ(growing.steps, 0);
  EXPECT_FALSE(follower.wait_for(8, milliseconds(20)));
}

TEST(ColumnsFollowerTest, entries_that_come_one_by_one_share_a_step) {
  Growing growing;
  ColumnsFollower follower([&] { return growing.step(); });
  follower.start(0);
  for (int i = 0; i < 1000; ++i)
    follower.wake();
  follower.stop();
  EXPECT_LT(growing.steps, 500);
}

TEST(ColumnsFollowerTest, a_failure_is_told_and_tried_again) {
  Growing growing;
  growing.is_broken = true;
  growing.journal = 2;
  ColumnsFollower follower([&] { return growing.step(); });
  follower.start(0);
  EXPECT_FALSE(follower.wait_for(2, seconds(30)));
  EXPECT_TRUE(follower.has_failed());
  growing.is_broken = false;
  follower.wake();
  for (int i = 0; i < 1000 && follower.position() < 2; ++i)
    std::this_thread::sleep_for(milliseconds(10));
  EXPECT_EQ(follower.position(), 2);
  EXPECT_FALSE(follower.has_failed());
}

TEST(ColumnsFollowerTest, stopping_ends_who_waits) {
  Growing growing;
  ColumnsFollower follower([&] { return growing.step(); });
  follower.start(0);
  std::thread waiting([&] { EXPECT_FALSE(follower.wait_for(100, seconds(60))); });
  follower.stop();
  waiting.join();
}

}  // namespace
}  // namespace meguri
