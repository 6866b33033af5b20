// SPDX-License-Identifier: Apache-2.0
// rule: what a verdict's condition compares, and whether a rule is in force on a day.
//
// A rule's date may be open (years after an entry into force that has not come), and of a target
// often only its end is known. What follows from what is known is said, all else is unknown: a rule
// is never taken to be in force, or not, for want of a date. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "base/japanese_date.h"
#include "measure/calculation.h"
#include "measure/value.h"

namespace meguri {

// One comparison of a condition, or a truth that it names.
struct RuleCondition {
  CompiledFormula subject;
  std::optional<Operation> comparison;       // less … not_equal; nothing: the subject is a truth
  std::optional<CompiledFormula> threshold;  // there if comparison is
};

// Those that `and` and `or` join, in the order in which they are written.
std::vector<RuleCondition> conditions_of(const CompiledFormula& when);

// Proposed and provisional rules are not in force up to today, and may be later. Those that were
// superseded are not from today on. Every other rule from its first to its last day.
Truth in_force(const CalculationVerdict& rule, const Day& on, const Day& today);

}  // namespace meguri
