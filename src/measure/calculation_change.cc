// SPDX-License-Identifier: Apache-2.0
#include "measure/calculation_change.h"

#include "base/check.h"
#include "numeric/attribution.h"

namespace meguri {
namespace {

bool same(const ListRun& left, const ListRun& right) {
  if (left.rows.size() != right.rows.size()) return false;
  for (std::size_t row = 0; row < left.rows.size(); ++row) {
    for (std::size_t column = 0; column < left.rows[row].size(); ++column) {
      if (left.rows[row][column].value != right.rows[row][column].value) return false;
    }
  }
  return true;
}

std::vector<ChangeCause> causes_between(const CalculationRun& before, const CalculationRun& after) {
  std::vector<ChangeCause> causes;
  for (std::uint32_t input = 0; input < before.inputs.size(); ++input) {
    if (before.inputs[input].value != after.inputs[input].value) causes.push_back({input, {}});
  }
  for (std::uint32_t list = 0; list < before.lists.size(); ++list) {
    if (!same(before.lists[list], after.lists[list])) causes.push_back({{}, list});
  }
  if (before.days != after.days) causes.push_back({});
  return causes;
}

void take(CalculationRun& run, const CalculationRun& from, const ChangeCause& cause) {
  if (cause.input) {
    run.inputs[*cause.input] = from.inputs[*cause.input];
  } else if (cause.list) {
    run.lists[*cause.list] = from.lists[*cause.list];
  } else {
    run.days = from.days;
  }
}

std::vector<std::optional<double>> numbers_of(const CalculationRun& run) {
  std::vector<std::optional<double>> numbers;
  for (const StepRun& step : run.steps) {
    // The value of a column is unknown; bounds alone have no point to share out.
    numbers.push_back(step.value.is_known() ? std::optional(static_cast<double>(step.value.point))
                                            : std::nullopt);
  }
  return numbers;
}

}  // namespace

CalculationChange change_between(const CalculationSet& set,
                                 const CalculationRun& before,
                                 const CalculationRun& after) {
  MEGURI_CHECK(before.calculation == after.calculation);
  CalculationChange change;
  change.causes = causes_between(before, after);
  change.parts = attribution(change.causes.size(), [&](const CauseSet& happened) {
    CalculationRun run = before;
    for (std::size_t cause = 0; cause < happened.size(); ++cause) {
      if (happened[cause]) take(run, after, change.causes[cause]);
    }
    set.run_again(run);
    return numbers_of(run);
  });
  return change;
}

}  // namespace meguri
