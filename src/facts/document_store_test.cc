// SPDX-License-Identifier: Apache-2.0
#include "facts/document_store.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "journal/test_support.h"

namespace meguri {
namespace {

TEST(document_store, what_is_put_is_got) {
  const TemporaryFolder folder;
  const DocumentStore store(folder / "documents");
  for (const std::string& bytes : {std::string(), std::string("abc"), std::string(100'000, '\0')}) {
    const auto digest = store.put(bytes);
    ASSERT_TRUE(digest);
    EXPECT_EQ(*digest, sha256(bytes));
    EXPECT_EQ(store.put(bytes).value(), *digest);
    EXPECT_EQ(store.get(*digest).value(), bytes);
    EXPECT_TRUE(store.contains(*digest));
    const std::string hex = to_hex(*digest);
    EXPECT_TRUE(std::filesystem::exists(folder / "documents" / hex.substr(0, 2) / hex));
  }
  EXPECT_EQ(store.get(sha256("other")).error().code, ErrorCode::not_found);
  EXPECT_FALSE(store.contains(sha256("other")));
}

TEST(document_store, damage_is_noticed_and_mended) {
  const TemporaryFolder folder;
  const DocumentStore store(folder / "documents");
  const Digest digest = store.put("abc").value();
  const std::string hex = to_hex(digest);
  std::ofstream(folder / "documents" / hex.substr(0, 2) / hex, std::ios::binary) << "abd";
  EXPECT_EQ(store.get(digest).error().code, ErrorCode::damaged);
  EXPECT_EQ(store.put("abc").value(), digest);
  EXPECT_EQ(store.get(digest).value(), "abc");
}

TEST(document_store, a_folder_that_cannot_be_written) {
  const TemporaryFolder folder;
  std::ofstream(folder / "documents") << "a file";
  EXPECT_EQ(DocumentStore(folder / "documents").put("abc").error().code, ErrorCode::io_failure);
}

}  // namespace
}  // namespace meguri
