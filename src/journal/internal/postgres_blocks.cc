// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/postgres_blocks.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "journal/internal/entry_block.h"
#include "journal/internal/postgres_rows.h"
#include "journal/internal/postgres_statements.h"
#include "journal/internal/stored_rows.h"

namespace meguri::postgres {
namespace {

// With its keys a row of these fits on a page of the server, which keeps it there as it is
// (postgres_schema.h).
constexpr std::size_t block_bytes_max = 7'400;
// Of so many ids it is asked first whether any of them could be there.
constexpr std::size_t ids_few = 64;
// A statement takes no more than these at once; its arrays have to fit into a gigabyte.
constexpr std::size_t ids_at_once = 200'000;
constexpr std::size_t bytes_at_once = std::size_t{64} << 20U;

// What each of the statements that read blocks selects.
EntryBlock block_of(const Rows& rows, int row) {
  EntryBlock block;
  block.first_position = rows.integer(row, 0);
  block.book_number = rows.integer(row, 1);
  block.first_sequence = rows.integer(row, 2);
  block.entries = rows.integer(row, 3);
  block.bytes = rows.bytes(row, 4);
  return block;
}

std::vector<std::string_view> views_of(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

// Where an id is, or could be: at that position, or in the block that begins there.
struct Place {
  std::size_t index = 0;  // of the id
  std::optional<std::int64_t> position;
  std::int64_t first_position = 0;
};

Result<bool> may_have_any(const Ask& ask,
                          std::int64_t book_number,
                          const std::vector<std::string>& keys) {
  const auto [first, last] = std::ranges::minmax_element(keys);
  const Rows rows = MEGURI_TRY(ask(
      any_client_statement,
      Parameters().add(book_number).add(std::string_view(*first)).add(std::string_view(*last))));
  return rows.integer(0, 0) != 0 || rows.integer(0, 1) != 0;
}

Result<std::vector<Place>> places_of(const Ask& ask,
                                     std::int64_t book_number,
                                     std::span<const std::string> client_ids) {
  std::vector<std::string> keys;
  keys.reserve(client_ids.size());
  for (const std::string& id : client_ids)
    keys.push_back(client_key(id));
  std::vector<Place> places;
  if (keys.size() > ids_few && !MEGURI_TRY(may_have_any(ask, book_number, keys))) return places;
  const Rows rows = MEGURI_TRY(
      ask(find_clients_statement, Parameters().add(book_number).add_bytes(views_of(keys))));
  for (int row = 0; row < rows.size(); ++row) {
    Place& place = places.emplace_back();
    place.index = static_cast<std::size_t>(rows.integer(row, 0)) - 1;
    if (!rows.is_null(row, 1)) place.position = rows.integer(row, 1);
    if (!place.position) place.first_position = rows.integer(row, 2);
  }
  return places;
}

// Those of the blocks that hold one of these positions, each once, in their order.
Result<Rows> blocks_with(const Ask& ask, const std::vector<Place>& places) {
  std::set<std::int64_t> positions;
  for (const Place& place : places)
    positions.insert(place.position.value_or(place.first_position));
  const std::vector<std::int64_t> asked(positions.begin(), positions.end());
  return ask(blocks_with_statement, Parameters().add(asked));
}

// The last of the blocks that does not begin behind the position.
Result<EntryBlock> block_with(const std::vector<EntryBlock>& blocks, std::int64_t position) {
  const auto after = std::ranges::upper_bound(blocks, position, {}, &EntryBlock::first_position);
  if (after == blocks.begin()) return row_damaged("block", position);
  return *std::prev(after);
}

// What an index led to is compared with what was asked for.
Result<std::optional<StoredEntry>> entry_in(const EntryBlock& block,
                                            const Place& place,
                                            std::int64_t book_number,
                                            const std::string& client_id) {
  const auto number = place.position.value_or(place.first_position);
  if (block.book_number != book_number) return row_damaged("block", number);
  if (!place.position) return find_in_block(block, client_id);
  StoredEntry entry = MEGURI_TRY(entry_at(block, *place.position));
  if (entry.client_id != client_id) return row_damaged("client", number);
  return std::optional(std::move(entry));
}

Status find_some(const Ask& ask,
                 std::int64_t book_number,
                 std::span<const std::string> client_ids,
                 std::span<std::optional<StoredEntry>> entries) {
  const std::vector<Place> places = MEGURI_TRY(places_of(ask, book_number, client_ids));
  if (places.empty()) return ok();
  const Rows rows = MEGURI_TRY(blocks_with(ask, places));
  std::vector<EntryBlock> blocks;
  blocks.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row)
    blocks.push_back(block_of(rows, row));
  for (const Place& place : places) {
    const EntryBlock block =
        MEGURI_TRY(block_with(blocks, place.position.value_or(place.first_position)));
    entries[place.index] = MEGURI_TRY(entry_in(block, place, book_number, client_ids[place.index]));
  }
  return ok();
}

struct BlockColumns {
  std::vector<std::int64_t> first_positions;
  std::vector<std::int64_t> books;
  std::vector<std::int64_t> first_sequences;
  std::vector<std::int64_t> entries;
  std::vector<std::string> first_clients;
  std::vector<std::string> last_clients;
  std::vector<std::string> bytes;

