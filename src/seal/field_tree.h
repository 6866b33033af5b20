// SPDX-License-Identifier: Apache-2.0
// field_tree: one hash over many fields, of which single ones can later be withheld.
//
// Each field i gets a salt of its own, HMAC-SHA-256(salt of the whole, i as 4 bytes big-endian),
// and the leaf SHA-256(0x00 || field salt || tag as 4 bytes big-endian || bytes). The root is the
// tree head over these leaves (seal/merkle.h). Whoever shows a field shows its tag, bytes and salt;
// of a withheld field only the leaf, which without the salt of the whole says nothing about its
// bytes. Tags and order are the caller's; they are covered by the root.
//
// Pure; any thread. O(bytes + fields).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "seal/random_bytes.h"
#include "seal/sha256.h"

namespace meguri {

struct TreeField {
  std::uint32_t tag = 0;
  std::string_view bytes;
};

Digest field_salt(const Salt& salt, std::uint32_t index);
Digest field_leaf(const Digest& field_salt, const TreeField& field);
Digest field_tree_root(const Salt& salt, std::span<const TreeField> fields);

}  // namespace meguri
