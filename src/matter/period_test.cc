// SPDX-License-Identifier: Apache-2.0
#include "matter/period.h"

#include <gtest/gtest.h>

namespace meguri {
namespace {

Period read(std::string_view text) {
  auto period = parse_period(text);
  EXPECT_TRUE(period) << text;
  return period ? *period : Period();
}

TEST(Period, NeighboursShareABorderAndNothingElse) {
  for (int year = 1860; year < 2200; ++year) {
    const Period fiscal = Period::fiscal_year(year), calendar = Period::calendar_year(year);
    EXPECT_EQ(fiscal.end(), Period::fiscal_year(year + 1).first());
    EXPECT_EQ(calendar.end(), Period::calendar_year(year + 1).first());
    EXPECT_EQ(fiscal.days(), is_leap_year(year + 1) ? 366 : 365);
    EXPECT_EQ(calendar.days(), is_leap_year(year) ? 366 : 365);
    int days = 0;
    for (int month = 1; month <= 12; ++month) {
      const Period here = Period::month(year, month);
      EXPECT_EQ(here.end(),
                month == 12 ? Period::month(year + 1, 1).first()
                            : Period::month(year, month + 1).first());
      days += here.days();
    }
    EXPECT_EQ(days, calendar.days());
  }
  const Period day = Period::single_day(day_of({2024, 2, 29}));
  EXPECT_EQ(day.days(), 1);
  EXPECT_EQ(to_text(day.end()), "2024-03-01");
}

TEST(Period, IdAndPeriodAreInverse) {
  for (int year = 1868; year < 2100; year += 3) {
    for (const Period& period : {Period::fiscal_year(year),
                                 Period::calendar_year(year),
                                 Period::month(year, 2),
                                 Period::single_day(day_of({year, 12, 31}))}) {
      EXPECT_EQ(read(period.id()), period) << period.id();
    }
  }
}

TEST(Period, ReadsEveryFormPeopleUse) {
  for (const char* text : {"FY2024",
                           "fy2024",
                           "2024年度",
                           "令和6年度",
                           "R6年度",
                           "２０２４年度",
                           " 令和６年度 ",
                           "㋿6年度"}) {
    EXPECT_EQ(read(text).id(), "FY2024") << text;
  }
  for (const char* text : {"CY2022", "2022年", "令和4年", "R4年"}) {
    EXPECT_EQ(read(text).id(), "CY2022") << text;
  }
  for (const char* text : {"2024-05", "2024年5月", "令和6年5月", "2024年05月"}) {
    EXPECT_EQ(read(text).id(), "2024-05") << text;
  }
  for (const char* text : {"2024-05-01", "2024/5/1", "令和6年5月1日"}) {
    EXPECT_EQ(read(text).id(), "2024-05-01") << text;
  }
  // The year in which the era changed goes by both names.
  EXPECT_EQ(read("平成31年度"), read("令和元年度"));
  EXPECT_EQ(read("昭和64年"), read("平成元年"));
}

TEST(Period, RefusesWhatIsNoPeriod) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"", "matter.period_malformed"},
      {"FY24", "matter.period_malformed"},
      {"FY20245", "matter.period_malformed"},
      {"2024-13", "matter.period_malformed"},
      {"2024-5", "matter.period_malformed"},
      {"2024年13月", "matter.period_malformed"},
      {"2024年月", "matter.period_malformed"},
      {"XY2024", "matter.period_malformed"},
      {"2024", "matter.period_ambiguous"},
      {"R6", "matter.period_ambiguous"},
      {"平成32年度", "matter.period_outside_era"},
      {"令和元年4月", "matter.period_outside_era"},
      {"2023-02-29", "base.date_not_real"},
      {"年度", "matter.period_malformed"},
      {"2024年月月", "matter.period_malformed"},
      {"FYR6", "matter.period_malformed"}};
  for (const auto& [text, id] : bad) {
    const auto period = parse_period(text);
    ASSERT_FALSE(period) << text;
    EXPECT_EQ(period.error().message.id, id) << text;
  }
}

TEST(Period, HasNamesPeopleKnow) {
  EXPECT_EQ(Period::fiscal_year(2024).name(Language::ja), "2024年度（令和6年度）");
  EXPECT_EQ(Period::fiscal_year(2024).name(Language::en),
            "fiscal year 2024 (April 2024 – March 2025)");
  EXPECT_EQ(Period::fiscal_year(2019).name(Language::ja), "2019年度（令和元年度）");
  EXPECT_EQ(Period::fiscal_year(1988).name(Language::ja), "1988年度（昭和63年度）");
  EXPECT_EQ(Period::calendar_year(2022).name(Language::ja), "2022年（令和4年）");
  EXPECT_EQ(Period::calendar_year(2019).name(Language::ja), "2019年（平成31年・令和元年）");
  EXPECT_EQ(Period::calendar_year(2022).name(Language::en),
            "calendar year 2022 (January – December)");
  EXPECT_EQ(Period::month(2024, 5).name(Language::ja), "2024年5月");
  EXPECT_EQ(Period::month(2024, 5).name(Language::en), "May 2024");
  EXPECT_EQ(Period::single_day(day_of({2024, 5, 1})).name(Language::ja), "2024年5月1日");
  EXPECT_EQ(Period::single_day(day_of({2024, 5, 1})).name(Language::en), "1 May 2024");
}

}  // namespace
}  // namespace meguri
