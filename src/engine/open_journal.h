// SPDX-License-Identifier: Apache-2.0
// open_journal: the journal that a data folder belongs to: its own, or one that servers share.
//
// A folder belongs to one journal for good: its columns, its head file and its key say what that
// journal holds. So a folder with a journal of its own is not opened on a shared one, and one that
// belongs to a shared journal (the file shared-journal names it) not on its own.
//
// Errors: conflict, those of the journal. One thread.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "journal/data_folder.h"
#include "journal/journal.h"

namespace meguri {

// Before the folder is locked, so that whoever names a shared journal is never sent to the server
// of a folder with its own.
Status expect_no_journal_of_its_own(const EngineOptions& options);

Result<Journal> open_journal(const EngineOptions& options,
                             const DataFolder& folder,
                             const Clock& clock);

}  // namespace meguri
