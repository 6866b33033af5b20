// SPDX-License-Identifier: Apache-2.0
#include "server/digest.h"

#include <array>
#include <span>
#include <vector>

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
  std::vector<unsigned char> random(bytes);
  MEGURI_CHECK(RAND_bytes(random.data(), static_cast<int>(bytes)) == 1);
  return to_hex(random);
}

}  // namespace meguri
