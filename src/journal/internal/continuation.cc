// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/continuation.h"

#include <algorithm>
#include <vector>

#include "journal/internal/stored_rows.h"

namespace meguri {

Status expect_continues(Store& store, const StoredHead& stored, Frontier known) {
  constexpr std::int64_t batch = 10'000;
  const auto known_position = static_cast<std::int64_t>(known.size());
  if (stored.position() < known_position) {
    return error(ErrorCode::damaged,
                 "journal.commits_lost",
                 {{"position", stored.position()}, {"expected", known_position}});
  }
  // The journal may be ahead: let the known tree grow by what came after it.
  for (auto at = known_position; at < stored.position();) {
    const std::int64_t left = std::min(batch, stored.position() - at);
    const std::vector<Digest> later = MEGURI_TRY(store.leaf_hashes_after(at, left));
    if (later.empty()) return row_damaged("entry", at + 1);
    for (const Digest& leaf_hash : later)
      known.append(leaf_hash);
    at += static_cast<std::int64_t>(later.size());
  }
  if (known.head() == stored.frontier.head()) return ok();
  return error(ErrorCode::damaged, "journal.head_differs", {{"position", stored.position()}});
}

}  // namespace meguri
