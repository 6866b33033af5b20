// SPDX-License-Identifier: Apache-2.0
// backup: a copy of the journal, entry by entry, while others go on reading and writing.
//
// The copy is a journal of its own in one SQLite file, whichever database the original stands in:
// the same entries with the same salts, hashes and positions, so that proofs given out before hold
// for it. Every entry is checked against its seal on the way, and balances, outcomes, books and
// tree are not copied but made anew from the entries. A damaged entry ends the copy with its name.
//
// Errors: those of reading the journal; conflict (there is a journal at the path), io_failure. Any
// thread. O(journal); memory for one batch and the balances.
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>

#include "base/result.h"
#include "journal/store.h"
#include "seal/merkle_proof.h"

namespace meguri {

// Copies what the store holds at this moment to a new journal at `path`. `mutex` is taken for one
// batch at a time.
Result<TreeHead> copy_journal(Store& from, std::mutex& mutex, const std::filesystem::path& path);

}  // namespace meguri
