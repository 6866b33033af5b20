// SPDX-License-Identifier: Apache-2.0
// sum_tree: a tree whose head says what its leaves add up to, and of which single leaves are shown.
//
// A leaf is a content hash and eight sums. Each node has the sums of its two children, and its hash
// covers the hashes and the sums of both, the sums as 8 bytes each, big-endian:
//
//   leaf   SHA-256(0x10 || content || sums)
//   node   SHA-256(0x11 || left hash || left sums || right hash || right sums)
//
// The shape is that of seal/merkle.h (RFC 9162, section 2.1). No sum is negative and none wraps
// around, so the leaves that can be proven of one head, all of them taken together, hold no more
// than the head says: no sum that nobody is shown can balance another. What a proof does not say is
// that the nodes beside its path are sums of anything: each vouches for its own path alone.
//
// What a lane counts and in which unit is the caller's. So is that no two leaves have the same
// content (one could be shown to both owners), and the salt that keeps it from being guessed. The
// sums of the nodes on a path are shown as they are.
//
// A path does not say the size of its tree: head and size must come together from where they are
// signed. A lane in which each leaf has a one is a size that the head itself covers.
//
// Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "seal/sha256.h"

namespace meguri {

inline constexpr std::size_t sum_lane_count = 8;
// Lanes that are not used are zero.
using SumLanes = std::array<std::int64_t, sum_lane_count>;

struct SumNode {
  Digest hash;
  SumLanes sums{};
  friend bool operator==(const SumNode&, const SumNode&) = default;
};

struct SumLeaf {
  Digest content;
  SumLanes sums{};
  friend bool operator==(const SumLeaf&, const SumLeaf&) = default;
};

// The node of a leaf alone; nothing if one of its sums is negative.
std::optional<SumNode> sum_leaf(const SumLeaf& leaf);
// The node over two; nothing if one of their sums is negative or a lane exceeds 2^63 - 1.
std::optional<SumNode> sum_parent(const SumNode& left, const SumNode& right);

// The head over these leaves; of none, SHA-256 of the empty string and sums of zero. Nothing if a
// sum is negative or a lane exceeds 2^63 - 1 in total. O(n).
std::optional<SumNode> sum_tree_head(std::span<const SumLeaf> leaves);

// The siblings from the leaf upwards (inclusion_ranges of seal/merkle_proof.h). O(n).
// REQUIRES: index < leaves.size(), and the leaves have a head.
std::vector<SumNode> sum_inclusion_path(std::uint64_t index, std::span<const SumLeaf> leaves);

// Whether the leaf is the one at `index` (from 0) of the tree of `size` leaves with this head, and
// its sums, with those of the path, are the head's. Never with a negative sum, nor with one that
// leaves the range on the way. O(log size).
bool is_in_sum(const SumLeaf& leaf,
               std::uint64_t index,
               std::uint64_t size,
               const SumNode& head,
               std::span<const SumNode> path);

}  // namespace meguri
