// SPDX-License-Identifier: Apache-2.0
// verify: stored rows against their seals: one entry on reading, or all of them from the beginning.
#pragma once

#include <string_view>

#include "base/result.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "journal/store.h"

namespace meguri {

// The entry, rehashed and compared with its leaf hash and its row. damaged, naming book and
// sequence.
Result<Entry> open_stored_entry(const StoredEntry& stored, std::string_view book);

// Everything that is stored, recomputed from the entries and compared.
Result<Verification> verify_store(Store& store);

}  // namespace meguri
