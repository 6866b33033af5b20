// SPDX-License-Identifier: Apache-2.0
#include "facts/rows.h"

namespace meguri {

bool operator==(const FlowRow& left, const FlowRow& right) {
  const Flow& a = left.flow;
  const Flow& b = right.flow;
  return left.pack == right.pack && left.run == right.run && a.id == b.id && a.place == b.place &&
         a.from == b.from && a.to == b.to && a.material == b.material && a.mass == b.mass &&
         a.period == b.period && a.tense == b.tense;
}

}  // namespace meguri
