// SPDX-License-Identifier: Apache-2.0
// workbook: an XLSX file of several sheets with live formulas: what a person goes on working with.
//
//   Workbook book = MEGURI_TRY(Workbook::create(path));
//   book.sheet("提案", widths);
//   book.row({{.text = "潜在量"}, {.text = "=B2*B3", .kind = WorkbookCell::Kind::formula}});
//   MEGURI_TRY(book.close());
//
// A text never becomes a formula: only a cell of that kind does. A formula carries its computed
// value, so that a viewer that computes nothing shows it too. Memory is the whole workbook; for
// long tables there is wire/xlsx_writer.h. Errors: io_failure, limit_exceeded. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace meguri {

struct WorkbookCell {
  enum class Kind : std::uint8_t { text, number, formula };
  enum class Look : std::uint8_t { plain, header, title, entry, result, note };
  std::string text;  // a number: a plain decimal; a formula: with its "="
  Kind kind = Kind::text;
  Look look = Look::plain;
  std::string value;  // of a formula: the plain decimal or text it comes to now; may be empty
  int decimals = -1;  // of a number or formula: as shown; -1: as it comes
};

class Workbook {
 public:
  static Result<Workbook> create(const std::filesystem::path& path);
  Workbook(Workbook&&) noexcept;
  Workbook& operator=(Workbook&&) noexcept;
  ~Workbook();

  // The following rows go there. The name is cut to what a workbook allows and made unique; the one
  // it got. `widths` in characters.
  std::string sheet(std::string_view name, std::span<const double> widths);
  // The following rows go to that earlier sheet, below those it has. REQUIRES: a name it got.
  void go_to(const std::string& name);
  // REQUIRES: a sheet.
  Status row(const std::vector<WorkbookCell>& cells);
  // How many rows the sheet has; the next one's number is one more.
  [[nodiscard]] std::int64_t rows() const;
  Status close();

 private:
  struct State;
  explicit Workbook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// "B12": column from 0, row from 1.
std::string cell_name(std::size_t column, std::int64_t row);
// "'提案 1'!B12".
std::string cell_of_sheet(std::string_view sheet, const std::string& cell);

}  // namespace meguri
