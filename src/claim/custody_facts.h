// SPDX-License-Identifier: Apache-2.0
// custody_facts: what the columns know that custody and claims rest on, beside the lot graph: what
// was attested, what stands in whose place, and when matter came.
//
// Errors: those of the columns. Plain values; any thread. O(entries) to read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "facts/columns.h"
#include "trace/lot_trace.h"

namespace meguri {

struct CustodyFacts {
  std::vector<AttestedRow> attested;              // of custody's payload types, by position
  std::map<std::int64_t, std::int64_t> place_of;  // of entries that stand in for corrected ones
  std::map<std::int64_t, Instant> event_of;       // of entries that brought or shipped matter
  std::int64_t position = 0;                      // up to which this is

  // Where an entry stands in the order of the books.
  [[nodiscard]] std::int64_t place(std::int64_t entry) const {
    const auto found = place_of.find(entry);
    return found == place_of.end() ? entry : found->second;
  }
};

// As of the trace's position. `more`: statements that nobody has made yet, taken as made next.
Result<CustodyFacts> read_custody_facts(const Columns& columns,
                                        const LotTrace& trace,
                                        std::vector<AttestedRow> more = {});

}  // namespace meguri
