// SPDX-License-Identifier: Apache-2.0
#include "wire/number_reading.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/number_text.h"
#include "base/random.h"

namespace meguri {
namespace {

TEST(NumberReading, ReadsWhatTablesWrite) {
  const std::vector<std::pair<std::string, std::string>> good = {{"0", "0"},
                                                                 {"570259", "570259"},
                                                                 {"1,234,567.80", "1234567.80"},
                                                                 {"１，２３４．５", "1234.5"},
                                                                 {"　123 ", "123"},
                                                                 {"▲123", "-123"},
                                                                 {"△1,234", "-1234"},
                                                                 {"▲ 5.0", "-5.0"},
                                                                 {"-7", "-7"},
                                                                 {"－７", "-7"},
                                                                 {"−7", "-7"},
                                                                 {"–7", "-7"},
                                                                 {"+7", "7"},
                                                                 {"0.000", "0.000"},
                                                                 {"007", "7"},
                                                                 {"▲0", "0"}};
  for (const auto& [cell, text] : good) {
    const auto reading = read_number(cell);
    ASSERT_TRUE(reading) << cell;
    ASSERT_TRUE(reading->value) << cell;
    EXPECT_EQ(to_text(*reading->value), text) << cell;
    EXPECT_EQ(reading->mark, UnknownMark::none) << cell;
  }
}

TEST(NumberReading, MarksAreUnknownAndNeverZero) {
  const std::vector<std::pair<UnknownMark, std::vector<std::string>>> marks = {
      {UnknownMark::empty, {"", " ", "　", "\t"}},
      {UnknownMark::dash, {"-", "－", "―", "—", "–", "−", "‐", "ー", "---", " - "}},
      {UnknownMark::ellipsis, {"…", "……", "...", "‥", "・・・", "．．．"}},
      {UnknownMark::withheld, {"x", "X", "ｘ", "Ｘ", "χ", "×"}},
      {UnknownMark::asterisks, {"*", "***", "＊＊＊"}}};
  for (const auto& [mark, cells] : marks) {
    for (const std::string& cell : cells) {
      const auto reading = read_number(cell);
      ASSERT_TRUE(reading) << cell;
      EXPECT_FALSE(reading->value) << cell;
      EXPECT_EQ(reading->mark, mark) << cell;
    }
  }
}

TEST(NumberReading, RefusesTheRestForTheRightReason) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> bad = {
      {"malformed",
       {"abc",
        "12.",
        ".5",
        "1.2.3",
        "--5",
        "▲▲5",
        "▲",
        "+",
        "1 234",
        "(123)",
        "12*",
        "約12",
        "xx",
        "1-2",
        "#N/A",
        ".",
        "1/2",
        "5-"}},
      {"grouping", {"1,23", "12,34,567", "1234,567", ",123", "1,234,56", "1.234,567", "1,2345"}},
      {"with_unit",
       {"12t",
        "12 t",
        "12万",
        "3千t",
        "12%",
        "１２％",
        "1,234円",
        "¥1,200",
        "5人",
        "12³",
        "100②",
        "3億円",
        "$5"}},
      {"scientific", {"1e5", "1.2E+05", "3E-7", "１Ｅ５"}},
      {"too_long", {std::string(40, '9'), "0." + std::string(50, '1')}}};
  for (const auto& [id, cells] : bad) {
    for (const std::string& cell : cells) {
      const auto reading = read_number(cell);
      ASSERT_FALSE(reading) << cell;
      EXPECT_EQ(reading.error().message.id, "wire.number_" + id) << cell;
      for (const Language language : {Language::ja, Language::en}) {
        const Finding finding{{}, reading.error().message};
        EXPECT_EQ(render(finding.fix(), language).find('{'), std::string::npos) << cell;
      }
    }
  }
}

TEST(NumberReading, TheRemedyNamesNumberAndUnit) {
  const auto reading = read_number("▲1,234.5万t");
  ASSERT_FALSE(reading);
  EXPECT_EQ(render(Finding{{}, reading.error().message}.fix(), Language::en),
            "Write -1234.5 and say the unit once, for the column.");
  EXPECT_NE(render(reading.error().message, Language::ja).find("「万t」"), std::string::npos);
}

TEST(NumberReading, FootnotesNeverBecomeDigits) {
  for (const char* cell : {"12³", "12①", "①", "Ⅳ", "½", "12⁴", "12₃", "٣"}) {
    EXPECT_FALSE(read_number(cell)) << cell;
  }
}

TEST(NumberReading, ReadsWhatWeWrite) {
  Random random(23);
  for (int i = 0; i < 20'000; ++i) {
    const auto drawn = static_cast<std::int64_t>(random.next()) >> random.below(63);
    const Decimal number(drawn, static_cast<int>(random.below(8)));
    for (const std::string& cell : {to_text(number), number_text(number)}) {
      const auto reading = read_number(cell);
      ASSERT_TRUE(reading) << cell;
      ASSERT_EQ(to_text(*reading->value), to_text(number)) << cell;
    }
  }
}

TEST(NumberReading, CommasAreAcceptedExactlyWhereGroupingPutsThem) {
  // Every way to put commas into 1 to 7 digits.
  for (std::size_t length = 1; length <= 7; ++length) {
    const std::string digits = std::string("9876543").substr(0, length);
    const std::string grouped = number_text(std::stoll(digits));
    for (unsigned mask = 0; mask < 1U << (length - 1); ++mask) {
      std::string cell;
      for (std::size_t i = 0; i < length; ++i) {
        cell += digits[i];
        if (i + 1 < length && (mask >> i & 1U) != 0) cell += ',';
      }
      EXPECT_EQ(read_number(cell).has_value(), cell == digits || cell == grouped) << cell;
    }
  }
}

}  // namespace
}  // namespace meguri
