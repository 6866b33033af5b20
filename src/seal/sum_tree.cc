// SPDX-License-Identifier: Apache-2.0
#include "seal/sum_tree.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include "base/check.h"
#include "seal/merkle_proof.h"

namespace meguri {
namespace {

constexpr std::byte leaf_mark{0x10};
constexpr std::byte node_mark{0x11};

bool has_negative(const SumLanes& sums) {
  return std::ranges::any_of(sums, [](std::int64_t sum) { return sum < 0; });
}

// REQUIRES: neither has a negative lane.
std::optional<SumLanes> added(const SumLanes& left, const SumLanes& right) {
  SumLanes total{};
  for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
    if (left.at(lane) > std::numeric_limits<std::int64_t>::max() - right.at(lane)) {
      return std::nullopt;
    }
    total.at(lane) = left.at(lane) + right.at(lane);
  }
  return total;
}

// A hash and its sums, as both the leaf and the node put them.
void put(const Digest& hash, const SumLanes& sums, Sha256& message) {
  constexpr std::size_t sum_bytes = 8;
  std::array<char, sum_lane_count * sum_bytes> bytes{};
  auto at = bytes.begin();
  for (const std::int64_t sum : sums) {
    for (std::size_t byte = sum_bytes; byte > 0; --byte)
      *at++ = static_cast<char>(static_cast<std::uint64_t>(sum) >> (8 * (byte - 1)));
  }
  message.update(view_of(hash)).update(std::string_view(bytes.data(), bytes.size()));
}

}  // namespace

std::optional<SumNode> sum_leaf(const SumLeaf& leaf) {
  if (has_negative(leaf.sums)) return std::nullopt;
  Sha256 message;
  message.update(leaf_mark);
  put(leaf.content, leaf.sums, message);
  return SumNode{message.finish(), leaf.sums};
}

std::optional<SumNode> sum_parent(const SumNode& left, const SumNode& right) {
  if (has_negative(left.sums) || has_negative(right.sums)) return std::nullopt;
  const auto sums = added(left.sums, right.sums);
  if (!sums) return std::nullopt;
  Sha256 message;
  message.update(node_mark);
  put(left.hash, left.sums, message);
  put(right.hash, right.sums, message);
  return SumNode{message.finish(), *sums};
}

std::optional<SumNode> sum_tree_head(std::span<const SumLeaf> leaves) {
  if (leaves.empty()) return SumNode{sha256({}), {}};
  std::vector<SumNode> roots;  // of the perfect subtrees so far, from the left, largest first
  for (std::size_t size = 0; size < leaves.size(); ++size) {
    auto carried = sum_leaf(leaves[size]);
    // Like adding one to a binary number: each trailing set bit is a subtree that is now complete.
    for (std::size_t rest = size; carried && (rest & 1U) != 0; rest >>= 1U) {
      carried = sum_parent(roots.back(), *carried);
      roots.pop_back();
    }
    if (!carried) return std::nullopt;
    roots.push_back(*carried);
  }
  std::optional<SumNode> head = roots.back();
  for (roots.pop_back(); head && !roots.empty(); roots.pop_back())
    head = sum_parent(roots.back(), *head);
  return head;
}

std::vector<SumNode> sum_inclusion_path(std::uint64_t index, std::span<const SumLeaf> leaves) {
  MEGURI_CHECK(index < leaves.size());
  std::vector<SumNode> path;
  for (const LeafRange& range : inclusion_ranges(index, leaves.size())) {
    const auto head = sum_tree_head(leaves.subspan(
        static_cast<std::size_t>(range.first), static_cast<std::size_t>(range.end - range.first)));
    MEGURI_CHECK(head.has_value());
    path.push_back(*head);
  }
  return path;
}

bool is_in_sum(const SumLeaf& leaf,
               std::uint64_t index,
               std::uint64_t size,
               const SumNode& head,
               std::span<const SumNode> path) {
  if (index >= size) return false;
  const std::vector<LeafRange> siblings = inclusion_ranges(index, size);
  if (path.size() != siblings.size()) return false;
  auto node = sum_leaf(leaf);
  for (std::size_t step = 0; node && step < path.size(); ++step) {
    const bool is_left = siblings[step].end <= index;
    node = is_left ? sum_parent(path[step], *node) : sum_parent(*node, path[step]);
  }
  return node && *node == head;
}

}  // namespace meguri
