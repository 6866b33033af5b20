// SPDX-License-Identifier: Apache-2.0
// Every proof of every tree up to 20 leaves, and everything that must not pass for one. The trees
// are compared with a naive reading of the header; it checks no sum, so that it can also make the
// trees of somebody who cheats.
#include "seal/sum_tree.h"

#include <bit>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

using Leaves = std::span<const SumLeaf>;
using Path = std::vector<SumNode>;

constexpr std::size_t largest = 20;
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

// Different in each lane, and none zero.
SumLeaf leaf_of(std::size_t number) {
  SumLeaf leaf{sha256("leaf " + std::to_string(number)), {}};
  auto sum = static_cast<std::int64_t>(number + 1);
  for (std::int64_t& lane : leaf.sums) {
    lane = sum;
    sum *= 10;
  }
  return leaf;
}

std::vector<SumLeaf> leaves_of(std::size_t size) {
  std::vector<SumLeaf> leaves;
  for (std::size_t i = 0; i < size; ++i)
    leaves.push_back(leaf_of(i));
  return leaves;
}

std::string bytes_by_definition(const Digest& hash, const SumLanes& sums) {
  std::string bytes(view_of(hash));
  for (const std::int64_t sum : sums) {
    for (unsigned shift = 64; shift > 0; shift -= 8)
      bytes += static_cast<char>(static_cast<std::uint64_t>(sum) >> (shift - 8) & 0xFFU);
  }
  return bytes;
}

SumNode leaf_by_definition(const SumLeaf& leaf) {
  return {sha256("\x10" + bytes_by_definition(leaf.content, leaf.sums)), leaf.sums};
}

// Wraps around where the sums leave the range.
SumNode parent_by_definition(const SumNode& left, const SumNode& right) {
  SumNode parent;
  parent.hash = sha256("\x11" + bytes_by_definition(left.hash, left.sums) +
                       bytes_by_definition(right.hash, right.sums));
  for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
    const auto sum = static_cast<std::uint64_t>(left.sums.at(lane)) +
                     static_cast<std::uint64_t>(right.sums.at(lane));
    parent.sums.at(lane) = static_cast<std::int64_t>(sum);
  }
  return parent;
}

SumNode head_by_definition(Leaves d) {
  if (d.empty()) return {sha256({}), {}};
  if (d.size() == 1) return leaf_by_definition(d[0]);
  const std::size_t k = std::bit_ceil(d.size()) / 2;
  return parent_by_definition(head_by_definition(d.first(k)), head_by_definition(d.subspan(k)));
}

Path path_by_definition(std::size_t m, Leaves d) {
  if (d.size() == 1) return {};
  const std::size_t k = std::bit_ceil(d.size()) / 2;
  Path path = m < k ? path_by_definition(m, d.first(k)) : path_by_definition(m - k, d.subspan(k));
  path.push_back(head_by_definition(m < k ? d.subspan(k) : d.first(k)));
  return path;
}

// On which side the leaf's subtree stands at each step upwards: the form of its path.
std::string form_by_definition(std::size_t m, std::size_t n) {
  if (n == 1) return "";
  const std::size_t k = std::bit_ceil(n) / 2;
  return m < k ? form_by_definition(m, k) + "l" : form_by_definition(m - k, n - k) + "r";
}

// What the path makes of the leaf, without any check of the sums.
SumNode head_of_path(const SumLeaf& leaf, const std::string& form, const Path& path) {
  SumNode node = leaf_by_definition(leaf);
  for (std::size_t i = 0; i < path.size(); ++i) {
    node = form.at(i) == 'l' ? parent_by_definition(node, path[i])
                             : parent_by_definition(path[i], node);
  }
  return node;
}

// A proof as it is shown to somebody.
struct Shown {
  SumLeaf leaf;
  std::size_t index = 0;
  std::size_t size = 0;
  SumNode head;
  Path path;

  [[nodiscard]] bool passes() const { return is_in_sum(leaf, index, size, head, path); }
  [[nodiscard]] std::string name() const {
    return std::to_string(index) + " of " + std::to_string(size);
  }
};

