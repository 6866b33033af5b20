// SPDX-License-Identifier: Apache-2.0
// sealed: the seal of an entry and the tree over seals, made again from docs/formats/journal.md and
// RFC 9162, without the code that made them; only SHA-256 itself is shared.
//
// Pure; any thread.
#pragma once

#include <span>

#include "journal/entry.h"
#include "seal/sha256.h"

namespace meguri::simulation {

// The leaf hash of an entry of version 2, from its draft, sequence, time and salt.
Digest leaf_hash_by_the_book(const Entry& entry);

// MTH of section 2.1.1: by splitting. O(n).
Digest tree_head_by_the_book(std::span<const Digest> leaves);

}  // namespace meguri::simulation
