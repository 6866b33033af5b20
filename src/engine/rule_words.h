// SPDX-License-Identifier: Apache-2.0
// rule_words: what several answers say of a rule in words: its days, and how a step is computed.
#pragma once

#include <cstdint>
#include <string>

#include "base/japanese_date.h"
#include "base/message.h"
#include "measure/calculation.h"

namespace meguri {

// "令和8年4月1日", "2026-04-01".
std::string day_name(const Day& day, Language language);
// "in force since 2026-04-01", as of today.
std::string in_force_text(const CalculationVerdict& rule, const Day& today, Language language);
// The formula in words; of a sum or mean over a list, that it is one.
std::string step_words(const CalculationSet& set,
                       const Calculation& calculation,
                       std::uint32_t step,
                       Language language);

}  // namespace meguri