void for_each_proof(const std::function<void(const Shown&)>& call) {
  for (std::size_t size = 1; size <= largest; ++size) {
    const std::vector<SumLeaf> leaves = leaves_of(size);
    const auto head = sum_tree_head(leaves);
    ASSERT_TRUE(head);
    for (std::size_t index = 0; index < size; ++index)
      call({leaves[index], index, size, *head, sum_inclusion_path(index, leaves)});
  }
}

// Each bit of the hash in turn, in the proof itself; it is as before afterwards.
void refuse_every_bit(Shown& shown, Digest& hash) {
  for (std::byte& byte : hash.bytes) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      byte ^= std::byte{1} << bit;
      ASSERT_FALSE(shown.passes()) << shown.name();
      byte ^= std::byte{1} << bit;
    }
  }
}

// Each bit of each sum, and one unit more and less.
void refuse_every_sum(Shown& shown, SumLanes& sums) {
  for (std::int64_t& lane : sums) {
    const std::int64_t right = lane;
    for (unsigned bit = 0; bit < 64; ++bit) {
      lane = static_cast<std::int64_t>(static_cast<std::uint64_t>(right) ^ std::uint64_t{1} << bit);
      ASSERT_FALSE(shown.passes()) << shown.name();
    }
    for (const std::int64_t wrong : {right + 1, right - 1, -right, std::int64_t{0}, most, least}) {
      lane = wrong;
      ASSERT_FALSE(shown.passes()) << shown.name();
    }
    lane = right;
  }
}

