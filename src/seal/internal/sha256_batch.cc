// SPDX-License-Identifier: Apache-2.0
#include "seal/internal/sha256_batch.h"

#define OPENSSL_SUPPRESS_DEPRECATED
#include <array>
#include <cstring>

#include <openssl/sha.h>

namespace meguri {
namespace {

// FIPS 180-4, 5.3.3.
constexpr std::array<SHA_LONG, 8> initial_state = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

}  // namespace

void sha256_batch_portable(std::span<const PaddedMessage> messages) {
  for (const PaddedMessage& message : messages) {
    SHA256_CTX state;
    std::memcpy(state.h, initial_state.data(), sizeof state.h);
    for (std::size_t i = 0; i < message.block_count; ++i) {
      const void* const block = message.blocks + i * sha256_block_bytes;
      SHA256_Transform(&state, static_cast<const unsigned char*>(block));
    }
    for (SHA_LONG& word : state.h)
      word = __builtin_bswap32(word);
    std::memcpy(message.digest, state.h, sizeof state.h);
  }
}

void sha256_batch(std::span<const PaddedMessage> messages) {
  static const bool has_instructions = has_sha_instructions();
  if (has_instructions) {
    sha256_batch_x86(messages);
  } else {
    sha256_batch_portable(messages);
  }
}

}  // namespace meguri
