// SPDX-License-Identifier: Apache-2.0
#include "seal/merkle_proof.h"

#include <algorithm>
#include <bit>

#include "base/check.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

// Where a tree over more than one leaf is split: the largest power of two below its size.
std::uint64_t split_of(std::uint64_t size) { return std::bit_floor(size - 1); }

std::vector<Digest> heads_of(std::span<const LeafRange> ranges, std::span<const Digest> leaves) {
  std::vector<Digest> path;
  path.reserve(ranges.size());
  for (const LeafRange& range : ranges) {
    path.push_back(merkle_head(leaves.subspan(static_cast<std::size_t>(range.first),
                                              static_cast<std::size_t>(range.end - range.first))));
  }
  return path;
}

// A node's number in its level and that of the level's last node, on the way up to the root.
struct Climb {
  std::uint64_t node = 0;
  std::uint64_t last = 0;

  [[nodiscard]] bool is_at_root() const { return last == 0; }
  [[nodiscard]] bool has_left_sibling() const { return (node & 1U) != 0 || node == last; }
  void up() {
    node >>= 1U;
    last >>= 1U;
  }
  // A node that is the last of its level and has no sibling is its own parent; skip such levels.
  void skip_levels_without_sibling() {
    while ((node & 1U) == 0 && node != 0)
      up();
  }
};

}  // namespace

std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size) {
  MEGURI_CHECK(index < size);
  std::vector<LeafRange> ranges;
  LeafRange tree{0, size};
  while (tree.end - tree.first > 1) {
    const std::uint64_t split = tree.first + split_of(tree.end - tree.first);
    const bool is_left = index < split;
    ranges.push_back(is_left ? LeafRange{split, tree.end} : LeafRange{tree.first, split});
    tree = is_left ? LeafRange{tree.first, split} : LeafRange{split, tree.end};
  }
  std::ranges::reverse(ranges);
  return ranges;
}

std::vector<LeafRange> consistency_ranges(std::uint64_t from, std::uint64_t to) {
  MEGURI_CHECK(from <= to);
  std::vector<LeafRange> ranges;
  if (from == 0 || from == to) return ranges;
  LeafRange tree{0, to};
  // Down to the last subtree of the older tree that the newer one has as well.
  while (tree.end != from) {
    const std::uint64_t split = tree.first + split_of(tree.end - tree.first);
    const bool is_left = from <= split;
    ranges.push_back(is_left ? LeafRange{split, tree.end} : LeafRange{tree.first, split});
    tree = is_left ? LeafRange{tree.first, split} : LeafRange{split, tree.end};
  }
  // If that is the whole older tree the verifier has its head already.
  if (tree.first != 0) ranges.push_back(tree);
  std::ranges::reverse(ranges);
  return ranges;
}

std::vector<Digest> inclusion_path(std::uint64_t index, std::span<const Digest> leaves) {
  return heads_of(inclusion_ranges(index, leaves.size()), leaves);
}

std::vector<Digest> consistency_path(std::uint64_t from, std::span<const Digest> leaves) {
  return heads_of(consistency_ranges(from, leaves.size()), leaves);
}

bool is_included(const Digest& leaf,
                 std::uint64_t index,
                 const TreeHead& tree,
                 std::span<const Digest> path) {
  if (index >= tree.size) return false;
  Climb climb{index, tree.size - 1};
  Digest node = leaf;
  for (const Digest& sibling : path) {
    if (climb.is_at_root()) return false;
    if (climb.has_left_sibling()) {
      node = merkle_node(sibling, node);
      climb.skip_levels_without_sibling();
    } else {
      node = merkle_node(node, sibling);
    }
    climb.up();
  }
  return climb.is_at_root() && node == tree.root;
}

bool is_consistent(const TreeHead& older, const TreeHead& newer, std::span<const Digest> path) {
  if (older.size > newer.size) return false;
  if (older.size == 0 && older.root != sha256({})) return false;
  if (older.size == newer.size) return path.empty() && older.root == newer.root;
  if (older.size == 0) return path.empty();

  Climb climb{older.size - 1, newer.size - 1};
  while ((climb.node & 1U) != 0)
    climb.up();
  // What the older tree ends with: itself if it is perfect, otherwise the proof begins with it.
  const bool is_perfect = std::has_single_bit(older.size);
  if (path.empty()) return false;
  Digest old_node = is_perfect ? older.root : path.front();
  Digest new_node = old_node;
  for (const Digest& sibling : is_perfect ? path : path.subspan(1)) {
    if (climb.is_at_root()) return false;
    if (climb.has_left_sibling()) {
      old_node = merkle_node(sibling, old_node);
      new_node = merkle_node(sibling, new_node);
      climb.skip_levels_without_sibling();
    } else {
      new_node = merkle_node(new_node, sibling);
    }
    climb.up();
  }
  return climb.is_at_root() && old_node == older.root && new_node == newer.root;
}

}  // namespace meguri
