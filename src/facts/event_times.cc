// SPDX-License-Identifier: Apache-2.0
// When entries happened.
#include <algorithm>
#include <mutex>

#include "facts/columns.h"
#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"

namespace meguri {
namespace {

// Named in one query.
constexpr std::size_t positions_at_once = 5'000;

}  // namespace

Result<std::map<std::int64_t, Instant>> Columns::event_starts(
    const std::vector<std::int64_t>& positions) const {
  std::map<std::int64_t, Instant> starts;
  const std::scoped_lock lock(state_->reading);
  for (std::size_t first = 0; first < positions.size(); first += positions_at_once) {
    std::string list;
    const std::size_t end = std::min(positions.size(), first + positions_at_once);
    for (std::size_t at = first; at < end; ++at)
      list += (list.empty() ? "" : ",") + std::to_string(positions[at]);
    duck::Rows rows = MEGURI_TRY(
        duck::Rows::query(state_->reader,
                          "SELECT position, event_from FROM entry WHERE position IN (" + list + ")",
                          {}));
    while (rows.next())
      starts.emplace(rows.integer(0), rows.instant(1));
  }
  return starts;
}

}  // namespace meguri
