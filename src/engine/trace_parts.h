// SPDX-License-Identifier: Apache-2.0
// trace_parts: what answers about where matter comes from share. Const towards the books; any
// thread.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/answers.h"
#include "engine/trace_shelf.h"
#include "wire/json.h"

namespace meguri {

// All books as of the field at_position; without it, as the columns have them.
Result<std::shared_ptr<const LotTrace>> trace_of(const AnswerContext& context);

// All books up to that position, which is not behind what the columns hold.
Result<std::shared_ptr<const LotTrace>> trace_at(const AnswerContext& context,
                                                 std::int64_t position);

// A mass that was shared out, as people read it.
JsonObject shared_mass(const AnswerContext& context, double mass_mg);
// "12.5" of a hundred; "0" of nothing.
std::string percent_text(double part, double whole);

// "market, 山田商店": a boundary in words.
std::string boundary_name(const AnswerContext& context, const TracedBoundary& boundary);
std::string origin_name(Origin origin, Language language);

// OriginPart[]: origins that there is any of, the largest first.
JsonArray origin_documents(const AnswerContext& context, Mass mass, const OriginMasses& masses);

}  // namespace meguri
