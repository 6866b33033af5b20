// SPDX-License-Identifier: Apache-2.0
// field_tree_batch: the roots of many field trees at once, each as a leaf of a log.
//
// What seal/field_tree.h says one field and one tree at a time, hashed side by side: first the
// salts of all fields, then all their leaves, then the roots. Everything that is sealed and
// everything that is verified goes through here.
//
//   FieldTreeBatch batch;
//   batch.add(FieldTreeForm::pairs, salt, fields);    // as many as one likes
//   batch.finish(hashes);                             // one Digest for each
//
// Nothing is allocated per field, and nothing at all once a batch has been as large before. One
// batch belongs to one thread. O(bytes + fields); memory about 200 bytes per field.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "seal/field_tree.h"

namespace meguri {

class FieldTreeBatch {
 public:
  FieldTreeBatch();
  FieldTreeBatch(FieldTreeBatch&&) noexcept;
  FieldTreeBatch& operator=(FieldTreeBatch&&) noexcept;
  ~FieldTreeBatch();

  // The bytes of the fields must stay until finish().
  void add(FieldTreeForm form, const Salt& salt, std::span<const TreeField> fields);
  // Since the last finish(). A few hundred fields at a time stay in the processor's cache.
  [[nodiscard]] std::size_t field_count() const;
  [[nodiscard]] std::size_t tree_count() const;

  // merkle_leaf(root) of each tree, in the order in which they were added; the batch is empty then.
  // REQUIRES: as many hashes as trees.
  void finish(std::span<Digest> hashes);

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

}  // namespace meguri
