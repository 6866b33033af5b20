// SPDX-License-Identifier: Apache-2.0
#include "seal/merkle.h"

#include <bit>
#include <utility>

namespace meguri {

Digest merkle_leaf(std::string_view data) {
  return ShortMessage().add(std::byte{0}).add(data).finish();
}

Digest merkle_node(const Digest& left, const Digest& right) {
  return Sha256().update(std::byte{1}).update(view_of(left)).update(view_of(right)).finish();
}

std::optional<Frontier> Frontier::resume(std::uint64_t size, std::vector<Digest> roots) {
  if (static_cast<std::size_t>(std::popcount(size)) != roots.size()) return std::nullopt;
  Frontier frontier;
  frontier.size_ = size;
  frontier.roots_ = std::move(roots);
  return frontier;
}

void Frontier::append(const Digest& leaf) {
  Digest carried = leaf;
  // Like adding one to a binary number: each trailing set bit is a subtree that is now complete.
  for (std::uint64_t rest = size_; (rest & 1U) != 0; rest >>= 1U) {
    carried = merkle_node(roots_.back(), carried);
    roots_.pop_back();
  }
  roots_.push_back(carried);
  ++size_;
}

Digest Frontier::head() const {
  if (roots_.empty()) return sha256({});
  Digest head = roots_.back();
  for (std::size_t i = roots_.size() - 1; i > 0; --i) {
    head = merkle_node(roots_[i - 1], head);
  }
  return head;
}

Digest merkle_head(std::span<const Digest> leaves) {
  Frontier frontier;
  for (const Digest& leaf : leaves)
    frontier.append(leaf);
  return frontier.head();
}

}  // namespace meguri
