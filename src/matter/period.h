// SPDX-License-Identifier: Apache-2.0
// period: a fiscal or calendar year, month or day as a half-open interval of days in Tokyo.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/japanese_date.h"
#include "base/message.h"
#include "base/result.h"

namespace meguri {

enum class PeriodKind : std::uint8_t { fiscal_year, calendar_year, month, day };

// Fiscal years run from 1 April to 31 March and are named by their first calendar year.
class Period {
 public:
  Period() = default;
  static Period fiscal_year(int year) { return Period(PeriodKind::fiscal_year, year, 4, 1); }
  static Period calendar_year(int year) { return Period(PeriodKind::calendar_year, year, 1, 1); }
  static Period month(int year, int month) { return Period(PeriodKind::month, year, month, 1); }
  static Period single_day(Day day);

  [[nodiscard]] PeriodKind kind() const { return kind_; }
  [[nodiscard]] Day first() const;
  [[nodiscard]] Day end() const;  // the day after the last
  [[nodiscard]] int days() const { return end().number - first().number; }
  // "FY2024", "CY2022", "2024-05", "2024-05-01": the form used in packs, handles and URLs.
  [[nodiscard]] std::string id() const;
  // "2024年度（令和6年度）" / "fiscal year 2024 (April 2024 – March 2025)".
  [[nodiscard]] std::string name(Language language) const;
  friend auto operator<=>(const Period&, const Period&) = default;

 private:
  Period(PeriodKind kind, int year, int month, int day)
      : kind_(kind), year_(year), month_(month), day_(day) {}
  PeriodKind kind_ = PeriodKind::fiscal_year;
  int year_ = 1970;
  int month_ = 4;
  int day_ = 1;
};

// Reads FY2024, 2024年度, 令和6年度, R6年度, CY2022, 2022年, 令和4年, 2024-05, 2024年5月,
// 2024-05-01.
Result<Period> parse_period(std::string_view text);

}  // namespace meguri
