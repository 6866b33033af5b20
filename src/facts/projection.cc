// SPDX-License-Identifier: Apache-2.0
#include "facts/projection.h"

#include <utility>
#include <vector>

#include "base/parallel.h"

namespace meguri {
namespace {

// Read, checked and laid down at a time. Many of them share a commit where the journal is long:
// what fills whole row groups goes to its place in the file at once instead of through DuckDB's
// log, and is packed once.
constexpr std::int64_t batch_entries = 5000;

Status append_batch(const std::vector<Entry>& entries,
                    Columns& columns,
                    ReportProjector& projector) {
  MEGURI_TRY(columns.append_entries(entries));
  for (const Entry& entry : entries) {
    if (entry.draft.kind == EntryKind::report) MEGURI_TRY(projector.project(entry, columns));
  }
  return ok();
}

// Batch after batch until enough for one commit were laid down or the journal ends; how many.
Result<std::int64_t> append_batches(const Journal& journal,
                                    std::int64_t& position,
                                    std::int64_t most,
                                    Columns& columns,
                                    ReportProjector& projector) {
  std::int64_t appended = 0;
  std::vector<Entry> entries = MEGURI_TRY(journal.read(position, batch_entries));
  while (!entries.empty()) {
    position = entries.back().position;
    appended += static_cast<std::int64_t>(entries.size());
    // The next batch is read and checked while this one is laid down.
    const bool is_full = static_cast<std::int64_t>(entries.size()) == batch_entries;
    const bool goes_on = is_full && appended < most;
    Result<std::vector<Entry>> next = std::vector<Entry>();
    Status status = ok();
    run_beside(
        goes_on,
        [&] { next = journal.read(position, batch_entries); },
        [&] { status = append_batch(entries, columns, projector); });
    if (!status) return std::move(status).error();
    entries = MEGURI_TRY(std::move(next));
  }
  return appended;
}

}  // namespace

Result<std::int64_t> follow_some(const Journal& journal,
                                 Columns& columns,
                                 ReportProjector& projector,
                                 std::int64_t most) {
  std::int64_t position = MEGURI_TRY(columns.position());
  const std::int64_t last = MEGURI_TRY(journal.position());
  if (position > last) {
    return error(
        ErrorCode::damaged, "facts.columns_ahead", {{"columns", position}, {"journal", last}});
  }
  if (position == last) return 0;
  MEGURI_TRY(columns.begin());
  auto appended = append_batches(journal, position, most, columns, projector);
  Status status = ok();
  if (appended) {
    status = columns.set_position(position);
  } else {
    status = appended.error();
  }
  if (status) status = columns.commit();
  if (status) return *appended;
  // The reason matters more than whether the way back worked too.
  (void)columns.roll_back().has_value();
  return std::move(status).error();
}

Result<std::int64_t> follow(const Journal& journal, Columns& columns, ReportProjector& projector) {
  std::int64_t projected = 0;
  for (;;) {
    const std::int64_t some = MEGURI_TRY(follow_some(journal, columns, projector));
    if (some == 0) return projected;
    projected += some;
  }
}

}  // namespace meguri
