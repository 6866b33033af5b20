// SPDX-License-Identifier: Apache-2.0
#include "seal/merkle.h"

#include <bit>
#include <cstring>
#include <utility>

#include "seal/internal/hash_queue.h"

namespace meguri {
namespace {

// The nodes over pairs of neighbours, in the first half of them; the last one of an odd number is
// left out.
void hash_pairs(std::vector<Digest>& nodes, HashQueue& queue) {
  constexpr std::size_t pair_bytes = 2 * sizeof(Digest);
  static_assert(sizeof(Digest) == 32);
  const std::size_t count = nodes.size() / 2;
  for (std::size_t i = 0; i < count; ++i) {
    // A digest is written when both its children, and those before them, are in the queue.
    std::byte* const at = queue.start(1 + pair_bytes, nodes[i].bytes.data());
    *at = std::byte{1};
    const void* const children = &nodes[2 * i];
    std::memcpy(at + 1, children, pair_bytes);
  }
  queue.run();
  nodes.resize(count);
}

}  // namespace

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

void Frontier::append(std::span<const Digest> leaves) {
  constexpr std::size_t few = 4;  // too few to be worth a queue
  if (leaves.size() < few) {
    for (const Digest& leaf : leaves)
      append(leaf);
    return;
  }
  HashQueue queue;
  std::vector<Digest> nodes;  // of one height after the other, as far as they are new
  nodes.reserve(leaves.size() + 1);
  nodes.assign(leaves.begin(), leaves.end());
  std::vector<Digest> last;  // what no node is over yet, from the leaves upwards
  for (std::uint64_t rest = size_; !nodes.empty(); rest >>= 1U) {
    if ((rest & 1U) != 0) {
      nodes.insert(nodes.begin(), roots_.back());
      roots_.pop_back();
    }
    if (nodes.size() % 2 != 0) last.push_back(nodes.back());
    hash_pairs(nodes, queue);
  }
  roots_.insert(roots_.end(), last.rbegin(), last.rend());
  size_ += leaves.size();
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
  frontier.append(leaves);
  return frontier.head();
}

}  // namespace meguri
