// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/entry_block.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace meguri {
namespace {

StoredEntry entry(std::int64_t position,
                  std::int64_t book,
                  std::int64_t sequence,
                  const std::string& client_id,
                  std::size_t bytes = 40) {
  StoredEntry made;
  made.position = position;
  made.book_number = book;
  made.sequence = sequence;
  made.client_id = client_id;
  made.salt.bytes[0] = static_cast<std::byte>(position);
  made.leaf_hash.bytes[31] = static_cast<std::byte>(sequence);
  made.bytes = std::string(bytes, static_cast<char>('a' + position % 26));
  return made;
}

EntryBlock block_of(const std::vector<StoredEntry>& entries, const std::string& bytes) {
  EntryBlock block;
  block.first_position = entries.front().position;
  block.book_number = entries.front().book_number;
  block.first_sequence = entries.front().sequence;
  block.entries = static_cast<std::int64_t>(entries.size());
  block.bytes = bytes;
  return block;
}

std::vector<StoredEntry> four() {
  return {entry(7, 3, 2, "a"),
          entry(8, 3, 3, "bb", 0),
          entry(9, 3, 4, std::string(300, 'c')),
          entry(10, 3, 5, "帳票", 300)};
}

TEST(entry_block, comes_back) {
  const std::vector<StoredEntry> entries = four();
  const std::string bytes = block_bytes(entries);
  const EntryBlock block = block_of(entries, bytes);
  for (const std::int64_t after : {0, 6, 7, 9, 10, 99}) {
    for (const std::int64_t limit : {0, 1, 2, 99}) {
      std::vector<StoredEntry> expected;
      for (const StoredEntry& one : entries) {
        const bool is_read =
            one.position > after && static_cast<std::int64_t>(expected.size()) < limit;
        if (is_read) expected.push_back(one);
      }
      std::vector<StoredEntry> by_position;
      std::vector<StoredEntry> by_sequence;
      ASSERT_TRUE(read_block(block, after, limit, by_position));
      ASSERT_TRUE(read_block_of_book(block, after - 5, limit, by_sequence));
      EXPECT_EQ(by_position, expected);
      EXPECT_EQ(by_sequence, expected);
    }
  }
  for (const StoredEntry& one : entries) {
    EXPECT_EQ(find_in_block(block, one.client_id).value(), one);
    EXPECT_EQ(entry_at(block, one.position).value(), one);
  }
  EXPECT_FALSE(find_in_block(block, "b").value());
  EXPECT_EQ(entry_at(block, 6).error().code, ErrorCode::damaged);
  EXPECT_EQ(entry_at(block, 11).error().code, ErrorCode::damaged);
}

TEST(entry_block, leaf_hashes_go_on_where_they_ended) {
  const std::vector<StoredEntry> entries = four();
  const std::string bytes = block_bytes(entries);
  const EntryBlock block = block_of(entries, bytes);
  std::vector<Digest> hashes;
  ASSERT_TRUE(append_leaf_hashes(block, 7, 2, hashes));
  ASSERT_EQ(hashes.size(), 2U);
  EXPECT_EQ(hashes[0], entries[1].leaf_hash);
  EXPECT_EQ(hashes[1], entries[2].leaf_hash);
  hashes.clear();
  EXPECT_EQ(append_leaf_hashes(block, 5, 9, hashes).error().code, ErrorCode::damaged);
}

// Cut anywhere, with a byte too many, or with other numbers in its row.
TEST(entry_block, other_bytes_are_refused) {
  const std::vector<StoredEntry> entries = four();
  const std::string bytes = block_bytes(entries);
  const auto is_read = [](const EntryBlock& block) {
    std::vector<StoredEntry> read;
    const Status status = read_block(block, 0, 99, read);
    EXPECT_TRUE(status || status.error().code == ErrorCode::damaged);
    return status.has_value();
  };
  ASSERT_TRUE(is_read(block_of(entries, bytes)));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(is_read(block_of(entries, bytes.substr(0, size)))) << size;
  EXPECT_FALSE(is_read(block_of(entries, bytes + "x")));
  for (const std::int64_t count : {INT64_MIN, std::int64_t{0}, std::int64_t{3}, INT64_MAX}) {
    EntryBlock block = block_of(entries, bytes);
    block.entries = count;
    EXPECT_FALSE(is_read(block)) << count;
  }
  for (const std::int64_t number : {INT64_MIN, std::int64_t{0}, INT64_MAX}) {
    EntryBlock block = block_of(entries, bytes);
    block.first_position = number;
    EXPECT_FALSE(is_read(block)) << number;
    block = block_of(entries, bytes);
    block.first_sequence = number;
    EXPECT_FALSE(is_read(block)) << number;
  }
}

TEST(entry_block, keys_are_in_the_order_of_their_ids) {
  const std::vector<std::string> ids = {
      "", "0", "9", "z", "10", "99", "100", "é", "0001", "帳票", std::string(300, 'a')};
  for (const std::string& a : ids) {
    EXPECT_EQ(client_id_of(client_key(a)), a);
    for (const std::string& b : ids)
      EXPECT_EQ(comes_before(a, b), client_key(a) < client_key(b)) << a << " " << b;
  }
  EXPECT_TRUE(comes_before("9", "10"));
  EXPECT_EQ(client_id_of("x"), "");
}

TEST(entry_block, a_block_ends_with_its_book_or_when_it_is_full) {
  const std::vector<StoredEntry> entries = {entry(1, 1, 1, "1"),
                                            entry(2, 1, 2, "2"),
                                            entry(3, 2, 1, "1"),
                                            entry(4, 1, 3, "3", 5000),
                                            entry(5, 1, 4, "4"),
                                            entry(6, 1, 5, "5", 500),
                                            entry(7, 1, 6, "6", 500),
                                            entry(9, 1, 7, "7"),
                                            entry(10, 1, 9, "8")};
  std::vector<std::size_t> sizes;
  for (const PlannedBlock& block : plan_blocks(entries, 1000)) {
    sizes.push_back(block.entries.size());
    EXPECT_TRUE(block.first_client_id);
    EXPECT_TRUE(block.entries.size() == 1 || block_bytes(block.entries).size() <= 1000);
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 1, 1, 2, 1, 1, 1}));
  EXPECT_TRUE(plan_blocks({}, 1000).empty());
}

