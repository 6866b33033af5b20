// SPDX-License-Identifier: Apache-2.0
// recorded_flows: the entries of books as flows between sites.
//
// An entry happens at its site: what comes out of another site's account flows to it, what goes
// into another site's account flows from it. So a movement is one flow, and a transformation shows
// what crossed the boundary of its site (water in, vapour and loss out). Matter in transit between
// two books passes through transit/<from>/<to>; where all that was sent has arrived or been written
// off, that node is joined away. Exact: integer milligrams throughout.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "facts/rows.h"
#include "matter/mass.h"
#include "matter/period.h"

namespace meguri {

struct RecordedFlow {
  std::string from;
  std::string to;
  std::string material;
  Mass mass;                            // positive
  std::vector<std::int64_t> positions;  // of the entries behind it, ascending
};

// "from>to>material": names a flow within its data set and period, also in evidence handles.
std::string id_of(const RecordedFlow& flow);

// Entries whose event begins within the period (all, without one), by from, to, material.
std::vector<RecordedFlow> recorded_flows(const std::vector<LineRow>& lines,
                                         const std::optional<Period>& period);

// The same with balanced transit sites joined away.
std::vector<RecordedFlow> join_transit(const std::vector<RecordedFlow>& flows);

// Months in which entries happened, ascending.
std::vector<Period> months_of(const std::vector<LineRow>& lines);

}  // namespace meguri
