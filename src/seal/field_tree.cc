// SPDX-License-Identifier: Apache-2.0
#include "seal/field_tree.h"

#include <array>
#include <optional>

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

// The salts of one whole.
class FieldSalts {
 public:
  FieldSalts(FieldTreeForm form, const Salt& salt) : salt_(salt) {
    if (form == FieldTreeForm::tree) key_.emplace(view_of_salt(salt_));
  }
  [[nodiscard]] Digest of(std::uint32_t index) const {
    const FourBytes number = big_endian(index);
    if (key_) return key_->sign(view_of_bytes(number));
    return ShortMessage().add(view_of_salt(salt_)).add(view_of_bytes(number)).finish();
  }

 private:
  Salt salt_;
  std::optional<HmacKey> key_;
};

// The root as the leaves come.
class FieldRoot {
 public:
  explicit FieldRoot(FieldTreeForm form) : form_(form) {
    if (form_ == FieldTreeForm::list) list_.update(std::byte{2});
  }
  void append(const Digest& leaf) {
    if (form_ == FieldTreeForm::tree) {
      tree_.append(leaf);
    } else {
      list_.update(view_of(leaf));
    }
  }
  [[nodiscard]] Digest finish() {
    return form_ == FieldTreeForm::tree ? tree_.head() : list_.finish();
  }

 private:
  FieldTreeForm form_;
  Frontier tree_;
  Sha256 list_;
};

}  // namespace

Digest field_salt(FieldTreeForm form, const Salt& salt, std::uint32_t index) {
  return FieldSalts(form, salt).of(index);
}

Digest field_leaf(const Digest& field_salt, const TreeField& field) {
  return ShortMessage()
      .add(std::byte{0})
      .add(view_of(field_salt))
      .add(view_of_bytes(big_endian(field.tag)))
      .add(field.bytes)
      .finish();
}

Digest field_tree_root(FieldTreeForm form, std::span<const Digest> leaves) {
  FieldRoot root(form);
  for (const Digest& leaf : leaves)
    root.append(leaf);
  return root.finish();
}

Digest field_tree_root(FieldTreeForm form, const Salt& salt, std::span<const TreeField> fields) {
  const FieldSalts salts(form, salt);
  FieldRoot root(form);
  std::uint32_t index = 0;
  for (const TreeField& field : fields)
    root.append(field_leaf(salts.of(index++), field));
  return root.finish();
}

}  // namespace meguri
