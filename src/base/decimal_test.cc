// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.h"

#include <cmath>

#include <gtest/gtest.h>

#include "base/number_text.h"
#include "base/random.h"

namespace meguri {
namespace {

Decimal read(std::string_view text) {
  auto decimal = parse_decimal(text);
  EXPECT_TRUE(decimal) << text;
  return decimal ? *decimal : Decimal();
}

TEST(Decimal, KeepsTheDigitsAsPublished) {
  for (const char* text : {"0",
                           "12",
                           "-12.50",
                           "0.001",
                           "-0.5",
                           "100.00",
                           "9999999999999999999999999999999999999",
                           "0.0000000000000000000000000000000000001"}) {
    EXPECT_EQ(to_text(read(text)), text);
  }
  EXPECT_EQ(to_text(read("+3.10")), "3.10");
  EXPECT_EQ(to_text(read("007")), "7");
  EXPECT_EQ(to_text(read("-0.00")), "0.00");
}

TEST(Decimal, RefusesWhatIsNotPlain) {
  for (const char* text : {"",
                           "-",
                           "+",
                           ".",
                           ".5",
                           "5.",
                           "1e3",
                           "1,000",
                           " 1",
                           "1 ",
                           "--1",
                           "0x10",
                           "１",
                           "nan",
                           "1.2.3"}) {
    const auto decimal = parse_decimal(text);
    ASSERT_FALSE(decimal) << text;
    EXPECT_EQ(decimal.error().message.id, "base.decimal_malformed") << text;
  }
  for (const char* text : {"10000000000000000000000000000000000000",
                           "0.00000000000000000000000000000000000001",
                           "1.0000000000000000000000000000000000000"}) {
    const auto decimal = parse_decimal(text);
    ASSERT_FALSE(decimal) << text;
    EXPECT_EQ(decimal.error().message.id, "base.decimal_too_long") << text;
  }
  EXPECT_FALSE(parse_decimal(std::string(100'000, '9')));
  EXPECT_FALSE(parse_decimal("0." + std::string(100'000, '0')));
}

TEST(Decimal, ComparesByValueAcrossScales) {
  // All pairs of small numbers with up to three decimals, against integers.
  for (int left = -1200; left <= 1200; left += 7) {
    for (int right = -1200; right <= 1200; right += 11) {
      for (int left_scale = 0; left_scale <= 3; ++left_scale) {
        const int right_scale = 3 - left_scale;
        const std::int64_t a = left * static_cast<std::int64_t>(power_of_ten(3 - left_scale));
        const std::int64_t b = right * static_cast<std::int64_t>(power_of_ten(3 - right_scale));
        const Decimal x(left, left_scale), y(right, right_scale);
        ASSERT_EQ(x < y, a < b);
        ASSERT_EQ(x == y, a == b);
        ASSERT_EQ(x > y, a > b);
      }
    }
  }
  EXPECT_EQ(read("1.50"), read("1.5"));
  EXPECT_LT(read("-9999999999999999999999999999999999999"),
            read("0.0000000000000000000000000000000000001"));
  EXPECT_GT(read("1.000000000000000000000000000000000001"), read("1"));
}

TEST(Decimal, RoundsAsLongDivisionDoes) {
  for (int number = -2500; number <= 2500; ++number) {
    for (int decimals = 0; decimals <= 3; ++decimals) {
      const int unit = static_cast<int>(power_of_ten(3 - decimals));
      const int size = std::abs(number);
      const int low = size / unit, rest = size % unit;
      const bool tie = 2 * rest == unit, above = 2 * rest > unit;
      const int even = low + (above || (tie && low % 2 != 0) ? 1 : 0);
      const int away = low + (above || tie ? 1 : 0);
      const int sign = number < 0 ? -1 : 1;
      const Decimal thousandths(number, 3);
      ASSERT_EQ(thousandths.rounded(decimals, Rounding::half_even),
                Decimal(Int128{sign} * even, decimals));
      ASSERT_EQ(thousandths.rounded(decimals, Rounding::half_away_from_zero),
                Decimal(Int128{sign} * away, decimals));
    }
  }
  EXPECT_EQ(to_text(read("9.99").rounded(1, Rounding::half_even)), "10.0");
  EXPECT_EQ(to_text(read("9.9").rounded(3, Rounding::half_even)), "9.9");
  // The largest coefficient rounds up without leaving the range.
  EXPECT_EQ(to_text(read("9.999999999999999999999999999999999999").rounded(0, Rounding::half_even)),
            "10");
}

TEST(Decimal, TurnsIntoNumbersAndBack) {
  EXPECT_EQ(read("-12.00").to_int64(), -12);
  EXPECT_EQ(read("9223372036854775807").to_int64(), INT64_MAX);
  EXPECT_EQ(read("-9223372036854775808").to_int64(), INT64_MIN);
  EXPECT_FALSE(read("9223372036854775808").to_int64());
  EXPECT_FALSE(read("0.5").to_int64());
  EXPECT_EQ(read("0.1").to_double(), 0.1);
  EXPECT_EQ(read("38113272.02175").to_double(), 38113272.02175);
  Random random(3);
  for (int i = 0; i < 20'000; ++i) {
    const double number = (random.unit() - 0.5) * std::pow(10.0, random.unit() * 24 - 12);
    const auto decimal = decimal_of(number);
    ASSERT_TRUE(decimal);
    ASSERT_EQ(decimal->to_double(), number);
  }
  EXPECT_FALSE(decimal_of(std::nan("")));
  EXPECT_FALSE(decimal_of(INFINITY));
  EXPECT_FALSE(decimal_of(1e300));
  EXPECT_FALSE(decimal_of(1e-300));
  EXPECT_EQ(to_text(*decimal_of(-0.0)), "0");
}

TEST(Decimal, NormalizesAndPads) {
  EXPECT_EQ(to_text(read("12.500").normalized()), "12.5");
  EXPECT_EQ(to_text(read("3.0").normalized()), "3");
  EXPECT_EQ(to_text(read("100").normalized()), "100");
  EXPECT_EQ(to_fixed_text(read("12.5"), 3, Rounding::half_even), "12.500");
  EXPECT_EQ(to_fixed_text(read("7"), 2, Rounding::half_even), "7.00");
  EXPECT_EQ(to_fixed_text(read("-0.4"), 0, Rounding::half_even), "0");
}

TEST(NumberText, GroupsThousands) {
  EXPECT_EQ(number_text(std::int64_t{0}), "0");
  EXPECT_EQ(number_text(std::int64_t{-123}), "-123");
  EXPECT_EQ(number_text(std::int64_t{-1234}), "-1,234");
  EXPECT_EQ(number_text(INT64_MIN), "-9,223,372,036,854,775,808");
  EXPECT_EQ(number_text(read("1234567.890")), "1,234,567.890");
  EXPECT_EQ(number_text(read("999999.95"), 1), "1,000,000.0");
  EXPECT_EQ(number_text(38113272.0, 0), "38,113,272");
}

TEST(NumberText, RoundsTheNumberPeopleSee) {
  EXPECT_EQ(number_text(2.675, 2), "2.68");  // the double lies below; the number named does not
  EXPECT_EQ(number_text(0.125, 2), "0.13");
  EXPECT_EQ(number_text(0.125, 2, Rounding::half_even), "0.12");
  EXPECT_EQ(plain_number_text(-0.04, 1), "0.0");
  EXPECT_EQ(plain_number_text(1234.5, 2), "1234.50");
  EXPECT_EQ(plain_number_text(-1e-300, 2), "0.00");
  EXPECT_EQ(plain_number_text(1e40, 0).size(), 41U);
}

}  // namespace
}  // namespace meguri
