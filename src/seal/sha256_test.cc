// SPDX-License-Identifier: Apache-2.0
#include "seal/sha256.h"

#include <string>

#include <gtest/gtest.h>

namespace meguri {
namespace {

// FIPS 180-4 examples and the NIST long message.
TEST(sha256, published_vectors) {
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(to_hex(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(sha256, pieces_are_the_whole) {
  const std::string text(200, 'x');
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Sha256 hash;
    hash.update(std::string_view(text).substr(0, cut)).update(std::string_view(text).substr(cut));
    EXPECT_EQ(hash.finish(), sha256(text)) << cut;
  }
}

TEST(sha256, short_messages_are_hashed_alike) {
  std::string text;
  for (int length = 0; length < 140; ++length) {
    for (const std::size_t cut : {std::size_t{0}, text.size() / 2, text.size()}) {
      ShortMessage message;
      message.add(std::string_view(text).substr(0, cut)).add(std::string_view(text).substr(cut));
      EXPECT_EQ(message.finish(), sha256(text)) << length;
    }
    text.push_back(static_cast<char>(200 + length));
  }
  EXPECT_EQ(ShortMessage().add(std::byte{7}).add("x").finish(), sha256("\x07x"));
}

TEST(sha256, a_copy_keeps_the_midstate) {
  Sha256 common;
  common.update("common");
  Sha256 left = common;
  Sha256 right = common;
  EXPECT_EQ(left.update(" left").finish(), sha256("common left"));
  EXPECT_EQ(right.update(" right").finish(), sha256("common right"));
}

TEST(sha256, hex_round_trip_and_refusal) {
  const Digest digest = sha256("abc");
  EXPECT_EQ(parse_digest(to_hex(digest)).value(), digest);
  EXPECT_EQ(digest_of_bytes(view_of(digest)).value(), digest);
  for (const std::string& text : {std::string(),
                                  std::string(63, 'a'),
                                  std::string(65, 'a'),
                                  std::string(63, 'a') + "g",
                                  std::string(64, ' ')}) {
    EXPECT_FALSE(parse_digest(text)) << text;
  }
  EXPECT_FALSE(digest_of_bytes("short"));
}

// RFC 4231, cases 1, 2 and 6 (a key longer than a block).
TEST(hmac_sha256, published_vectors) {
  EXPECT_EQ(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'),
                               "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(hmac_sha256, one_key_signs_many) {
  const HmacKey key("Jefe");
  EXPECT_EQ(key.sign("a"), hmac_sha256("Jefe", "a"));
  EXPECT_EQ(key.sign("b"), hmac_sha256("Jefe", "b"));
  EXPECT_NE(key.sign("a"), key.sign("b"));
}

}  // namespace
}  // namespace meguri