TEST(sum_tree, published_vectors) {
  // Computed by hand from the header, in another language.
  const std::vector<SumLeaf> leaves = leaves_of(3);
  EXPECT_EQ(to_hex(sum_leaf(leaves[0])->hash),
            "374ef7822323ca6553b58c024d7c26266e5c3e8475432402a087c1e2a23d2a73");
  EXPECT_EQ(to_hex(sum_parent(*sum_leaf(leaves[0]), *sum_leaf(leaves[1]))->hash),
            "c13bd9dd1e631cb42c4ce56e44b8e47d82181c7befa5588fcc42721cf5cccfa5");
  const auto head = sum_tree_head(leaves);
  ASSERT_TRUE(head);
  EXPECT_EQ(to_hex(head->hash), "fbf8a289ac4858d92b776ed714a45917ba52ec934cc1cd7346b8525e11830c04");
  EXPECT_EQ(head->sums, (SumLanes{6, 60, 600, 6'000, 60'000, 600'000, 6'000'000, 60'000'000}));
  SumLeaf fullest{sha256("most"), {}};
  fullest.sums.fill(most);
  EXPECT_EQ(to_hex(sum_leaf(fullest)->hash),
            "54c8de9ef784415bb2c384705decb527a06ac9bd531d2837d07e6b6a91329f79");
}

TEST(sum_tree, heads_and_paths_are_those_of_the_definition) {
  for (std::size_t size = 0; size <= 4 * largest; ++size) {
    const std::vector<SumLeaf> leaves = leaves_of(size);
    ASSERT_EQ(sum_tree_head(leaves), head_by_definition(leaves)) << size;
    for (std::size_t index = 0; index < size; ++index) {
      ASSERT_EQ(sum_inclusion_path(index, leaves), path_by_definition(index, leaves))
          << index << " of " << size;
    }
  }
  const auto empty = sum_tree_head({});
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->hash, sha256({}));
  EXPECT_EQ(empty->sums, SumLanes{});
}

TEST(sum_tree, every_leaf_passes) {
  for_each_proof([](const Shown& shown) { ASSERT_TRUE(shown.passes()) << shown.name(); });
}

TEST(sum_tree, no_changed_hash_passes) {
  for_each_proof([](const Shown& right) {
    Shown shown = right;
    refuse_every_bit(shown, shown.leaf.content);
    refuse_every_bit(shown, shown.head.hash);
    for (SumNode& node : shown.path)
      refuse_every_bit(shown, node.hash);
    ASSERT_TRUE(shown.passes());
  });
}

TEST(sum_tree, no_changed_sum_passes) {
  for_each_proof([](const Shown& right) {
    Shown shown = right;
    refuse_every_sum(shown, shown.leaf.sums);
    refuse_every_sum(shown, shown.head.sums);
    for (SumNode& node : shown.path)
      refuse_every_sum(shown, node.sums);
    ASSERT_TRUE(shown.passes());
  });
}

// Leaf, siblings and head add up, but one unit stands elsewhere.
TEST(sum_tree, no_unit_can_be_moved_within_a_proof) {
  for_each_proof([](const Shown& right) {
    Shown shown = right;
    std::vector<SumLanes*> places = {&shown.leaf.sums};
    for (SumNode& node : shown.path)
      places.push_back(&node.sums);
    for (SumLanes* from : places) {
      for (SumLanes* to : places) {
        if (from == to) continue;
        for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
          --from->at(lane);
          ++to->at(lane);
          ASSERT_FALSE(shown.passes()) << shown.name();
          ++from->at(lane);
          --to->at(lane);
        }
      }
      for (std::size_t lane = 0; lane + 1 < sum_lane_count; ++lane) {
        std::swap(from->at(lane), from->at(lane + 1));
        ASSERT_FALSE(shown.passes()) << shown.name();
        std::swap(from->at(lane), from->at(lane + 1));
      }
    }
    ASSERT_TRUE(shown.passes());
  });
}

TEST(sum_tree, no_unit_can_be_moved_between_leaves_of_a_tree) {
  for (std::size_t size = 2; size <= largest; ++size) {
    const std::vector<SumLeaf> leaves = leaves_of(size);
    const auto head = sum_tree_head(leaves);
    for (std::size_t from = 0; from < size; ++from) {
      const std::size_t to = (from ^ 1U) < size ? from ^ 1U : 0;
      std::vector<SumLeaf> moved = leaves;
      --moved[from].sums[3];
      ++moved[to].sums[3];
      const auto other = sum_tree_head(moved);
      ASSERT_TRUE(other);
      ASSERT_EQ(other->sums, head->sums);
      ASSERT_NE(other->hash, head->hash);
      for (std::size_t index = 0; index < size; ++index) {
        const Path path = sum_inclusion_path(index, moved);
        ASSERT_FALSE(is_in_sum(moved[index], index, size, *head, path));
        ASSERT_FALSE(
            is_in_sum(leaves[index], index, size, *other, sum_inclusion_path(index, leaves)));
      }
    }
  }
}

TEST(sum_tree, no_other_index_passes) {
  for_each_proof([](const Shown& right) {
    Shown shown = right;
    for (shown.index = 0; shown.index < right.size + 3; ++shown.index) {
      if (shown.index == right.index) continue;
      ASSERT_FALSE(shown.passes()) << right.name() << " as " << shown.index;
      if (shown.index >= right.size) continue;
      shown.leaf = leaf_of(shown.index);
      ASSERT_FALSE(shown.passes());
      shown.leaf = right.leaf;
    }
    for (unsigned bit = 0; bit < 64; ++bit) {
      shown.index = right.index ^ std::size_t{1} << bit;
      ASSERT_FALSE(shown.passes()) << right.name() << " as " << shown.index;
    }
  });
}

// The hashes do not cover the size, which is why head and size are signed together: a path passes
// with another size where it has the same form there, and only there.
TEST(sum_tree, another_size_passes_only_with_a_path_of_the_same_form) {
  for_each_proof([](const Shown& right) {
    Shown shown = right;
    const std::string form = form_by_definition(right.index, right.size);
    for (shown.size = 0; shown.size <= 3 * largest; ++shown.size) {
      const bool same_form =
          right.index < shown.size && form == form_by_definition(right.index, shown.size);
      ASSERT_EQ(shown.passes(), same_form) << right.name() << " as of " << shown.size;
    }
    // With the head that belongs to that size, never.
    for (shown.size = 0; shown.size <= largest; ++shown.size) {
      if (shown.size == right.size) continue;
      shown.head = head_by_definition(leaves_of(shown.size));
      ASSERT_FALSE(shown.passes()) << right.name() << " as of " << shown.size;
    }
    shown.head = right.head;
    for (unsigned bit = 6; bit < 64; ++bit) {
      shown.size = right.size ^ std::size_t{1} << bit;
      ASSERT_FALSE(shown.passes()) << right.name() << " as of " << shown.size;
    }
  });
}

TEST(sum_tree, no_path_of_another_length_or_order_passes) {
  const SumNode stranger = *sum_leaf(leaf_of(largest));
  const SumNode nothing{sha256({}), {}};
  for_each_proof([&](const Shown& right) {
    Shown shown = right;
    const auto refuse = [&](const std::function<void(Path&)>& change) {
      shown.path = right.path;
      change(shown.path);
      ASSERT_FALSE(shown.passes()) << right.name();
    };
    for (std::size_t i = 0; i <= right.path.size(); ++i) {
      const auto at = static_cast<std::ptrdiff_t>(i);
      for (const SumNode& node : {stranger, nothing, SumNode{}, right.head})
        refuse([&](Path& path) { path.insert(path.begin() + at, node); });
      if (i == right.path.size()) continue;
      refuse([&](Path& path) { path.erase(path.begin() + at); });
      refuse([&](Path& path) { path.resize(i); });
      refuse([&](Path& path) { path.insert(path.begin() + at, right.path[i]); });
      if (i + 1 == right.path.size()) continue;
      refuse([&](Path& path) { std::swap(path[i], path[i + 1]); });
    }
  });
}

TEST(sum_tree, nothing_is_in_the_empty_tree) {
  const SumNode empty = *sum_tree_head({});
  EXPECT_FALSE(is_in_sum({}, 0, 0, empty, {}));
  EXPECT_FALSE(is_in_sum({sha256({}), {}}, 0, 1, empty, {}));
}

TEST(sum_tree, an_inner_node_is_no_leaf) {
  for (std::size_t size = 2; size <= largest; size += 2) {
    const std::vector<SumLeaf> leaves = leaves_of(size);
    const SumNode node = *sum_parent(*sum_leaf(leaves[0]), *sum_leaf(leaves[1]));
    Path path = sum_inclusion_path(0, leaves);
    path.erase(path.begin());
    for (std::size_t other = 1; other < size; ++other) {
      ASSERT_FALSE(is_in_sum({node.hash, node.sums}, 0, other, *sum_tree_head(leaves), path));
    }
  }
}

// All hashes fit and all sums add up, but one of them owes what another is to have too much of.
TEST(sum_tree, a_negative_sum_passes_nowhere) {
  for_each_proof([](const Shown& right) {
    const std::string form = form_by_definition(right.index, right.size);
    for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
      for (const std::int64_t owed : {std::int64_t{-1}, std::int64_t{-1'000'000'000}, least}) {
        Shown shown = right;
        shown.leaf.sums.at(lane) = owed;
        shown.head = head_of_path(shown.leaf, form, shown.path);
        ASSERT_FALSE(shown.passes()) << right.name();
        shown.leaf = right.leaf;
        for (SumNode& node : shown.path) {
          const SumNode kept = node;
          node.sums.at(lane) = owed;
          shown.head = head_of_path(shown.leaf, form, shown.path);
          ASSERT_FALSE(shown.passes()) << right.name();
          node = kept;
        }
      }
    }
  });
}

// The same with sums so large that their total comes round again.
TEST(sum_tree, a_sum_that_wraps_around_passes_nowhere) {
  std::size_t came_round = 0;
  for_each_proof([&](const Shown& right) {
    const std::string form = form_by_definition(right.index, right.size);
    for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
      for (std::size_t first = 0; first < right.path.size(); ++first) {
        Shown shown = right;
        shown.path[first].sums.at(lane) = most;
        shown.head = head_of_path(shown.leaf, form, shown.path);
        ASSERT_FALSE(shown.passes()) << right.name();
        for (std::size_t second = first + 1; second < right.path.size(); ++second) {
          shown.path[second].sums.at(lane) = most;
          shown.head = head_of_path(shown.leaf, form, shown.path);
          if (shown.head.sums.at(lane) >= 0) ++came_round;
          ASSERT_FALSE(shown.passes()) << right.name();
          shown.path[second] = right.path[second];
        }
      }
    }
  });
  EXPECT_GT(came_round, 0U);
}

// Whoever writes less into a node than its children hold can prove none of the leaves below it.
TEST(sum_tree, no_leaf_below_a_node_that_says_less_passes) {
  const std::vector<SumLeaf> leaves = leaves_of(4);
  SumNode left = head_by_definition(Leaves(leaves).first(2));
  const SumNode right = head_by_definition(Leaves(leaves).subspan(2));
  const Path honest = sum_inclusion_path(0, leaves);
  left.sums[0] -= 1;
  const SumNode head = parent_by_definition(left, right);
  EXPECT_FALSE(is_in_sum(leaves[0], 0, 4, head, honest));
  SumLeaf smaller = leaves[0];
  smaller.sums[0] -= 1;
  EXPECT_FALSE(is_in_sum(smaller, 0, 4, head, honest));
  SumNode sibling = *sum_leaf(leaves[1]);
  sibling.sums[0] -= 1;
  EXPECT_FALSE(is_in_sum(leaves[0], 0, 4, head, Path{sibling, right}));
  // The other side is not concerned: each proof vouches for its own path.
  EXPECT_TRUE(is_in_sum(leaves[2], 2, 4, head, Path{*sum_leaf(leaves[3]), left}));
}

TEST(sum_tree, the_range_is_used_to_its_end_and_not_beyond) {
  for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
    SumLeaf most_but_one = leaf_of(0), one = leaf_of(1), none = leaf_of(2);
    most_but_one.sums.at(lane) = most - 1;
    one.sums.at(lane) = 1;
    none.sums.at(lane) = 0;
    const std::vector<SumLeaf> full = {most_but_one, none, one};
    const auto head = sum_tree_head(full);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->sums.at(lane), most);
    for (std::size_t index = 0; index < full.size(); ++index)
      EXPECT_TRUE(is_in_sum(full[index], index, 3, *head, sum_inclusion_path(index, full)));
    for (const auto& beyond : {std::vector{most_but_one, one, one},
                               std::vector{one, one, most_but_one},
                               std::vector{one, most_but_one, one}}) {
      EXPECT_FALSE(sum_tree_head(beyond));
    }
    EXPECT_FALSE(sum_parent(*head, *sum_leaf(one)));
    EXPECT_FALSE(sum_parent(*sum_leaf(one), *head));
    EXPECT_TRUE(sum_parent(*head, *sum_leaf(none)));
  }
}

