// SPDX-License-Identifier: Apache-2.0
#include "engine/rehearsal.h"

#include <string>
#include <utility>

#include "engine/pack_rows.h"
#include "engine/work_folder.h"
#include "journal/journal.h"

namespace meguri {
namespace {

Position position_of(const PackContent& content, const EntryRecord& entry) {
  Position where;
  where.file = content.manifest.tables.at(entry.cell.table).file;
  where.row = entry.cell.row;
  where.column = "entry";
  return where;
}

}  // namespace

Result<Findings> rehearse_entries(const PackContent& content, const Clock& clock) {
  Findings findings;
  if (content.entries.empty()) return findings;
  const WorkFolder folder = MEGURI_TRY(WorkFolder::create("rehearsal"));
  Journal journal =
      MEGURI_TRY(Journal::open(folder.path() / "journal.sqlite", clock, OpenMode::create));
  for (const BookDraft& book : book_drafts(content))
    MEGURI_TRY(journal.create_book(book));
  const auto drafts = entry_drafts(content, "rehearsal");
  const auto results = MEGURI_TRY(journal.post(drafts, Batch::line_by_line));
  for (std::size_t index = 0; index < results.size(); ++index) {
    if (results[index].status == PostStatus::posted) continue;
    findings.push_back(
        {.where = position_of(content, content.entries[index]), .what = results[index].reason});
  }
  return findings;
}

}  // namespace meguri
