// SPDX-License-Identifier: Apache-2.0
#include "seal/field_tree.h"

#include <array>

#include "seal/merkle.h"

namespace meguri {
namespace {

using FourBytes = std::array<char, 4>;

FourBytes big_endian(std::uint32_t number) {
  return {static_cast<char>(number >> 24U),
          static_cast<char>(number >> 16U),
          static_cast<char>(number >> 8U),
          static_cast<char>(number)};
}

std::string_view view_of_bytes(const FourBytes& bytes) { return {bytes.data(), bytes.size()}; }

HmacKey key_of(const Salt& salt) {
  const void* const start = salt.bytes.data();
  return HmacKey(std::string_view(static_cast<const char*>(start), salt.bytes.size()));
}

Digest salt_of_field(const HmacKey& key, std::uint32_t index) {
  return key.sign(view_of_bytes(big_endian(index)));
}

}  // namespace

Digest field_salt(const Salt& salt, std::uint32_t index) {
  return salt_of_field(key_of(salt), index);
}

Digest field_leaf(const Digest& field_salt, const TreeField& field) {
  return Sha256()
      .update(std::byte{0})
      .update(view_of(field_salt))
      .update(view_of_bytes(big_endian(field.tag)))
      .update(field.bytes)
      .finish();
}

Digest field_tree_root(const Salt& salt, std::span<const TreeField> fields) {
  const HmacKey key = key_of(salt);
  Frontier frontier;
  std::uint32_t index = 0;
  for (const TreeField& field : fields) {
    frontier.append(field_leaf(salt_of_field(key, index), field));
    ++index;
  }
  return frontier.head();
}

}  // namespace meguri
