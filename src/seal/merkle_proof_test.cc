// SPDX-License-Identifier: Apache-2.0
// Every proof of every tree up to 40 leaves, and everything that must not pass for one.
#include "seal/merkle_proof.h"

#include <bit>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "seal/merkle.h"

namespace meguri {
namespace {

using Leaves = std::span<const Digest>;
using Path = std::vector<Digest>;

constexpr std::uint64_t largest = 40;

const std::vector<Digest>& all_leaves() {
  static const std::vector<Digest> leaves = [] {
    std::vector<Digest> made;
    for (std::uint64_t i = 0; i < largest + 1; ++i)
      made.push_back(merkle_leaf("leaf " + std::to_string(i)));
    return made;
  }();
  return leaves;
}

Leaves leaves_of(std::uint64_t size) {
  return std::span(all_leaves()).first(static_cast<std::size_t>(size));
}

const TreeHead& tree_of(std::uint64_t size) {
  static const std::vector<TreeHead> trees = [] {
    std::vector<TreeHead> made;
    for (std::uint64_t i = 0; i <= largest + 1; ++i)
      made.push_back({i, merkle_head(leaves_of(i))});
    return made;
  }();
  return trees.at(static_cast<std::size_t>(size));
}

// RFC 9162, 2.1.3.1 and 2.1.4.1, word for word.
Path path_by_definition(std::size_t m, Leaves d) {
  if (d.size() == 1) return {};
  const std::size_t k = std::bit_ceil(d.size()) / 2;
  Path path = m < k ? path_by_definition(m, d.first(k)) : path_by_definition(m - k, d.subspan(k));
  path.push_back(merkle_head(m < k ? d.subspan(k) : d.first(k)));
  return path;
}

Path subproof_by_definition(std::size_t m, Leaves d, bool b) {
  if (m == d.size()) return b ? Path{} : Path{merkle_head(d)};
  const std::size_t k = std::bit_ceil(d.size()) / 2;
  Path path = m <= k ? subproof_by_definition(m, d.first(k), b)
                     : subproof_by_definition(m - k, d.subspan(k), false);
  path.push_back(merkle_head(m <= k ? d.subspan(k) : d.first(k)));
  return path;
}

// On which side the leaf's subtree stands at each step upwards: the form of its path.
std::string form_by_definition(std::size_t m, std::size_t n) {
  if (n == 1) return "";
  const std::size_t k = std::bit_ceil(n) / 2;
  return m < k ? form_by_definition(m, k) + "l" : form_by_definition(m - k, n - k) + "r";
}

// Calls with every path that differs from the given one by one node changed, taken away, added,
// doubled or exchanged with its neighbour.
void for_each_wrong_path(const Path& right, const std::function<void(const Path&)>& call) {
  const Digest stranger = merkle_leaf("stranger");
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (const std::size_t byte : {std::size_t{0}, std::size_t{31}}) {
      Path changed = right;
      changed[i].bytes.at(byte) ^= std::byte{1};
      call(changed);
    }
    const auto at = static_cast<std::ptrdiff_t>(i);
    Path shorter = right;
    shorter.erase(shorter.begin() + at);
    call(shorter);
    Path doubled = right;
    doubled.insert(doubled.begin() + at, right[i]);
    call(doubled);
    if (i + 1 == right.size()) continue;
    Path swapped = right;
    std::swap(swapped[i], swapped[i + 1]);
    call(swapped);
  }
  for (std::size_t i = 0; i <= right.size(); ++i) {
    Path longer = right;
    longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(i), stranger);
    call(longer);
  }
}

TreeHead with_other_root(TreeHead tree) {
  tree.root.bytes.at(7) ^= std::byte{0x80};
  return tree;
}

TEST(merkle_proof, paths_are_those_of_the_standard) {
  for (std::uint64_t size = 1; size <= largest; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      EXPECT_EQ(inclusion_path(index, leaves_of(size)),
                path_by_definition(static_cast<std::size_t>(index), leaves_of(size)));
    }
    for (std::uint64_t from = 1; from <= size; ++from) {
      EXPECT_EQ(consistency_path(from, leaves_of(size)),
                subproof_by_definition(static_cast<std::size_t>(from), leaves_of(size), true));
    }
    EXPECT_TRUE(consistency_path(0, leaves_of(size)).empty());
  }
}

TEST(merkle_proof, every_inclusion_is_accepted_and_every_wrong_path_refused) {
  for (std::uint64_t size = 1; size <= largest; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const TreeHead& tree = tree_of(size);
      const Digest& leaf = all_leaves()[static_cast<std::size_t>(index)];
      const Path path = inclusion_path(index, leaves_of(size));
      ASSERT_TRUE(is_included(leaf, index, tree, path)) << index << " of " << size;
      for_each_wrong_path(path, [&](const Path& wrong) {
        ASSERT_FALSE(is_included(leaf, index, tree, wrong)) << index << " of " << size;
      });
      ASSERT_FALSE(is_included(leaf, index, with_other_root(tree), path));
      ASSERT_FALSE(is_included(merkle_leaf("stranger"), index, tree, path));
    }
  }
}

