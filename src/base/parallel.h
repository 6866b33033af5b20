// SPDX-License-Identifier: Apache-2.0
// parallel: loops over fixed-size blocks whose results do not depend on the number of threads.
//
// A range is cut into blocks of a size the caller fixes; threads take blocks in any order, results
// stand in block order. A sum reduced over them in that order has the same bytes for 1, 2 or 16
// threads. The body must not throw and must not touch another block's data. Nested loops run in the
// caller.
#pragma once

#include <cstddef>
#include <functional>
#include <type_traits>
#include <vector>

namespace meguri {

struct Block {
  std::size_t index = 0;  // which block
  std::size_t begin = 0;  // half-open range of items
  std::size_t end = 0;
};

// How many threads this machine runs at once; at least 1.
std::size_t hardware_threads();

// Calls body once for each block of [0, items), on `threads` threads (0 = hardware_threads()).
// REQUIRES: block_size > 0.
void parallel_blocks(std::size_t items,
                     std::size_t block_size,
                     std::size_t threads,
                     const std::function<void(const Block&)>& body);

// Runs `here` in the caller and, if there is anything to do beside it, `beside` on another thread
// at the same time; returns when both are done. Neither may throw or touch what the other writes.
void run_beside(bool is_anything_beside,
                const std::function<void()>& beside,
                const std::function<void()>& here);

// The results of body(block), in block order. REQUIRES: block_size > 0.
template <typename Body>
auto parallel_map(std::size_t items, std::size_t block_size, std::size_t threads, Body body) {
  using Value = std::invoke_result_t<Body, const Block&>;
  static_assert(!std::is_same_v<Value, bool>, "vector<bool> packs bits: threads would race");
  std::vector<Value> results((items + block_size - 1) / block_size);
  parallel_blocks(
      items, block_size, threads, [&](const Block& block) { results[block.index] = body(block); });
  return results;
}

}  // namespace meguri
