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

constexpr FieldTreeForm list = FieldTreeForm::list;
constexpr FieldTreeForm tree = FieldTreeForm::tree;

TEST(field_tree, a_list_is_what_the_header_says) {
  const Salt salt = salt_of(7);
  std::string all(1, '\x02');
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::string index = {0, 0, 0, static_cast<char>(i)};
    const std::string tag = {
        0, 0, static_cast<char>(sample[i].tag / 256), static_cast<char>(sample[i].tag % 256)};
    const Digest own_salt = sha256(std::string(16, 7) + index);
    EXPECT_EQ(own_salt, field_salt(list, salt, static_cast<std::uint32_t>(i)));
    leaves.push_back(sha256(std::string(1, '\0') + std::string(view_of(own_salt)) + tag +
                            std::string(sample[i].bytes)));
    all += view_of(leaves.back());
  }
  EXPECT_EQ(field_tree_root(list, salt, sample), sha256(all));
  EXPECT_EQ(field_tree_root(list, leaves), sha256(all));
}

TEST(field_tree, a_tree_is_what_the_header_says) {
  const Salt salt = salt_of(7);
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::string index = {0, 0, 0, static_cast<char>(i)};
    const std::string tag = {
        0, 0, static_cast<char>(sample[i].tag / 256), static_cast<char>(sample[i].tag % 256)};
    const Digest own_salt = hmac_sha256(std::string(16, 7), index);
    EXPECT_EQ(own_salt, field_salt(tree, salt, static_cast<std::uint32_t>(i)));
    leaves.push_back(sha256(std::string(1, '\0') + std::string(view_of(own_salt)) + tag +
                            std::string(sample[i].bytes)));
  }
  EXPECT_EQ(field_tree_root(tree, salt, sample), merkle_head(leaves));
  EXPECT_EQ(field_tree_root(tree, leaves), merkle_head(leaves));
}

class FieldTree : public testing::TestWithParam<FieldTreeForm> {};
INSTANTIATE_TEST_SUITE_P(forms, FieldTree, testing::Values(list, tree));

TEST_P(FieldTree, every_part_matters) {
  const FieldTreeForm form = GetParam();
  const Digest root = field_tree_root(form, salt_of(1), sample);
  EXPECT_EQ(root, field_tree_root(form, salt_of(1), sample));
  EXPECT_NE(root, field_tree_root(form, salt_of(2), sample));
  for (std::size_t i = 0; i < sample.size(); ++i) {
    std::vector<TreeField> changed = sample;
    changed[i].bytes = "other";
    EXPECT_NE(root, field_tree_root(form, salt_of(1), changed));
    changed = sample;
    changed[i].tag += 1;
    EXPECT_NE(root, field_tree_root(form, salt_of(1), changed));
    changed = sample;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(root, field_tree_root(form, salt_of(1), changed));
  }
  std::vector<TreeField> swapped = sample;
  std::swap(swapped[0], swapped[1]);
  EXPECT_NE(root, field_tree_root(form, salt_of(1), swapped));
}

TEST_P(FieldTree, equal_fields_do_not_show_that_they_are_equal) {
  const FieldTreeForm form = GetParam();
  const Salt salt = salt_of(9);
  const TreeField field{5, "10"};
  EXPECT_NE(field_leaf(field_salt(form, salt, 0), field),
            field_leaf(field_salt(form, salt, 1), field));
}

TEST(random_salt, differs_each_time) {
  const Salt first = random_salt().value();
  const Salt second = random_salt().value();
  EXPECT_FALSE(first == second);
}

}  // namespace
}  // namespace meguri
