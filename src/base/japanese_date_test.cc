// SPDX-License-Identifier: Apache-2.0
#include "base/japanese_date.h"

#include <chrono>

#include <gtest/gtest.h>
#include <unicode/calendar.h>
#include <unicode/locid.h>

namespace meguri {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

TEST(JapaneseDate, AgreesWithTheStandardLibraryOnEveryDay) {
  // From year -10 to 3000: leap years, centuries, the year zero.
  const auto begin = sys_days{std::chrono::year{-10} / 1 / 1};
  const auto end = sys_days{std::chrono::year{3000} / 1 / 1};
  for (auto day = begin; day < end; day += days{1}) {
    const std::chrono::year_month_day expected{day};
    const Day ours{static_cast<std::int32_t>(day.time_since_epoch().count())};
    const CivilDate date = civil_of(ours);
    ASSERT_EQ(date.year, int(expected.year()));
    ASSERT_EQ(date.month, static_cast<int>(unsigned(expected.month())));
    ASSERT_EQ(date.day, static_cast<int>(unsigned(expected.day())));
    ASSERT_EQ(day_of(date), ours);
  }
}

TEST(JapaneseDate, AgreesWithIcuOnEveryDayOfEveryEra) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> icu(
      icu::Calendar::createInstance(icu::Locale("ja_JP@calendar=japanese"), status));
  ASSERT_TRUE(U_SUCCESS(status));
  icu->setTimeZone(*icu::TimeZone::getGMT());
  // ICU counts eras from the seventh century; Meiji is number 232.
  const std::vector<std::string> names = {"明治", "大正", "昭和", "平成", "令和"};
  const Day first = *parse_day("1868-10-23");  // before, ICU dates Meiji from September
  const Day last = *parse_day("2040-12-31");
  for (Day day = first; day <= last; ++day.number) {
    icu->setTime(static_cast<double>(day.number) * 86'400'000.0, status);
    const int era = icu->get(UCAL_ERA, status) - 232;
    const int year = icu->get(UCAL_YEAR, status);
    ASSERT_TRUE(U_SUCCESS(status));
    const std::string expected =
        names.at(static_cast<std::size_t>(era)) + (year == 1 ? "元" : std::to_string(year));
    ASSERT_EQ(era_year(day), expected) << to_text(day);
    // And back.
    auto read = parse_day(to_era_text(day));
    ASSERT_TRUE(read) << to_era_text(day);
    ASSERT_EQ(*read, day);
  }
}

TEST(JapaneseDate, ReadsEveryFormPeopleUse) {
  const std::vector<std::string> same = {"2024-04-01",
                                         "2024/4/1",
                                         "2024.4.1",
                                         "2024年4月1日",
                                         "令和6年4月1日",
                                         "R6.4.1",
                                         "R6/4/1",
                                         "R6-4-1",
                                         "r06.04.01",
                                         "２０２４年４月１日",
                                         "Ｒ６．４．１",
                                         "㋿6年4月1日",
                                         "　2024-04-01 ",
                                         "令和０６年０４月０１日"};
  for (const std::string& text : same) {
    const auto day = parse_day(text);
    ASSERT_TRUE(day) << text;
    EXPECT_EQ(to_text(*day), "2024-04-01") << text;
  }
  EXPECT_EQ(to_text(*parse_day("令和元年5月1日")), "2019-05-01");
  EXPECT_EQ(to_text(*parse_day("H31.4.30")), "2019-04-30");
  EXPECT_EQ(to_text(*parse_day("S64.1.7")), "1989-01-07");
  EXPECT_EQ(to_text(*parse_day("T1.7.30")), "1912-07-30");
  EXPECT_EQ(to_text(*parse_day("M45.7.29")), "1912-07-29");
}

TEST(JapaneseDate, RefusesWhatIsNoDate) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"", "base.date_malformed"},
      {"2024", "base.date_malformed"},
      {"24-04-01", "base.date_malformed"},
      {"2024-4", "base.date_malformed"},
      {"2024-4-1x", "base.date_malformed"},
      {"2024/4-1", "base.date_malformed"},
      {"2024年4月1", "base.date_malformed"},
      {"20240401", "base.date_malformed"},
      {"令和年4月1日", "base.date_malformed"},
      {"令和0年4月1日", "base.date_malformed"},
      {"0000-01-01", "base.date_malformed"},
      {"2024-04-111", "base.date_malformed"},
      {"45383", "base.date_malformed"},
      {"2023-02-29", "base.date_not_real"},
      {"1900-02-29", "base.date_not_real"},
      {"2024-13-01", "base.date_not_real"},
      {"2024-00-10", "base.date_not_real"},
      {"2024-04-31", "base.date_not_real"},
      {"令和1年4月30日", "base.date_outside_era"},
      {"平成31年5月1日", "base.date_outside_era"},
      {"S64.1.8", "base.date_outside_era"},
      {"平成40年1月1日", "base.date_outside_era"},
      {"M1.1.24", "base.date_outside_era"}};
  for (const auto& [text, id] : bad) {
    const auto day = parse_day(text);
    ASSERT_FALSE(day) << text;
    EXPECT_EQ(day.error().message.id, id) << text;
  }
  EXPECT_TRUE(parse_day("2000-02-29"));
}

TEST(JapaneseDate, NamesTheRightEraDateAsRemedy) {
  const auto day = parse_day("平成36年4月1日");
  ASSERT_FALSE(day);
  EXPECT_EQ(render(Finding{{}, day.error().message}.fix(), Language::ja),
            "令和6年4月1日 または 2024-04-01 と書いてください。");
}

TEST(JapaneseDate, DaysBecomeInstantsInTokyo) {
  const Day day = *parse_day("2024-04-01");
  EXPECT_EQ(to_text(tokyo_start(day)), "2024-03-31T15:00:00.000000Z");
  for (std::int32_t number = -800'000; number < 800'000; number += 997) {
    const Instant start = tokyo_start(Day{number});
    EXPECT_EQ(tokyo_day(start).number, number);
    EXPECT_EQ(tokyo_day(Instant{start.microseconds - 1}).number, number - 1);
    EXPECT_EQ(tokyo_day(Instant{tokyo_start(Day{number + 1}).microseconds - 1}).number, number);
  }
  tokyo_day(Instant{INT64_MAX});  // must not overflow (checked by the sanitizer)
  tokyo_day(Instant{INT64_MIN});
}

}  // namespace
}  // namespace meguri
