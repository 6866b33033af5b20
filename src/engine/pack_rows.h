// SPDX-License-Identifier: Apache-2.0
// pack_rows: a pack's content as rows of the columns, and its entries as drafts for the journal.
#pragma once

#include <vector>

#include "base/result.h"
#include "engine/pack_report.h"
#include "facts/columns.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "pack/content.h"

namespace meguri {

// Appends everything but the entries (those reach the columns through the journal). Must run inside
// a transaction of the columns. `report_entry` is the journal entry that brought the pack in.
Status append_pack(const PackContent& content,
                   const PackReport& report,
                   const Entry& report_entry,
                   Columns& columns);

// Books for the parties that its entries are of, in the order of its tables.
std::vector<BookDraft> book_drafts(const PackContent& content);

// The pack's sample or opening entries, in the order of its tables.
std::vector<EntryDraft> entry_drafts(const PackContent& content, std::string_view actor);

}  // namespace meguri
