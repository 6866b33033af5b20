// SPDX-License-Identifier: Apache-2.0
#include "intake/lint.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/japanese_date.h"
#include "base/text.h"
#include "matter/place_code.h"
#include "wire/number_reading.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, lint_rules_count> names = {"merged_cells",
                                                                  "header_rows",
                                                                  "rows_above_header",
                                                                  "full_width_digits",
                                                                  "grouped_digits",
                                                                  "triangle_minus",
                                                                  "number_as_text",
                                                                  "era_only_date",
                                                                  "layout_spaces",
                                                                  "line_breaks",
                                                                  "platform_characters",
                                                                  "code_check_digit",
                                                                  "code_lost_zero",
                                                                  "code_unknown"};

constexpr std::string_view wide_space = "\xE3\x80\x80";

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// ①, Ⅳ, ㈱, ㎏ and their kind: U+2150–217F, U+2460–24FF, U+3200–33FF.
bool has_platform_characters(std::string_view text) {
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    const auto first = static_cast<unsigned char>(text[at]);
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if (first == 0xE2 && (second == 0x85 || (second >= 0x91 && second <= 0x93))) return true;
    if (first == 0xE3 && second >= 0x88 && second <= 0x8F) return true;
  }
  return false;
}

bool has_full_width_digits(std::string_view text) {
  // ０ to ９ are EF BC 90 to EF BC 99.
  for (std::size_t at = text.find("\xEF\xBC"); at != std::string_view::npos && at + 2 < text.size();
       at = text.find("\xEF\xBC", at + 1)) {
    const auto third = static_cast<unsigned char>(text[at + 2]);
    if (third >= 0x90 && third <= 0x99) return true;
  }
  return false;
}

bool is_padded(std::string_view text) {
  return text.starts_with(' ') || text.ends_with(' ') || text.starts_with(wide_space) ||
         text.ends_with(wide_space) || text.find("  ") != std::string_view::npos ||
         text.find("\xE3\x80\x80\xE3\x80\x80") != std::string_view::npos;
}

bool begins_with_year(std::string_view text) {
  const std::string folded = fold_width(text);
  const std::string_view plain = trimmed(folded);
  return plain.size() >= 4 &&
         std::ranges::all_of(plain.substr(0, 4), [](char c) { return c >= '0' && c <= '9'; });
}

// A header that says so, over values of which most can be read so.
bool holds_place_codes(const SurveyColumn& column) {
  const std::string name = match_key(column.header);
  constexpr std::array<std::string_view, 7> words = {"団体コード",
                                                     "市町村コード",
                                                     "市区町村コード",
                                                     "自治体コード",
                                                     "地域コード",
                                                     "municipalitycode",
                                                     "localgovernmentcode"};
  const bool is_named = std::ranges::any_of(
      words, [&](std::string_view word) { return name.find(match_key(word)) != name.npos; });
  if (!is_named) return false;
  const auto codes = std::ranges::count_if(column.samples, [](const std::string& sample) {
    return read_place_code(sample).problem != PlaceCodeReading::Problem::not_a_code;
  });
  return codes > 0 && static_cast<std::size_t>(codes) * 2 >= column.samples.size();
}

}  // namespace

Lint::Lint(const FileSurvey& survey, std::span<const std::string> places)
    : survey_(survey), places_known_(places) {
  for (const SurveyColumn& column : survey.columns)
    has_codes_.push_back(holds_place_codes(column));
  const auto merges = static_cast<std::int64_t>(survey.sheet_form.merges.size());
  if (merges > 0) {
    const XlsxMerge& first = survey.sheet_form.merges.front();
    Position where = position_in(survey, first.first_row, {});
    where.column = column_letters(static_cast<std::size_t>(first.first_column - 1));
    note(LintRule::merged_cells, std::move(where), merges);
  }
  if (survey.header_rows > 1) {
    note(LintRule::header_rows, position_in(survey, survey.header_row, {}), survey.header_rows);
  }
  if (!survey.title.empty()) {
    note(LintRule::rows_above_header,
         position_in(survey, 1, {}),
         static_cast<std::int64_t>(survey.title.size()));
  }
}

