// SPDX-License-Identifier: Apache-2.0
// rejection: why a draft is not booked, and the words all checks share. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/message.h"
#include "journal/entry.h"
#include "journal/post_status.h"

namespace meguri {

struct Rejection {
  PostStatus status = PostStatus::posted;
  Message reason;
};

// The status with its message "journal.post_<status>", whose first arguments are always the draft's
// `book` and `client_id`.
Rejection reject(const EntryDraft& draft,
                 PostStatus status,
                 std::vector<Argument> more_arguments = {});

// A total in mg as a plain decimal in kilograms; beyond what a Mass holds, too.
std::string kilograms(Int128 total_mg);

// Whether entries of this kind carry lines.
inline bool carries_mass(EntryKind kind) {
  return kind != EntryKind::attest && kind != EntryKind::report && kind != EntryKind::decline;
}

inline std::int64_t line_number(const EntryDraft& draft, const Line& line) {
  return 1 + (&line - draft.lines.data());
}

// The first line with the fault, as a rejection that names it.
template <typename Fault>
std::optional<Rejection> reject_line_if(const EntryDraft& draft, PostStatus status, Fault fault) {
  const auto found = std::ranges::find_if(draft.lines, fault);
  if (found == draft.lines.end()) return std::nullopt;
  return reject(draft, status, {{"line", line_number(draft, *found)}, {"site", found->site}});
}

}  // namespace meguri
