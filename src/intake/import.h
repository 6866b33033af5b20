// SPDX-License-Identifier: Apache-2.0
// import: a file of any size into a book: previewed, rehearsed, booked in chunks, taken up again.
//
//   ImportJob job = MEGURI_TRY(prepare_import(path, "計量.xlsx", request, known));
//   ImportReport report = MEGURI_TRY(run_import(job, journal, documents, clock, progress));
//
// While one chunk is posted the next is read and mapped on a thread of its own; memory is three
// chunks. The import is attested before its first entry, so that one that was killed is found, and
// running it again books what is missing and nothing twice. Entries that an undo took back are
// booked anew under their name with "~2" behind it, standing in for the old ones.
//
// Errors: those of survey and mapper; findings (all_or_nothing: everything that stands against it,
// nothing booked), limit_exceeded (more entries than one commit takes), those of the journal.
// Thread rule: a job is const while it runs; the journal may be used by others meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/finding_log.h"
#include "base/progress.h"
#include "base/result.h"
#include "facts/document_store.h"
#include "intake/import_records.h"
#include "intake/known_names.h"
#include "intake/mapping.h"
#include "intake/row_mapper.h"
#include "intake/survey.h"
#include "journal/journal.h"
#include "journal/limits.h"

namespace meguri {

inline constexpr std::size_t import_chunk_drafts = 40'000;
// The import itself is an entry of the same commit.
inline constexpr std::size_t import_entries_per_commit_max = drafts_per_post_max - 1;
inline constexpr std::uint64_t kept_file_bytes_max = std::uint64_t{64} << 20U;  // 64 MiB

enum class ImportMode : std::uint8_t { all_or_nothing, each };

struct ImportRequest {
  std::string book;
  std::string actor;
  // Nothing: guessed. One without fields says how the file is read; the fields are guessed.
  std::optional<ImportMapping> mapping;
  std::optional<std::string> sheet;  // takes the place of the mapping's
  EntryReader entry_reader;
};

struct ImportJob {
  FileSurvey survey;
  ImportMapping mapping;  // with the form of the file filled in
  const NamesInUse* known = nullptr;
  std::string book;
  std::string actor;
  std::string import_id;
  EntryReader entry_reader;

  [[nodiscard]] MapperInput mapper_input() const;
};

// Where the mapping's form does not fit the file (a template made from another kind of file, a
// header that moved), the file's own form is taken if all of its columns are then there.
// `known` must outlive the job. The book may be empty if the mapping has one for all rows.
Result<ImportJob> prepare_import(const std::filesystem::path& path,
                                 std::string_view file,
                                 const ImportRequest& request,
                                 const NamesInUse& known);

// What the book says of it. `is_kept`: the file itself, with the books.
ImportRecord record_of(const ImportJob& job, bool is_kept);

struct ImportReport {
  std::int64_t rows = 0;
  std::int64_t entries = 0;
  std::int64_t booked = 0;
  std::int64_t already_there = 0;
  std::int64_t replaced = 0;  // of those booked: in the place of entries that were taken back
  std::int64_t refused = 0;
  std::int64_t first_sequence = 0;  // 0: nothing was booked
  std::int64_t last_sequence = 0;
  bool is_kept = false;
  bool is_registered = false;  // what the book says of the import was not in it before
  FindingLog findings;
};

Result<ImportReport> run_import(const ImportJob& job,
                                ImportMode mode,
                                Journal& journal,
                                const DocumentStore& documents,
                                const Clock& clock,
                                Progress& progress);

// A row of the file as it stands there, for people to look at.
struct PreviewRow {
  std::int64_t row = 0;
  std::vector<std::string> cells;
  std::optional<EntryDraft> draft;
};

struct ImportPreview {
  MapperCounts counts;
  Mass mass_in;  // sum of all positive lines; the largest mass there is if it would be more
  std::int64_t rehearsed = 0;
  std::int64_t already_there = 0;
  std::int64_t refused = 0;       // entries, by the rehearsal
  std::int64_t refused_rows = 0;  // the rows that these come from
  std::vector<PreviewRow> rows;
  std::vector<RowRange> bad_rows;  // the first 10,000
  FindingLog findings;
  Findings notes;  // what machines read badly (intake/lint.h); nothing of it hinders booking
};

struct PreviewOptions {
  std::size_t rows = 20;
  bool rehearses = false;  // the first 100,000 entries, against the books as they are
};

// Reads and maps the whole file; books nothing.
Result<ImportPreview> preview_import(const ImportJob& job,
                                     const PreviewOptions& options,
                                     const Journal& journal,
                                     Progress& progress);

}  // namespace meguri