TEST(entry_block, readings_end_where_numbers_do) {
  const auto of = [](std::int64_t number, std::int64_t limit) {
    const NumbersAfter asked = numbers_after(number, limit);
    return std::pair(asked.first, asked.end);
  };
  EXPECT_EQ(of(0, 1), std::pair(std::int64_t{1}, std::int64_t{2}));
  EXPECT_EQ(of(7, INT64_MAX), std::pair(std::int64_t{8}, INT64_MAX));
  EXPECT_EQ(of(INT64_MAX, 5), std::pair(INT64_MAX, INT64_MAX));
  EXPECT_EQ(of(-5, 3), std::pair(std::int64_t{-4}, std::int64_t{-1}));
}

// What stands for the ids of a block holds no id of another one.
TEST(entry_block, ranges_ascend_and_do_not_overlap) {
  const auto planned = [](const std::vector<std::string>& ids) {
    std::vector<StoredEntry> entries;
    for (const std::string& id : ids) {
      const auto number = static_cast<std::int64_t>(entries.size()) + 1;
      entries.push_back(entry(number, 1, number, id, 400));
    }
    std::vector<std::string> ranges;
    for (const PlannedBlock& block : plan_blocks(entries, 1100)) {  // two entries each
      ranges.push_back(block.first_client_id ? std::string(*block.first_client_id) + "-" +
                                                   std::string(*block.last_client_id)
                                             : "none");
    }
    return ranges;
  };
  using Ranges = std::vector<std::string>;
  EXPECT_EQ(planned({"8", "9", "10", "11"}), (Ranges{"8-9", "10-11"}));
  EXPECT_EQ(planned({"b", "a", "d", "c"}), (Ranges{"a-b", "c-d"}));
  EXPECT_EQ(planned({"c", "d", "a", "b", "e"}), (Ranges{"c-d", "none", "e-e"}));
  EXPECT_EQ(planned({"a", "c", "b", "d"}), (Ranges{"a-c", "none"}));
  EXPECT_EQ(planned({"a", "a", "b", "b", "c"}), (Ranges{"none", "none", "c-c"}));
  EXPECT_EQ(planned({"a", "b", "b", "c"}), (Ranges{"a-b", "none"}));
}

}  // namespace
}  // namespace meguri
