// SPDX-License-Identifier: Apache-2.0
#include "seal/field_tree.h"

#include <set>
#include <string>
#include <utility>
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
constexpr FieldTreeForm pairs = FieldTreeForm::pairs;

TEST(field_tree, pairs_are_what_the_header_says) {
  const Salt salt = salt_of(7);
  std::string all(1, '\x02');
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::string number = {0, 0, 0, static_cast<char>(i / 2)};
    const std::string tag = {
        0, 0, static_cast<char>(sample[i].tag / 256), static_cast<char>(sample[i].tag % 256)};
    const Digest both = sha256("\x03" + std::string(16, 7) + number);
    const std::string own_salt(view_of(both).substr(i % 2 * 16, 16));
    EXPECT_EQ(own_salt, view_of(field_salt(pairs, salt, static_cast<std::uint32_t>(i))));
    leaves.push_back(sha256(std::string(1, '\0') + own_salt + tag + std::string(sample[i].bytes)));
    all += view_of(leaves.back());
  }
  EXPECT_EQ(field_tree_root(pairs, salt, sample), sha256(all));
  EXPECT_EQ(field_tree_root(pairs, leaves), sha256(all));
}

// Worked out with other tools (sha256sum): whoever changes the form sees it here.
TEST(field_tree, pairs_have_this_root) {
  EXPECT_EQ(to_hex(field_salt(pairs, salt_of(7), 0)), "e3aeb88067ae70fcac7853f74fd85928");
  EXPECT_EQ(to_hex(field_salt(pairs, salt_of(7), 3)), "3b40e3e312c491702ddf8431547a77ae");
  EXPECT_EQ(to_hex(field_tree_root(pairs, salt_of(7), sample)),
            "7a82a330f34dd15b095831e972d1fb4edcb914af36dd312c526744cab0a00e59");
}

TEST(field_tree, a_list_is_what_the_header_says) {
  const Salt salt = salt_of(7);
  std::string all(1, '\x02');
  std::vector<Digest> leaves;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const std::string index = {0, 0, 0, static_cast<char>(i)};
    const std::string tag = {
        0, 0, static_cast<char>(sample[i].tag / 256), static_cast<char>(sample[i].tag % 256)};
    const Digest own_salt = sha256(std::string(16, 7) + index);
    EXPECT_EQ(view_of(own_salt), view_of(field_salt(list, salt, static_cast<std::uint32_t>(i))));
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
    EXPECT_EQ(view_of(own_salt), view_of(field_salt(tree, salt, static_cast<std::uint32_t>(i))));
    leaves.push_back(sha256(std::string(1, '\0') + std::string(view_of(own_salt)) + tag +
                            std::string(sample[i].bytes)));
  }
  EXPECT_EQ(field_tree_root(tree, salt, sample), merkle_head(leaves));
  EXPECT_EQ(field_tree_root(tree, leaves), merkle_head(leaves));
}

class FieldTree : public testing::TestWithParam<FieldTreeForm> {};
INSTANTIATE_TEST_SUITE_P(forms, FieldTree, testing::Values(list, tree, pairs));

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

TEST_P(FieldTree, salts_are_as_long_as_the_form_has_them_and_all_different) {
  std::set<std::string> seen;
  for (std::uint32_t i = 0; i < 70; ++i) {
    const FieldSalt salt = field_salt(GetParam(), salt_of(3), i);
    EXPECT_EQ(salt.size, field_salt_bytes(GetParam()));
    EXPECT_TRUE(seen.insert(std::string(view_of(salt))).second) << i;
    EXPECT_EQ(parse_field_salt(to_hex(salt)), salt);
  }
}

TEST(field_tree, a_salt_is_16_or_32_bytes_in_lower_case) {
  EXPECT_TRUE(parse_field_salt(std::string(32, 'a')));
  EXPECT_TRUE(parse_field_salt(std::string(64, '0')));
  for (const std::size_t digits : {0U, 1U, 2U, 30U, 31U, 33U, 34U, 48U, 62U, 63U, 65U, 66U, 128U})
    EXPECT_FALSE(parse_field_salt(std::string(digits, 'a'))) << digits;
  EXPECT_FALSE(parse_field_salt(std::string(32, 'A')));
  EXPECT_FALSE(parse_field_salt(std::string(32, 'g')));
  EXPECT_FALSE(parse_field_salt(std::string(31, 'a') + ' '));
}

TEST(random_salt, differs_each_time) {
  const Salt first = random_salt().value();
  const Salt second = random_salt().value();
  EXPECT_FALSE(first == second);
}

}  // namespace
}  // namespace meguri
