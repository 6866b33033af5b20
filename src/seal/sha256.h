// SPDX-License-Identifier: Apache-2.0
// sha256: SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104), by OpenSSL.
//
// Documents, packs, fields of entries and tree nodes are all named by their Digest.
//
// Errors: none; hashing cannot fail. O(bytes). A Sha256 belongs to one thread; the functions are
// pure and may be called from any thread.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

struct Digest {
  std::array<std::byte, 32> bytes{};
  friend auto operator<=>(const Digest&, const Digest&) = default;
};

// The 32 bytes as they are, for hashing or storing; valid as long as the digest lives.
inline std::string_view view_of(const Digest& digest) {
  const void* const start = digest.bytes.data();
  return {static_cast<const char*>(start), digest.bytes.size()};
}

// 64 lower-case hexadecimal digits.
std::string to_hex(const Digest& digest);
// The inverse; invalid_input for anything but 64 hexadecimal digits.
Result<Digest> parse_digest(std::string_view hex);
// From exactly 32 raw bytes; invalid_input otherwise.
Result<Digest> digest_of_bytes(std::string_view bytes);

// Hashes a text that arrives in pieces. Copying one keeps its midstate, so that many texts with a
// common beginning pay for it once.
class Sha256 {
 public:
  Sha256();
  Sha256& update(std::string_view bytes);
  Sha256& update(std::byte byte);
  // The digest of all that was given; the object must not be updated afterwards.
  [[nodiscard]] Digest finish();

 private:
  static constexpr std::size_t state_bytes = 112;
  alignas(std::max_align_t) std::array<std::byte, state_bytes> state_{};
};

Digest sha256(std::string_view bytes);

// A message put together from a few short parts. What fits one block (55 bytes) is hashed by one
// call of the block function and nothing else; an entry has dozens of such hashes. Longer ones are
// hashed as they come.
class ShortMessage {
 public:
  ShortMessage& add(std::string_view bytes) {
    if (!long_ && size_ + bytes.size() <= one_block_max) {
      std::memcpy(block_.data() + size_, bytes.data(), bytes.size());
      size_ += bytes.size();
      return *this;
    }
    return add_long(bytes);
  }
  ShortMessage& add(std::byte byte) {
    const void* const start = &byte;
    return add({static_cast<const char*>(start), 1});
  }
  // The digest of all that was given; nothing may be added afterwards.
  [[nodiscard]] Digest finish();

 private:
  static constexpr std::size_t one_block_max = 55;
  ShortMessage& add_long(std::string_view bytes);

  std::array<unsigned char, 64> block_{};
  std::size_t size_ = 0;
  std::optional<Sha256> long_;  // once the block did not suffice
};

// HMAC under one key, for many messages: the key's two blocks are hashed once.
class HmacKey {
 public:
  explicit HmacKey(std::string_view key);
  [[nodiscard]] Digest sign(std::string_view message) const;

 private:
  Sha256 inner_;
  Sha256 outer_;
};

Digest hmac_sha256(std::string_view key, std::string_view message);

}  // namespace meguri
