// SPDX-License-Identifier: Apache-2.0
// log: the journal as a transparency log: signed checkpoints and proofs for outsiders.
//
// The leaves are the leaf hashes of the entries in order of position (docs/formats/log.md). The
// signing key lives in the data folder and is made on first use; the key's name, which is the log's
// origin, is made from the key, so that two logs never share one:
//
//   log.key         the signing key, readable by its owner only
//   log.pub         the public key, for those who verify
//   log.checkpoint  the last checkpoint that was signed
//
// Nothing is signed that does not continue what was signed before: a journal that lost entries or
// was exchanged is refused as damaged, and so is one whose leaf hashes do not give its tree head.
//
// Errors: those of the journal; invalid_input (journal.log_size: more entries than there are),
// damaged, io_failure. Thread rule: any thread; calls wait for one another. The first call reads
// every leaf hash once; after that a proof is O(256 log n).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "journal/entry_proof.h"
#include "journal/journal.h"
#include "seal/merkle_proof.h"

namespace meguri {

struct SignedTree {
  TreeHead tree;
  std::string checkpoint;  // the signed note
};

class Log {
 public:
  // The journal must outlive the log. Touches no file before the first call.
  Log(const Journal& journal, std::filesystem::path folder);
  Log(Log&&) noexcept;
  Log& operator=(Log&&) noexcept;
  ~Log();

  // The public key as one line.
  [[nodiscard]] Result<std::string> public_key() const;
  // A text of another kind than a checkpoint, as a signed note. REQUIRES: it begins with "{", as no
  // checkpoint does, and is a note's text.
  [[nodiscard]] Result<std::string> sign(std::string_view text) const;
  // Over the first `size` entries; 0: all there are.
  [[nodiscard]] Result<SignedTree> checkpoint(std::int64_t size) const;
  // The entry in the log of `size` entries (0: all), with these fields withheld.
  [[nodiscard]] Result<EntryProof> prove(std::string_view book,
                                         std::int64_t sequence,
                                         std::int64_t size,
                                         std::span<const std::string> withheld) const;
  // That the log of `to` entries (0: all) continues the one of `from`.
  [[nodiscard]] Result<GrowthProof> prove_growth(std::int64_t from, std::int64_t to) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace meguri
