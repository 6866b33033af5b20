// SPDX-License-Identifier: Apache-2.0
#include "seal/field_tree.h"

#include <algorithm>
#include <vector>

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

std::string_view view_of_salt(const Salt& salt) {
  const void* const start = salt.bytes.data();
  return {static_cast<const char*>(start), salt.bytes.size()};
}

FieldSalt whole(const Digest& digest) { return {digest.bytes, digest.bytes.size()}; }

FieldSalt half(const Digest& digest, std::size_t which) {
  constexpr std::size_t bytes = field_salt_bytes(FieldTreeForm::pairs);
  FieldSalt salt;
  salt.size = bytes;
  std::copy_n(
      digest.bytes.begin() + static_cast<std::ptrdiff_t>(which * bytes), bytes, salt.bytes.begin());
  return salt;
}

}  // namespace

std::string to_hex(const FieldSalt& salt) {
  std::string hex = to_hex(Digest{salt.bytes});
  hex.resize(2 * salt.size);
  return hex;
}

std::optional<FieldSalt> parse_field_salt(std::string_view hex) {
  constexpr std::size_t digits_max = 64;
  const bool has_right_size = hex.size() == digits_max || hex.size() == digits_max / 2;
  if (!has_right_size) return std::nullopt;
  std::string filled(hex);
  filled.resize(digits_max, '0');
  const auto digest = parse_digest(filled);
  if (!digest) return std::nullopt;
  const FieldSalt salt{digest->bytes, hex.size() / 2};
  if (to_hex(salt) != hex) return std::nullopt;  // capital letters
  return salt;
}

FieldSalt field_salt(FieldTreeForm form, const Salt& salt, std::uint32_t index) {
  if (form == FieldTreeForm::pairs) {
    return half(ShortMessage()
                    .add(std::byte{3})
                    .add(view_of_salt(salt))
                    .add(view_of_bytes(big_endian(index / 2)))
                    .finish(),
                index % 2);
  }
  const FourBytes number = big_endian(index);
  if (form == FieldTreeForm::tree) {
    return whole(hmac_sha256(view_of_salt(salt), view_of_bytes(number)));
  }
  return whole(ShortMessage().add(view_of_salt(salt)).add(view_of_bytes(number)).finish());
}

Digest field_leaf(const FieldSalt& salt, const TreeField& field) {
  return ShortMessage()
      .add(std::byte{0})
      .add(view_of(salt))
      .add(view_of_bytes(big_endian(field.tag)))
      .add(field.bytes)
      .finish();
}

Digest field_tree_root(FieldTreeForm form, std::span<const Digest> leaves) {
  if (form == FieldTreeForm::tree) return merkle_head(leaves);
  Sha256 list;
  list.update(std::byte{2});
  for (const Digest& leaf : leaves)
    list.update(view_of(leaf));
  return list.finish();
}

Digest field_tree_root(FieldTreeForm form, const Salt& salt, std::span<const TreeField> fields) {
  std::vector<Digest> leaves;
  leaves.reserve(fields.size());
  for (std::uint32_t i = 0; i < fields.size(); ++i)
    leaves.push_back(field_leaf(field_salt(form, salt, i), fields[i]));
  return field_tree_root(form, leaves);
}

}  // namespace meguri
