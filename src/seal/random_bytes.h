// SPDX-License-Identifier: Apache-2.0
// random_bytes: unpredictable bytes from the operating system, by OpenSSL; for salts and keys.
//
// Never used by an analysis: those draw from base/random.h, whose numbers repeat. Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/result.h"

namespace meguri {

// 128 bits that make a low-entropy field (a mass, a yes or no) unguessable from its hash.
struct Salt {
  std::array<std::byte, 16> bytes{};
  friend bool operator==(const Salt&, const Salt&) = default;
};

// io_failure if the operating system has no randomness to give.
Status fill_with_random_bytes(std::span<std::byte> target);
Result<Salt> random_salt();

}  // namespace meguri
