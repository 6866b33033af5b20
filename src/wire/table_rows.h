// SPDX-License-Identifier: Apache-2.0
// table_rows: rows of a table file, whatever its format, a batch at a time in bounded memory.
//
//   TableRows rows;
//   while (MEGURI_TRY(source->next(rows)))
//     for (const TableRow& row : rows.rows) for (const TableCell& cell : rows.cells_of(row)) …
//
// A cell keeps the type its file gave it: a CSV has texts only, a workbook has numbers and days, a
// Parquet file has typed columns. Texts are views into the batch and live until the next call of
// next() or clear(). Rows carry the number under which the user finds them in the file.
// Plain values; one batch belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace meguri {

enum class CellKind : std::uint8_t {
  empty,
  text,     // `text`
  number,   // number / 10^scale, exactly; `text` where the file has it as text
  day,      // days since 1970-01-01
  instant,  // microseconds since 1970-01-01T00:00:00Z; times without a zone are taken as Tokyo's
  boolean,  // 0 or 1
  error     // a formula that failed: `text` is "#REF!"
};

struct TableCell {
  std::string_view text;
  std::int64_t number = 0;
  CellKind kind = CellKind::empty;
  std::uint8_t scale = 0;
  bool is_copy = false;  // of the first cell of merged ones
};

// As a person would write it: "2025-04-01", "12.5"; empty for an empty cell.
std::string text_of(const TableCell& cell);

// Keeps texts at fixed addresses until it is cleared. Clearing keeps the memory.
class TextArena {
 public:
  std::string_view keep(std::string_view text);
  void clear();

 private:
  static constexpr std::size_t block_bytes = std::size_t{1} << 16U;
  struct BlockOfText {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  std::vector<BlockOfText> blocks_;
  std::size_t block_ = 0;  // the one that is being filled
  std::size_t used_ = 0;   // of it
};

struct TableRow {
  std::int64_t row = 0;  // of the file, from 1
  std::size_t begin = 0;
  std::size_t count = 0;    // rows of one file may differ
  bool is_damaged = false;  // a finding says why; the cells are not to be trusted
};

struct TableRows {
  std::vector<TableRow> rows;
  std::vector<TableCell> cells;
  std::string text;  // the decoded bytes of a text file
  TextArena arena;   // texts that stand nowhere else

  [[nodiscard]] std::span<const TableCell> cells_of(const TableRow& row) const {
    return std::span(cells).subspan(row.begin, row.count);
  }
  void clear();
};

// Whether every cell is empty or white space.
bool is_blank(std::span<const TableCell> cells);

// A file that is read row by row. One thread at a time.
class RowSource {
 public:
  RowSource() = default;
  RowSource(const RowSource&) = delete;
  RowSource& operator=(const RowSource&) = delete;
  virtual ~RowSource() = default;
  // Replaces the batch by the next rows, at least one; false at the end. Blank rows are left out.
  virtual Result<bool> next(TableRows& rows) = 0;
};

// "A", "B", … "Z", "AA": how spreadsheets name the column with this index from 0.
std::string column_letters(std::size_t index);

}  // namespace meguri
