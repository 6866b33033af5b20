// SPDX-License-Identifier: Apache-2.0
// SHA-256 of two messages at a time with the SHA extensions of x86.
//
// Written from FIPS 180-4 and Intel's descriptions of SHA256RNDS2, SHA256MSG1 and SHA256MSG2. The
// instructions want the eight working variables in two registers, {a, b, e, f} and {c, d, g, h}
// from the highest word to the lowest, and do two rounds: a and b come out in the place of c and d.
//
// Only the functions of this file are compiled for such processors; who calls them has asked.
#include "seal/internal/sha256_batch.h"

#if defined(__x86_64__)

#include <algorithm>
#include <array>
#include <cstdint>

#include <cpuid.h>
#include <immintrin.h>

#define MEGURI_SHA __attribute__((target("sha,sse4.1,ssse3")))
// Each message's registers stay registers only where all of it is one function.
#define MEGURI_SHA_INLINE MEGURI_SHA __attribute__((always_inline)) inline

namespace meguri {
namespace {

// FIPS 180-4, 4.2.2.
alignas(64) constexpr std::array<std::uint32_t, 64> round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

MEGURI_SHA_INLINE __m128i load(const void* from) {
  return _mm_loadu_si128(static_cast<const __m128i*>(from));
}

MEGURI_SHA_INLINE void store(void* to, __m128i words) {
  _mm_storeu_si128(static_cast<__m128i*>(to), words);
}

// The bytes of each word the other way round: messages and digests are big-endian.
MEGURI_SHA_INLINE __m128i swap_bytes(__m128i words) {
  return _mm_shuffle_epi8(words, _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

// One message on its way.
struct Lane {
  __m128i abef;
  __m128i cdgh;
  __m128i w0;  // the last sixteen words of the message schedule, four in each
  __m128i w1;
  __m128i w2;
  __m128i w3;
  const std::byte* next;
  std::size_t left;  // blocks
  std::byte* digest;
};

MEGURI_SHA_INLINE void start(Lane& lane, const PaddedMessage& message) {
  lane.abef = _mm_set_epi32(0x6a09e667,
                            static_cast<int>(0xbb67ae85U),
                            0x510e527f,
                            static_cast<int>(0x9b05688cU));  // FIPS 180-4, 5.3.3
  lane.cdgh = _mm_set_epi32(0x3c6ef372, static_cast<int>(0xa54ff53aU), 0x1f83d9ab, 0x5be0cd19);
  lane.next = message.blocks;
  lane.left = message.block_count;
  lane.digest = message.digest;
}

MEGURI_SHA_INLINE void finish(const Lane& lane) {
  // {d, c, b, a} and {h, g, f, e} from the highest word down, as memory has a, b, c … upwards.
  const __m128i badc = _mm_unpackhi_epi64(lane.abef, lane.cdgh);
  const __m128i fehg = _mm_unpacklo_epi64(lane.abef, lane.cdgh);
  store(lane.digest, swap_bytes(_mm_shuffle_epi32(badc, 0xB1)));
  store(lane.digest + 16, swap_bytes(_mm_shuffle_epi32(fehg, 0xB1)));
}

// Rounds 4 × group to 4 × group + 3, whose words are given.
MEGURI_SHA_INLINE void four_rounds(Lane& lane, std::size_t group, __m128i words) {
  const __m128i sum = _mm_add_epi32(words, load(&round_constants[4 * group]));
  lane.cdgh = _mm_sha256rnds2_epu32(lane.cdgh, lane.abef, sum);
  lane.abef = _mm_sha256rnds2_epu32(lane.abef, lane.cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

// The next four words of the schedule (FIPS 180-4, 6.2.2) in the place of the oldest.
MEGURI_SHA_INLINE void schedule(__m128i& oldest, __m128i second, __m128i third, __m128i newest) {
  const __m128i from_before =
      _mm_add_epi32(_mm_sha256msg1_epu32(oldest, second), _mm_alignr_epi8(newest, third, 4));
  oldest = _mm_sha256msg2_epu32(from_before, newest);
}

template <typename... Lanes>
MEGURI_SHA_INLINE void scheduled_rounds(std::size_t group, Lanes&... lanes) {
  (schedule(lanes.w0, lanes.w1, lanes.w2, lanes.w3), ...);
  (four_rounds(lanes, group, lanes.w0), ...);
  (schedule(lanes.w1, lanes.w2, lanes.w3, lanes.w0), ...);
  (four_rounds(lanes, group + 1, lanes.w1), ...);
  (schedule(lanes.w2, lanes.w3, lanes.w0, lanes.w1), ...);
  (four_rounds(lanes, group + 2, lanes.w2), ...);
  (schedule(lanes.w3, lanes.w0, lanes.w1, lanes.w2), ...);
  (four_rounds(lanes, group + 3, lanes.w3), ...);
}

MEGURI_SHA_INLINE void load_block(Lane& lane) {
  lane.w0 = swap_bytes(load(lane.next));
  lane.w1 = swap_bytes(load(lane.next + 16));
  lane.w2 = swap_bytes(load(lane.next + 32));
  lane.w3 = swap_bytes(load(lane.next + 48));
  lane.next += sha256_block_bytes;
  --lane.left;
}

MEGURI_SHA_INLINE void add_state(Lane& lane, __m128i abef, __m128i cdgh) {
  lane.abef = _mm_add_epi32(lane.abef, abef);
  lane.cdgh = _mm_add_epi32(lane.cdgh, cdgh);
}

// The rounds of one block of each lane; what they come to is added to the state by the caller.
template <typename... Lanes>
MEGURI_SHA_INLINE void all_rounds(Lanes&... lanes) {
  (load_block(lanes), ...);
  (four_rounds(lanes, 0, lanes.w0), ...);
  (four_rounds(lanes, 1, lanes.w1), ...);
  (four_rounds(lanes, 2, lanes.w2), ...);
  (four_rounds(lanes, 3, lanes.w3), ...);
  for (std::size_t group = 4; group < 16; group += 4)
    scheduled_rounds(group, lanes...);
}

MEGURI_SHA_INLINE void one_block_of_each(Lane& a, Lane& b) {
  const Lane before_a = a;
  const Lane before_b = b;
  all_rounds(a, b);
  add_state(a, before_a.abef, before_a.cdgh);
  add_state(b, before_b.abef, before_b.cdgh);
}

MEGURI_SHA_INLINE void all_blocks(Lane& lane) {
  while (lane.left > 0) {
    const Lane before = lane;
    all_rounds(lane);
    add_state(lane, before.abef, before.cdgh);
  }
}

}  // namespace

bool has_sha_instructions() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0) return false;
  const bool has_shuffles = (c & bit_SSSE3) != 0 && (c & bit_SSE4_1) != 0;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return false;
  return has_shuffles && (b & bit_SHA) != 0;
}

MEGURI_SHA void sha256_batch_x86(std::span<const PaddedMessage> messages) {
  Lane a{};
  Lane b{};
  std::size_t at = 0;
  // Whichever lane is through takes the next message; the last one may run alone.
  while (true) {
    if (a.left == 0) {
      if (at == messages.size()) break;
      start(a, messages[at++]);
    }
    if (b.left == 0) {
      if (at == messages.size()) break;
      start(b, messages[at++]);
    }
    for (std::size_t both = std::min(a.left, b.left); both > 0; --both)
      one_block_of_each(a, b);
    if (a.left == 0) finish(a);
    if (b.left == 0) finish(b);
  }
  Lane& last = a.left > 0 ? a : b;
  if (last.left == 0) return;
  all_blocks(last);
  finish(last);
}

}  // namespace meguri

#else

#include "base/check.h"

namespace meguri {

bool has_sha_instructions() { return false; }

void sha256_batch_x86(std::span<const PaddedMessage> messages) { MEGURI_CHECK(messages.empty()); }

}  // namespace meguri

#endif
