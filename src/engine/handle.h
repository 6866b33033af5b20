// SPDX-License-Identifier: Apache-2.0
// handle: the evidence handle: stateless text that names one figure and how it was computed.
//
// "m1:<journal position>:<pack>@<pack hash, 12 hex>:<kind>:<id>:<place>:<period>[:<path>]", each
// part percent-encoded where it holds ':' or '%' or a byte outside A-Za-z0-9_.-/@~. It survives a
// restart and can be pasted into a report: whoever holds the same journal gets the same answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

enum class EvidenceKind : std::uint8_t {
  indicator,
  term,
  flow,
  derived,
  quantity,
  entry,
  figure,
  identity,
  potential,
  standing,
  node,
  calculation,
  target
};
std::string_view to_text(EvidenceKind kind);

struct Handle {
  std::int64_t position = 0;  // of the journal at which the figure was computed
  std::string pack;
  std::string pack_hash;  // first 12 hex digits
  EvidenceKind kind = EvidenceKind::indicator;
  std::string id;
  std::string place;   // may be empty
  std::string period;  // may be empty
  std::string path;    // what else is needed to name it ("band/median"); may be empty
  friend bool operator==(const Handle&, const Handle&) = default;
};

std::string to_text(const Handle& handle);

// Percent-encoded as the parts of a handle are; of an id without "/" also a part of a path.
std::string path_part(std::string_view text);
// One step of a path that has '/' and '~' between its steps: those are encoded too. And back;
// nothing if it is no such text.
std::string path_step(std::string_view text);
std::optional<std::string> text_of_path_step(std::string_view step);

// Errors: engine.handle_malformed. Any text is safe to pass. parse(to_text(h)) == h.
Result<Handle> parse_handle(std::string_view text);

}  // namespace meguri