TEST(sum_tree, no_tree_has_a_negative_leaf) {
  for (std::size_t size = 1; size <= largest; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
        std::vector<SumLeaf> leaves = leaves_of(size);
        leaves[index].sums.at(lane) = lane % 2 == 0 ? -1 : least;
        ASSERT_FALSE(sum_leaf(leaves[index]));
        ASSERT_FALSE(sum_tree_head(leaves)) << index << " of " << size;
        const SumNode good = *sum_leaf(leaf_of(0));
        const SumNode bad = leaf_by_definition(leaves[index]);
        ASSERT_FALSE(sum_parent(good, bad));
        ASSERT_FALSE(sum_parent(bad, good));
      }
    }
  }
}

TEST(sum_tree, large_trees_and_sums_at_random) {
  Random random(8'785);
  for (int round = 0; round < 20; ++round) {
    std::vector<SumLeaf> leaves = leaves_of(1 + static_cast<std::size_t>(random.below(1'000)));
    for (SumLeaf& leaf : leaves) {
      for (std::int64_t& lane : leaf.sums)
        lane = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most) / 1'000));
    }
    const auto head = sum_tree_head(leaves);
    ASSERT_EQ(head, head_by_definition(leaves));
    for (int i = 0; i < 20; ++i) {
      const std::size_t index = static_cast<std::size_t>(random.below(leaves.size()));
      const Path path = sum_inclusion_path(index, leaves);
      ASSERT_EQ(path, path_by_definition(index, leaves));
      ASSERT_TRUE(is_in_sum(leaves[index], index, leaves.size(), *head, path));
    }
  }
}

}  // namespace
}  // namespace meguri
