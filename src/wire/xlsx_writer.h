// SPDX-License-Identifier: Apache-2.0
// xlsx_writer: a workbook of one sheet, written row by row to a file: what a person takes back.
//
//   XlsxWriter writer = MEGURI_TRY(XlsxWriter::create(path, "誤りのある行"));
//   writer.row({{.text = "重量(t)", .look = XlsxLook::header}, …});
//   MEGURI_TRY(writer.close());
//
// Texts are texts: nothing that begins with "=" becomes a formula. Memory is one row. Errors:
// io_failure, limit_exceeded (a sheet has 1,048,576 rows). One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

enum class XlsxLook : std::uint8_t { plain, header, bad, note };

struct XlsxOutCell {
  std::string_view text;
  XlsxLook look = XlsxLook::plain;
  bool is_number = false;  // `text` is a plain decimal of at most 15 digits
};

class XlsxWriter {
 public:
  // The sheet's name is cut to what a workbook allows. `widths` in characters, from the first
  // column.
  static Result<XlsxWriter> create(const std::filesystem::path& path,
                                   std::string_view sheet,
                                   std::span<const double> widths);
  XlsxWriter(XlsxWriter&&) noexcept;
  XlsxWriter& operator=(XlsxWriter&&) noexcept;
  ~XlsxWriter();

  Status row(std::span<const XlsxOutCell> cells);
  // Keeps the rows written so far in view and offers a filter on the last of them.
  void freeze_here(std::size_t columns);
  // The file is whole when it returns.
  Status close();

 private:
  struct State;
  explicit XlsxWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace meguri
