// SPDX-License-Identifier: Apache-2.0
#include "intake/internal/header_guess.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "intake/exact_unit.h"

namespace meguri {
namespace {

constexpr std::size_t rows_tried = 40;
constexpr int sure_score = 900;  // of a name that is the word itself

std::string cell_text(const HeadRow& row, std::size_t column) {
  return column < row.cells.size() ? row.cells[column].text : std::string();
}

bool is_blank_or_copy(const HeadRow& row, std::size_t column) {
  return column >= row.cells.size() || row.cells[column].text.empty() || row.cells[column].is_copy;
}

int score_of(const HeadRow& row) {
  int score = 0;
  std::set<std::string> seen;
  std::size_t filled = 0;
  for (const HeadCell& cell : row.cells) {
    if (cell.text.empty() || cell.is_copy) continue;
    ++filled;
    if (cell.is_value) {
      score -= 6;
      continue;
    }
    if (!seen.insert(match_key(cell.text)).second) score -= 4;
    const auto matches = matching_fields(cell.text);
    if (!matches.empty()) score += matches.front().score >= sure_score ? 12 : 5;
    // Sentences are titles and notes.
    constexpr std::size_t long_text = 90;
    score += cell.text.size() > long_text ? -4 : 1;
  }
  // One text alone is a title.
  if (filled <= 1) score -= 10;
  return score;
}

bool has_values(const HeadRow& row) {
  return std::ranges::any_of(row.cells, [](const HeadCell& cell) { return cell.is_value; });
}

}  // namespace

namespace {

// The upper of two header rows names columns of its own; a title above a header does not.
bool may_be_upper_half(const HeadRow& upper, const HeadRow& lower) {
  if (has_values(upper)) return false;
  std::size_t filled = 0, known = 0;
  for (const HeadCell& cell : upper.cells) {
    if (cell.text.empty()) continue;
    ++filled;
    const auto matches = matching_fields(cell.text);
    if (!matches.empty() && matches.front().score >= sure_score) ++known;
  }
  return filled >= 2 && (known > 0 || filled * 2 >= lower.cells.size());
}

}  // namespace

HeaderGuess guess_header(const std::vector<HeadRow>& rows) {
  HeaderGuess best;
  bool is_first = true;
  const auto values_follow = [&](std::size_t row) {
    return row + 1 < rows.size() && has_values(rows[row + 1]) ? 3 : 0;
  };
  for (std::size_t i = 0; i < std::min(rows.size(), rows_tried); ++i) {
    int score = score_of(rows[i]) + values_follow(i);
    if (i + 1 < rows.size() && may_be_upper_half(rows[i], rows[i + 1]) &&
        guess_header_rows(rows, i) == 2) {
      score = score_of(rows[i]) + std::max(score_of(rows[i + 1]), 0) + values_follow(i + 1);
    }
    if (!is_first && score <= best.score) continue;
    is_first = false;
    best = {i, 1, score};
  }
  if (rows.empty()) return best;
  // A file whose rows all look alike has no header.
  if (best.score < 0 || has_values(rows[best.index])) {
    const bool knows_names = std::ranges::any_of(rows[best.index].cells, [](const HeadCell& cell) {
      return !cell.is_value && !cell.text.empty() && !matching_fields(cell.text).empty();
    });
    if (!knows_names) return {0, 0, best.score};
  }
  best.rows = guess_header_rows(rows, best.index);
  return best;
}

std::size_t guess_header_rows(const std::vector<HeadRow>& rows, std::size_t index) {
  if (index + 1 >= rows.size()) return 1;
  const HeadRow& upper = rows[index];
  const HeadRow& lower = rows[index + 1];
  if (has_values(lower) || lower.row != upper.row + 1) return 1;
  const std::size_t columns = std::max(upper.cells.size(), lower.cells.size());
  std::size_t below_nothing = 0, units = 0, names = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    const std::string text = cell_text(lower, i);
    if (text.empty()) continue;
    if (is_blank_or_copy(upper, i)) ++below_nothing;
    const bool is_copy = lower.cells[i].is_copy;
    if (!is_copy && (exact_unit_of(text) || unit_in_header(text))) ++units;
    if (!is_copy && !matching_fields(text).empty()) ++names;
  }
  const bool is_lower_half = below_nothing > 0 && names + units > 0;
  return is_lower_half || units > 0 ? 2 : 1;
}

std::vector<std::string> header_names(const std::vector<HeadRow>& rows,
                                      std::size_t index,
                                      std::size_t count,
                                      std::size_t columns) {
  std::vector<std::string> names(columns);
  if (count == 0) return names;
  // Of a group whose name stands over its first column only; a workbook says how far it reaches.
  std::string above;
  const bool knows_merges = std::ranges::any_of(rows[index].cells, &HeadCell::is_copy);
  for (std::size_t i = 0; i < columns; ++i) {
    const std::string upper = cell_text(rows[index], i);
    const std::string lower = count == 2 ? cell_text(rows[index + 1], i) : "";
    if (!upper.empty() || knows_merges) above = upper;
    if (count == 1 || lower.empty() || lower == upper) {
      names[i] = upper;
    } else {
      names[i] = upper.empty() ? above : upper;
      names[i].append(names[i].empty() ? "" : " / ").append(lower);
    }
    // A line break within a header cell is no part of the name.
    std::string flat;
    for (const char c : names[i])
      if (c != '\n' && c != '\r') flat += c;
    names[i] = flat;
  }
  return names;
}

}  // namespace meguri
