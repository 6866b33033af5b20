// SPDX-License-Identifier: Apache-2.0
// field_tree: one hash over many fields, of which single ones can later be withheld.
//
// Each field gets a salt of its own, made from the salt of the whole and the field's number i, and
// the leaf SHA-256(0x00 || field salt || tag as 4 bytes big-endian || bytes). There are two forms:
//
//   list  salt i is SHA-256(salt of the whole || i as 4 bytes big-endian), the root
//         SHA-256(0x02 || leaf 0 || leaf 1 …): half the work, and nobody can show two withheld
//         fields as one
//   tree  salt i is HMAC-SHA-256(salt of the whole, i as 4 bytes big-endian), the root the tree
//   head
//         over the leaves (seal/merkle.h): what older entries were sealed with
//
// Whoever shows a field shows its tag, bytes and salt;
// of a withheld field only the leaf, which without the salt of the whole says nothing about its
// bytes. Tags and order are the caller's; they are covered by the root.
//
// Pure; any thread. O(bytes + fields).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "seal/merkle.h"
#include "seal/random_bytes.h"
#include "seal/sha256.h"

namespace meguri {

struct TreeField {
  std::uint32_t tag = 0;
  std::string_view bytes;
};

enum class FieldTreeForm : std::uint8_t { tree, list };

Digest field_salt(FieldTreeForm form, const Salt& salt, std::uint32_t index);
Digest field_leaf(const Digest& field_salt, const TreeField& field);
// The root as the fields come, without keeping them.
class FieldTree {
 public:
  FieldTree(FieldTreeForm form, const Salt& salt);
  void add(const TreeField& field);
  // Of all that was added; nothing may be added afterwards.
  [[nodiscard]] Digest root();

 private:
  [[nodiscard]] Digest next_salt();
  void append(const Digest& leaf);
  friend Digest field_tree_root(FieldTreeForm form, std::span<const Digest> leaves);

  FieldTreeForm form_;
  Salt salt_;
  std::uint32_t next_index_ = 0;
  std::optional<HmacKey> key_;  // of a tree
  Frontier tree_;
  Sha256 list_;
};

// Over the leaves, in order.
Digest field_tree_root(FieldTreeForm form, std::span<const Digest> leaves);
Digest field_tree_root(FieldTreeForm form, const Salt& salt, std::span<const TreeField> fields);

}  // namespace meguri
