// SPDX-License-Identifier: Apache-2.0
// reason: why a value is missing, in plain words, and formulas in words and with values.
//
// Walks down the inputs to the quantities that are missing and says for each whether nobody
// publishes it, this place does not report it, the cell says so, or parts of a sum lack it.
// Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "base/message.h"
#include "measure/measurement.h"

namespace meguri {

// One sentence per missing input, each once, at most 8; empty when the value is known.
std::vector<std::string> reasons(const Measurement& measurement,
                                 const ValueRef& ref,
                                 Language language);
// The sentences joined; empty when the value is known.
std::string why(const Measurement& measurement, const ValueRef& ref, Language language);

// "排出量 ÷ 人口 ÷ 日数". Empty for a name without a formula.
std::string formula_in_words(const Measurement& measurement, NameIndex name, Language language);
// The same with each name's value and unit at a place and period.
std::string formula_with_values(const Measurement& measurement,
                                const ValueRef& ref,
                                Language language);
// A value in the name's unit for people: "570,259 t", "5,200–5,400 t", "分からない".
std::string value_text(const Measurement& measurement, const ValueRef& ref, Language language);

}  // namespace meguri
