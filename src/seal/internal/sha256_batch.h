// SPDX-License-Identifier: Apache-2.0
// sha256_batch: the digests of many short messages, two side by side.
//
// One block of SHA-256 is a chain of 64 rounds, each waiting for the one before: a processor with
// SHA instructions is idle half of that time, and fills it with the rounds of another message if it
// is given one. Messages of the same number of blocks pair best, but any do.
//
// The caller lays out and pads the messages (FIPS 180-4, 5.1.1), so that nothing is allocated and
// nothing copied for one of them:
//
//   write_padding(block, 3);            // before the bytes are put in
//   std::memcpy(block, text, 3);
//   const PaddedMessage message{block, 1, digest.bytes.data()};
//   sha256_batch({&message, 1});
//
// Pure; any thread. O(blocks).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace meguri {

inline constexpr std::size_t sha256_block_bytes = 64;

// Whole blocks, one after the other, and where the 32 bytes of the digest go. The digest of one may
// not lie in the blocks of another of the same batch.
struct PaddedMessage {
  const std::byte* blocks = nullptr;
  std::size_t block_count = 0;  // at least 1
  std::byte* digest = nullptr;
};

// How many blocks a message of so many bytes takes with its padding.
constexpr std::size_t padded_block_count(std::size_t bytes) {
  return (bytes + 8) / sha256_block_bytes + 1;
}

// Writes the padding of a message of so many bytes into its blocks, and zeros to whatever else is
// in the last two of them: before the message is put there. Padding begins in the last but one if
// it does not fit the last.
inline void write_padding(std::byte* blocks, std::size_t bytes) {
  static_assert(std::endian::native == std::endian::little);
  const std::size_t count = padded_block_count(bytes);
  std::byte* const end = blocks + count * sha256_block_bytes;
  if (count > 1) std::memset(end - 2 * sha256_block_bytes, 0, sha256_block_bytes);
  std::memset(end - sha256_block_bytes, 0, sha256_block_bytes);
  blocks[bytes] = std::byte{0x80};
  const std::uint64_t bits = __builtin_bswap64(static_cast<std::uint64_t>(bytes) * 8);
  std::memcpy(end - sizeof bits, &bits, sizeof bits);
}

// All digests, in the way that is fastest on this processor.
void sha256_batch(std::span<const PaddedMessage> messages);

// The ways there are; whoever is not a test or a measurement calls sha256_batch.
// By the block function of OpenSSL, one message after the other; everywhere.
void sha256_batch_portable(std::span<const PaddedMessage> messages);
// By the SHA extensions of x86. REQUIRES: has_sha_instructions().
void sha256_batch_x86(std::span<const PaddedMessage> messages);
// False everywhere but on an x86 processor that has SHA, SSSE3 and SSE4.1.
bool has_sha_instructions();

}  // namespace meguri
