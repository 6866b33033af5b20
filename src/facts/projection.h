// SPDX-License-Identifier: Apache-2.0
// projection: keeps the columns up with the journal.
//
// Tails the journal from the columns' position; some batches and their new position are one
// transaction of the columns, so that a process killed midway continues where it stopped, and a
// rebuild (remove the file, follow from nothing) gives the same rows.
//
// Thread rule: one follow() at a time per Columns.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "facts/columns.h"
#include "journal/entry.h"
#include "journal/journal.h"

namespace meguri {

// Turns a `report` entry into rows: reads the pack it names from the document store and appends.
class ReportProjector {
 public:
  virtual ~ReportProjector() = default;
  // Called inside the batch's transaction; must not begin or commit. An Error stops the projection
  // before this batch, with the columns as they were.
  virtual Status project(const Entry& report, Columns& columns) = 0;
};

// Projects nothing: for journals without reports, and for tests.
class NoReports final : public ReportProjector {
 public:
  Status project(const Entry&, Columns&) override { return ok(); }
};

inline constexpr std::int64_t entries_per_projection_max = 250'000;

// Up to about `most` entries in one commit; how many there were, none once the columns are up.
// Error damaged (facts.columns_ahead) if the columns know a position that the journal does not:
// they belong to another journal, and must be rebuilt.
Result<std::int64_t> follow_some(const Journal& journal,
                                 Columns& columns,
                                 ReportProjector& projector,
                                 std::int64_t most = entries_per_projection_max);

// The same until the columns are up.
Result<std::int64_t> follow(const Journal& journal, Columns& columns, ReportProjector& projector);

}  // namespace meguri
