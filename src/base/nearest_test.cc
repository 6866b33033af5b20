// SPDX-License-Identifier: Apache-2.0
#include "base/nearest.h"

#include <gtest/gtest.h>

namespace meguri {
namespace {

const std::vector<std::string> known = {"total_waste", "population", "unit", "札幌市", "小樽市"};

TEST(Nearest, FindsSlipsOfTheHand) {
  EXPECT_EQ(nearest("total_wast", known), "total_waste");
  EXPECT_EQ(nearest("totalwaste", known), "total_waste");
  EXPECT_EQ(nearest("Total-Waste", known), "total_waste");
  EXPECT_EQ(nearest("popluation", known), "population");  // swapped neighbours are one step
  EXPECT_EQ(nearest("unti", known), "unit");
  EXPECT_EQ(nearest("札榥市", known), "札幌市");
}

TEST(Nearest, SaysNothingWhereNothingIsNear) {
  EXPECT_FALSE(nearest("recycling", known));
  EXPECT_FALSE(nearest("", known));
  EXPECT_FALSE(nearest("x", std::vector<std::string>{"y"}));
  EXPECT_FALSE(nearest("unit", {}));
  EXPECT_FALSE(nearest(std::string(500, 'a'), std::vector<std::string>{std::string(499, 'a')}));
}

TEST(Nearest, TheFirstOfEquallyNearOnesWins) {
  EXPECT_EQ(nearest("cat", std::vector<std::string>{"bat", "hat"}), "bat");
}

}  // namespace
}  // namespace meguri
