// SPDX-License-Identifier: Apache-2.0
// log_verification: whether proofs hold, from a public key and files alone: no data folder, no
// engine, no network.
//
// Errors: invalid_input (a file is no key, proof or checkpoint; nothing to verify), findings (a
// proof does not hold). Pure; any thread. O(bytes).
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "wire/json.h"

namespace meguri {

struct NamedText {
  std::string file;  // as the user named it
  std::string bytes;
};

struct LogEvidence {
  std::string key;                 // the public key, one line
  std::optional<NamedText> proof;  // of an entry
  std::optional<NamedText> consistency;
  // Signed notes, or answers of the request `checkpoint`, that must be those of `consistency`.
  std::optional<NamedText> older;
  std::optional<NamedText> newer;
};

// {"log", "entry": {position, size, withheld, fields: [{name, text}]} | null,
//  "growth": {older, newer} | null}, where everything given holds together.
Result<Json> verify_log(const LogEvidence& evidence);

}  // namespace meguri
