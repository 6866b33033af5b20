// SPDX-License-Identifier: Apache-2.0
#include "matter/place_code.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace meguri {
namespace {

using Problem = PlaceCodeReading::Problem;

TEST(PlaceCode, KnowsPublishedCheckDigits) {
  // 札幌市, 千代田区, 横浜市, 大阪市, 那覇市, 北海道, 東京都, 沖縄県
  for (const char* six :
       {"011002", "131016", "141003", "271004", "472018", "010006", "130001", "470007"}) {
    EXPECT_EQ(place_check_digit(std::string_view(six).substr(0, 5)), six[5]) << six;
  }
}

TEST(PlaceCode, EverySixDigitTextIsReadOrRefusedForTheRightReason) {
  // All of 000000 to 999999 against the definition: exactly one check digit fits.
  for (int five = 0; five < 100'000; ++five) {
    int sum = 0;
    for (int place = 2, rest = five; place <= 6; ++place, rest /= 10)
      sum += rest % 10 * place;
    int expected = 11 - sum % 11;
    if (expected >= 10) expected -= 10;
    const int prefecture = five / 1000;
    const std::string text = fmt::format("{:05}", five);
    const std::string canonical = five % 1000 == 0 ? text.substr(0, 2) : text;
    for (int digit = 0; digit < 10; ++digit) {
      const auto reading = read_place_code(text + static_cast<char>('0' + digit));
      if (prefecture < 1 || prefecture > 47) {
        ASSERT_EQ(reading.problem, Problem::not_a_code);
        continue;
      }
      ASSERT_EQ(reading.problem, digit == expected ? Problem::none : Problem::wrong_check_digit);
      ASSERT_EQ(reading.code, canonical);
    }
  }
}

TEST(PlaceCode, ReadsPrefecturesAndTheNation) {
  EXPECT_EQ(read_place_code("JP").code, "JP");
  for (const char* text : {"13", "13000", "130001", " １３ "}) {
    const auto reading = read_place_code(text);
    EXPECT_EQ(reading.problem, Problem::none) << text;
    EXPECT_EQ(reading.code, "13") << text;
  }
  EXPECT_EQ(prefecture_of("01100"), "01");
  EXPECT_EQ(prefecture_of("47"), "47");
}

TEST(PlaceCode, ReportsALostZeroWithTheMendedCode) {
  const std::vector<std::pair<std::string, std::string>> lost = {
      {"1", "01"}, {"9", "09"}, {"1100", "01100"}, {"1000", "01"}};
  for (const auto& [text, mended] : lost) {
    const auto reading = read_place_code(text);
    EXPECT_EQ(reading.problem, Problem::lost_leading_zero) << text;
    EXPECT_EQ(reading.code, mended) << text;
  }
  // Six digits without their zero: recognised for certain only where no prefecture begins so.
  EXPECT_EQ(read_place_code("92011").problem, Problem::lost_leading_zero);  // 宇都宮市 092011
  EXPECT_EQ(read_place_code("92011").code, "09201");
  const auto sapporo = read_place_code("11002");
  EXPECT_EQ(sapporo.problem, Problem::none);
  EXPECT_EQ(sapporo.code, "11002");
  EXPECT_EQ(sapporo.alternative, "01100");
}

TEST(PlaceCode, EveryLostZeroIsReportedOrOfferedAsAlternative) {
  for (int five = 1001; five < 10'000; ++five) {  // prefectures 01 to 09
    const std::string code = fmt::format("{:05}", five);
    const std::string six = code + place_check_digit(code);
    const std::string canonical = five % 1000 == 0 ? code.substr(0, 2) : code;
    const auto four = read_place_code(code.substr(1));
    ASSERT_EQ(four.problem, Problem::lost_leading_zero);
    ASSERT_EQ(four.code, canonical);
    const auto reading = read_place_code(six.substr(1));
    if (reading.problem == Problem::lost_leading_zero) {
      ASSERT_EQ(reading.code, canonical);
    } else {
      ASSERT_EQ(reading.alternative, canonical) << six;
    }
  }
}

TEST(PlaceCode, RefusesEverythingElse) {
  for (const char* text : {"",
                           "0",
                           "00",
                           "48",
                           "99",
                           "123",
                           "00100",
                           "480000",
                           "1100.0",
                           "-1100",
                           "jp",
                           "札幌市",
                           "0110021",
                           "01 100"}) {
    EXPECT_EQ(read_place_code(text).problem, Problem::not_a_code) << text;
  }
}

}  // namespace
}  // namespace meguri
