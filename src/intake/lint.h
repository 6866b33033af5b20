// SPDX-License-Identifier: Apache-2.0
// lint: what in a file machines read badly, though it does not stand against booking.
//
// After the rules of the Ministry of Internal Affairs and Communications for machine-readable
// statistical tables (統計表における機械判読可能なデータの表記方法の統一ルール, 2020): no merged
// cells, one header row, figures as plain half-width numbers, dates of the common era, no layout by
// spaces and line breaks, no characters of one platform only. Codes of local governments
// (全国地方公共団体コード) have their check digit, their leading zero, and a place that bears them;
// a column holds such codes if its header says so and its first values agree. Each rule is told
// once, with how often it is broken and where first. One thread. O(bytes).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/finding.h"
#include "intake/survey.h"
#include "wire/table_rows.h"

namespace meguri {

// Spelled in message ids: intake.lint_merged_cells.
enum class LintRule : std::uint8_t {
  merged_cells,
  header_rows,
  rows_above_header,
  full_width_digits,
  grouped_digits,
  triangle_minus,
  number_as_text,
  era_only_date,
  layout_spaces,
  line_breaks,
  platform_characters,
  code_check_digit,
  code_lost_zero,
  code_unknown
};
inline constexpr std::size_t lint_rules_count = 14;

class Lint {
 public:
  // `places`: the codes that there are, in order; none: it is not known which there are.
  explicit Lint(const FileSurvey& survey, std::span<const std::string> places = {});
  void look(const TableRows& rows);
  // One for each rule that is broken; the message has the arguments count, row and column.
  [[nodiscard]] Findings notes() const;

 private:
  struct Place {
    std::int64_t count = 0;
    Position first;
  };
  void note(LintRule rule, Position where, std::int64_t count = 1);
  void look_at(const TableCell& cell, std::int64_t row, std::size_t column);
  void look_at_code(const TableCell& cell, std::int64_t row, std::size_t column);
  [[nodiscard]] bool is_place(const std::string& code) const;

  const FileSurvey& survey_;
  std::span<const std::string> places_known_;
  std::vector<bool> has_codes_;  // by column
  std::array<Place, lint_rules_count> places_;
};

}  // namespace meguri
