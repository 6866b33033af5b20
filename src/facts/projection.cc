// SPDX-License-Identifier: Apache-2.0
#include "facts/projection.h"

#include <utility>
#include <vector>

#include "base/parallel.h"

namespace meguri {
namespace {

constexpr std::int64_t batch_entries = 5000;

Status append_batch(const std::vector<Entry>& entries,
                    Columns& columns,
                    ReportProjector& projector) {
  MEGURI_TRY(columns.append_entries(entries));
  for (const Entry& entry : entries) {
    if (entry.draft.kind == EntryKind::report) MEGURI_TRY(projector.project(entry, columns));
  }
  MEGURI_TRY(columns.set_position(entries.back().position));
  return columns.commit();
}

Status project_batch(const std::vector<Entry>& entries,
                     Columns& columns,
                     ReportProjector& projector) {
  MEGURI_TRY(columns.begin());
  Status status = append_batch(entries, columns, projector);
  // The reason matters more than whether the way back worked too.
  if (!status) (void)columns.roll_back().has_value();
  return status;
}

}  // namespace

Result<std::int64_t> follow(const Journal& journal, Columns& columns, ReportProjector& projector) {
  std::int64_t position = MEGURI_TRY(columns.position());
  const std::int64_t last = MEGURI_TRY(journal.position());
  if (position > last) {
    return error(
        ErrorCode::damaged, "facts.columns_ahead", {{"columns", position}, {"journal", last}});
  }
  std::int64_t projected = 0;
  std::vector<Entry> entries = MEGURI_TRY(journal.read(position, batch_entries));
  while (!entries.empty()) {
    position = entries.back().position;
    // Of a long journal the next batch is read and checked while this one is laid down.
    const bool is_full = static_cast<std::int64_t>(entries.size()) == batch_entries;
    Result<std::vector<Entry>> next = std::vector<Entry>();
    Status status = ok();
    run_beside(
        is_full,
        [&] { next = journal.read(position, batch_entries); },
        [&] { status = project_batch(entries, columns, projector); });
    if (!status) return std::move(status).error();
    projected += static_cast<std::int64_t>(entries.size());
    if (!is_full) next = journal.read(position, batch_entries);
    entries = MEGURI_TRY(std::move(next));
  }
  return projected;
}

}  // namespace meguri
