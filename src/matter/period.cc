// SPDX-License-Identifier: Apache-2.0
#include "matter/period.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/check.h"
#include "base/text.h"

namespace meguri {
namespace {

// The era year a fiscal year is called by: that of the first of May, so that 2019 is 令和元年度
// although its April was still 平成31年, and 1988 stays 昭和63年度.
std::string era_of_fiscal_year(int year) { return era_year(day_of({year, 5, 1})); }

// Both names where the era changed within the year: "平成31年・令和元".
std::string era_of_calendar_year(int year) {
  const std::string first = era_year(day_of({year, 1, 1}));
  const std::string last = era_year(day_of({year, 12, 31}));
  return first == last ? last : first + "年・" + last;
}

Error malformed(std::string_view text) {
  return error(ErrorCode::invalid_input, "matter.period_malformed", {{"text", text}});
}

std::string month_name(int month, Language language) {
  return render(fmt::format("matter.month_{}", month), language);
}

// "FY2024" and "CY2024"; nothing for other texts.
std::optional<Period> read_tagged_year(std::string_view text) {
  if (text.size() != 6 || (text[1] | 0x20) != 'y') return std::nullopt;
  const auto year = read_year(text.substr(2));
  if (!year || year->length != 4 || year->first) return std::nullopt;
  if ((text[0] | 0x20) == 'f') return Period::fiscal_year(year->year);
  if ((text[0] | 0x20) == 'c') return Period::calendar_year(year->year);
  return std::nullopt;
}

// "05", "5" as a month; 0 for anything else.
int read_month(std::string_view text) {
  const bool digits = !text.empty() && text.size() <= 2 &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return 0;
  const int month = std::stoi(std::string(text));
  return month <= 12 ? month : 0;
}

// What follows a year: 年度, 年, 年5月 or -05.
std::optional<Period> read_after_year(const YearReading& year, std::string_view rest) {
  constexpr std::string_view year_word = "年", month_word = "月";
  if (rest == "年度") return Period::fiscal_year(year.year);
  if (rest == year_word) return Period::calendar_year(year.year);
  int month = 0;
  if (rest.starts_with(year_word) && rest.ends_with(month_word)) {
    rest.remove_prefix(year_word.size());
    rest.remove_suffix(std::min(rest.size(), month_word.size()));
    month = read_month(rest);
  } else if (rest.starts_with('-') && rest.size() == 3 && !year.first) {
    month = read_month(rest.substr(1));
  }
  if (month == 0) return std::nullopt;
  return Period::month(year.year, month);
}

}  // namespace

Period Period::single_day(Day day) {
  const CivilDate date = civil_of(day);
  return Period(PeriodKind::day, date.year, date.month, date.day);
}

Day Period::first() const { return day_of({year_, month_, day_}); }

Day Period::end() const {
  switch (kind_) {
    case PeriodKind::fiscal_year:
    case PeriodKind::calendar_year:
      return day_of({year_ + 1, month_, day_});
    case PeriodKind::month:
      return month_ == 12 ? day_of({year_ + 1, 1, 1}) : day_of({year_, month_ + 1, 1});
    case PeriodKind::day:
      return Day{first().number + 1};
  }
  MEGURI_CHECK(false);
  return {};
}

std::string Period::id() const {
  switch (kind_) {
    case PeriodKind::fiscal_year:
      return fmt::format("FY{:04}", year_);
    case PeriodKind::calendar_year:
      return fmt::format("CY{:04}", year_);
    case PeriodKind::month:
      return fmt::format("{:04}-{:02}", year_, month_);
    case PeriodKind::day:
      return to_text(first());
  }
  MEGURI_CHECK(false);
  return {};
}

std::string Period::name(Language language) const {
  const bool in_eras = language == Language::ja;  // what stands in brackets depends on the reader
  const std::int64_t year = year_;
  switch (kind_) {
    case PeriodKind::fiscal_year: {
      const Message months{"matter.period_april_to_march",
                           {{"year", year}, {"next_year", year + 1}}};
      const std::string detail = in_eras ? era_of_fiscal_year(year_) : render(months, language);
      return render(Message{"matter.period_fiscal_year", {{"year", year}, {"detail", detail}}},
                    language);
    }
    case PeriodKind::calendar_year: {
      const std::string detail = in_eras ? era_of_calendar_year(year_)
                                         : render("matter.period_january_to_december", language);
      return render(Message{"matter.period_calendar_year", {{"year", year}, {"detail", detail}}},
                    language);
    }
    case PeriodKind::month:
      return render(
          Message{"matter.period_month", {{"year", year}, {"month", month_name(month_, language)}}},
          language);
    case PeriodKind::day:
      return render(Message{"matter.period_day",
                            {{"year", year},
                             {"month", month_name(month_, language)},
                             {"day", std::int64_t{day_}}}},
                    language);
  }
  MEGURI_CHECK(false);
  return {};
}

Result<Period> parse_period(std::string_view text) {
  const std::string folded = fold_width(text);
  const std::string_view body = trimmed(folded);
  if (const auto period = read_tagged_year(body)) return *period;
  const auto year = read_year(body);
  if (!year) return malformed(text);
  if (year->length == body.size()) {
    return error(ErrorCode::invalid_input,
                 "matter.period_ambiguous",
                 {{"text", text}, {"year", std::int64_t{year->year}}});
  }
  const auto period = read_after_year(*year, body.substr(year->length));
  if (!period) {
    auto day = parse_day(body);
    if (day) return Period::single_day(*day);
    return day.error().message.id == "base.date_malformed" ? malformed(text)
                                                           : std::move(day).error();
  }
  if (!year->touches(period->first(), period->end())) {
    return error(ErrorCode::invalid_input,
                 "matter.period_outside_era",
                 {{"text", text}, {"id", period->id()}});
  }
  return *period;
}

}  // namespace meguri