void Lint::note(LintRule rule, Position where, std::int64_t count) {
  Place& place = places_.at(static_cast<std::size_t>(rule));
  if (place.count == 0) place.first = std::move(where);
  place.count += count;
}

void Lint::look(const TableRows& rows) {
  for (const TableRow& row : rows.rows) {
    const auto cells = rows.cells_of(row);
    const std::size_t columns = std::min(cells.size(), survey_.columns.size());
    for (std::size_t column = 0; column < columns; ++column) {
      if (cells[column].is_copy) continue;
      if (cells[column].kind == CellKind::text) look_at(cells[column], row.row, column);
      if (has_codes_[column]) look_at_code(cells[column], row.row, column);
    }
  }
}

bool Lint::is_place(const std::string& code) const {
  return places_known_.empty() || std::ranges::binary_search(places_known_, code);
}

// A number may be a code, too: that is how the zero is lost.
void Lint::look_at_code(const TableCell& cell, std::int64_t row, std::size_t column) {
  if (cell.kind != CellKind::text && cell.kind != CellKind::number) return;
  const std::string text = text_of(cell);
  if (trimmed(fold_width(text)).empty()) return;
  const auto tell = [&](LintRule rule) { note(rule, position_in(survey_, row, column)); };
  const PlaceCodeReading reading = read_place_code(text);
  switch (reading.problem) {
    case PlaceCodeReading::Problem::wrong_check_digit:
      return tell(LintRule::code_check_digit);
    case PlaceCodeReading::Problem::lost_leading_zero:
      return tell(LintRule::code_lost_zero);
    case PlaceCodeReading::Problem::not_a_code:
      return tell(LintRule::code_unknown);
    case PlaceCodeReading::Problem::none:
      break;
  }
  if (is_place(reading.code)) return;
  // 11002 is no place, 011002 is Sapporo.
  const bool lost_zero = !reading.alternative.empty() && is_place(reading.alternative);
  tell(lost_zero ? LintRule::code_lost_zero : LintRule::code_unknown);
}

void Lint::look_at(const TableCell& cell, std::int64_t row, std::size_t column) {
  const std::string_view text = cell.text;
  const auto tell = [&](LintRule rule) { note(rule, position_in(survey_, row, column)); };
  if (text.find('\n') != std::string_view::npos) tell(LintRule::line_breaks);
  if (is_padded(text)) tell(LintRule::layout_spaces);
  if (!is_ascii(text) && has_platform_characters(text)) tell(LintRule::platform_characters);
  const SurveyColumn& of = survey_.columns[column];
  if (of.has_days && !begins_with_year(text) && parse_day(trimmed(text))) {
    tell(LintRule::era_only_date);
  }
  if (!of.has_numbers || has_codes_[column]) return;
  const auto number = read_number(text);
  if (!number || !number->value) return;
  // A CSV has nothing but texts.
  if (survey_.kind == FileKind::xlsx) tell(LintRule::number_as_text);
  if (has_full_width_digits(text)) tell(LintRule::full_width_digits);
  if (fold_width(text).find(',') != std::string::npos) tell(LintRule::grouped_digits);
  for (const std::string_view sign : {"▲", "△", "▴", "▵"}) {
    if (trimmed(text).starts_with(sign)) tell(LintRule::triangle_minus);
  }
}

Findings Lint::notes() const {
  Findings notes;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Place& place = places_[i];
    if (place.count == 0) continue;
    notes.push_back(
        {place.first,
         Message{
             "intake.lint_" + std::string(names[i]),
             {{"count", place.count}, {"row", place.first.row}, {"column", place.first.column}}}});
  }
  return notes;
}

}  // namespace meguri
