// SPDX-License-Identifier: Apache-2.0
// bookkeeping: the requests that write books: create_book, post_entries, correct.
//
// They decide nothing about what may be booked: that is the journal's. Several may run at once; the
// journal lets them share one durable commit.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "engine/request_fields.h"
#include "engine/state.h"
#include "journal/journal.h"

namespace meguri {

struct BookkeepingContext {
  const State& state;
  Journal& journal;
  const CheckedFields& fields;
  const Clock& clock;
  const Request& request;  // for language and actor
};

// Errors of a document that cannot be read: invalid_input with findings; of an atomic batch of
// which the journal refuses any: findings, one for each entry refused.
Result<Answer> create_book(const BookkeepingContext& context);
Result<Answer> post_entries(const BookkeepingContext& context);
Result<Answer> correct_entries(const BookkeepingContext& context);

}  // namespace meguri
