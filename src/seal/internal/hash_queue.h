// SPDX-License-Identifier: Apache-2.0
// hash_queue: short messages that wait to be hashed together.
//
//   HashQueue queue;
//   std::byte* const at = queue.start(33, digest);  // room for a message of 33 bytes
//   …                                               // filled before the next start()
//   queue.run();                                    // now all digests are there
//
// The room is fixed and stays in the processor's first cache; when it is full the queue is run and
// begins again, so that there may be any number of messages. Where a digest goes, nothing may be
// read before run(). Belongs to one thread; O(bytes).
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "seal/internal/sha256_batch.h"

namespace meguri {

class HashQueue {
 public:
  // Longer messages do not wait: hash them where they are.
  static constexpr std::size_t message_blocks_max = 8;
  static constexpr bool takes(std::size_t bytes) {
    return padded_block_count(bytes) <= message_blocks_max;
  }

  // Where to put a message of so many bytes; its padding stands already. REQUIRES: takes(bytes).
  std::byte* start(std::size_t bytes, std::byte* digest) {
    const std::size_t count = padded_block_count(bytes);
    if (blocks_used_ + count > blocks_max) run();
    std::byte* const at = blocks_.data() + blocks_used_ * sha256_block_bytes;
    write_padding(at, bytes);
    blocks_used_ += count;
    add({at, count, digest});
    return at;
  }
  // A message that stands elsewhere, padded, until run().
  void add(const PaddedMessage& message) {
    if (messages_used_ == messages_.size()) run_messages();
    messages_[messages_used_++] = message;
  }
  void run() {
    run_messages();
    blocks_used_ = 0;
  }

 private:
  static constexpr std::size_t blocks_max = 256;
  void run_messages() {
    sha256_batch(std::span(messages_).first(messages_used_));
    messages_used_ = 0;
  }

  std::array<std::byte, blocks_max * sha256_block_bytes> blocks_;  // filled as far as used
  std::array<PaddedMessage, blocks_max> messages_;
  std::size_t blocks_used_ = 0;
  std::size_t messages_used_ = 0;
};

}  // namespace meguri
