// SPDX-License-Identifier: Apache-2.0
// sqlite_rows: the rows of journal.sqlite as values and back, with their checksums.
//
// A row whose checksum or form is wrong is refused as damaged, naming table and number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "journal/internal/sqlite.h"
#include "journal/store.h"

namespace meguri {

// What each reader below expects a statement to have selected.
inline constexpr const char* entry_columns =
    "SELECT position, book, sequence, client_id, salt, leaf_hash, bytes FROM entry ";
inline constexpr const char* book_columns =
    "SELECT number, id, name, sample, entries, last_recorded_at, roots, checksum FROM book ";
inline constexpr const char* account_columns =
    "SELECT number, book, site, lot, material, balance_mg, checksum FROM account ";

Error row_damaged(std::string_view table, std::int64_t number);

// The roots of the frontier, one after the other.
std::string bytes_of(const Frontier& frontier);
std::string_view view_of(const Salt& salt);

std::int64_t checksum_of(const StoredBook& book);
std::int64_t checksum_of(const StoredAccount& account);
std::int64_t checksum_of(const StoredHead& head);

Result<StoredBook> read_book_row(const sqlite::Statement& row);
Result<StoredEntry> read_entry_row(const sqlite::Statement& row);
Result<StoredAccount> read_account_row(const sqlite::Statement& row);
// position, roots, checksum
Result<StoredHead> read_head_row(const sqlite::Statement& row);

}  // namespace meguri
