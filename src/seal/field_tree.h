// SPDX-License-Identifier: Apache-2.0
// field_tree: one hash over many fields, of which single ones can later be withheld.
//
// Each field gets a salt of its own, made from the salt of the whole and the field's number i, and
// the leaf SHA-256(0x00 || field salt || tag as 4 bytes big-endian || bytes). There are three
// forms, of which new trees have the last; with k a number as 4 bytes big-endian:
//
//   tree   salt i is HMAC-SHA-256(salt of the whole, k = i), 32 bytes; the root is the tree head
//          over the leaves (seal/merkle.h)
//   list   salt i is SHA-256(salt of the whole || k = i), 32 bytes; the root is
//          SHA-256(0x02 || leaf 0 || leaf 1 …): nobody can show two withheld fields as one
//   pairs  salts 2k and 2k + 1 are the halves of SHA-256(0x03 || salt of the whole || k), 16 bytes
//          each; the root is that of a list. One hash gives two salts, and the leaf of a field of
//          up to 34 bytes is one block
//
// Whoever shows a field shows its tag, bytes and salt; of a withheld field only the leaf, which
// without its salt says nothing about its bytes. A salt that is shown says nothing about another,
// nor about the salt of the whole: that half of a digest does not tell the other. Tags and order
// are the caller's; they are covered by the root, and so is the form if one of the fields says it.
//
// These functions say what the hashes are; seal/field_tree_batch.h makes many at once.
//
// Pure; any thread. O(bytes + fields).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "seal/random_bytes.h"
#include "seal/sha256.h"

namespace meguri {

struct TreeField {
  std::uint32_t tag = 0;
  std::string_view bytes;
};

enum class FieldTreeForm : std::uint8_t { tree, list, pairs };

// How many bytes the salt of a field has.
constexpr std::size_t field_salt_bytes(FieldTreeForm form) {
  return form == FieldTreeForm::pairs ? 16 : 32;
}

struct FieldSalt {
  std::array<std::byte, 32> bytes{};
  std::size_t size = 0;  // how many of them: 16 or 32, 0 where there is none
  friend bool operator==(const FieldSalt&, const FieldSalt&) = default;
};

// Valid as long as the salt lives.
inline std::string_view view_of(const FieldSalt& salt) {
  const void* const start = salt.bytes.data();
  return {static_cast<const char*>(start), salt.size};
}

// 32 or 64 lower-case hexadecimal digits; and back, nothing for any other text.
std::string to_hex(const FieldSalt& salt);
std::optional<FieldSalt> parse_field_salt(std::string_view hex);

FieldSalt field_salt(FieldTreeForm form, const Salt& salt, std::uint32_t index);
Digest field_leaf(const FieldSalt& salt, const TreeField& field);
// Over the leaves, in order.
Digest field_tree_root(FieldTreeForm form, std::span<const Digest> leaves);
Digest field_tree_root(FieldTreeForm form, const Salt& salt, std::span<const TreeField> fields);

}  // namespace meguri
