// SPDX-License-Identifier: Apache-2.0
// effect_sums: whether a formula adds up effects that count different things.
//
// What a number counts (its boundary) travels through a formula: a price or a share leaves it as it
// is, a ratio of two effects of one kind is none, and a sum, a difference, a choice or an extreme
// of two that differ is what nobody can read. Pure; any thread. O(nodes).
#pragma once

#include <map>
#include <set>
#include <vector>

#include "measure/calculation.h"

namespace meguri {

// The boundaries that a number carries, by kind of effect.
using Carried = std::map<EffectKind, std::set<Boundary>>;

struct EffectSums {
  Carried carried;           // by the result
  std::set<Boundary> mixed;  // that some sum within adds up; empty: none does
};

// `steps` in their order, and what each carries.
EffectSums effect_sums(const CompiledFormula& formula,
                       const std::vector<Carried>& carried_by_steps);

}  // namespace meguri
