// SPDX-License-Identifier: Apache-2.0
// The batch against the definition, which hashes one thing at a time by OpenSSL.
#include "seal/field_tree_batch.h"

#include <array>
#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

constexpr std::array<FieldTreeForm, 3> forms = {
    FieldTreeForm::pairs, FieldTreeForm::list, FieldTreeForm::tree};

struct Tree {
  FieldTreeForm form = FieldTreeForm::pairs;
  Salt salt;
  std::vector<TreeField> fields;
};

// Trees of random fields, whose bytes stay here.
class Trees {
 public:
  explicit Trees(std::uint64_t seed) : random_(seed) {}

  Tree next(FieldTreeForm form, std::size_t fields, std::size_t bytes_below) {
    Tree tree;
    tree.form = form;
    for (std::byte& byte : tree.salt.bytes)
      byte = static_cast<std::byte>(random_.below(256));
    std::uint32_t tag = 0;
    for (std::size_t i = 0; i < fields; ++i) {
      tag += 1 + static_cast<std::uint32_t>(random_.below(300));
      std::string& bytes = texts_.emplace_back(random_.below(bytes_below), '\0');
      for (char& byte : bytes)
        byte = static_cast<char>(random_.below(256));
      tree.fields.push_back({tag, bytes});
    }
    return tree;
  }
  std::size_t below(std::size_t bound) { return random_.below(bound); }

 private:
  Random random_;
  std::deque<std::string> texts_;
};

void expect_hashes(FieldTreeBatch& batch, const std::vector<Tree>& trees) {
  std::size_t fields = 0;
  for (const Tree& tree : trees) {
    batch.add(tree.form, tree.salt, tree.fields);
    fields += tree.fields.size();
  }
  EXPECT_EQ(batch.tree_count(), trees.size());
  EXPECT_EQ(batch.field_count(), fields);
  std::vector<Digest> hashes(trees.size());
  batch.finish(hashes);
  for (std::size_t i = 0; i < trees.size(); ++i) {
    const Digest root = field_tree_root(trees[i].form, trees[i].salt, trees[i].fields);
    ASSERT_EQ(hashes[i], merkle_leaf(view_of(root)))
        << "tree " << i << " of " << trees.size() << ", " << trees[i].fields.size() << " fields";
  }
  EXPECT_EQ(batch.tree_count(), 0U);
  EXPECT_EQ(batch.field_count(), 0U);
}

TEST(field_tree_batch, of_nothing) {
  FieldTreeBatch batch;
  expect_hashes(batch, {});
}

TEST(field_tree_batch, every_number_of_fields) {
  Trees trees(1);
  FieldTreeBatch batch;
  for (const FieldTreeForm form : forms) {
    for (std::size_t fields = 0; fields <= 40; ++fields)
      expect_hashes(batch, {trees.next(form, fields, 60)});
  }
}

TEST(field_tree_batch, many_trees_of_all_forms) {
  Trees trees(2);
  FieldTreeBatch batch;
  for (int round = 0; round < 50; ++round) {
    std::vector<Tree> some;
    for (std::size_t i = 0; i < 30; ++i)
      some.push_back(trees.next(forms.at(trees.below(3)), trees.below(40), 80));
    expect_hashes(batch, some);
  }
}

// What does not wait with the others, and what is more than waits at once.
TEST(field_tree_batch, long_fields_and_large_trees) {
  Trees trees(3);
  FieldTreeBatch batch;
  for (const FieldTreeForm form : forms) {
    expect_hashes(batch, {trees.next(form, 9, 3000), trees.next(form, 4, 100'000)});
    expect_hashes(batch, {trees.next(form, 2000, 40), trees.next(form, 3, 3)});
  }
}

TEST(field_tree_batch, field_lengths_around_every_block) {
  for (const FieldTreeForm form : forms) {
    for (std::size_t bytes = 0; bytes < 600; ++bytes) {
      const std::string text(bytes, 'x');
      FieldTreeBatch batch;
      expect_hashes(batch, {{form, {}, {{1, text}, {2, ""}}}});
    }
  }
}

}  // namespace
}  // namespace meguri
