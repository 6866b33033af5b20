// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/postgres_rows.h"

#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace meguri::postgres {
namespace {

// One column of many rows.
template <typename Row, typename Value>
auto column(std::span<const Row> rows, const Value& value) {
  std::vector<std::decay_t<std::invoke_result_t<Value, const Row&>>> values;
  values.reserve(rows.size());
  for (const Row& row : rows)
    values.push_back(value(row));
  return values;
}

std::optional<std::int64_t> recorded_at(const StoredBook& book) {
  if (!book.last_recorded_at) return std::nullopt;
  return book.last_recorded_at->microseconds;
}

}  // namespace

Result<StoredBook> read_book_row(const Rows& rows, int row) {
  StoredBook book;
  book.number = rows.integer(row, 0);
  book.book.id = rows.text(row, 1);
  book.book.name = rows.text(row, 2);
  book.book.sample = rows.integer(row, 3) != 0;
  book.entries = rows.integer(row, 4);
  if (!rows.is_null(row, 5)) book.last_recorded_at = Instant{rows.integer(row, 5)};
  auto frontier = frontier_of(book.entries, rows.bytes(row, 6));
  if (!frontier) return row_damaged("book", book.number);
  book.frontier = *std::move(frontier);
  book.book.layers = layers_of(rows.bytes(row, 8));
  if (rows.integer(row, 7) != checksum_of(book)) return row_damaged("book", book.number);
  return book;
}

Result<StoredEntry> read_entry_row(const Rows& rows, int row) {
  StoredEntry entry;
  entry.position = rows.integer(row, 0);
  entry.book_number = rows.integer(row, 1);
  entry.sequence = rows.integer(row, 2);
  entry.client_id = rows.text(row, 3);
  const std::string_view salt = rows.bytes(row, 4);
  const auto leaf_hash = digest_of_bytes(rows.bytes(row, 5));
  if (salt.size() != entry.salt.bytes.size() || !leaf_hash) {
    return row_damaged("entry", entry.position);
  }
  std::memcpy(entry.salt.bytes.data(), salt.data(), salt.size());
  entry.leaf_hash = *leaf_hash;
  entry.bytes = rows.text(row, 6);
  return entry;
}

Result<StoredAccount> read_account_row(const Rows& rows, int row) {
  StoredAccount account;
  account.number = rows.integer(row, 0);
  account.book_number = rows.integer(row, 1);
  account.site = rows.text(row, 2);
  account.lot = rows.text(row, 3);
  account.material = rows.text(row, 4);
  account.balance = Mass::milligrams(rows.integer(row, 5));
  if (rows.integer(row, 6) != checksum_of(account)) return row_damaged("account", account.number);
  return account;
}

Result<StoredOutcome> read_outcome_row(const Rows& rows, int row) {
  StoredOutcome outcome;
  outcome.book_number = rows.integer(row, 0);
  outcome.sequence = rows.integer(row, 1);
  const auto kind = outcome_of_number(rows.integer(row, 2));
  outcome.by_book_number = rows.integer(row, 3);
  outcome.by_sequence = rows.integer(row, 4);
  if (kind) outcome.outcome = *kind;
  if (!kind || rows.integer(row, 5) != checksum_of(outcome)) {
    return row_damaged("outcome", outcome.sequence);
  }
  return outcome;
}

Result<StoredHead> read_head_row(const Rows& rows, int row) {
  StoredHead head;
  auto frontier = frontier_of(rows.integer(row, 0), rows.bytes(row, 1));
  if (!frontier) return row_damaged("head", 1);
  head.frontier = *std::move(frontier);
  if (rows.integer(row, 2) != checksum_of(head)) return row_damaged("head", 1);
  return head;
}

Parameters insert_book_parameters(const StoredBook& book) {
  Parameters parameters;
  parameters.add(book.number)
      .add(book.book.id)
      .add(book.book.name)
      .add(std::int64_t{book.book.sample ? 1 : 0})
      .add(book.entries)
      .add(recorded_at(book))
      .add(bytes_of(book.frontier))
      .add(checksum_of(book))
      .add(layers_text(book.book.layers));
  return parameters;
}

Parameters update_book_parameters(const StoredBook& book) {
  Parameters parameters;
  parameters.add(book.number)
      .add(book.entries)
      .add(recorded_at(book))
      .add(bytes_of(book.frontier))
      .add(checksum_of(book))
      .add(layers_text(book.book.layers));
  return parameters;
}

Parameters find_accounts_parameters(std::int64_t book_number, std::span<const AccountKey> keys) {
  using Text = std::string_view;
  Parameters parameters;
  parameters.add(book_number)
      .add_texts(column(keys, [](const AccountKey& key) { return Text(key.site); }))
      .add_texts(column(keys, [](const AccountKey& key) { return Text(key.lot); }))
      .add_texts(column(keys, [](const AccountKey& key) { return Text(key.material); }));
  return parameters;
}

Parameters insert_accounts_parameters(std::span<const StoredAccount* const> accounts) {
  using Text = std::string_view;
  using Row = const StoredAccount*;
  Parameters parameters;
  parameters.add(column(accounts, [](Row row) { return row->book_number; }))
      .add(column(accounts, [](Row row) { return row->number; }))
      .add_texts(column(accounts, [](Row row) { return Text(row->site); }))
      .add_texts(column(accounts, [](Row row) { return Text(row->lot); }))
      .add_texts(column(accounts, [](Row row) { return Text(row->material); }))
      .add(column(accounts, [](Row row) { return row->balance.count_mg(); }))
      .add(column(accounts, [](Row row) { return checksum_of(*row); }));
  return parameters;
}

Parameters update_accounts_parameters(std::span<const StoredAccount* const> accounts) {
  using Row = const StoredAccount*;
  Parameters parameters;
  parameters.add(column(accounts, [](Row row) { return row->book_number; }))
      .add(column(accounts, [](Row row) { return row->number; }))
      .add(column(accounts, [](Row row) { return row->balance.count_mg(); }))
      .add(column(accounts, [](Row row) { return checksum_of(*row); }));
  return parameters;
}

Parameters save_outcomes_parameters(std::span<const StoredOutcome> outcomes) {
  using Row = StoredOutcome;
  Parameters parameters;
  parameters.add(column(outcomes, [](const Row& row) { return row.book_number; }))
      .add(column(outcomes, [](const Row& row) { return row.sequence; }))
      .add(column(outcomes, [](const Row& row) { return static_cast<std::int64_t>(row.outcome); }))
      .add(column(outcomes, [](const Row& row) { return row.by_book_number; }))
      .add(column(outcomes, [](const Row& row) { return row.by_sequence; }))
      .add(column(outcomes, [](const Row& row) { return checksum_of(row); }));
  return parameters;
}

Parameters save_head_parameters(const StoredHead& head) {
  Parameters parameters;
  parameters.add(head.position()).add(bytes_of(head.frontier)).add(checksum_of(head));
  return parameters;
}

}  // namespace meguri::postgres
