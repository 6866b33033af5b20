// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.h"

#include <atomic>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(Parallel, EveryItemOnceForEveryShape) {
  for (const std::size_t items : {0U, 1U, 2U, 7U, 64U, 1000U}) {
    for (const std::size_t block_size : {1U, 3U, 64U, 5000U}) {
      for (const std::size_t threads : {0U, 1U, 2U, 16U}) {
        std::vector<std::atomic<int>> visits(items);
        std::atomic<std::size_t> blocks{0};
        parallel_blocks(items, block_size, threads, [&](const Block& block) {
          ++blocks;
          EXPECT_EQ(block.begin, block.index * block_size);
          EXPECT_LE(block.end, items);
          EXPECT_LT(block.begin, block.end);
          for (std::size_t i = block.begin; i < block.end; ++i)
            ++visits[i];
        });
        EXPECT_EQ(blocks, (items + block_size - 1) / block_size);
        for (const auto& count : visits)
          EXPECT_EQ(count, 1);
      }
    }
  }
}

TEST(Parallel, SumsHaveTheSameBytesForAnyNumberOfThreads) {
  const auto sum_with = [](std::size_t threads) {
    const auto parts = parallel_map(100'000, 1024, threads, [](const Block& block) {
      double sum = 0;
      for (std::size_t i = block.begin; i < block.end; ++i) {
        sum += std::sin(static_cast<double>(i)) / 3.0;
      }
      return sum;
    });
    return std::accumulate(parts.begin(), parts.end(), 0.0);
  };
  const double one = sum_with(1);
  for (const std::size_t threads : {2U, 3U, 16U})
    EXPECT_EQ(sum_with(threads), one);
}

TEST(Parallel, NestedLoopsDoNotMultiplyThreads) {
  std::atomic<int> inner{0};
  parallel_blocks(
      8, 1, 4, [&](const Block&) { parallel_blocks(8, 1, 4, [&](const Block&) { ++inner; }); });
  EXPECT_EQ(inner, 64);
  EXPECT_GE(hardware_threads(), 1U);
}

TEST(run_beside, does_both_or_only_the_one) {
  int beside = 0;
  int here = 0;
  run_beside(
      true, [&] { ++beside; }, [&] { ++here; });
  EXPECT_EQ(beside, 1);
  EXPECT_EQ(here, 1);
  run_beside(
      false, [&] { ++beside; }, [&] { ++here; });
  EXPECT_EQ(beside, 1);
  EXPECT_EQ(here, 2);
}

}  // namespace
}  // namespace meguri
