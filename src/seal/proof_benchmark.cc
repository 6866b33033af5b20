// SPDX-License-Identifier: Apache-2.0
// Proofs per second: made from a tree that keeps one hash in 256, and verified.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "seal/checkpoint.h"
#include "seal/merkle.h"
#include "seal/tile_tree.h"

namespace meguri {
namespace {

constexpr std::uint64_t leaf_count = 1'000'000;

const std::vector<Digest>& leaves() {
  static const std::vector<Digest> made = [] {
    std::vector<Digest> list;
    for (std::uint64_t i = 0; i < leaf_count; ++i)
      list.push_back(merkle_leaf(std::to_string(i)));
    return list;
  }();
  return made;
}

TileTree tree_of_all() {
  TileTree tree([](const LeafRange& range) -> Result<std::vector<Digest>> {
    const auto first = leaves().begin() + static_cast<std::ptrdiff_t>(range.first);
    return std::vector<Digest>(first, first + static_cast<std::ptrdiff_t>(range.end - range.first));
  });
  MEGURI_CHECK(tree.grow_to(leaf_count).has_value());
  return tree;
}

void make_inclusion_proofs(benchmark::State& state) {
  const TileTree tree = tree_of_all();
  std::uint64_t index = 0;
  for (auto round : state) {
    (void)round;
    index = (index + 7919) % leaf_count;
    benchmark::DoNotOptimize(tree.heads(inclusion_ranges(index, leaf_count)).value());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(make_inclusion_proofs);

void verify_inclusion_proofs(benchmark::State& state) {
  const TileTree tree = tree_of_all();
  const TreeHead head{leaf_count, tree.head({0, leaf_count}).value()};
  const std::vector<Digest> path = tree.heads(inclusion_ranges(4711, leaf_count)).value();
  for (auto round : state) {
    (void)round;
    MEGURI_CHECK(is_included(leaves()[4711], 4711, head, path));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(verify_inclusion_proofs);

void make_and_verify_consistency_proofs(benchmark::State& state) {
  const TileTree tree = tree_of_all();
  const TreeHead newer{leaf_count, tree.head({0, leaf_count}).value()};
  const TreeHead older{777'777, tree.head({0, 777'777}).value()};
  for (auto round : state) {
    (void)round;
    const auto path = tree.heads(consistency_ranges(older.size, newer.size)).value();
    MEGURI_CHECK(is_consistent(older, newer, path));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(make_and_verify_consistency_proofs);

void open_checkpoints(benchmark::State& state) {
  const NoteSigner signer = note_signer("example.com/log", Ed25519Seed{}).value();
  const std::string note = sign_checkpoint({leaf_count, sha256("root")}, signer).value();
  for (auto round : state) {
    (void)round;
    MEGURI_CHECK(open_checkpoint(note, signer.verifier).has_value());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(open_checkpoints);

}  // namespace
}  // namespace meguri
