// SPDX-License-Identifier: Apache-2.0
// How a value came about, one step down.
#include <algorithm>

#include "measure/internal/state.h"
#include "measure/measurement.h"

namespace meguri {
namespace {

// A unit counts as one part whether it has wards below it or not. `State` is the Measurement's own,
// which only its members may name.
template <typename State>
void cover(const State& state, const ValueRef& ref, Coverage& coverage) {
  const std::vector<PlaceIndex>& below = state.places[ref.place.index()].below;
  const bool has_only_wards = std::ranges::all_of(
      below, [&](PlaceIndex part) { return state.places[part.index()].level == PlaceLevel::ward; });
  const Value& value = state.value(ref);
  const bool is_sum = !state.is_own(ref) && value.knowledge != Knowledge::absent;
  if (state.is_own(ref) || (has_only_wards && !is_sum)) {
    ++coverage.parts;
    if (value.is_known()) {
      ++coverage.known;
      coverage.known_sum += value.point;
    }
    return;
  }
  for (const PlaceIndex part : below)
    cover(state, {ref.name, part, ref.period}, coverage);
}

}  // namespace

Explanation Measurement::explain(const ValueRef& asked) const {
  const ValueRef ref{asked.name, asked.place, state_->answering_period(asked)};
  const MeasuredName& name = state_->name(ref.name);
  Explanation explanation;
  explanation.value = state_->value(ref);
  if (state_->is_own(ref)) {
    if (name.kind == NameKind::quantity) {
      explanation.how = Explanation::How::cell;
      explanation.cell = state_->slab(ref.name, ref.period)->cells[ref.place.index()];
      return explanation;
    }
    explanation.how =
        name.kind == NameKind::term ? Explanation::How::flows : Explanation::How::formula;
    for (const NameIndex input : name.inputs) {
      const ValueRef from{input, ref.place, ref.period};
      explanation.inputs.push_back({input, ref.place, state_->answering_period(from)});
    }
    return explanation;
  }
  if (explanation.value.knowledge == Knowledge::absent) return explanation;
  explanation.how = Explanation::How::sum;
  for (const PlaceIndex part : state_->places[ref.place.index()].below) {
    const ValueRef below{ref.name, part, ref.period};
    explanation.inputs.push_back(below);
    cover(*state_, below, explanation.coverage);
  }
  return explanation;
}

}  // namespace meguri
