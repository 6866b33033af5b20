// SPDX-License-Identifier: Apache-2.0
// row_mapper: rows of a file → drafts of entries, by a mapping, with a finding for every problem.
//
//   RowMapper mapper = MEGURI_TRY(RowMapper::create(input));
//   while (MEGURI_TRY(source->next(rows))) mapper.map(rows, drafts, findings);
//   mapper.finish(drafts, findings);
//
// A row with any problem makes no draft, and all its problems are told. Masses are exact: a text
// finer than a milligram is refused; a typed number (a double in a workbook or a Parquet file) is
// rounded to whole milligrams, because what is finer is no figure of anybody's. Names, days and
// units are looked up once and remembered; drafts are filled into the memory of drafts before them.
//
// Every draft carries payload_type "import-row/1" and payload "<import>/<row>": where it comes
// from. Input must outlive the mapper. One thread. O(cells).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding_log.h"
#include "base/result.h"
#include "intake/known_names.h"
#include "intake/mapping.h"
#include "intake/survey.h"
#include "journal/entry.h"

namespace meguri {

inline constexpr std::string_view import_row_type = "import-row/1";

// Reads one entry in the JSON of the API. Errors carry findings whose column is a path in it.
using EntryReader = std::function<Result<EntryDraft>(std::string_view json, std::string_view book)>;

struct MapperInput {
  const FileSurvey* survey = nullptr;
  const ImportMapping* mapping = nullptr;
  const NamesInUse* known = nullptr;
  std::string book;   // for every row, if not empty
  std::string actor;  // where the mapping gives none
  std::string import_id;
  EntryReader entry_reader;  // for the shape `entries`
};

struct RowRange {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

// Drafts with the rows that they come from. Clearing keeps the memory of the drafts.
class MappedDrafts {
 public:
  EntryDraft& add(std::int64_t first_row, std::int64_t last_row);
  // A draft that comes from no row: its rows are 0.
  EntryDraft& add_in_front();
  void clear();
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] std::span<const EntryDraft> drafts() const {
    return {drafts_.data(), rows_.size()};
  }
  // REQUIRES: index < size().
  [[nodiscard]] const RowRange& rows(std::size_t index) const { return rows_[index]; }
  // To say it in other words. REQUIRES: index < size().
  [[nodiscard]] EntryDraft& draft(std::size_t index) { return drafts_[index]; }

 private:
  std::vector<EntryDraft> drafts_;
  std::vector<RowRange> rows_;
};

struct MapperCounts {
  std::int64_t rows = 0;
  std::int64_t entries = 0;
  std::int64_t lines = 0;
  std::int64_t bad_rows = 0;     // that made no draft, or whose entry was given up
  std::int64_t bad_entries = 0;  // movements: the bad rows
};

class RowMapper {
 public:
  // Errors: invalid_input with findings about the mapping and this file (column = the field's id):
  // intake.field_missing, column_unknown, unit_unknown, …
  static Result<RowMapper> create(const MapperInput& input);
  // For a mapping that is being made: what fits is checked row by row, and no draft comes of it.
  static RowMapper create_partial(const MapperInput& input);
  RowMapper(RowMapper&&) noexcept;
  RowMapper& operator=(RowMapper&&) noexcept;
  ~RowMapper();

  // Appends the drafts of these rows.
  void map(const TableRows& rows, MappedDrafts& into, FindingLog& findings);
  // The last entry, whose end no further row tells.
  void finish(MappedDrafts& into, FindingLog& findings);
  [[nodiscard]] const MapperCounts& counts() const;

  // Rows that made no draft, from first to last of their entry; the first 10,000.
  [[nodiscard]] const std::vector<RowRange>& bad_rows() const;
  // The column that a field comes from, for findings about a draft.
  [[nodiscard]] std::optional<std::size_t> column_of(ImportField field) const;

 private:
  class Work;
  explicit RowMapper(std::unique_ptr<Work> work);
  std::unique_ptr<Work> work_;
};

}  // namespace meguri
