// SPDX-License-Identifier: Apache-2.0
// entry_block: entries of one book that follow one another, as stores keep them: in one row.
//
// An import of a million entries is so some sixteen thousand rows, and one search tree grows for
// what would be three. docs/formats/journal.md has the form. Any bytes that are no block are
// refused as damaged; whether an entry in it is the one that was sealed is the journal's question.
//
// Pure; any thread. O(bytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/store.h"

namespace meguri {

// A row, as a view of it.
struct EntryBlock {
  std::int64_t first_position = 0;
  std::int64_t book_number = 0;
  std::int64_t first_sequence = 0;
  std::int64_t entries = 0;
  std::string_view bytes;
};

// Client ids have an order here in which shorter ones come first: running numbers ascend in it,
// whether they have leading zeros or not. Their keys have the same order as bytes.
inline bool comes_before(std::string_view client_id, std::string_view other) {
  return client_id.size() != other.size() ? client_id.size() < other.size() : client_id < other;
}
// The length as 2 bytes big-endian, and the id. REQUIRES: at most 65,535 bytes.
std::string client_key(std::string_view client_id);
// The id in a key; empty if it is none.
std::string_view client_id_of(std::string_view key);

// Which of some entries go into one row.
struct PlannedBlock {
  std::span<const StoredEntry> entries;  // never none
  // The first and the last client id in that order, where no other planned block of the book has
  // ids between them and none is there twice: they stand for all ids of the block. Nothing
  // otherwise.
  std::optional<std::string_view> first_client_id;
  std::optional<std::string_view> last_client_id;
};

// A block ends where the book changes or where it would be longer than `bytes_max`, unless one
// entry alone is. In their order; the entries must live as long as the plan.
std::vector<PlannedBlock> plan_blocks(std::span<const StoredEntry> entries, std::size_t bytes_max);

std::string block_bytes(std::span<const StoredEntry> entries);

// The numbers that a reading of at most `limit` after `number` looks for: from first to below end,
// as far as 64 bits go.
struct NumbersAfter {
  std::int64_t first = 0;
  std::int64_t end = 0;
};
NumbersAfter numbers_after(std::int64_t number, std::int64_t limit);

// Those after a position, or a sequence, at most so many, at the end of what is there.
Status read_block(const EntryBlock& block,
                  std::int64_t after_position,
                  std::int64_t limit,
                  std::vector<StoredEntry>& entries);
Status read_block_of_book(const EntryBlock& block,
                          std::int64_t after_sequence,
                          std::int64_t limit,
                          std::vector<StoredEntry>& entries);
// The hashes of those after a position, until there are `limit` of them in all; damaged if the
// block does not go on where those before it end.
Status append_leaf_hashes(const EntryBlock& block,
                          std::int64_t after_position,
                          std::int64_t limit,
                          std::vector<Digest>& hashes);
Result<std::optional<StoredEntry>> find_in_block(const EntryBlock& block,
                                                 std::string_view client_id);
// damaged if the block does not hold it.
Result<StoredEntry> entry_at(const EntryBlock& block, std::int64_t position);

}  // namespace meguri
