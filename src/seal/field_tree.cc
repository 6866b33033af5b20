// SPDX-License-Identifier: Apache-2.0
#include "seal/field_tree.h"

#include <array>

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

}  // namespace

Digest field_salt(FieldTreeForm form, const Salt& salt, std::uint32_t index) {
  const FourBytes number = big_endian(index);
  if (form == FieldTreeForm::tree) {
    return HmacKey(view_of_salt(salt)).sign(view_of_bytes(number));
  }
  return ShortMessage().add(view_of_salt(salt)).add(view_of_bytes(number)).finish();
}

Digest field_leaf(const Digest& field_salt, const TreeField& field) {
  return ShortMessage()
      .add(std::byte{0})
      .add(view_of(field_salt))
      .add(view_of_bytes(big_endian(field.tag)))
      .add(field.bytes)
      .finish();
}

FieldTree::FieldTree(FieldTreeForm form, const Salt& salt) : form_(form), salt_(salt) {
  if (form_ == FieldTreeForm::tree) {
    key_.emplace(view_of_salt(salt_));
  } else {
    list_.update(std::byte{2});
  }
}

Digest FieldTree::next_salt() {
  const std::uint32_t index = next_index_++;
  return key_ ? key_->sign(view_of_bytes(big_endian(index))) : field_salt(form_, salt_, index);
}

void FieldTree::append(const Digest& leaf) {
  if (form_ == FieldTreeForm::tree) {
    tree_.append(leaf);
  } else {
    list_.update(view_of(leaf));
  }
}

void FieldTree::add(const TreeField& field) { append(field_leaf(next_salt(), field)); }

Digest FieldTree::root() { return form_ == FieldTreeForm::tree ? tree_.head() : list_.finish(); }

Digest field_tree_root(FieldTreeForm form, std::span<const Digest> leaves) {
  FieldTree tree(form, Salt{});
  for (const Digest& leaf : leaves)
    tree.append(leaf);
  return tree.root();
}

Digest field_tree_root(FieldTreeForm form, const Salt& salt, std::span<const TreeField> fields) {
  FieldTree tree(form, salt);
  for (const TreeField& field : fields)
    tree.add(field);
  return tree.root();
}

}  // namespace meguri
