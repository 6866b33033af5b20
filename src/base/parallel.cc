// SPDX-License-Identifier: Apache-2.0
#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/check.h"

namespace meguri {
namespace {

bool& inside_a_loop() {
  thread_local bool inside = false;
  return inside;
}

}  // namespace

std::size_t hardware_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

void parallel_blocks(std::size_t items,
                     std::size_t block_size,
                     std::size_t threads,
                     const std::function<void(const Block&)>& body) {
  MEGURI_CHECK(block_size > 0);
  const std::size_t count = items / block_size + (items % block_size != 0 ? 1 : 0);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    const bool was_inside = inside_a_loop();
    inside_a_loop() = true;
    for (std::size_t index = next.fetch_add(1); index < count; index = next.fetch_add(1)) {
      const std::size_t begin = index * block_size;
      body({index, begin, begin + std::min(block_size, items - begin)});
    }
    inside_a_loop() = was_inside;
  };
  const std::size_t wanted = inside_a_loop() ? 1 : threads == 0 ? hardware_threads() : threads;
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < std::min(wanted, count); ++i)
    helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers)
    helper.join();
}

void run_beside(bool is_anything_beside,
                const std::function<void()>& beside,
                const std::function<void()>& here) {
  std::thread helper;
  if (is_anything_beside) helper = std::thread(beside);
  here();
  if (helper.joinable()) helper.join();
}

}  // namespace meguri
