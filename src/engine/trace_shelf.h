// SPDX-License-Identifier: Apache-2.0
// trace_shelf: the lot graph of the books as last asked for, which follows the journal.
//
// Read from the columns at the first question, then only what was booked since is added. What was
// handed out stays as it is: a graph that somebody still reads is copied before it grows. Questions
// of a past position are read for themselves and not kept. Any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "base/result.h"
#include "facts/columns.h"
#include "trace/lot_trace.h"

namespace meguri {

class TraceShelf {
 public:
  // Up to the position, or to a later one that was asked for before where `or_later`. Errors: of
  // the columns.
  Result<std::shared_ptr<const LotTrace>> up_to(const Columns& columns,
                                                std::int64_t position,
                                                bool or_later,
                                                const WaterMaterials& water);
  // The arcs of a trace by where they lead from.
  std::shared_ptr<const ArcsOut> arcs_out(const std::shared_ptr<const LotTrace>& trace);

 private:
  std::mutex mutex_;
  std::shared_ptr<LotTrace> latest_;
  std::shared_ptr<const ArcsOut> latest_arcs_out_;  // of latest_; made when asked for
};

}  // namespace meguri