TEST(merkle_proof, no_other_index_or_leaf_passes) {
  for (std::uint64_t size = 1; size <= largest; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const Path path = inclusion_path(index, leaves_of(size));
      const Digest& leaf = all_leaves()[static_cast<std::size_t>(index)];
      for (std::uint64_t other = 0; other < size + 3; ++other) {
        if (other == index) continue;
        ASSERT_FALSE(is_included(leaf, other, tree_of(size), path));
        if (other >= size) continue;
        const Digest& other_leaf = all_leaves()[static_cast<std::size_t>(other)];
        ASSERT_FALSE(is_included(other_leaf, index, tree_of(size), path));
        ASSERT_FALSE(is_included(other_leaf, other, tree_of(size), path));
      }
    }
  }
}

TEST(merkle_proof, a_path_of_another_tree_is_refused) {
  for (std::uint64_t size = 1; size <= largest; ++size) {
    for (std::uint64_t index = 0; index < size; ++index) {
      const Path path = inclusion_path(index, leaves_of(size));
      const Digest& leaf = all_leaves()[static_cast<std::size_t>(index)];
      for (std::uint64_t other = 0; other <= largest; ++other) {
        if (other == size) continue;
        ASSERT_FALSE(is_included(leaf, index, tree_of(other), path));
        // With the right root but another size only a path of the same form may pass, which is why
        // size and root are signed together.
        const bool same_form =
            index < other &&
            form_by_definition(static_cast<std::size_t>(index), static_cast<std::size_t>(size)) ==
                form_by_definition(static_cast<std::size_t>(index),
                                   static_cast<std::size_t>(other));
        ASSERT_EQ(is_included(leaf, index, {other, tree_of(size).root}, path), same_form);
      }
    }
  }
}

TEST(merkle_proof, an_inner_node_is_no_leaf_of_a_smaller_tree_with_its_own_root) {
  for (std::uint64_t size = 2; size <= largest; size += 2) {
    const Digest node = merkle_node(all_leaves()[0], all_leaves()[1]);
    Path path = inclusion_path(0, leaves_of(size));
    path.erase(path.begin());
    ASSERT_FALSE(is_included(node, 0, tree_of(size), path));
  }
}

TEST(merkle_proof, every_growth_is_accepted_and_every_wrong_path_refused) {
  for (std::uint64_t to = 0; to <= largest; ++to) {
    for (std::uint64_t from = 0; from <= to; ++from) {
      const Path path = consistency_path(from, leaves_of(to));
      ASSERT_TRUE(is_consistent(tree_of(from), tree_of(to), path)) << from << " to " << to;
      for_each_wrong_path(path, [&](const Path& wrong) {
        ASSERT_FALSE(is_consistent(tree_of(from), tree_of(to), wrong)) << from << " to " << to;
      });
      ASSERT_FALSE(is_consistent(with_other_root(tree_of(from)), tree_of(to), path));
      // That the empty tree is a beginning says nothing of the newer root.
      if (from > 0) {
        ASSERT_FALSE(is_consistent(tree_of(from), with_other_root(tree_of(to)), path));
      }
      if (from < to) {
        ASSERT_FALSE(is_consistent(tree_of(to), tree_of(from), path));
      }
    }
  }
}

TEST(merkle_proof, no_other_pair_of_trees_passes) {
  for (std::uint64_t to = 1; to <= largest; ++to) {
    for (std::uint64_t from = 1; from < to; ++from) {
      const Path path = consistency_path(from, leaves_of(to));
      for (std::uint64_t other = 0; other <= largest; ++other) {
        if (other != from) {
          ASSERT_FALSE(is_consistent(tree_of(other), tree_of(to), path));
        }
        if (other != to) {
          ASSERT_FALSE(is_consistent(tree_of(from), tree_of(other), path));
        }
        if (other != from) {
          ASSERT_FALSE(is_consistent({other, tree_of(from).root}, tree_of(to), path));
        }
      }
    }
  }
}

// What a log would have to prove that changed, left out or exchanged an entry it once signed.
TEST(merkle_proof, a_rewritten_beginning_is_never_consistent) {
  for (std::uint64_t from = 1; from <= largest; ++from) {
    for (std::uint64_t changed = 0; changed < from; ++changed) {
      std::vector<Digest> rewritten(all_leaves().begin(), all_leaves().end());
      rewritten[static_cast<std::size_t>(changed)] = merkle_leaf("rewritten");
      for (const std::uint64_t to : {from, from + 1}) {
        const Leaves leaves = std::span(rewritten).first(static_cast<std::size_t>(to));
        const TreeHead newer{to, merkle_head(leaves)};
        ASSERT_FALSE(is_consistent(tree_of(from), newer, consistency_path(from, leaves)));
        ASSERT_FALSE(is_consistent(tree_of(from), newer, consistency_path(from, leaves_of(to))));
      }
    }
  }
}

}  // namespace
}  // namespace meguri
