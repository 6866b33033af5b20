// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <limits>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

TEST(Clock, WritesKnownInstants) {
  EXPECT_EQ(to_text(Instant{0}), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(to_text(Instant{-1}), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(to_text(Instant{1'711'897'200'000'000}), "2024-03-31T15:00:00.000000Z");
}

TEST(Clock, ReadsOffsetsAndFewerDecimals) {
  const std::vector<std::string> same = {"2024-03-31T15:00:00.5Z",
                                         "2024-04-01T00:00:00.500+09:00",
                                         "2024-03-31 15:00:00.500000z",
                                         "2024-03-31T10:30:00.50-04:30"};
  for (const std::string& text : same) {
    const auto instant = parse_instant(text);
    ASSERT_TRUE(instant) << text;
    EXPECT_EQ(to_text(*instant), "2024-03-31T15:00:00.500000Z") << text;
  }
}

TEST(Clock, TextAndInstantAreInverse) {
  Random random(1);
  for (int i = 0; i < 20'000; ++i) {
    // Half of them in this age, half anywhere in the range.
    const auto drawn = static_cast<std::int64_t>(random.next());
    const Instant instant{i % 2 == 0 ? drawn % 4'000'000'000'000'000 : drawn};
    const auto read = parse_instant(to_text(instant));
    ASSERT_TRUE(read) << to_text(instant);
    ASSERT_EQ(*read, instant) << to_text(instant);
  }
  for (const std::int64_t edge :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    const auto read = parse_instant(to_text(Instant{edge}));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->microseconds, edge);
  }
}

TEST(Clock, RefusesWhatIsNoInstant) {
  for (const char* text : {"",
                           "2024-04-01",
                           "2024-04-01T00:00:00",
                           "2024-04-01T00:00Z",
                           "2024-04-01T24:00:00Z",
                           "2024-02-30T00:00:00Z",
                           "2024-04-01T00:00:60Z",
                           "2024-04-01T00:00:00.Z",
                           "2024-04-01T00:00:00.1234567Z",
                           "2024-04-01T00:00:00+0900",
                           "2024-13-01T00:00:00Z",
                           "2024-00-01T00:00:00Z",
                           "2024-01-00T00:00:00Z",
                           "24-04-01T00:00:00Z",
                           "x",
                           "2024-04-01T00:00:00Zx",
                           "2024-04-01T00:00:00+24:00",
                           "+999999-01-01T00:00:00Z"}) {
    const auto instant = parse_instant(text);
    ASSERT_FALSE(instant) << text;
    EXPECT_EQ(instant.error().message.id, "base.instant_malformed");
  }
}

TEST(Clock, ManualClockStandsStill) {
  ManualClock clock(Instant{5});
  EXPECT_EQ(clock.now(), Instant{5});
  clock.set(Instant{7});
  EXPECT_EQ(clock.now(), Instant{7});
  EXPECT_GT(SystemClock().now(), Instant{1'700'000'000'000'000});
}

}  // namespace
}  // namespace meguri
