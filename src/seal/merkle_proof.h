// SPDX-License-Identifier: Apache-2.0
// merkle_proof: that a leaf is in a tree, and that a tree only grew (RFC 9162, section 2.1).
//
// A proof is a list of nodes, and each node is the head over a range of leaves. So a proof is asked
// for in two steps: which ranges (pure arithmetic, O(log n)), then their heads, from wherever the
// owner of the tree keeps its hashes. Verification is 2.1.3.2 and 2.1.4.2 of the standard.
//
// A path does not say the size of its tree: trees of different sizes may have paths of one form.
// Size and head must come together from a signed checkpoint (seal/checkpoint.h).
//
// Pure; any thread. Making a path from leaves is O(n), verifying O(log n).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "seal/sha256.h"

namespace meguri {

// The leaves first, first + 1 … end - 1 of a tree.
struct LeafRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
  friend bool operator==(const LeafRange&, const LeafRange&) = default;
};

// The nodes of the path, from the leaf upwards. REQUIRES: index < size.
std::vector<LeafRange> inclusion_ranges(std::uint64_t index, std::uint64_t size);
// The nodes of the proof that the tree of size `from` is the beginning of the one of size `to`;
// none where from is 0 or to. REQUIRES: from <= to.
std::vector<LeafRange> consistency_ranges(std::uint64_t from, std::uint64_t to);

std::vector<Digest> inclusion_path(std::uint64_t index, std::span<const Digest> leaves);
std::vector<Digest> consistency_path(std::uint64_t from, std::span<const Digest> leaves);

// A tree as a checkpoint states it.
struct TreeHead {
  std::uint64_t size = 0;
  Digest root;
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

// Whether the leaf hash is the one at `index` (from 0) of the tree.
bool is_included(const Digest& leaf,
                 std::uint64_t index,
                 const TreeHead& tree,
                 std::span<const Digest> path);
// Whether the older tree is the beginning of the newer one. Of equal sizes the roots must be equal
// and the path empty; the empty tree, whose root is SHA-256 of nothing, is the beginning of all.
bool is_consistent(const TreeHead& older, const TreeHead& newer, std::span<const Digest> path);

}  // namespace meguri
