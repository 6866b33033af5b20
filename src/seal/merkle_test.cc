// SPDX-License-Identifier: Apache-2.0
#include "seal/merkle.h"

#include <algorithm>
#include <bit>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace meguri {
namespace {

// The recursive definition of RFC 9162, 2.1.1, word for word.
Digest head_by_definition(std::span<const Digest> leaves) {
  if (leaves.empty()) return sha256({});
  if (leaves.size() == 1) return leaves.front();
  const std::size_t split = std::bit_ceil(leaves.size()) / 2;
  return sha256("\x01" + std::string(view_of(head_by_definition(leaves.first(split)))) +
                std::string(view_of(head_by_definition(leaves.subspan(split)))));
}

std::vector<Digest> some_leaves(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i)
    leaves.push_back(merkle_leaf(std::to_string(i)));
  return leaves;
}

TEST(merkle, leaf_is_prefixed) {
  EXPECT_EQ(merkle_leaf("x"), sha256(std::string("\0x", 2)));
  // The leaf hash of the empty entry, as in the test vectors of certificate transparency.
  EXPECT_EQ(to_hex(merkle_leaf("")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(merkle, frontier_agrees_with_the_definition_for_every_small_size) {
  const std::vector<Digest> leaves = some_leaves(130);
  Frontier frontier;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(frontier.head(), head_by_definition(std::span(leaves).first(size))) << size;
    EXPECT_EQ(frontier.roots().size(), static_cast<std::size_t>(std::popcount(size)));
    if (size < leaves.size()) frontier.append(leaves[size]);
  }
  EXPECT_EQ(merkle_head(leaves), frontier.head());
}

TEST(merkle, many_leaves_at_once_are_the_same_as_one_after_the_other) {
  const std::vector<Digest> leaves = some_leaves(300);
  Frontier before;
  for (std::size_t size = 0; size < 70; ++size) {
    Frontier one_by_one = before;
    for (std::size_t more = 0; size + more < leaves.size(); ++more) {
      Frontier at_once = before;
      at_once.append(std::span(leaves).subspan(size, more));
      ASSERT_EQ(at_once.size(), one_by_one.size());
      ASSERT_TRUE(std::ranges::equal(at_once.roots(), one_by_one.roots())) << size << '+' << more;
      one_by_one.append(leaves[size + more]);
    }
    before.append(leaves[size]);
  }
}

TEST(merkle, a_resumed_frontier_goes_on) {
  const std::vector<Digest> leaves = some_leaves(40);
  for (std::size_t cut = 0; cut <= leaves.size(); ++cut) {
    Frontier first;
    for (std::size_t i = 0; i < cut; ++i)
      first.append(leaves[i]);
    auto second = Frontier::resume(cut, {first.roots().begin(), first.roots().end()});
    ASSERT_TRUE(second);
    for (std::size_t i = cut; i < leaves.size(); ++i)
      second->append(leaves[i]);
    EXPECT_EQ(second->head(), merkle_head(leaves));
  }
  EXPECT_FALSE(Frontier::resume(3, some_leaves(1)));
  EXPECT_FALSE(Frontier::resume(0, some_leaves(1)));
}

}  // namespace
}  // namespace meguri
