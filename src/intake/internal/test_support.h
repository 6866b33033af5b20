// SPDX-License-Identifier: Apache-2.0
// test_support: small books and files for the tests of this room.
#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/japanese_date.h"
#include "base/progress.h"
#include "facts/document_store.h"
#include "intake/import.h"
#include "journal/test_support.h"

namespace meguri {

// After every day in the files of these tests.
inline const Instant intake_now{tokyo_start(day_of({2026, 1, 1})).microseconds};

inline NamesInUse known_names() {
  NamesInUse known;
  const std::vector<std::string> bottles = {"PETボトル", "PET bottles"};
  const std::vector<std::string> glass = {"ガラスびん", "Glass"};
  const std::vector<std::string> yard = {"受入ヤード", "Yard"};
  known.materials.add("pet", bottles);
  known.materials.add("glass", glass);
  known.sites.add("yard", yard);
  known.own_sites = {"yard"};
  return known;
}

// A folder, a journal with the book "recycler", a place for documents.
class IntakeBooks {
 public:
  IntakeBooks()
      : clock(intake_now),
        journal(Journal::open(folder / "journal.sqlite", clock, OpenMode::create).value()),
        documents(folder / "documents"),
        known(known_names()) {
    MEGURI_CHECK(journal.create_book({.id = "recycler", .name = "Recycler"}).has_value());
  }

  std::filesystem::path write(const char* name, std::string_view bytes) const {
    std::ofstream(folder / name, std::ios::binary) << bytes;
    return folder / name;
  }
  [[nodiscard]] Result<ImportJob> prepare(const std::filesystem::path& path,
                                          std::optional<ImportMapping> mapping = {}) const {
    return prepare_import(path,
                          path.filename().string(),
                          {.book = "recycler",
                           .actor = "tester",
                           .mapping = std::move(mapping),
                           .sheet = {},
                           .entry_reader = {}},
                          known);
  }
  Result<ImportReport> run(const ImportJob& job, ImportMode mode) {
    return run_import(job, mode, journal, documents, clock, silent);
  }
  [[nodiscard]] Result<ImportPreview> preview(const ImportJob& job, bool rehearses = false) {
    return preview_import(job, {.rows = 20, .rehearses = rehearses}, journal, silent);
  }

  TemporaryFolder folder;
  ManualClock clock;
  Journal journal;
  DocumentStore documents;
  NamesInUse known;
  SilentProgress silent;
};

// All drafts of a file, and what stands against its rows.
struct AllDrafts {
  std::vector<EntryDraft> drafts;
  Findings findings;
  MapperCounts counts;
};

inline AllDrafts drafts_of(const ImportJob& job) {
  AllDrafts result;
  RowMapper mapper = RowMapper::create(job.mapper_input()).value();
  FindingLog findings;
  const auto source = rows_of(job.survey, job.mapping.shape, findings).value();
  MappedDrafts drafts;
  TableRows rows;
  while (source->next(rows).value())
    mapper.map(rows, drafts, findings);
  mapper.finish(drafts, findings);
  result.drafts.assign(drafts.drafts().begin(), drafts.drafts().end());
  result.findings = findings.kept();
  result.counts = mapper.counts();
  return result;
}

}  // namespace meguri
