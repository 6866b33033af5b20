// SPDX-License-Identifier: Apache-2.0
#include "seal/sha256.h"

// The block functions of OpenSSL, not its EVP layer: EVP allocates for every digest and for every
// copied midstate, and an entry needs some fifty of them. Both run the same assembly.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <algorithm>
#include <bit>
#include <cstring>

#include <openssl/sha.h>

namespace meguri {
namespace {

constexpr std::size_t block_bytes = 64;
// FIPS 180-4, 5.3.3.
constexpr std::array<SHA_LONG, 8> initial_state = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
constexpr std::string_view hex_digits = "0123456789abcdef";

unsigned char* bytes_of(Digest& digest) {
  void* const start = digest.bytes.data();
  return static_cast<unsigned char*>(start);
}

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

Error not_a_digest() { return error(ErrorCode::invalid_input, "seal.not_a_digest"); }

}  // namespace

std::string to_hex(const Digest& digest) {
  std::string text;
  text.reserve(digest.bytes.size() * 2);
  for (const std::byte byte : digest.bytes) {
    const auto value = std::to_integer<unsigned>(byte);
    text.push_back(hex_digits[value >> 4U]);
    text.push_back(hex_digits[value & 15U]);
  }
  return text;
}

Result<Digest> parse_digest(std::string_view hex) {
  Digest digest;
  if (hex.size() != digest.bytes.size() * 2) return not_a_digest();
  for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
    const int high = hex_value(hex[2 * i]);
    const int low = hex_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return not_a_digest();
    digest.bytes.at(i) = static_cast<std::byte>(high * 16 + low);
  }
  return digest;
}

Result<Digest> digest_of_bytes(std::string_view bytes) {
  Digest digest;
  if (bytes.size() != digest.bytes.size()) return not_a_digest();
  std::memcpy(digest.bytes.data(), bytes.data(), bytes.size());
  return digest;
}

Sha256::Sha256() {
  static_assert(sizeof(SHA256_CTX) == state_bytes);
  SHA256_CTX state;
  SHA256_Init(&state);
  std::memcpy(state_.data(), &state, sizeof state);
}

Sha256& Sha256::update(std::string_view bytes) {
  void* const state = state_.data();
  SHA256_Update(static_cast<SHA256_CTX*>(state), bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::update(std::byte byte) {
  void* const state = state_.data();
  SHA256_Update(static_cast<SHA256_CTX*>(state), &byte, 1);
  return *this;
}

Digest Sha256::finish() {
  Digest digest;
  void* const state = state_.data();
  SHA256_Final(bytes_of(digest), static_cast<SHA256_CTX*>(state));
  return digest;
}

Digest sha256(std::string_view bytes) { return Sha256().update(bytes).finish(); }

ShortMessage& ShortMessage::add_long(std::string_view bytes) {
  if (!long_) {
    const void* const start = block_.data();
    long_.emplace().update({static_cast<const char*>(start), size_});
  }
  long_->update(bytes);
  return *this;
}

Digest ShortMessage::finish() {
  if (long_) return long_->finish();
  // FIPS 180-4, 5.1.1: a one, zeros, and the length in bits; the block holds zeros already.
  block_[size_] = 0x80;
  const std::size_t bits = size_ * 8;
  block_[62] = static_cast<unsigned char>(bits >> 8U);
  block_[63] = static_cast<unsigned char>(bits);
  SHA256_CTX state;
  std::memcpy(state.h, initial_state.data(), sizeof state.h);
  SHA256_Transform(&state, block_.data());
  static_assert(std::endian::native == std::endian::little);
  for (SHA_LONG& word : state.h)
    word = __builtin_bswap32(word);
  Digest digest;
  std::memcpy(digest.bytes.data(), state.h, digest.bytes.size());
  return digest;
}

HmacKey::HmacKey(std::string_view key) {
  std::array<char, block_bytes> block{};
  if (key.size() > block.size()) {
    const Digest digest = sha256(key);
    std::memcpy(block.data(), digest.bytes.data(), digest.bytes.size());
  } else {
    std::ranges::copy(key, block.begin());
  }
  for (char& c : block)
    c = static_cast<char>(c ^ 0x36);
  inner_.update(std::string_view(block.data(), block.size()));
  for (char& c : block)
    c = static_cast<char>(c ^ 0x36 ^ 0x5c);
  outer_.update(std::string_view(block.data(), block.size()));
}

Digest HmacKey::sign(std::string_view message) const {
  Sha256 inner = inner_;
  const Digest digest = inner.update(message).finish();
  Sha256 outer = outer_;
  return outer.update(view_of(digest)).finish();
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
  return HmacKey(key).sign(message);
}

}  // namespace meguri
