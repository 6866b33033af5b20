// SPDX-License-Identifier: Apache-2.0
// recorded_words: which lines of a book a number sums, as sentences.
#pragma once

#include <string>

#include "base/message.h"
#include "engine/state.h"
#include "pack/calculation.h"

namespace meguri {

// "What entries “receive” put into stock, added up. Without water. Origin: post-consumer. …"
std::string recorded_words(const State& state, const RecordedTerm& term, Language language);

}  // namespace meguri
