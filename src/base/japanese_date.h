// SPDX-License-Identifier: Apache-2.0
// japanese_date: days of the civil calendar, Japanese eras, fiscal years.
//
// Days carry no time zone; a day or a fiscal year becomes an interval of instants in Asia/Tokyo
// (UTC+9, without daylight saving since 1951), half-open. Eras from Meiji to Reiwa with their first
// days (明治 1868-01-25, 大正 1912-07-30, 昭和 1926-12-25, 平成 1989-01-08, 令和 2019-05-01).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/message.h"
#include "base/result.h"

namespace meguri {

// A day as the number of days since 1970-01-01 (proleptic Gregorian).
struct Day {
  std::int32_t number = 0;
  // clang-tidy 14 takes the comparison for a null pointer where a range sorts days.
  friend constexpr auto operator<=>(Day, Day) = default;  // NOLINT(modernize-use-nullptr)
};

struct CivilDate {
  int year = 1970;
  int month = 1;
  int day = 1;
  friend constexpr auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

Day day_of(CivilDate date);  // REQUIRES: a real date
CivilDate civil_of(Day day);
bool is_leap_year(int year);

// Reads 2024-04-01, 2024/4/1, 2024年4月1日, 令和6年4月1日, R6.4.1, R6/4/1, H31.4.30, S64.1.7,
// 令和元年5月1日; full-width digits too. Refuses a day outside its era (令和1年4月30日).
Result<Day> parse_day(std::string_view text);

// "2024-04-01"
std::string to_text(Day day);
// "令和6年4月1日" (元年 for the first year); before Meiji the Gregorian year.
std::string to_era_text(Day day);

// The first instant of the day in Tokyo.
Instant tokyo_start(Day day);
Day tokyo_day(Instant instant);

// A year as it is written at the start of a text: "令和6", "令和元", "R6", "r06", "2024",
// "㋿6".
struct YearReading {
  int year = 0;              // Gregorian
  std::size_t length = 0;    // bytes read
  std::optional<Day> first;  // the era's first day, where an era was named
  std::optional<Day> end;    // the day after the era's last; nothing for the present one
  // Whether the half-open span of days touches the era (always, where none was named).
  [[nodiscard]] bool touches(Day from, Day until) const;
};
// Nothing if the text does not begin with a year. Without an era a year has four digits.
std::optional<YearReading> read_year(std::string_view text);

// The Japanese era name and year a calendar year falls in on the given day: "令和6年".
std::string era_year(Day day);

}  // namespace meguri
