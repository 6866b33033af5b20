// SPDX-License-Identifier: Apache-2.0
// canonical: the bytes of an entry that are hashed and kept (docs/formats/journal.md).
//
// One entry has exactly one canonical form: parse(write(x)) == x, and write(parse(b)) == b for all
// bytes that parse. Position, salt and leaf hash are not part of it: position is the journal's own
// affair, and the other two are made from it.
//
// Pure; any thread. O(bytes).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "journal/entry.h"
#include "seal/field_tree.h"
#include "seal/random_bytes.h"
#include "seal/sha256.h"

namespace meguri {

// What is written; older versions are read for ever. Version 3 has the fields of version 2 and
// another seal, version 1 fewer fields and a third one.
inline constexpr std::uint32_t canonical_version = 3;

// REQUIRES: at most lines_max lines; for version 1, nothing that it does not know (shipment,
// deadline, layers).
std::string write_canonical(const EntryDraft& draft,
                            std::int64_t sequence,
                            Instant recorded_at,
                            std::uint32_t version = canonical_version);

// The entry without position, salt and leaf hash. damaged, with the offset of the first byte that
// cannot be.
Result<Entry> parse_canonical(std::string_view bytes);

// The fields that are hashed, as views into the bytes. damaged as above, but checks the outer form
// only.
Result<std::vector<TreeField>> canonical_fields(std::string_view bytes);

// The leaf hash of an entry: the RFC 9162 leaf over the root of its salted fields.
Result<Digest> canonical_leaf_hash(const Salt& salt, std::string_view bytes);

// The same of many entries, hashed side by side: some dozens are half again as fast as one by one.
// Nothing for bytes whose leaf hash would be an Error.
struct SaltedBytes {
  Salt salt;
  std::string_view bytes;
};
std::vector<std::optional<Digest>> canonical_leaf_hashes(std::span<const SaltedBytes> entries);

// How the fields are hashed, by their first one, the version. damaged if it is none we know.
Result<FieldTreeForm> field_tree_form_of(std::span<const TreeField> fields);

// The layers of a line from the bytes of their field; nothing if they are no such bytes.
std::optional<std::vector<LayerMass>> read_layers(std::string_view bytes);

}  // namespace meguri
