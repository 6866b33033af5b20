// SPDX-License-Identifier: Apache-2.0
#include "seal/tile_tree.h"

#include <algorithm>
#include <bit>
#include <span>
#include <utility>

#include "base/check.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

constexpr unsigned tile_height = 8;
constexpr std::uint64_t tile_leaves = std::uint64_t{1} << tile_height;

}  // namespace

TileTree::TileTree(LeafReader read) : read_(std::move(read)) {}

Result<std::vector<Digest>> TileTree::read(const LeafRange& range) const {
  std::vector<Digest> leaves = MEGURI_TRY(read_(range));
  if (leaves.size() != range.end - range.first) {
    return error(ErrorCode::damaged,
                 "seal.leaves_missing",
                 {{"first", static_cast<std::int64_t>(range.first + 1)},
                  {"last", static_cast<std::int64_t>(range.end)}});
  }
  return leaves;
}

void TileTree::append_tile(const Digest& head) {
  Digest carried = head;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    std::vector<Digest>& heads = levels_[level];
    heads.push_back(carried);
    if (heads.size() % tile_leaves != 0) return;
    carried = merkle_head(std::span(heads).last(tile_leaves));
  }
}

Status TileTree::grow_to(std::uint64_t size) {
  // Many tiles at a time: a read costs more than a tile.
  constexpr std::uint64_t tiles_per_read = 64;
  while (true) {
    const std::uint64_t have = levels_.empty() ? 0 : levels_.front().size() * tile_leaves;
    const std::uint64_t whole = size / tile_leaves * tile_leaves;
    if (have >= whole) break;
    const LeafRange range{have, std::min(whole, have + tiles_per_read * tile_leaves)};
    const std::vector<Digest> leaves = MEGURI_TRY(read(range));
    for (std::size_t at = 0; at < leaves.size(); at += tile_leaves) {
      append_tile(merkle_head(std::span(leaves).subspan(at, tile_leaves)));
    }
  }
  size_ = std::max(size_, size);
  return ok();
}

Digest TileTree::perfect(unsigned height, std::uint64_t number) const {
  MEGURI_CHECK(height >= tile_height);
  const std::vector<Digest>& heads = levels_.at(height / tile_height - 1);
  const unsigned above = height % tile_height;
  return merkle_head(
      std::span(heads).subspan(static_cast<std::size_t>(number << above), std::size_t{1} << above));
}

Result<Digest> TileTree::head(const LeafRange& range) const {
  MEGURI_CHECK(range.first <= range.end && range.end <= size_);
  // The perfect subtrees of the range, largest first; what is smaller than a tile is one read.
  std::vector<Digest> roots;
  std::uint64_t first = range.first;
  while (range.end - first >= tile_leaves) {
    const auto height = static_cast<unsigned>(std::bit_width(range.end - first)) - 1;
    roots.push_back(perfect(height, first >> height));
    first += std::uint64_t{1} << height;
  }
  Frontier rest;
  if (first < range.end) {
    for (const Digest& leaf : MEGURI_TRY(read({first, range.end})))
      rest.append(leaf);
  }
  roots.insert(roots.end(), rest.roots().begin(), rest.roots().end());
  const auto whole = Frontier::resume(range.end - range.first, std::move(roots));
  MEGURI_CHECK(whole.has_value());
  return whole->head();
}

Result<std::vector<Digest>> TileTree::heads(const std::vector<LeafRange>& ranges) const {
  std::vector<Digest> heads;
  heads.reserve(ranges.size());
  for (const LeafRange& range : ranges)
    heads.push_back(MEGURI_TRY(head(range)));
  return heads;
}

}  // namespace meguri
