// SPDX-License-Identifier: Apache-2.0
// postgres_blocks: the entries of the journal in PostgreSQL: rows of `block`, and how an entry is
// found in them; the same as in journal.sqlite (sqlite_blocks.h).
//
// Many client ids, or blocks, are asked for in one round trip. A client id that is there already is
// refused. Not for several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "journal/internal/postgres.h"
#include "journal/store.h"

namespace meguri::postgres {

// How a statement gets its answer.
using Ask = std::function<Result<Rows>(const Statement&, const Parameters&)>;

Result<std::vector<std::optional<StoredEntry>>> find_in_blocks(
    const Ask& ask, std::int64_t book_number, std::span<const std::string> client_ids);
Status insert_into_blocks(const Ask& ask, std::span<const StoredEntry> entries);
Result<std::vector<StoredEntry>> entries_after(const Ask& ask,
                                               std::int64_t position,
                                               std::int64_t limit);
Result<std::vector<Digest>> leaf_hashes_after(const Ask& ask,
                                              std::int64_t position,
                                              std::int64_t limit);
Result<std::vector<StoredEntry>> entries_of_book(const Ask& ask,
                                                 std::int64_t book_number,
                                                 std::int64_t after_sequence,
                                                 std::int64_t limit);

// What `entry` holds, up to version 2 of the tables a row each, goes into blocks.
Status move_entries_into_blocks(const Ask& ask);

}  // namespace meguri::postgres
