// SPDX-License-Identifier: Apache-2.0
// csv_rows: a CSV file of any size, row by row: what read_csv is for tables that fit into memory.
//
// The same language as wire/csv.h (RFC 4180, CRLF, LF or CR, UTF-8 or CP932), but with a separator
// of choice, without an idea of a header, and with rows as long as they are. survey_csv reads the
// file once to learn its encoding; rows_of_csv then streams it. Memory is a few pieces of a quarter
// of a megabyte, and one record. A record with a fault is handed out as damaged, with a finding.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding_log.h"
#include "base/result.h"
#include "base/text.h"
#include "wire/table_rows.h"

namespace meguri {

struct CsvForm {
  Encoding encoding = Encoding::utf8;
  char separator = ',';
};

// Learns the form of a text file from its bytes, piece by piece. The encoding is the one that more
// lines beyond ASCII are written in; the separator the one that divides the first lines most alike.
class CsvSurvey {
 public:
  void take(std::string_view piece);
  void finish();
  [[nodiscard]] CsvForm form() const;
  [[nodiscard]] bool is_utf16() const { return is_utf16_; }

 private:
  void take_line(std::string_view line);
  std::string line_;  // the beginning of a line whose end has not come
  std::string head_;  // the first lines
  std::int64_t lines_for_utf8_ = 0;
  std::int64_t lines_for_cp932_ = 0;
  bool has_mark_ = false;
  bool is_utf16_ = false;
  bool is_first_ = true;
};

inline constexpr std::size_t csv_record_bytes_max = std::size_t{1} << 20U;

// Findings go to `findings` (which must outlive the source), under the name `file`: wire.csv_utf16,
// csv_undecodable, csv_nul_byte, csv_line_too_long, csv_unterminated_quote, csv_text_after_quote,
// csv_quote_in_bare_cell. They call a column by its name in `names`, or else by its letter. Errors:
// not_found, io_failure.
Result<std::unique_ptr<RowSource>> rows_of_csv(const std::filesystem::path& path,
                                               std::string file,
                                               const CsvForm& form,
                                               FindingLog& findings,
                                               std::vector<std::string> names = {});

}  // namespace meguri
