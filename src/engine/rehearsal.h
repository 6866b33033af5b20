// SPDX-License-Identifier: Apache-2.0
// rehearsal: whether a pack's entries can be booked, tried out on a journal that is thrown away.
#pragma once

#include "base/clock.h"
#include "base/finding.h"
#include "base/result.h"
#include "pack/content.h"

namespace meguri {

// A finding for each entry that empty books refuse: unbalanced, below zero, malformed. Errors: the
// temporary folder cannot be written.
Result<Findings> rehearse_entries(const PackContent& content, const Clock& clock);

}  // namespace meguri
