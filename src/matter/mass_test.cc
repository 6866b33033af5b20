// SPDX-License-Identifier: Apache-2.0
#include "matter/mass.h"

#include <limits>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t smallest = std::numeric_limits<std::int64_t>::min();

TEST(Mass, ReadsEveryUnit) {
  const std::vector<std::pair<std::string, std::string>> one_tonne = {{"1000000000", "mg"},
                                                                      {"1000000", "g"},
                                                                      {"1000", "kg"},
                                                                      {"1", "t"},
                                                                      {"0.001", "kt"},
                                                                      {"0.001", "千t"},
                                                                      {"0.0001", "万t"},
                                                                      {"0.000001", "Mt"}};
  for (const auto& [text, unit] : one_tonne) {
    const auto mass = parse_mass(text, unit);
    ASSERT_TRUE(mass) << text << unit;
    EXPECT_EQ(*mass, Mass::tonnes(1)) << text << unit;
  }
  EXPECT_EQ(Mass::tonnes(1), Mass::kilograms(1000));
}

TEST(Mass, TextAndMassAreInverse) {
  Random random(5);
  for (int i = 0; i < 20'000; ++i) {
    const std::int64_t drawn = static_cast<std::int64_t>(random.next()) >> random.below(63);
    for (const char* unit : {"mg", "g", "kg", "t"}) {
      const Mass mass = Mass::milligrams(drawn);
      const auto read = parse_mass(to_decimal(mass, unit), unit);
      ASSERT_TRUE(read) << drawn << unit;
      ASSERT_EQ(*read, mass) << to_decimal(mass, unit);
    }
  }
  for (const std::int64_t edge : {largest, smallest, std::int64_t{0}, std::int64_t{-1}}) {
    EXPECT_EQ(*parse_mass(to_decimal(Mass::milligrams(edge), "t"), "t"), Mass::milligrams(edge));
  }
  EXPECT_EQ(to_decimal(Mass::milligrams(10'000'001'000), "t"), "10.000001");
  EXPECT_EQ(to_decimal(Mass::kilograms(-15), "t"), "-0.015");
  EXPECT_EQ(to_decimal(Mass::tonnes(100), "t"), "100");
}

TEST(Mass, NothingIsRoundedSilently) {
  const auto too_fine = parse_mass("0.0000000001", "t");
  ASSERT_FALSE(too_fine);
  EXPECT_EQ(too_fine.error().message.id, "matter.mass_too_fine");
  EXPECT_TRUE(parse_mass("0.0000000010", "t"));  // trailing zeros are no finer
  EXPECT_FALSE(parse_mass("0.5", "mg"));
}

TEST(Mass, LeavingTheRangeIsAnErrorAtTheExactPlace) {
  EXPECT_TRUE(parse_mass("9223372036.854775807", "t"));
  EXPECT_TRUE(parse_mass("-9223372036.854775808", "t"));
  for (const char* text : {"9223372036.854775808",
                           "-9223372036.854775809",
                           "1e3",
                           "9999999999999999999999999999999999999"}) {
    EXPECT_FALSE(parse_mass(text, "t")) << text;
  }
  EXPECT_FALSE(parse_mass("9999999999999999999999999999999999999", "Mt"));  // beyond 128 bits
  EXPECT_FALSE(parse_mass("1", "lb"));
  EXPECT_EQ(*add(Mass::milligrams(largest - 1), Mass::milligrams(1)), Mass::milligrams(largest));
  EXPECT_FALSE(add(Mass::milligrams(largest), Mass::milligrams(1)));
  EXPECT_FALSE(add(Mass::milligrams(smallest), Mass::milligrams(-1)));
}

TEST(Mass, TotalsGoBeyondAndComeBack) {
  MassTotal total;
  for (int i = 0; i < 1000; ++i)
    total.add(Mass::milligrams(largest));
  EXPECT_FALSE(total.mass());
  for (int i = 0; i < 999; ++i)
    total.add(Mass::milligrams(-largest));
  EXPECT_EQ(*total.mass(), Mass::milligrams(largest));
}

}  // namespace
}  // namespace meguri
