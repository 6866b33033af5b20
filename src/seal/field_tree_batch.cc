// SPDX-License-Identifier: Apache-2.0
#include "seal/field_tree_batch.h"

#include <array>
#include <cstring>
#include <vector>

#include "base/check.h"
#include "seal/internal/hash_queue.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

constexpr std::size_t digest_bytes = 32;
constexpr std::size_t tag_bytes = 4;

// Copies at least half of `count` from both ends: where they meet, bytes are written twice.
template <std::size_t half>
void copy_ends(std::byte* to, const std::byte* from, std::size_t count) {
  std::memcpy(to, from, half);
  std::memcpy(to + count - half, from + count - half, half);
}

// Appends to a message that lies in its place. Most fields are a few bytes long, and calling memcpy
// for them would take a quarter of the time of their hash.
std::byte* put(std::byte* at, const void* bytes, std::size_t count) {
  const auto* const from = static_cast<const std::byte*>(bytes);
  if (count > 32) {
    std::memcpy(at, from, count);
  } else if (count >= 16) {
    copy_ends<16>(at, from, count);
  } else if (count >= 8) {
    copy_ends<8>(at, from, count);
  } else if (count >= 4) {
    copy_ends<4>(at, from, count);
  } else {
    for (std::size_t i = 0; i < count; ++i)  // none of an empty view, which may point nowhere
      at[i] = from[i];
  }
  return at + count;
}
std::byte* put_big_endian(std::byte* at, std::uint32_t number) {
  const std::uint32_t swapped = __builtin_bswap32(number);
  return put(at, &swapped, sizeof swapped);
}

// How many hashes the salts of a tree take: one salts two fields in pairs.
std::size_t salt_digests(FieldTreeForm form, std::size_t fields) {
  return form == FieldTreeForm::pairs ? (fields + 1) / 2 : fields;
}

std::size_t list_bytes(std::size_t leaves) { return 1 + leaves * digest_bytes; }

void make_longer(std::vector<std::byte>& bytes, std::size_t least) {
  if (bytes.size() < least) bytes.resize(least);
}

}  // namespace

struct FieldTreeBatch::Work {
  struct Tree {
    FieldTreeForm form = FieldTreeForm::pairs;
    Salt salt;
    std::size_t first_field = 0;
    std::size_t field_count = 0;
    std::size_t salts_at = 0;  // byte in `salts`
    std::size_t list_at = 0;   // byte in `lists`
  };

  void lay_out();
  void hash_salts();
  void hash_leaves();
  void hash_roots();
  void hash_as_leaves(std::span<Digest> hashes);
  void start_salts(const Tree& tree);
  void make_salts_by_hmac(const Tree& tree);
  void start_leaf(std::string_view salt, const TreeField& field, std::byte* digest);
  [[nodiscard]] Digest head_of_leaves(const Tree& tree) const;

  std::vector<TreeField> fields;
  std::vector<Tree> trees;
  // Each stage reads what the one before has written.
  std::vector<std::byte> salts;  // of all fields
  std::vector<std::byte> lists;  // of each tree: 0x02 and its leaves, in whole blocks
  std::vector<Digest> roots;
  HashQueue queue;
};

void FieldTreeBatch::Work::lay_out() {
  std::size_t salts_end = 0;
  std::size_t lists_end = 0;
  for (Tree& tree : trees) {
    tree.salts_at = salts_end;
    tree.list_at = lists_end;
    salts_end += salt_digests(tree.form, tree.field_count) * digest_bytes;
    lists_end += padded_block_count(list_bytes(tree.field_count)) * sha256_block_bytes;
  }
  make_longer(salts, salts_end);
  make_longer(lists, lists_end);
  roots.resize(trees.size());
}

void FieldTreeBatch::Work::make_salts_by_hmac(const Tree& tree) {
  const void* const whole = tree.salt.bytes.data();
  const HmacKey key({static_cast<const char*>(whole), tree.salt.bytes.size()});
  std::byte* at = salts.data() + tree.salts_at;
  for (std::uint32_t i = 0; i < tree.field_count; ++i) {
    std::array<char, sizeof i> number{};
    const std::uint32_t swapped = __builtin_bswap32(i);
    std::memcpy(number.data(), &swapped, sizeof swapped);
    at = put(at, key.sign({number.data(), number.size()}).bytes.data(), digest_bytes);
  }
}

void FieldTreeBatch::Work::start_salts(const Tree& tree) {
  const bool has_prefix = tree.form == FieldTreeForm::pairs;
  const std::size_t bytes = (has_prefix ? 1 : 0) + tree.salt.bytes.size() + sizeof(std::uint32_t);
  const std::size_t count = salt_digests(tree.form, tree.field_count);
  for (std::size_t k = 0; k < count; ++k) {
    std::byte* at = queue.start(bytes, salts.data() + tree.salts_at + k * digest_bytes);
    if (has_prefix) *at++ = std::byte{3};
    at = put(at, tree.salt.bytes.data(), tree.salt.bytes.size());
    put_big_endian(at, static_cast<std::uint32_t>(k));
  }
}

