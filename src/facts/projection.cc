// SPDX-License-Identifier: Apache-2.0
#include "facts/projection.h"

#include <vector>

namespace meguri {
namespace {

constexpr std::int64_t batch_entries = 5000;

Status project_batch(const std::vector<Entry>& entries,
                     Columns& columns,
                     ReportProjector& projector) {
  MEGURI_TRY(columns.append_entries(entries));
  for (const Entry& entry : entries) {
    if (entry.draft.kind == EntryKind::report) MEGURI_TRY(projector.project(entry, columns));
  }
  MEGURI_TRY(columns.set_position(entries.back().position));
  return columns.commit();
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
  for (;;) {
    const std::vector<Entry> entries = MEGURI_TRY(journal.read(position, batch_entries));
    if (entries.empty()) return projected;
    MEGURI_TRY(columns.begin());
    const Status status = project_batch(entries, columns, projector);
    if (!status) {
      // The reason matters more than whether the way back worked too.
      (void)columns.roll_back().has_value();
      return status.error();
    }
    position = entries.back().position;
    projected += static_cast<std::int64_t>(entries.size());
  }
}

}  // namespace meguri
