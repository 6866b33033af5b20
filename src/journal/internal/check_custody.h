// SPDX-License-Identifier: Apache-2.0
// check_custody: which boundaries an entry may touch, and the form of both phases of a handing
// over.
//
// What can be said without looking into the other book; what was shipped is compared in
// journal/internal/shipments.h. Pure; any thread. O(lines).
#pragma once

#include <optional>

#include "journal/entry.h"
#include "journal/internal/rejection.h"

namespace meguri {

// boundary_not_of_kind … shipment_not_named. Nothing can be said against a correction: its lines
// are those of an entry that was booked.
std::optional<Rejection> check_custody(const EntryDraft& draft);

}  // namespace meguri