void FieldTreeBatch::Work::hash_salts() {
  for (const Tree& tree : trees) {
    if (tree.form == FieldTreeForm::tree) {
      make_salts_by_hmac(tree);
    } else {
      start_salts(tree);
    }
  }
  queue.run();
}

void FieldTreeBatch::Work::start_leaf(std::string_view salt,
                                      const TreeField& field,
                                      std::byte* digest) {
  const std::size_t bytes = 1 + salt.size() + tag_bytes + field.bytes.size();
  if (!HashQueue::takes(bytes)) {
    FieldSalt own;
    own.size = salt.size();
    std::memcpy(own.bytes.data(), salt.data(), salt.size());
    const Digest leaf = field_leaf(own, field);
    put(digest, leaf.bytes.data(), digest_bytes);
    return;
  }
  std::byte* at = queue.start(bytes, digest);
  *at++ = std::byte{0};
  at = put(at, salt.data(), salt.size());
  at = put_big_endian(at, field.tag);
  put(at, field.bytes.data(), field.bytes.size());
}

void FieldTreeBatch::Work::hash_leaves() {
  for (const Tree& tree : trees) {
    const std::size_t salt_size = field_salt_bytes(tree.form);
    const void* const first_salt = salts.data() + tree.salts_at;
    std::byte* const list = lists.data() + tree.list_at;
    write_padding(list, list_bytes(tree.field_count));
    *list = std::byte{2};
    for (std::size_t i = 0; i < tree.field_count; ++i) {
      const std::string_view salt(static_cast<const char*>(first_salt) + i * salt_size, salt_size);
      start_leaf(salt, fields[tree.first_field + i], list + list_bytes(i));
    }
  }
  queue.run();
}

Digest FieldTreeBatch::Work::head_of_leaves(const Tree& tree) const {
  std::vector<Digest> leaves(tree.field_count);
  const std::byte* at = lists.data() + tree.list_at + 1;
  for (Digest& leaf : leaves) {
    std::memcpy(leaf.bytes.data(), at, digest_bytes);
    at += digest_bytes;
  }
  return merkle_head(leaves);
}

void FieldTreeBatch::Work::hash_roots() {
  for (std::size_t i = 0; i < trees.size(); ++i) {
    const Tree& tree = trees[i];
    if (tree.form == FieldTreeForm::tree) {
      roots[i] = head_of_leaves(tree);
      continue;
    }
    const std::size_t blocks = padded_block_count(list_bytes(tree.field_count));
    queue.add({lists.data() + tree.list_at, blocks, roots[i].bytes.data()});
  }
  queue.run();
}

void FieldTreeBatch::Work::hash_as_leaves(std::span<Digest> hashes) {
  for (std::size_t i = 0; i < trees.size(); ++i) {
    std::byte* const at = queue.start(1 + digest_bytes, hashes[i].bytes.data());
    *at = std::byte{0};
    put(at + 1, roots[i].bytes.data(), digest_bytes);
  }
  queue.run();
}

// Not zeroed: the room of the queue is written before it is read.
FieldTreeBatch::FieldTreeBatch() : work_(std::make_unique_for_overwrite<Work>()) {}
FieldTreeBatch::FieldTreeBatch(FieldTreeBatch&&) noexcept = default;
FieldTreeBatch& FieldTreeBatch::operator=(FieldTreeBatch&&) noexcept = default;
FieldTreeBatch::~FieldTreeBatch() = default;

void FieldTreeBatch::add(FieldTreeForm form, const Salt& salt, std::span<const TreeField> fields) {
  Work::Tree& tree = work_->trees.emplace_back();
  tree.form = form;
  tree.salt = salt;
  tree.first_field = work_->fields.size();
  tree.field_count = fields.size();
  work_->fields.insert(work_->fields.end(), fields.begin(), fields.end());
}

std::size_t FieldTreeBatch::field_count() const { return work_->fields.size(); }
std::size_t FieldTreeBatch::tree_count() const { return work_->trees.size(); }

void FieldTreeBatch::finish(std::span<Digest> hashes) {
  MEGURI_CHECK(hashes.size() == work_->trees.size());
  work_->lay_out();
  work_->hash_salts();
  work_->hash_leaves();
  work_->hash_roots();
  work_->hash_as_leaves(hashes);
  work_->trees.clear();
  work_->fields.clear();
}

}  // namespace meguri
