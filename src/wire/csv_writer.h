// SPDX-License-Identifier: Apache-2.0
// csv_writer: comma-separated tables that spreadsheets open without questions: UTF-8, by default
// with byte order mark and CRLF. Reading the result back with read_csv gives the same cells.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace meguri {

struct CsvStyle {
  bool byte_order_mark = true;
  bool crlf = true;
};

// One writer belongs to one thread.
class CsvWriter {
 public:
  explicit CsvWriter(CsvStyle style = {});
  // Quotes where needed. REQUIRES: at least one cell.
  void row(std::span<const std::string> cells);
  void row(std::initializer_list<std::string_view> cells);
  [[nodiscard]] const std::string& text() const& { return text_; }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  void cell(std::string_view text, bool is_first, bool is_only);
  void end_row();
  CsvStyle style_;
  std::string text_;
};

}  // namespace meguri
