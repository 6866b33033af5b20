// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/entry_block.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <utility>

#include "base/check.h"
#include "journal/internal/stored_rows.h"
#include "journal/internal/varint.h"

namespace meguri {
namespace {

constexpr std::size_t salt_bytes = sizeof(Salt::bytes);
constexpr std::size_t hash_bytes = sizeof(Digest::bytes);
constexpr std::size_t key_prefix_bytes = 2;
// Besides both texts of a record: salt, hash and the two lengths at their longest.
constexpr std::size_t frame_bytes = salt_bytes + hash_bytes + 20;

struct Record {
  std::string_view salt;
  std::string_view leaf_hash;
  std::string_view client_id;
  std::string_view bytes;
};

Error damaged(const EntryBlock& block) { return row_damaged("block", block.first_position); }

// The records of a block one after the other; as many as its row says, and nothing behind them.
class RecordReader {
 public:
  explicit RecordReader(const EntryBlock& block) : block_(block) {}

  // The position of the record at hand.
  [[nodiscard]] std::int64_t position() const { return block_.first_position + read_ - 1; }

  [[nodiscard]] std::int64_t sequence() const { return block_.first_sequence + read_ - 1; }

  // False at the end.
  Result<bool> next(Record& record) {
    if (!has_numbers()) return damaged(block_);
    if (read_ == block_.entries) {
      if (at_ == block_.bytes.size()) return false;
      return damaged(block_);
    }
    if (block_.bytes.size() - at_ < salt_bytes + hash_bytes) return damaged(block_);
    record.salt = block_.bytes.substr(at_, salt_bytes);
    record.leaf_hash = block_.bytes.substr(at_ + salt_bytes, hash_bytes);
    at_ += salt_bytes + hash_bytes;
    if (!take_text(record.client_id) || !take_text(record.bytes)) return damaged(block_);
    ++read_;
    return true;
  }

 private:
  // From 1, and so that none added to them leaves the range of 64 bits.
  [[nodiscard]] bool has_numbers() const {
    const auto is_sane = [](std::int64_t number) { return number > 0 && number < INT64_MAX / 2; };
    return is_sane(block_.first_position) && is_sane(block_.first_sequence) &&
           is_sane(block_.entries);
  }
  bool take_text(std::string_view& text) {
    const auto length = take_varint(block_.bytes, at_);
    if (!length || *length > block_.bytes.size() - at_) return false;
    text = block_.bytes.substr(at_, static_cast<std::size_t>(*length));
    at_ += text.size();
    return true;
  }

