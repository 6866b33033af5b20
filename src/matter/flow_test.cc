// SPDX-License-Identifier: Apache-2.0
#include "matter/flow.h"

#include <gtest/gtest.h>

namespace meguri {
namespace {

template <typename Enum, typename Reader>
void expect_inverse(int count, Reader read) {
  for (int i = 0; i < count; ++i) {
    const auto value = static_cast<Enum>(i);
    EXPECT_EQ(read(to_text(value)), value) << to_text(value);
  }
  EXPECT_FALSE(read(""));
  EXPECT_FALSE(read("no_such"));
}

TEST(Flow, NamesAndValuesAreInverse) {
  expect_inverse<Tense>(5, tense_of);
  expect_inverse<FigureStatus>(6, figure_status_of);
  expect_inverse<Quality>(4, quality_of);
  expect_inverse<Origin>(8, origin_of);
}

TEST(Flow, EnumeratorsAreSpelledAsOnTheWire) {
  EXPECT_EQ(to_text(Origin::virgin), "virgin");
  EXPECT_EQ(to_text(Origin::post_consumer_elv), "post_consumer_elv");
  EXPECT_EQ(to_text(Origin::in_use_vehicle_part), "in_use_vehicle_part");
  EXPECT_EQ(to_text(Origin::reused), "reused");
  EXPECT_EQ(to_text(Origin::unknown), "unknown");
  EXPECT_EQ(to_text(Tense::planned), "planned");
  EXPECT_EQ(to_text(Quality::secondary), "secondary");
  EXPECT_EQ(to_text(FigureStatus::derived), "derived");
}

TEST(Flow, UnknownIsNeverExact) {
  EXPECT_TRUE(MassInterval::exactly(Mass()).is_exact());
  EXPECT_FALSE(MassInterval{}.is_exact());
  EXPECT_FALSE((MassInterval{std::nullopt, Mass(), Mass()}.is_exact()));
  EXPECT_FALSE((MassInterval{Mass::tonnes(1), Mass::tonnes(1), Mass::tonnes(2)}.is_exact()));
}

}  // namespace
}  // namespace meguri
