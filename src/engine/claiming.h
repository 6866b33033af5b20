// SPDX-License-Identifier: Apache-2.0
// claiming: the requests that attest something about custody: state_custody, make_claim,
// withdraw_claim.
//
// What is to be stated is played with the books as they are before it is booked, and once more as
// it was booked: two who claim the same credits at once, on two servers, do not both hold, and the
// second is told so. One statement at a time is made by one process.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "engine/answers.h"
#include "engine/engine.h"
#include "journal/journal.h"

namespace meguri {

struct ClaimingContext {
  const AnswerContext& answers;  // as of the last entry
  Journal& journal;
  const Request& request;  // for the actor
  // Waits until the columns hold what was booked; the position they hold then.
  std::function<Result<std::int64_t>()> follow;
};

// Errors: conflict (claim.refused_*: it would not hold, and why), findings and invalid_input (it
// cannot be read), those of the journal.
Result<Answer> state_custody(const ClaimingContext& context);
Result<Answer> make_claim(const ClaimingContext& context);
Result<Answer> withdraw_claim(const ClaimingContext& context);

}  // namespace meguri
