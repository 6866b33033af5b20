// SPDX-License-Identifier: Apache-2.0
// random: a seeded generator whose numbers are the same on every machine and library.
//
// SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators") seeds and
// steps; not for secrets (seal/random_bytes.h is). One generator belongs to one thread.
#pragma once

#include <cstdint>

namespace meguri {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31U);
  }

  // Uniform in [0, bound), without modulo bias. REQUIRES: bound > 0.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t limit = bound * (UINT64_MAX / bound);
    std::uint64_t drawn = next();
    while (drawn >= limit)
      drawn = next();
    return drawn % bound;
  }

  // Uniform in [0, 1) with 53 random bits.
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

}  // namespace meguri