  const EntryBlock& block_;
  std::size_t at_ = 0;
  std::int64_t read_ = 0;
};

StoredEntry entry_of(const EntryBlock& block, const Record& record, std::int64_t position) {
  StoredEntry entry;
  entry.position = position;
  entry.book_number = block.book_number;
  entry.sequence = block.first_sequence + (position - block.first_position);
  entry.client_id = record.client_id;
  std::memcpy(entry.salt.bytes.data(), record.salt.data(), salt_bytes);
  std::memcpy(entry.leaf_hash.bytes.data(), record.leaf_hash.data(), hash_bytes);
  entry.bytes = record.bytes;
  return entry;
}

// The whole block is read, so that damage behind the limit is noticed too.
template <typename IsWanted>
Status read_those(const EntryBlock& block,
                  const IsWanted& is_wanted,
                  std::int64_t limit,
                  std::vector<StoredEntry>& entries) {
  RecordReader reader(block);
  Record record;
  for (std::int64_t left = limit; MEGURI_TRY(reader.next(record));) {
    if (left == 0 || !is_wanted(reader)) continue;
    entries.push_back(entry_of(block, record, reader.position()));
    --left;
  }
  return ok();
}

void put_text(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out.append(text);
}

std::size_t record_bytes_max(const StoredEntry& entry) {
  return frame_bytes + entry.client_id.size() + entry.bytes.size();
}

bool continues(const StoredEntry& before, const StoredEntry& entry) {
  return entry.book_number == before.book_number && entry.position == before.position + 1 &&
         entry.sequence == before.sequence + 1;
}

// First and last; nothing if one is there twice.
void name_range(PlannedBlock& block) {
  std::vector<std::string_view> ids;
  ids.reserve(block.entries.size());
  for (const StoredEntry& entry : block.entries)
    ids.emplace_back(entry.client_id);
  if (!std::ranges::is_sorted(ids, comes_before)) std::ranges::sort(ids, comes_before);
  if (std::ranges::adjacent_find(ids) != ids.end()) return;
  block.first_client_id = ids.front();
  block.last_client_id = ids.back();
}

}  // namespace

std::string client_key(std::string_view client_id) {
  constexpr std::size_t size_max = 0xFFFF;
  MEGURI_CHECK(client_id.size() <= size_max);
  std::string key;
  key.reserve(key_prefix_bytes + client_id.size());
  key.push_back(static_cast<char>(client_id.size() >> 8U));
  key.push_back(static_cast<char>(client_id.size()));
  key.append(client_id);
  return key;
}

std::string_view client_id_of(std::string_view key) {
  return key.substr(std::min(key_prefix_bytes, key.size()));
}

NumbersAfter numbers_after(std::int64_t number, std::int64_t limit) {
  const auto sum_at_most = [](std::int64_t some, std::int64_t more) {
    return some > INT64_MAX - more ? INT64_MAX : some + more;
  };
  const std::int64_t first = sum_at_most(number, 1);
  return {first, sum_at_most(first, limit)};
}

std::vector<PlannedBlock> plan_blocks(std::span<const StoredEntry> entries, std::size_t bytes_max) {
  std::vector<PlannedBlock> blocks;
  std::map<std::int64_t, std::string_view> last_ids;  // of each book, the furthest so far
  for (std::size_t begin = 0; begin < entries.size();) {
    std::size_t end = begin + 1;
    std::size_t bytes = record_bytes_max(entries[begin]);
    while (end < entries.size() && continues(entries[end - 1], entries[end])) {
      bytes += record_bytes_max(entries[end]);
      if (bytes > bytes_max) break;
      ++end;
    }
    PlannedBlock block{entries.subspan(begin, end - begin), std::nullopt, std::nullopt};
    name_range(block);
    const auto last = last_ids.find(entries[begin].book_number);
    const bool ascends = last == last_ids.end() || !block.first_client_id ||
                         comes_before(last->second, *block.first_client_id);
    if (block.first_client_id && ascends) {
      last_ids[entries[begin].book_number] = *block.last_client_id;
    } else {
      block.first_client_id.reset();
      block.last_client_id.reset();
    }
    blocks.push_back(block);
    begin = end;
  }
  return blocks;
}

std::string block_bytes(std::span<const StoredEntry> entries) {
  std::size_t size = 0;
  for (const StoredEntry& entry : entries)
    size += record_bytes_max(entry);
  std::string bytes;
  bytes.reserve(size);
  for (const StoredEntry& entry : entries) {
    bytes.append(view_of(entry.salt));
    bytes.append(view_of(entry.leaf_hash));
    put_text(bytes, entry.client_id);
    put_text(bytes, entry.bytes);
  }
  return bytes;
}

Status read_block(const EntryBlock& block,
                  std::int64_t after_position,
                  std::int64_t limit,
                  std::vector<StoredEntry>& entries) {
  const auto is_behind = [&](const RecordReader& at) { return at.position() > after_position; };
  return read_those(block, is_behind, limit, entries);
}

Status read_block_of_book(const EntryBlock& block,
                          std::int64_t after_sequence,
                          std::int64_t limit,
                          std::vector<StoredEntry>& entries) {
  const auto is_behind = [&](const RecordReader& at) { return at.sequence() > after_sequence; };
  return read_those(block, is_behind, limit, entries);
}

Status append_leaf_hashes(const EntryBlock& block,
                          std::int64_t after_position,
                          std::int64_t limit,
                          std::vector<Digest>& hashes) {
  RecordReader reader(block);
  Record record;
  const auto next_position = [&] {
    return after_position + static_cast<std::int64_t>(hashes.size()) + 1;
  };
  while (MEGURI_TRY(reader.next(record))) {
    if (reader.position() <= after_position) continue;
    if (static_cast<std::int64_t>(hashes.size()) >= limit) continue;
    if (reader.position() != next_position()) return row_damaged("entry", next_position());
    std::memcpy(hashes.emplace_back().bytes.data(), record.leaf_hash.data(), hash_bytes);
  }
  return ok();
}

Result<std::optional<StoredEntry>> find_in_block(const EntryBlock& block,
                                                 std::string_view client_id) {
  RecordReader reader(block);
  Record record;
  while (MEGURI_TRY(reader.next(record))) {
    if (record.client_id != client_id) continue;
    return std::optional(entry_of(block, record, reader.position()));
  }
  return std::optional<StoredEntry>();
}

Result<StoredEntry> entry_at(const EntryBlock& block, std::int64_t position) {
  RecordReader reader(block);
  Record record;
  while (MEGURI_TRY(reader.next(record))) {
    if (reader.position() == position) return entry_of(block, record, position);
  }
  return damaged(block);
}

}  // namespace meguri
