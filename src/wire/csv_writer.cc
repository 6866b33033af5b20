// SPDX-License-Identifier: Apache-2.0
#include "wire/csv_writer.h"

#include "base/check.h"

namespace meguri {

CsvWriter::CsvWriter(CsvStyle style) : style_(style) {
  if (style_.byte_order_mark) text_ = "\xEF\xBB\xBF";
}

void CsvWriter::row(std::span<const std::string> cells) {
  MEGURI_CHECK(!cells.empty());
  for (std::size_t i = 0; i < cells.size(); ++i)
    cell(cells[i], i == 0, cells.size() == 1);
  end_row();
}

void CsvWriter::row(std::initializer_list<std::string_view> cells) {
  MEGURI_CHECK(cells.size() > 0);
  bool is_first = true;
  for (const std::string_view text : cells) {
    cell(text, is_first, cells.size() == 1);
    is_first = false;
  }
  end_row();
}

void CsvWriter::cell(std::string_view text, bool is_first, bool is_only) {
  if (!is_first) text_ += ',';
  // A row of one empty cell must not look like a blank line.
  const bool quoted =
      text.find_first_of(",\"\r\n") != std::string_view::npos || (is_only && text.empty());
  if (!quoted) {
    text_ += text;
    return;
  }
  text_ += '"';
  for (const char c : text) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
}

void CsvWriter::end_row() { text_ += style_.crlf ? "\r\n" : "\n"; }

}  // namespace meguri
