// SPDX-License-Identifier: Apache-2.0
// merkle: the head of an append-only tree over leaf hashes (RFC 9162, section 2.1).
//
// The frontier keeps one node for each set bit of the size: the roots of the perfect subtrees from
// the left. Appending is O(1) amortised and O(log n) at worst, the head O(log n), memory 64
// digests.
//
// A Frontier belongs to one thread; the functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "seal/sha256.h"

namespace meguri {

// SHA-256(0x00 || data)
Digest merkle_leaf(std::string_view data);
// SHA-256(0x01 || left || right)
Digest merkle_node(const Digest& left, const Digest& right);

class Frontier {
 public:
  Frontier() = default;
  // Continues a tree of `size` leaves from its subtree roots, largest first; nothing unless there
  // is exactly one root for each set bit of the size.
  static std::optional<Frontier> resume(std::uint64_t size, std::vector<Digest> roots);

  void append(const Digest& leaf);
  // The same as one after the other, but the nodes of each height are hashed side by side.
  void append(std::span<const Digest> leaves);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // The tree head; of the empty tree, SHA-256 of the empty string.
  [[nodiscard]] Digest head() const;
  // Valid until the next append.
  [[nodiscard]] std::span<const Digest> roots() const& { return roots_; }
  std::span<const Digest> roots() const&& = delete;  // would dangle

 private:
  std::uint64_t size_ = 0;
  std::vector<Digest> roots_;
};

// The head over these leaves. O(n).
Digest merkle_head(std::span<const Digest> leaves);

}  // namespace meguri
