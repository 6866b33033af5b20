// SPDX-License-Identifier: Apache-2.0
// One-block messages per second, one after the other and side by side, and the nodes of a tree.
#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "base/check.h"
#include "seal/internal/sha256_batch.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

using Way = void (*)(std::span<const PaddedMessage>);

void hash_messages(benchmark::State& state, Way way, std::size_t blocks_each) {
  constexpr std::size_t count = 256;
  const std::size_t bytes = blocks_each * sha256_block_bytes - 9;
  std::vector<std::byte> blocks(count * blocks_each * sha256_block_bytes, std::byte{'x'});
  std::vector<Digest> digests(count);
  std::vector<PaddedMessage> messages;
  for (std::size_t i = 0; i < count; ++i) {
    std::byte* const at = blocks.data() + i * blocks_each * sha256_block_bytes;
    write_padding(at, bytes);
    std::fill_n(at, bytes, std::byte{'x'});
    messages.push_back({at, blocks_each, digests[i].bytes.data()});
  }
  for (auto round : state) {
    (void)round;
    way(messages);
  }
  for (const Digest& digest : digests)
    MEGURI_CHECK(digest == sha256(std::string(bytes, 'x')));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count * blocks_each));
}

void hash_blocks_portably(benchmark::State& state) {
  hash_messages(state, sha256_batch_portable, static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(hash_blocks_portably)->Arg(1)->Arg(2)->Arg(10);

void hash_blocks_side_by_side(benchmark::State& state) {
  hash_messages(state, sha256_batch, static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(hash_blocks_side_by_side)->Arg(1)->Arg(2)->Arg(10);

void append_leaves(benchmark::State& state) {
  const std::vector<Digest> leaves(static_cast<std::size_t>(state.range(0)), sha256("leaf"));
  Frontier frontier;
  for (auto round : state) {
    (void)round;
    frontier.append(leaves);
  }
  benchmark::DoNotOptimize(frontier.head());
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(append_leaves)->Arg(1)->Arg(8)->Arg(2048);

}  // namespace
}  // namespace meguri
