// SPDX-License-Identifier: Apache-2.0
// survey: what a file is, before anybody has said so: its kind, its form, its header, its columns.
//
// A file is read once for its hash and encoding; the header is then guessed from the first rows
// (titles above it, one row or two, merged cells), unless the form says where it is. Rows are read
// by rows_of(), which leaves out everything up to the header.
//
// Errors: not_found, io_failure, invalid_input (intake.file_empty, intake.no_table; those of
// wire/xlsx.h), limit_exceeded. Values; a source belongs to one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding_log.h"
#include "base/result.h"
#include "intake/mapping.h"
#include "seal/sha256.h"
#include "wire/csv_rows.h"
#include "wire/table_rows.h"
#include "wire/xlsx.h"

namespace meguri {

struct SurveyColumn {
  std::string name;                  // unique; what findings and mappings call it
  std::string header;                // what the header says; empty if nothing
  std::string unit;                  // read from the header; empty if none
  std::vector<std::string> samples;  // a few different values, as text
  bool has_numbers = false;          // most of the samples are numbers
  bool has_days = false;
};

struct SurveySheet {
  std::string name;
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  bool is_hidden = false;
};

struct FileSurvey {
  std::filesystem::path path;
  std::string file;  // as the user calls it
  std::uint64_t size_bytes = 0;
  Digest sha256;
  FileKind kind = FileKind::csv;
  CsvForm csv;                      // of a text file
  std::vector<SurveySheet> sheets;  // of a workbook
  std::size_t sheet = 0;            // the one that is read
  XlsxSheetForm sheet_form;
  std::vector<std::string> title;  // texts above the header
  std::int64_t header_row = 0;     // 0: none
  std::int64_t header_rows = 0;
  std::int64_t last_header_row = 0;  // rows of data come after it
  std::vector<SurveyColumn> columns;
  std::int64_t rows_about = 0;  // of data, before they are read: blank lines and the lines of cells
                                // that have several count, too; 0: not known

  // Empty unless it is a workbook.
  [[nodiscard]] std::string sheet_name() const;
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
};

Result<FileSurvey> survey_file(const std::filesystem::path& path,
                               std::string_view file,
                               const FileForm& form);

// The form with everything that was found out filled in.
FileForm form_of(const FileSurvey& survey);

// The rows of data. For the shape `entries` one cell a row: the line of the file. Findings name the
// file as the user does.
Result<std::unique_ptr<RowSource>> rows_of(const FileSurvey& survey,
                                           ImportShape shape,
                                           FindingLog& findings);

// The position of a cell, as findings say it.
Position position_in(const FileSurvey& survey, std::int64_t row, std::optional<std::size_t> column);

}  // namespace meguri
