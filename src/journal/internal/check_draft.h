// SPDX-License-Identifier: Apache-2.0
// check_draft: what can be said against a draft without looking into the books.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "base/clock.h"
#include "journal/entry.h"
#include "journal/internal/rejection.h"

namespace meguri {

// text_too_long … too_many_lines: before anything is looked up.
std::optional<Rejection> check_form(const EntryDraft& draft);

// event_interval_empty … shipment_not_named: after the client id is known to be new. `layers` are
// those that the book declares.
std::optional<Rejection> check_content(const EntryDraft& draft,
                                       Instant now,
                                       std::span<const std::string> layers);

// unbalanced, layer_unbalanced, overflow of a single line.
std::optional<Rejection> check_balance(const EntryDraft& draft);

// Whether the draft is the second phase of a handing over.
inline bool ends_shipment(const EntryDraft& draft) {
  return draft.kind == EntryKind::decline ||
         (draft.kind == EntryKind::receive && !draft.shipment.empty());
}

}  // namespace meguri
