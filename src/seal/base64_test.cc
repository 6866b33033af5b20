// SPDX-License-Identifier: Apache-2.0
#include "seal/base64.h"

#include <string>

#include <gtest/gtest.h>

namespace meguri {
namespace {

// RFC 4648, section 10.
TEST(base64, writes_and_reads_the_vectors_of_the_standard) {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(to_base64(bytes), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
}

TEST(base64, every_byte_comes_back) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
  }
}

TEST(base64, has_one_text_for_each_sequence_of_bytes) {
  for (const char* wrong : {"Z",
                            "Zg",
                            "Zg=",
                            "Zh==",
                            "Zm9=",
                            "Zg==\n",
                            " Zg==",
                            "Zg===",
                            "====",
                            "=",
                            "A===",
                            "Z=g=",
                            "Zm9v=",
                            "Zm-v",
                            "Zm_v",
                            "Zg==Zg=="}) {
    EXPECT_FALSE(from_base64(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace meguri
