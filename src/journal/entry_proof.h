// SPDX-License-Identifier: Apache-2.0
// entry_proof: what shows an outsider that an entry stands in the log, whole or in part.
//
// A proof carries the entry's fields, each with its own salt, the path from the entry's leaf to the
// root, and the signed checkpoint. A withheld field is there by its hash alone. Whoever has the
// log's public key needs nothing else: no data folder, no network.
//
// What a verified proof says: the fields that are shown were sealed, in this order, in one entry,
// which stands at this position of the log that the key signed. What it does not say: that withheld
// fields are well formed, and, of an entry of version 1, how many they are (neighbours may be shown
// as one hash); where nothing is withheld, the entry is whole and well formed.
//
// Errors: findings (journal.proof_*: the proof does not hold), those of seal/checkpoint.h,
// invalid_input (journal.field_unknown). Pure; any thread. O(bytes + log size).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/entry.h"
#include "seal/checkpoint.h"
#include "seal/field_tree.h"
#include "seal/sha256.h"

namespace meguri {

// A field as the sealed tree has it: shown with its salt, or by its leaf alone.
struct SealedField {
  bool is_withheld = false;
  std::uint32_t tag = 0;  // 0 of a withheld one, like bytes and salt
  std::string bytes;
  FieldSalt salt;
  Digest leaf;  // of a withheld one
  friend bool operator==(const SealedField&, const SealedField&) = default;
};

struct EntryProof {
  std::vector<SealedField> fields;
  std::int64_t position = 0;  // within the journal, from 1
  std::vector<Digest> path;
  std::string checkpoint;  // the signed note
  friend bool operator==(const EntryProof&, const EntryProof&) = default;
};

// That the journal only grew from the older checkpoint to the newer one.
struct GrowthProof {
  std::string older;
  std::string newer;
  std::vector<Digest> path;
  friend bool operator==(const GrowthProof&, const GrowthProof&) = default;
};

// The fields of the entry but for those withheld (journal/field_text.h says their names). A name
// the entry has no field for is fine; a name that no entry could have is an error. `version` is
// always shown: without it nothing can be read.
Result<std::vector<SealedField>> disclose(const Entry& entry,
                                          std::span<const std::string> withheld);

// What the fields hash to, withheld or not; the first one says how.
Digest leaf_hash_of(std::span<const SealedField> fields);

struct ShownField {
  std::string name;
  std::string text;
};

struct ProvenEntry {
  std::vector<ShownField> fields;
  std::int64_t withheld = 0;   // hashes shown instead of fields
  std::optional<Entry> entry;  // with position and leaf hash but no salt; where nothing is withheld
  std::int64_t position = 0;
  Digest leaf_hash;
  Checkpoint checkpoint;
};

Result<ProvenEntry> verify(const EntryProof& proof, const NoteVerifier& key);

struct ProvenGrowth {
  Checkpoint older;
  Checkpoint newer;
};

Result<ProvenGrowth> verify(const GrowthProof& proof, const NoteVerifier& key);

}  // namespace meguri