  void add(const PlannedBlock& planned) {
    const StoredEntry& first = planned.entries.front();
    first_positions.push_back(first.position);
    books.push_back(first.book_number);
    first_sequences.push_back(first.sequence);
    entries.push_back(static_cast<std::int64_t>(planned.entries.size()));
    bytes.push_back(block_bytes(planned.entries));
    if (!planned.first_client_id) return;
    first_clients.push_back(client_key(*planned.first_client_id));
    last_clients.push_back(client_key(*planned.last_client_id));
  }
};

// The first positions of those that could be inserted as ranges: no other range overlaps theirs,
// and no id stands alone between them.
Result<std::set<std::int64_t>> insert_ranges(const Ask& ask, std::span<const PlannedBlock> blocks) {
  BlockColumns columns;
  for (const PlannedBlock& planned : blocks) {
    if (planned.first_client_id) columns.add(planned);
  }
  std::set<std::int64_t> inserted;
  if (columns.books.empty()) return inserted;
  Parameters parameters;
  parameters.add(columns.first_positions)
      .add(columns.books)
      .add(columns.first_sequences)
      .add(columns.entries)
      .add_bytes(views_of(columns.bytes))
      .add_bytes(views_of(columns.first_clients))
      .add_bytes(views_of(columns.last_clients));
  const Rows rows = MEGURI_TRY(ask(insert_ranges_statement, parameters));
  for (int row = 0; row < rows.size(); ++row)
    inserted.insert(rows.integer(row, 0));
  return inserted;
}

Status insert_clients(const Ask& ask, std::span<const StoredEntry> entries) {
  std::vector<std::string> ids;
  std::vector<std::string> keys;
  std::vector<std::int64_t> positions;
  const std::vector<std::int64_t> books(entries.size(), entries.front().book_number);
  for (const StoredEntry& entry : entries) {
    ids.push_back(entry.client_id);
    keys.push_back(client_key(entry.client_id));
    positions.push_back(entry.position);
  }
  for (const auto& known : MEGURI_TRY(find_in_blocks(ask, books.front(), ids))) {
    if (known) return row_damaged("client", known->position);
  }
  MEGURI_TRY(ask(insert_clients_statement,
                 Parameters().add(books).add_bytes(views_of(keys)).add(positions)));
  return ok();
}

Status insert_alone(const Ask& ask, const PlannedBlock& planned) {
  MEGURI_TRY(insert_clients(ask, planned.entries));
  BlockColumns columns;
  columns.add({planned.entries, std::nullopt, std::nullopt});
  Parameters parameters;
  parameters.add(columns.first_positions)
      .add(columns.books)
      .add(columns.first_sequences)
      .add(columns.entries)
      .add_bytes(views_of(columns.bytes));
  MEGURI_TRY(ask(insert_blocks_statement, parameters));
  return ok();
}

Status insert_blocks(const Ask& ask, std::span<const PlannedBlock> blocks) {
  const auto inserted = MEGURI_TRY(insert_ranges(ask, blocks));
  for (const PlannedBlock& planned : blocks) {
    if (!inserted.contains(planned.entries.front().position))
      MEGURI_TRY(insert_alone(ask, planned));
  }
  return ok();
}

// The blocks in which entries after a position lie, as far as `limit` goes.
Result<Rows> blocks_after(const Ask& ask, std::int64_t position, std::int64_t limit) {
  const NumbersAfter asked = numbers_after(position, limit);
  return ask(blocks_statement, Parameters().add(asked.first).add(asked.end));
}

}  // namespace

Result<std::vector<std::optional<StoredEntry>>> find_in_blocks(
    const Ask& ask, std::int64_t book_number, std::span<const std::string> client_ids) {
  std::vector<std::optional<StoredEntry>> entries(client_ids.size());
  for (std::size_t from = 0; from < client_ids.size(); from += ids_at_once) {
    const std::size_t count = std::min(ids_at_once, client_ids.size() - from);
    MEGURI_TRY(find_some(ask,
                         book_number,
                         client_ids.subspan(from, count),
                         std::span(entries).subspan(from, count)));
  }
  return entries;
}

Status insert_into_blocks(const Ask& ask, std::span<const StoredEntry> entries) {
  const std::vector<PlannedBlock> blocks = plan_blocks(entries, block_bytes_max);
  std::size_t begin = 0;
  std::size_t bytes = 0;
  for (std::size_t end = 0; end < blocks.size(); ++end) {
    for (const StoredEntry& entry : blocks[end].entries)
      bytes += entry.bytes.size();
    if (bytes < bytes_at_once && end + 1 < blocks.size()) continue;
    MEGURI_TRY(insert_blocks(ask, std::span(blocks).subspan(begin, end + 1 - begin)));
    begin = end + 1;
    bytes = 0;
  }
  return ok();
}

Result<std::vector<StoredEntry>> entries_after(const Ask& ask,
                                               std::int64_t position,
                                               std::int64_t limit) {
  std::vector<StoredEntry> entries;
  if (limit <= 0) return entries;
  const Rows rows = MEGURI_TRY(blocks_after(ask, position, limit));
  for (int row = 0; row < rows.size(); ++row) {
    const std::int64_t left = limit - static_cast<std::int64_t>(entries.size());
    MEGURI_TRY(read_block(block_of(rows, row), position, left, entries));
  }
  return entries;
}

Result<std::vector<Digest>> leaf_hashes_after(const Ask& ask,
                                              std::int64_t position,
                                              std::int64_t limit) {
  std::vector<Digest> hashes;
  if (limit <= 0) return hashes;
  const Rows rows = MEGURI_TRY(blocks_after(ask, position, limit));
  for (int row = 0; row < rows.size(); ++row) {
    const EntryBlock block = block_of(rows, row);
    MEGURI_TRY(append_leaf_hashes(block, position, limit, hashes));
  }
  return hashes;
}

Result<std::vector<StoredEntry>> entries_of_book(const Ask& ask,
                                                 std::int64_t book_number,
                                                 std::int64_t after_sequence,
                                                 std::int64_t limit) {
  std::vector<StoredEntry> entries;
  if (limit <= 0) return entries;
  const NumbersAfter asked = numbers_after(after_sequence, limit);
  const Rows rows = MEGURI_TRY(
      ask(blocks_of_book_statement, Parameters().add(book_number).add(asked.first).add(asked.end)));
  for (int row = 0; row < rows.size(); ++row) {
    const std::int64_t left = limit - static_cast<std::int64_t>(entries.size());
    MEGURI_TRY(read_block_of_book(block_of(rows, row), after_sequence, left, entries));
  }
  return entries;
}

Status move_entries_into_blocks(const Ask& ask) {
  constexpr std::int64_t entries_at_once = 10'000;
  for (std::int64_t position = 0;;) {
    const Rows rows =
        MEGURI_TRY(ask(old_entries_statement, Parameters().add(position).add(entries_at_once)));
    if (rows.size() == 0) return ok();
    const std::vector<StoredEntry> entries = MEGURI_TRY(read_all(rows, read_entry_row));
    MEGURI_TRY(insert_into_blocks(ask, entries));
    position = entries.back().position;
  }
}

}  // namespace meguri::postgres
