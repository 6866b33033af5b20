// SPDX-License-Identifier: Apache-2.0
// csv: reading comma-separated tables as Japanese offices write them.
//
// RFC 4180 with CRLF or LF, quoted cells with commas, quotes and line breaks inside; UTF-8 with or
// without byte order mark, or CP932. Cells are kept as written (no trimming). Blank lines are
// skipped. Every problem is a Finding with file, row and column; all of them are collected, and the
// records without problems are returned beside them, so that later checks can go on. Pure but for
// read_csv_bytes; any thread. O(bytes).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "base/text.h"

namespace meguri {

struct CsvRecord {
  std::int64_t row = 0;            // first physical line, from 1
  std::vector<std::string> cells;  // as many as the header has
};

struct CsvTable {
  std::vector<std::string> header;  // as written
  std::int64_t header_row = 0;      // 0 when there is none
  std::vector<CsvRecord> records;
  Encoding encoding = Encoding::utf8;

  // Where a column stands: names are compared after NFKC and trimming.
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

struct CsvLimits {
  std::uint64_t file_bytes = std::uint64_t{1} << 28U;     // 256 MiB
  std::uint64_t line_bytes = std::uint64_t{1} << 20U;     // 1 MiB per physical line
  std::uint64_t scanned_bytes = std::uint64_t{1} << 34U;  // read_csv_bytes gives up after 16 GiB
};

// Findings: wire.csv_empty, csv_undecodable, csv_utf16, csv_nul_byte, csv_line_too_long,
// csv_unterminated_quote, csv_text_after_quote, csv_quote_in_bare_cell, csv_too_few_cells,
// csv_too_many_cells, csv_header_name_missing, csv_header_name_twice, csv_second_header; beyond
// 10,000 of them wire.csv_more_findings says how many more there are.
// When findings stays empty the table is complete.
CsvTable read_csv(std::string_view bytes,
                  std::string_view file,
                  Findings& findings,
                  const CsvLimits& limits = {});

// The bytes of a file, read in pieces: memory stays within the limits whatever the file is like. A
// line beyond the limit is a finding (wire.csv_line_too_long) and is left blank, so that the rows
// after it keep their numbers. Errors: not_found, io_failure, limit_exceeded
// (wire.csv_file_too_large).
Result<std::string> read_csv_bytes(const std::filesystem::path& path,
                                   std::string_view file,
                                   Findings& findings,
                                   const CsvLimits& limits = {});

}  // namespace meguri
