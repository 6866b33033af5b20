// SPDX-License-Identifier: Apache-2.0
#include "numeric/line.h"

#include <vector>

#include <gtest/gtest.h>

namespace meguri {
namespace {

TEST(Line, GoesThroughPointsThatLieOnOne) {
  const auto line = line_through(std::vector<LinePoint>{{2019, 900}, {2020, 890}, {2021, 880}});
  ASSERT_TRUE(line);
  EXPECT_DOUBLE_EQ(line->slope, -10);
  EXPECT_DOUBLE_EQ(line->at(2030), 790);
}

// By hand: means 2 and 4; products (−1)(−3) + 0 + 1·2 = 5; squares 2; slope 5/2.
TEST(Line, IsTheNearestOneToOthers) {
  const auto line = line_through(std::vector<LinePoint>{{1, 1}, {2, 5}, {3, 6}});
  ASSERT_TRUE(line);
  EXPECT_DOUBLE_EQ(line->slope, 2.5);
  EXPECT_DOUBLE_EQ(line->at(4), 9);
}

TEST(Line, ZeroIsAPointLikeAnyOther) {
  const auto line = line_through(std::vector<LinePoint>{{2022, 0}, {2023, 0}, {2024, 0}});
  ASSERT_TRUE(line);
  EXPECT_EQ(line->slope, 0);
  EXPECT_EQ(line->at(2030), 0);
}

TEST(Line, NeedsTwoDifferentPlaces) {
  EXPECT_FALSE(line_through({}));
  EXPECT_FALSE(line_through(std::vector<LinePoint>{{2024, 1}}));
  EXPECT_FALSE(line_through(std::vector<LinePoint>{{2024, 1}, {2024, 2}}));
}

}  // namespace
}  // namespace meguri
