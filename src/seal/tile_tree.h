// SPDX-License-Identifier: Apache-2.0
// tile_tree: the head over any range of a long log, from one kept hash per 256 leaves.
//
// The leaves stay where they are and are read in order, once, 256 at a time; kept are the heads of
// the whole tiles and, of each 256 of those, theirs again: 1/256 of the hashes, 5 MB for 40 million
// leaves. A proof then reads at most three tiles of leaves.
//
// Errors: those of the reader; damaged (seal.leaves_missing) if it gives fewer than asked.
// One thread. Growing to n leaves is O(n) once; a head is O(256 log n).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"
#include "seal/merkle_proof.h"
#include "seal/sha256.h"

namespace meguri {

class TileTree {
 public:
  // The leaf hashes of the range, in order. Leaves never change once they were there.
  using LeafReader = std::function<Result<std::vector<Digest>>(const LeafRange&)>;

  explicit TileTree(LeafReader read);

  // Takes in what is new up to this many leaves; nothing if it has them.
  Status grow_to(std::uint64_t size);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // Of a range that is a node of a tree (seal/merkle_proof.h), or that starts at 0.
  // REQUIRES: range.first <= range.end <= size().
  [[nodiscard]] Result<Digest> head(const LeafRange& range) const;
  [[nodiscard]] Result<std::vector<Digest>> heads(const std::vector<LeafRange>& ranges) const;

 private:
  [[nodiscard]] Result<std::vector<Digest>> read(const LeafRange& range) const;
  // The head of the `number`-th perfect subtree of 2^height leaves, at least one tile.
  [[nodiscard]] Digest perfect(unsigned height, std::uint64_t number) const;
  void append_tile(const Digest& head);

  LeafReader read_;
  std::uint64_t size_ = 0;
  std::vector<std::vector<Digest>> levels_;  // [i]: heads of perfect subtrees of 256^(i+1) leaves
};

}  // namespace meguri
