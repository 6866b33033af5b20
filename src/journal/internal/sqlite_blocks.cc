// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/sqlite_blocks.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include "journal/internal/stored_rows.h"

namespace meguri {
namespace {

using sqlite::ResetAfter;
using sqlite::Statement;

// Four or five pages: long enough that one row costs little beside its bytes, short enough that a
// single entry is found in it at once.
constexpr std::size_t block_bytes_max = 16'000;

// What block_of() expects a statement to have selected.
constexpr const char* block_columns =
    "SELECT first_position, book, first_sequence, entries, bytes FROM block ";

// Valid until the next step.
EntryBlock block_of(const Statement& row) {
  EntryBlock block;
  block.first_position = row.integer(0);
  block.book_number = row.integer(1);
  block.first_sequence = row.integer(2);
  block.entries = row.integer(3);
  block.bytes = row.bytes(4);
  return block;
}

}  // namespace

SqliteBlocks::SqliteBlocks(Statement insert_block,
                           Statement insert_client,
                           Statement block_at,
                           Statement blocks,
                           Statement blocks_of_book,
                           Statement next_client,
                           Statement next_range)
    : insert_block_(std::move(insert_block)),
      insert_client_(std::move(insert_client)),
      block_at_(std::move(block_at)),
      blocks_(std::move(blocks)),
      blocks_of_book_(std::move(blocks_of_book)),
      next_client_(std::move(next_client)),
      next_range_(std::move(next_range)) {}

Result<SqliteBlocks> SqliteBlocks::prepare(sqlite3* connection) {
  const auto prepared = [connection](const std::string& sql) {
    return Statement::prepare(connection, sql);
  };
  Statement insert_block = MEGURI_TRY(
      prepared("INSERT INTO block(first_position, book, first_sequence, entries, first_client, "
               "last_client, bytes) VALUES(?,?,?,?,?,?,?)"));
  Statement insert_client =
      MEGURI_TRY(prepared("INSERT INTO client(book, client, position) VALUES(?,?,?)"));
  const std::string columns = block_columns;
  Statement block_at = MEGURI_TRY(
      prepared(columns + "WHERE first_position<=? ORDER BY first_position DESC LIMIT 1"));
  Statement blocks =
      MEGURI_TRY(prepared(
          columns + "WHERE first_position>=COALESCE((SELECT MAX(first_position) FROM block WHERE "
                    "first_position<=?1),?1) AND first_position<?2 ORDER BY first_position"));
  Statement blocks_of_book = MEGURI_TRY(prepared(
      columns +
      "WHERE book=?1 AND first_sequence>=COALESCE((SELECT MAX(first_sequence) FROM block WHERE "
      "book=?1 AND first_sequence<=?2),?2) AND first_sequence<?3 ORDER BY first_sequence"));
  Statement next_client =
      MEGURI_TRY(prepared("SELECT client, position FROM client WHERE book=? AND client>=? "
                          "ORDER BY client LIMIT 1"));
  Statement next_range = MEGURI_TRY(
      prepared("SELECT first_client, last_client, first_position FROM block WHERE book=? "
               "AND last_client>=? ORDER BY last_client LIMIT 1"));
  return SqliteBlocks(std::move(insert_block),
                      std::move(insert_client),
                      std::move(block_at),
                      std::move(blocks),
                      std::move(blocks_of_book),
                      std::move(next_client),
                      std::move(next_range));
}

Result<std::optional<SqliteBlocks::NextClient>> SqliteBlocks::next_client(std::int64_t book_number,
                                                                          std::string_view from) {
  const ResetAfter reset(next_client_);
  const std::string key = client_key(from);
  next_client_.bind(1, book_number).bind_blob(2, key);
  if (!MEGURI_TRY(next_client_.step())) return std::optional<NextClient>();
  return std::optional(
      NextClient{std::string(client_id_of(next_client_.bytes(0))), next_client_.integer(1)});
}

Result<std::optional<SqliteBlocks::NextRange>> SqliteBlocks::next_range(std::int64_t book_number,
                                                                        std::string_view from) {
  const ResetAfter reset(next_range_);
  const std::string key = client_key(from);
  next_range_.bind(1, book_number).bind_blob(2, key);
  if (!MEGURI_TRY(next_range_.step())) return std::optional<NextRange>();
  NextRange range;
  range.first = client_id_of(next_range_.bytes(0));
  range.last = client_id_of(next_range_.bytes(1));
  range.first_position = next_range_.integer(2);
  return std::optional(std::move(range));
}

Result<const SqliteBlocks::Kept*> SqliteBlocks::keep(std::int64_t position) {
  const auto holds = [position](const EntryBlock& block) {
    return block.first_position <= position && position - block.first_position < block.entries;
  };
  if (kept_ && holds(kept_->block)) return &*kept_;
  const ResetAfter reset(block_at_);
  block_at_.bind(1, position);
  if (!MEGURI_TRY(block_at_.step())) return row_damaged("block", position);
  kept_.emplace();
  kept_->block = block_of(block_at_);
  kept_->bytes = kept_->block.bytes;
  kept_->block.bytes = kept_->bytes;
  return &*kept_;
}

// What the cursors stood at is passed over only where the id lies behind it.
Status SqliteBlocks::move_to(Search& search, const std::string& client_id) {
  const bool is_first = !std::exchange(search.has_begun, true);
  if (is_first || (search.client && comes_before(search.client->client_id, client_id))) {
    search.client = MEGURI_TRY(next_client(search.book_number, client_id));
  }
  if (is_first || (search.range && comes_before(search.range->last, client_id))) {
    search.range = MEGURI_TRY(next_range(search.book_number, client_id));
  }
  return ok();
}

// What an index led to is compared with what was asked for.
Result<std::optional<StoredEntry>> SqliteBlocks::find_one(const Search& search,
                                                          const std::string& client_id) {
  if (search.client && search.client->client_id == client_id) {
    const Kept* const kept = MEGURI_TRY(keep(search.client->position));
    StoredEntry entry = MEGURI_TRY(entry_at(kept->block, search.client->position));
    if (entry.client_id != client_id || entry.book_number != search.book_number) {
      return row_damaged("client", search.client->position);
    }
    return std::optional(std::move(entry));
  }
  if (!search.range || comes_before(client_id, search.range->first))
    return std::optional<StoredEntry>();
  const Kept* const kept = MEGURI_TRY(keep(search.range->first_position));
  if (kept->block.book_number != search.book_number) {
    return row_damaged("block", search.range->first_position);
  }
  auto entry = MEGURI_TRY(find_in_block(kept->block, client_id));
  const bool is_end = client_id == search.range->first || client_id == search.range->last;
  if (!entry && is_end) return row_damaged("block", search.range->first_position);
  return entry;
}

// Both in their order: where new ids ascend (dates, running numbers), one search tells that all of
// them are new.
Result<std::vector<std::optional<StoredEntry>>> SqliteBlocks::find(
    std::int64_t book_number, std::span<const std::string> client_ids) {
  std::vector<std::optional<StoredEntry>> entries(client_ids.size());
  std::vector<std::size_t> order(client_ids.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto id_of = [&](std::size_t i) -> const std::string& { return client_ids[i]; };
  if (!std::ranges::is_sorted(client_ids, comes_before)) {
    std::ranges::sort(order, comes_before, id_of);
  }
  kept_.reset();
  Search search;
  search.book_number = book_number;
  for (const std::size_t i : order) {
    MEGURI_TRY(move_to(search, client_ids[i]));
    if (!search.client && !search.range) break;
    entries[i] = MEGURI_TRY(find_one(search, client_ids[i]));
  }
  kept_.reset();
  return entries;
}

// Whether no range overlaps these ids, and none between them stands alone.
Result<bool> SqliteBlocks::is_free(std::int64_t book_number,
                                   std::string_view first,
                                   std::string_view last) {
  const auto range = MEGURI_TRY(next_range(book_number, first));
  if (range && !comes_before(last, range->first)) return false;
  const auto client = MEGURI_TRY(next_client(book_number, first));
  return !client || comes_before(last, client->client_id);
}

Status SqliteBlocks::insert_block(const PlannedBlock& planned, bool as_range) {
  const StoredEntry& first = planned.entries.front();
  const std::string bytes = block_bytes(planned.entries);
  const std::string first_client = as_range ? client_key(*planned.first_client_id) : "";
  const std::string last_client = as_range ? client_key(*planned.last_client_id) : "";
  insert_block_.bind(1, first.position).bind(2, first.book_number).bind(3, first.sequence);
  insert_block_.bind(4, static_cast<std::int64_t>(planned.entries.size()));
  if (as_range) {
    insert_block_.bind_blob(5, first_client).bind_blob(6, last_client);
  } else {
    insert_block_.bind_null(5).bind_null(6);
  }
  insert_block_.bind_blob(7, bytes);
  return insert_block_.run();
}

Status SqliteBlocks::insert_clients(const PlannedBlock& planned) {
  std::vector<std::string> ids;
  for (const StoredEntry& entry : planned.entries)
    ids.push_back(entry.client_id);
  const auto known = MEGURI_TRY(find(planned.entries.front().book_number, ids));
  for (const auto& entry : known) {
    if (entry) return row_damaged("client", entry->position);
  }
  for (const StoredEntry& entry : planned.entries) {
    const std::string key = client_key(entry.client_id);
    insert_client_.bind(1, entry.book_number).bind_blob(2, key).bind(3, entry.position);
    MEGURI_TRY(insert_client_.run());
  }
  return ok();
}

Status SqliteBlocks::insert(std::span<const StoredEntry> entries) {
  for (const PlannedBlock& planned : plan_blocks(entries, block_bytes_max)) {
    const bool as_range =
        planned.first_client_id && MEGURI_TRY(is_free(planned.entries.front().book_number,
                                                      *planned.first_client_id,
                                                      *planned.last_client_id));
    if (!as_range) MEGURI_TRY(insert_clients(planned));
    MEGURI_TRY(insert_block(planned, as_range));
  }
  return ok();
}

Result<std::vector<StoredEntry>> SqliteBlocks::after(std::int64_t position, std::int64_t limit) {
  std::vector<StoredEntry> entries;
  if (limit <= 0) return entries;
  const ResetAfter reset(blocks_);
  const NumbersAfter asked = numbers_after(position, limit);
  blocks_.bind(1, asked.first).bind(2, asked.end);
  while (MEGURI_TRY(blocks_.step())) {
    const std::int64_t left = limit - static_cast<std::int64_t>(entries.size());
    MEGURI_TRY(read_block(block_of(blocks_), position, left, entries));
  }
  return entries;
}

Result<std::vector<Digest>> SqliteBlocks::leaf_hashes_after(std::int64_t position,
                                                            std::int64_t limit) {
  std::vector<Digest> hashes;
  if (limit <= 0) return hashes;
  const ResetAfter reset(blocks_);
  const NumbersAfter asked = numbers_after(position, limit);
  blocks_.bind(1, asked.first).bind(2, asked.end);
  while (MEGURI_TRY(blocks_.step())) {
    MEGURI_TRY(append_leaf_hashes(block_of(blocks_), position, limit, hashes));
  }
  return hashes;
}

Result<std::vector<StoredEntry>> SqliteBlocks::of_book(std::int64_t book_number,
                                                       std::int64_t after_sequence,
                                                       std::int64_t limit) {
  std::vector<StoredEntry> entries;
  if (limit <= 0) return entries;
  const ResetAfter reset(blocks_of_book_);
  const NumbersAfter asked = numbers_after(after_sequence, limit);
  blocks_of_book_.bind(1, book_number).bind(2, asked.first).bind(3, asked.end);
  while (MEGURI_TRY(blocks_of_book_.step())) {
    const std::int64_t left = limit - static_cast<std::int64_t>(entries.size());
    MEGURI_TRY(read_block_of_book(block_of(blocks_of_book_), after_sequence, left, entries));
  }
  return entries;
}

Result<bool> SqliteBlocks::is_empty() {
  const ResetAfter reset(block_at_);
  block_at_.bind(1, std::numeric_limits<std::int64_t>::max());
  return !MEGURI_TRY(block_at_.step());
}

}  // namespace meguri
