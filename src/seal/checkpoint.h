// SPDX-License-Identifier: Apache-2.0
// checkpoint: what a log signs about its tree, in the form c2sp.org/tlog-checkpoint.
//
//   <origin: which log>
//   <size, decimal>
//   <root, base64>
//   <extension lines, any number; kept, never understood>
//
// The signed note around it carries a signature by the key whose name is the origin.
// Errors: invalid_input (seal.checkpoint_malformed), findings (seal.checkpoint_of_another_log) and
// those of seal/signed_note.h. Values; any thread. O(length).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "seal/merkle_proof.h"
#include "seal/signed_note.h"

namespace meguri {

struct Checkpoint {
  std::string origin;
  TreeHead tree;
  std::vector<std::string> extensions;  // no line is empty
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The text that is signed. parse_checkpoint_text(to_text(x)) == x, and back.
std::string to_text(const Checkpoint& checkpoint);
Result<Checkpoint> parse_checkpoint_text(std::string_view text);

// The signed note. The checkpoint's origin is the signer's name.
Result<std::string> sign_checkpoint(const TreeHead& tree, const NoteSigner& signer);
// The checkpoint, if this key signed it and it is of this key's log.
Result<Checkpoint> open_checkpoint(std::string_view note, const NoteVerifier& verifier);

}  // namespace meguri
