// SPDX-License-Identifier: Apache-2.0
// undo: an import taken back: a correction of every entry it made, the newest first.
//
// Nothing is deleted. What was built on since (lots that were used, shipments that were received)
// is refused with a finding and stays. Doing it again takes back what is left and nothing twice.
//
// Errors: not_found (intake.import_unknown), those of the journal. Thread rule: as the journal's.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/finding_log.h"
#include "base/progress.h"
#include "base/result.h"
#include "journal/journal.h"

namespace meguri {

struct UndoReport {
  std::int64_t undone = 0;
  std::int64_t already_undone = 0;
  std::int64_t refused = 0;
  FindingLog findings;
};

Result<UndoReport> undo_import(Journal& journal,
                               const Clock& clock,
                               std::string_view book,
                               std::string_view import_id,
                               std::string_view actor,
                               Progress& progress);

}  // namespace meguri
