// SPDX-License-Identifier: Apache-2.0
// entry_reading: entries as callers write them in JSON, read into drafts.
//
//   auto drafts = MEGURI_TRY(read_entries(text, {.book = "recycler", .actor = "local"}));
//
// One entry is an object, several stand in an array. Masses are texts with their unit ("12.5 t"),
// never JSON numbers. Nothing is guessed: a member that is not known is refused, with the nearest
// name. All problems of a document come at once, as findings of one invalid_input Error, each with
// the number of its entry (row, from 1) and its JSON pointer (column). What the members mean:
// docs/CONTRACT.md. Pure; any thread. O(length).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/entry.h"
#include "wire/json.h"

namespace meguri {

struct EntryReadingOptions {
  std::string book;
  std::string actor;            // of entries that name none
  std::string idempotency_key;  // the client id of an entry that has none; of the n-th of an array
                                // "<key>/<n>"
};

struct ReadEntries {
  std::vector<EntryDraft> drafts;
  bool is_array = false;
};

Result<ReadEntries> read_entries(std::string_view text, const EntryReadingOptions& options);
// Of a document that was parsed already.
Result<ReadEntries> read_entry_document(const Json& document, const EntryReadingOptions& options);

// The JSON pointer of an entry of such a document, from 0: "/entries/3", of a single one
// "/entries".
std::string entry_pointer(bool is_array, std::size_t index);

}  // namespace meguri
