// SPDX-License-Identifier: Apache-2.0
#include "server/digest.h"

#include <array>
#include <span>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "base/check.h"

namespace meguri {
namespace {

std::string to_hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) {
    text += digits[byte / 16];
    text += digits[byte % 16];
  }
  return text;
}

}  // namespace

std::string content_tag(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  MEGURI_CHECK(done == 1 && size >= 16);
  return to_hex(std::span(digest).first(16));
}

std::string random_hex(std::size_t bytes) {
  // Drawn in advance: a draw costs about the same for eight bytes and for many.
  thread_local std::array<unsigned char, 1024> drawn;
  thread_local std::size_t left = 0;
  MEGURI_CHECK(bytes <= drawn.size());
  if (left < bytes) {
    MEGURI_CHECK(RAND_bytes(drawn.data(), static_cast<int>(drawn.size())) == 1);
    left = drawn.size();
  }
  left -= bytes;
  return to_hex(std::span(drawn).subspan(left, bytes));
}

}  // namespace meguri
