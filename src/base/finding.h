// SPDX-License-Identifier: Apache-2.0
// finding: one problem in somebody's data: where it is, what is wrong, how to mend it.
//
// Checkers collect all findings of a file and never stop at the first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/message.h"

namespace meguri {

struct Position {
  std::string file;      // as the user named it
  std::string sheet;     // empty for files without sheets
  std::int64_t row = 0;  // 1-based line (CSV record's first line) or row; 0 = the whole file
  std::string column;    // header name, or key path in a TOML/JSON file; empty = the whole row
  friend bool operator==(const Position&, const Position&) = default;
};

// `what` and `fix` are both catalogue messages; by rule the fix's id is the what's id + ".fix"
// and takes the same arguments.
struct Finding {
  Position where;
  Message what;
  [[nodiscard]] Message fix() const { return Message{what.id + ".fix", what.arguments}; }
};

using Findings = std::vector<Finding>;

}  // namespace meguri
