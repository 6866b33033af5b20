// SPDX-License-Identifier: Apache-2.0
#include "pack/skeleton.h"

#include <gtest/gtest.h>

#include "pack/read.h"

namespace meguri {
namespace {

TEST(PackSkeleton, IsAPackWithoutFindings) {
  for (const char* const id : {"my-pack", "a", "2026.rules", "food_loss"}) {
    const auto content = read_pack(MemoryFiles(pack_skeleton(id)), {});
    ASSERT_TRUE(content) << id << ": "
                         << (content.error().findings.empty()
                                 ? content.error().message.id
                                 : content.error().findings.front().what.id);
    EXPECT_EQ(content->manifest.id, id);
    EXPECT_EQ(content->calculations.size(), 1U);
    EXPECT_EQ(content->expected.size(), 2U);
    EXPECT_EQ(content->figures.size(), 1U);
  }
}

TEST(PackSkeleton, KnowsWhatAnIdIs) {
  EXPECT_TRUE(is_pack_id("my-pack"));
  EXPECT_FALSE(is_pack_id("My Pack"));
  EXPECT_FALSE(is_pack_id(""));
}

}  // namespace
}  // namespace meguri
