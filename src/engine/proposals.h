// SPDX-License-Identifier: Apache-2.0
// proposals: what a town could do (改善提案): every calculation of a pack that proposes itself, run
// on the town's own figures.
#pragma once

#include "engine/answers.h"
#include "wire/json.h"

namespace meguri {

// The shape `Proposal`, those with a known mass at stake first, the largest first, then by title.
// Effects of different boundaries cannot be compared, so that they put nothing in order.
JsonArray proposals(const AnswerContext& context, PlaceIndex place, PeriodIndex period);
// Calculations that take a place's figures and propose nothing: what-if questions.
JsonArray what_if_questions(const AnswerContext& context, PlaceIndex place);

}  // namespace meguri
