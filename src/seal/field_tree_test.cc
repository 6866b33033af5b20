// SPDX-License-Identifier: Apache-2.0
#include "seal/field_tree.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "seal/merkle.h"

namespace meguri {
namespace {

Salt salt_of(unsigned char fill) {
  Salt salt;
  salt.bytes.fill(std::byte{fill});
  return salt;
}

const std::vector<TreeField> sample = {{1, "book"}, {2, "12"}, {300, ""}, {301, "x"}, {302, "y"}};

TEST(field_tree, is_what_the_header_says) {
  const Salt salt = salt_of(7);
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::string index = {0, 0, 0, static_cast<char>(i)};
    const std::string tag = {
        0, 0, static_cast<char>(sample[i].tag / 256), static_cast<char>(sample[i].tag % 256)};
    const Digest own_salt = hmac_sha256(std::string(16, 7), index);
    EXPECT_EQ(own_salt, field_salt(salt, static_cast<std::uint32_t>(i)));
    leaves.push_back(sha256(std::string(1, '\0') + std::string(view_of(own_salt)) + tag +
                            std::string(sample[i].bytes)));
  }
  EXPECT_EQ(field_tree_root(salt, sample), merkle_head(leaves));
}

TEST(field_tree, every_part_matters) {
  const Digest root = field_tree_root(salt_of(1), sample);
  EXPECT_EQ(root, field_tree_root(salt_of(1), sample));
  EXPECT_NE(root, field_tree_root(salt_of(2), sample));
  for (std::size_t i = 0; i < sample.size(); ++i) {
    std::vector<TreeField> changed = sample;
    changed[i].bytes = "other";
    EXPECT_NE(root, field_tree_root(salt_of(1), changed));
    changed = sample;
    changed[i].tag += 1;
    EXPECT_NE(root, field_tree_root(salt_of(1), changed));
    changed = sample;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(root, field_tree_root(salt_of(1), changed));
  }
  std::vector<TreeField> swapped = sample;
  std::swap(swapped[0], swapped[1]);
  EXPECT_NE(root, field_tree_root(salt_of(1), swapped));
}

TEST(field_tree, equal_fields_do_not_show_that_they_are_equal) {
  const Salt salt = salt_of(9);
  const TreeField field{5, "10"};
  EXPECT_NE(field_leaf(field_salt(salt, 0), field), field_leaf(field_salt(salt, 1), field));
}

TEST(random_salt, differs_each_time) {
  const Salt first = random_salt().value();
  const Salt second = random_salt().value();
  EXPECT_FALSE(first == second);
}

}  // namespace
}  // namespace meguri
