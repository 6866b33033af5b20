// SPDX-License-Identifier: Apache-2.0
// sqlite_rows: the rows of journal.sqlite as values.
//
// A row whose checksum or form is wrong is refused as damaged, naming table and number.
#pragma once

#include "base/result.h"
#include "journal/internal/sqlite.h"
#include "journal/internal/stored_rows.h"
#include "journal/store.h"

namespace meguri {

// What each reader below expects a statement to have selected.
inline constexpr const char* book_columns =
    "SELECT number, id, name, sample, entries, last_recorded_at, roots, checksum, layers "
    "FROM book ";
inline constexpr const char* account_columns =
    "SELECT number, book, site, lot, material, balance_mg, checksum FROM account ";
inline constexpr const char* outcome_columns =
    "SELECT book, sequence, outcome, by_book, by_sequence, checksum FROM outcome ";

Result<StoredBook> read_book_row(const sqlite::Statement& row);
// position, book, sequence, client_id, salt, leaf_hash, bytes: an entry as it stood up to version 2
Result<StoredEntry> read_entry_row(const sqlite::Statement& row);
Result<StoredAccount> read_account_row(const sqlite::Statement& row);
Result<StoredOutcome> read_outcome_row(const sqlite::Statement& row);
// position, roots, checksum
Result<StoredHead> read_head_row(const sqlite::Statement& row);

}  // namespace meguri
