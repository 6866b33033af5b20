// SPDX-License-Identifier: Apache-2.0
#include "seal/tile_tree.h"

#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "seal/merkle.h"

namespace meguri {
namespace {

std::vector<Digest> some_leaves(std::size_t count) {
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < count; ++i)
    leaves.push_back(merkle_leaf(std::to_string(i)));
  return leaves;
}

TileTree::LeafReader reader_of(const std::vector<Digest>& leaves, std::size_t* reads = nullptr) {
  return [&leaves, reads](const LeafRange& range) -> Result<std::vector<Digest>> {
    if (reads != nullptr) *reads += static_cast<std::size_t>(range.end - range.first);
    const std::size_t end = std::min(leaves.size(), static_cast<std::size_t>(range.end));
    std::vector<Digest> got;
    for (auto i = static_cast<std::size_t>(range.first); i < end; ++i)
      got.push_back(leaves[i]);
    return got;
  };
}

// Sizes around tiles and around tiles of tiles.
const std::vector<std::uint64_t> sizes = {
    0, 1, 2, 255, 256, 257, 511, 512, 513, 1000, 65535, 65536, 65537, 65792, 66000, 131072, 131330};

TEST(tile_tree, heads_are_those_of_the_leaves) {
  const std::vector<Digest> leaves = some_leaves(131330);
  TileTree tree(reader_of(leaves));
  for (const std::uint64_t size : sizes) {
    ASSERT_TRUE(tree.grow_to(size));
    EXPECT_EQ(tree.head({0, size}).value(),
              merkle_head(std::span(leaves).first(static_cast<std::size_t>(size))));
  }
  for (const std::uint64_t size : sizes)
    EXPECT_EQ(tree.head({0, size}).value(),
              merkle_head(std::span(leaves).first(static_cast<std::size_t>(size))));
}

TEST(tile_tree, proofs_are_those_of_the_leaves_and_read_little) {
  const std::vector<Digest> leaves = some_leaves(131330);
  std::size_t reads = 0;
  TileTree tree(reader_of(leaves, &reads));
  ASSERT_TRUE(tree.grow_to(leaves.size()));
  EXPECT_EQ(reads, leaves.size() / 256 * 256);
  const TreeHead newest{leaves.size(), tree.head({0, leaves.size()}).value()};
  for (const std::uint64_t index : sizes) {
    if (index >= leaves.size()) continue;
    reads = 0;
    const auto path = tree.heads(inclusion_ranges(index, leaves.size())).value();
    EXPECT_LE(reads, 3U * 256U);
    EXPECT_EQ(path, inclusion_path(index, leaves));
    EXPECT_TRUE(is_included(leaves[static_cast<std::size_t>(index)], index, newest, path));
    const auto growth = tree.heads(consistency_ranges(index, leaves.size())).value();
    EXPECT_EQ(growth, consistency_path(index, leaves));
    EXPECT_TRUE(is_consistent({index, tree.head({0, index}).value()}, newest, growth));
  }
}

TEST(tile_tree, missing_leaves_are_an_error) {
  const std::vector<Digest> leaves = some_leaves(300);
  TileTree tree(reader_of(leaves));
  EXPECT_EQ(tree.grow_to(1000).error().code, ErrorCode::damaged);
  ASSERT_TRUE(tree.grow_to(310));
  EXPECT_EQ(tree.head({0, 310}).error().message.id, "seal.leaves_missing");
  EXPECT_TRUE(tree.head({0, 300}));
}

}  // namespace
}  // namespace meguri
