// SPDX-License-Identifier: Apache-2.0
// header_guess: which of the first rows is the header, and what its columns are called.
//
// A header is a row of different texts, most of them names that tables of this kind have, with rows
// of figures below it; a title is a row with one text. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "intake/fields.h"

namespace meguri {

struct HeadCell {
  std::string text;
  bool is_value = false;  // a number or a day: no header says one
  bool is_copy = false;   // of a merged cell
};
struct HeadRow {
  std::int64_t row = 0;
  std::vector<HeadCell> cells;
};

struct HeaderGuess {
  std::size_t index = 0;  // among the rows given
  std::size_t rows = 0;   // 0: the rows are data from the first on
  int score = 0;          // to compare sheets
};

HeaderGuess guess_header(const std::vector<HeadRow>& rows);

// How many rows the header that begins at `index` has.
std::size_t guess_header_rows(const std::vector<HeadRow>& rows, std::size_t index);

// One name for each column of the header; parts of two rows joined with " / ".
std::vector<std::string> header_names(const std::vector<HeadRow>& rows,
                                      std::size_t index,
                                      std::size_t count,
                                      std::size_t columns);

// The fields that a column of this name may be, the likeliest first.
struct FieldMatch {
  ImportField field;
  int score = 0;
};
std::vector<FieldMatch> matching_fields(std::string_view header);

}  // namespace meguri
