// SPDX-License-Identifier: Apache-2.0
#include "base/japanese_date.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"

namespace meguri {
namespace {

struct Era {
  std::string_view name;
  char letter;
  std::string_view sign;  // the one-character form: ㋿
  CivilDate first;
};

// Oldest first.
constexpr std::array<Era, 5> eras = {{{"明治", 'M', "㍾", {1868, 1, 25}},
                                      {"大正", 'T', "㍽", {1912, 7, 30}},
                                      {"昭和", 'S', "㍼", {1926, 12, 25}},
                                      {"平成", 'H', "㍻", {1989, 1, 8}},
                                      {"令和", 'R', "㋿", {2019, 5, 1}}}};

constexpr std::int64_t microseconds_per_day = 86'400'000'000;
constexpr std::int64_t tokyo_offset_microseconds = 9LL * 3'600'000'000;
constexpr int days_of_year_0_to_1970 = 719'528;  // from 0000-01-01 to 1970-01-01

constexpr std::int64_t floor_divide(std::int64_t number, std::int64_t divisor) {
  return number / divisor - (number % divisor < 0 ? 1 : 0);
}

// Days from 0000-01-01 to the first of January of the year.
std::int64_t days_before_year(int year) {
  const std::int64_t last = std::int64_t{year} - 1;  // year 0 is a leap year, hence the 366
  return 366 + 365 * last + floor_divide(last, 4) - floor_divide(last, 100) +
         floor_divide(last, 400);
}

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap_year(year) ? 29 : days[static_cast<std::size_t>(month - 1)];
}

bool is_real(const CivilDate& date) {
  return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

const Era* era_on(Day day) {
  const Era* found = nullptr;
  for (const Era& era : eras) {
    if (day_of(era.first) <= day) found = &era;
  }
  return found;
}

std::string year_of_era(const Era& era, int year) {
  const int number = year - era.first.year + 1;
  return fmt::format("{}{}", era.name, number == 1 ? "元" : std::to_string(number));
}

// Up to `digits_max` ASCII digits; nothing if there is none, or more than that.
std::optional<int> read_digits(std::string_view text, std::size_t& at, std::size_t digits_max) {
  const std::size_t begin = at;
  int number = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    if (at - begin == digits_max) return std::nullopt;
    number = number * 10 + (text[at++] - '0');
  }
  if (at == begin) return std::nullopt;
  return number;
}

bool skip(std::string_view text, std::size_t& at, std::string_view part) {
  if (!text.substr(at).starts_with(part)) return false;
  at += part.size();
  return true;
}

std::optional<std::size_t> read_era(std::string_view text, std::size_t& at) {
  for (std::size_t i = 0; i < eras.size(); ++i) {
    const bool letter = !text.empty() && (text[0] | 0x20) == (eras[i].letter | 0x20);
    if (letter) ++at;
    if (letter || skip(text, at, eras[i].name) || skip(text, at, eras[i].sign)) return i;
  }
  return std::nullopt;
}

// The month and day after a year, in either style; nothing unless the text ends after them.
std::optional<CivilDate> read_month_and_day(std::string_view text, std::size_t at, int year) {
  std::string_view after_year, after_month, after_day;
  if (text.substr(at).starts_with("年")) {
    after_year = "年";
    after_month = "月";
    after_day = "日";
  } else {
    after_year = after_month = text.substr(at, 1);
    if (after_year != "-" && after_year != "/" && after_year != ".") return std::nullopt;
  }
  at += after_year.size();
  const auto month = read_digits(text, at, 2);
  if (!month || !skip(text, at, after_month)) return std::nullopt;
  const auto day = read_digits(text, at, 2);
  if (!day || !skip(text, at, after_day) || at != text.size()) return std::nullopt;
  return CivilDate{year, *month, *day};
}

}  // namespace

bool is_leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

Day day_of(CivilDate date) {
  MEGURI_CHECK(is_real(date));
  std::int64_t days = days_before_year(date.year) + date.day - 1;
  for (int month = 1; month < date.month; ++month)
    days += days_in_month(date.year, month);
  return Day{static_cast<std::int32_t>(days - days_of_year_0_to_1970)};
}

CivilDate civil_of(Day day) {
  const std::int64_t days = std::int64_t{day.number} + days_of_year_0_to_1970;
  // 400 years have 146,097 days: the estimate is right or off by one.
  int year = static_cast<int>(days * 400 / 146'097) + 1;
  while (days_before_year(year) > days)
    --year;
  CivilDate date{year, 1, static_cast<int>(days - days_before_year(year)) + 1};
  while (date.day > days_in_month(year, date.month)) {
    date.day -= days_in_month(year, date.month);
    ++date.month;
  }
  return date;
}

bool YearReading::touches(Day from, Day until) const {
  return (!first || *first < until) && (!end || from < *end);
}

std::optional<YearReading> read_year(std::string_view text) {
  YearReading reading;
  std::size_t at = 0;
  if (const auto index = read_era(text, at)) {
    const Era& era = eras[*index];
    const auto number = skip(text, at, "元") ? std::optional<int>(1) : read_digits(text, at, 4);
    if (!number || *number == 0) return std::nullopt;
    reading.year = era.first.year + *number - 1;
    if (reading.year > 9999) return std::nullopt;
    reading.first = day_of(era.first);
    if (*index + 1 < eras.size()) reading.end = day_of(eras[*index + 1].first);
  } else {
    const auto year = read_digits(text, at, 4);
    if (!year || at != 4 || *year == 0) return std::nullopt;
    reading.year = *year;
  }
  reading.length = at;
  return reading;
}

Result<Day> parse_day(std::string_view text) {
  const std::string folded = fold_width(text);
  const std::string_view body = trimmed(folded);
  const auto year = read_year(body);
  const auto date = year ? read_month_and_day(body, year->length, year->year) : std::nullopt;
  if (!date) return error(ErrorCode::invalid_input, "base.date_malformed", {{"text", text}});
  if (!is_real(*date)) {
    return error(ErrorCode::invalid_input, "base.date_not_real", {{"text", text}});
  }
  const Day day = day_of(*date);
  if (!year->touches(day, Day{day.number + 1})) {
    return error(ErrorCode::invalid_input,
                 "base.date_outside_era",
                 {{"text", text}, {"date", to_text(day)}, {"era_date", to_era_text(day)}});
  }
  return day;
}

std::string to_text(Day day) {
  const CivilDate date = civil_of(day);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string to_era_text(Day day) {
  const CivilDate date = civil_of(day);
  return fmt::format("{}年{}月{}日", era_year(day), date.month, date.day);
}

Instant tokyo_start(Day day) {
  return Instant{day.number * microseconds_per_day - tokyo_offset_microseconds};
}

Day tokyo_day(Instant instant) {
  const std::int64_t days = instant.microseconds / microseconds_per_day;
  const std::int64_t rest = instant.microseconds % microseconds_per_day;
  // Adding the offset to the rest, not to the instant, cannot overflow.
  const std::int64_t in_tokyo = rest + tokyo_offset_microseconds;
  const std::int64_t carry = in_tokyo < 0 ? -1 : in_tokyo >= microseconds_per_day ? 1 : 0;
  return Day{static_cast<std::int32_t>(days + carry)};
}

std::string era_year(Day day) {
  const int year = civil_of(day).year;
  const Era* era = era_on(day);
  return era == nullptr ? std::to_string(year) : year_of_era(*era, year);
}

}  // namespace meguri
