// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/sqlite_rows.h"

#include <cstring>
#include <utility>

namespace meguri {

using sqlite::Statement;

Result<StoredBook> read_book_row(const Statement& row) {
  StoredBook book;
  book.number = row.integer(0);
  book.book.id = row.text(1);
  book.book.name = row.text(2);
  book.book.sample = row.integer(3) != 0;
  book.entries = row.integer(4);
  if (!row.is_null(5)) book.last_recorded_at = Instant{row.integer(5)};
  auto frontier = frontier_of(book.entries, row.bytes(6));
  if (!frontier) return row_damaged("book", book.number);
  book.frontier = *std::move(frontier);
  book.book.layers = layers_of(row.bytes(8));
  if (row.integer(7) != checksum_of(book)) return row_damaged("book", book.number);
  return book;
}

Result<StoredEntry> read_entry_row(const Statement& row) {
  StoredEntry entry;
  entry.position = row.integer(0);
  entry.book_number = row.integer(1);
  entry.sequence = row.integer(2);
  entry.client_id = row.text(3);
  const std::string_view salt = row.bytes(4);
  const auto leaf_hash = digest_of_bytes(row.bytes(5));
  if (salt.size() != entry.salt.bytes.size() || !leaf_hash) {
    return row_damaged("entry", entry.position);
  }
  std::memcpy(entry.salt.bytes.data(), salt.data(), salt.size());
  entry.leaf_hash = *leaf_hash;
  entry.bytes = row.text(6);
  return entry;
}

Result<StoredAccount> read_account_row(const Statement& row) {
  StoredAccount account;
  account.number = row.integer(0);
  account.book_number = row.integer(1);
  account.site = row.text(2);
  account.lot = row.text(3);
  account.material = row.text(4);
  account.balance = Mass::milligrams(row.integer(5));
  if (row.integer(6) != checksum_of(account)) return row_damaged("account", account.number);
  return account;
}

Result<StoredOutcome> read_outcome_row(const Statement& row) {
  StoredOutcome outcome;
  outcome.book_number = row.integer(0);
  outcome.sequence = row.integer(1);
  const auto kind = outcome_of_number(row.integer(2));
  outcome.by_book_number = row.integer(3);
  outcome.by_sequence = row.integer(4);
  if (kind) outcome.outcome = *kind;
  if (!kind || row.integer(5) != checksum_of(outcome)) {
    return row_damaged("outcome", outcome.sequence);
  }
  return outcome;
}

Result<StoredHead> read_head_row(const Statement& row) {
  StoredHead head;
  auto frontier = frontier_of(row.integer(0), row.bytes(1));
  if (!frontier) return row_damaged("head", 1);
  head.frontier = *std::move(frontier);
  if (row.integer(2) != checksum_of(head)) return row_damaged("head", 1);
  return head;
}

}  // namespace meguri
