// SPDX-License-Identifier: Apache-2.0
// xlsx: reading workbooks (Office Open XML, .xlsx) row by row, in bounded memory.
//
//   XlsxBook book = MEGURI_TRY(XlsxBook::open(path, "計量.xlsx"));
//   XlsxSheetForm form = MEGURI_TRY(book.survey(0));
//   auto rows = MEGURI_TRY(book.rows(0, form));
//
// Numbers are the 15 significant digits that spreadsheets show: 0.1 + 0.2 is stored as
// 0.30000000000000004 and read as 0.3. A number whose format has parts of a date is a day, or an
// instant on a clock in Tokyo. Formulas count by their cached value. The text of the first of
// merged cells is given for all of them, marked as a copy. Furigana are left out.
//
// Refused (invalid_input): encrypted workbooks and the older .xls (wire.xlsx_encrypted), what is no
// workbook (wire.xlsx_malformed), a document type definition. limit_exceeded (wire.xlsx_too_large):
// beyond XlsxLimits, which are checked on what is unpacked, never on what the archive says.
// Memory: the shared texts and one row. Thread rule: a book and its rows belong to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/table_rows.h"

namespace meguri {

struct XlsxLimits {
  std::uint64_t file_bytes = std::uint64_t{1} << 28U;         // 256 MiB packed
  std::uint64_t part_bytes = std::uint64_t{1} << 32U;         // 4 GiB: one sheet, unpacked
  std::uint64_t whole_part_bytes = std::uint64_t{1} << 25U;   // 32 MiB: workbook, styles
  std::uint64_t shared_text_bytes = std::uint64_t{1} << 28U;  // 256 MiB: texts of all cells
  std::uint64_t element_bytes = std::uint64_t{1} << 24U;      // 16 MiB: one row
  std::int64_t parts = 4'096;
  std::size_t columns = 1'024;
  std::size_t merges = 100'000;
};

struct XlsxSheet {
  std::string name;
  bool is_hidden = false;
  std::string part;  // within the archive
};

// Merged cells; rows and columns from 1, inclusive.
struct XlsxMerge {
  std::int64_t first_row = 0;
  std::int64_t last_row = 0;
  std::int64_t first_column = 0;
  std::int64_t last_column = 0;
};

struct XlsxSheetForm {
  std::int64_t rows = 0;  // number of the last row that has cells
  std::int64_t columns = 0;
  std::vector<XlsxMerge> merges;  // by first row
};

class XlsxBook {
 public:
  static Result<XlsxBook> open(const std::filesystem::path& path,
                               std::string_view file,
                               const XlsxLimits& limits = {});
  XlsxBook(XlsxBook&&) noexcept;
  XlsxBook& operator=(XlsxBook&&) noexcept;
  ~XlsxBook();

  [[nodiscard]] const std::vector<XlsxSheet>& sheets() const;
  // Unpacks the whole sheet once. REQUIRES: sheet < sheets().size().
  [[nodiscard]] Result<XlsxSheetForm> survey(std::size_t sheet) const;
  // Rows with at least one cell that is not empty; `form` as survey() gave it. The source keeps
  // what it needs of the book.
  [[nodiscard]] Result<std::unique_ptr<RowSource>> rows(std::size_t sheet,
                                                        const XlsxSheetForm& form) const;

  struct State;

 private:
  explicit XlsxBook(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

// Whether a number format shows a date: "yyyy/m/d", "[$-411]ge.m.d". Pure.
bool is_date_format(std::string_view format);

}  // namespace meguri
