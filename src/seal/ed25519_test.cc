// SPDX-License-Identifier: Apache-2.0
#include "seal/ed25519.h"

#include <algorithm>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "seal/sha256.h"

namespace meguri {
namespace {

Ed25519Seed bytes_of_hex(const char* hex) { return parse_digest(hex).value().bytes; }

// RFC 8032, section 7.1, tests 1 and 2.
const char* const seed_1 = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const char* const key_1 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
const char* const seed_2 = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
const char* const key_2 = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
const char* const signature_2_first =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da";
const char* const signature_2_last =
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

TEST(ed25519, makes_the_keys_and_signatures_of_the_standard) {
  EXPECT_EQ(ed25519_public_key(bytes_of_hex(seed_1)).value(), bytes_of_hex(key_1));
  EXPECT_EQ(ed25519_public_key(bytes_of_hex(seed_2)).value(), bytes_of_hex(key_2));
  const Ed25519Signature signature = ed25519_sign(bytes_of_hex(seed_2), "\x72").value();
  const Ed25519Seed first = bytes_of_hex(signature_2_first);
  const Ed25519Seed last = bytes_of_hex(signature_2_last);
  EXPECT_TRUE(std::equal(first.begin(), first.end(), signature.begin()));
  EXPECT_TRUE(std::equal(last.begin(), last.end(), signature.begin() + 32));
}

TEST(ed25519, refuses_every_changed_byte) {
  const std::string message = "a message";
  const Ed25519PublicKey key = bytes_of_hex(key_1);
  const Ed25519Signature signature = ed25519_sign(bytes_of_hex(seed_1), message).value();
  EXPECT_TRUE(ed25519_verify(key, message, signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Ed25519Signature changed = signature;
    changed.at(i) ^= std::byte{1};
    EXPECT_FALSE(ed25519_verify(key, message, changed)) << i;
  }
  for (std::size_t i = 0; i < key.size(); ++i) {
    Ed25519PublicKey changed = key;
    changed.at(i) ^= std::byte{1};
    EXPECT_FALSE(ed25519_verify(changed, message, signature)) << i;
  }
  for (std::size_t i = 0; i < message.size(); ++i) {
    std::string changed = message;
    changed.at(i) = 'x';
    EXPECT_FALSE(ed25519_verify(key, changed, signature)) << i;
  }
  EXPECT_FALSE(ed25519_verify(key, "", signature));
  EXPECT_FALSE(ed25519_verify(bytes_of_hex(key_2), message, signature));
}

}  // namespace
}  // namespace meguri
