// SPDX-License-Identifier: Apache-2.0
#include "measure/calculation_change.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/check.h"
#include "numeric/attribution.h"

namespace meguri {
namespace {

using Cells = std::vector<GivenValue>;

bool same(const Cells& left, const Cells& right) {
  return std::ranges::equal(left, right, {}, &GivenValue::value, &GivenValue::value);
}

// Which row is which: the material that a book gave it for, else its name.
using RowId = std::pair<std::string, std::string>;

// Where each row stands; nothing if two are one and the same.
std::optional<std::map<RowId, std::size_t>> rows_of(const ListRun& list) {
  std::map<RowId, std::size_t> rows;
  for (std::size_t row = 0; row < list.rows.size(); ++row) {
    const std::string& key = list.keys[row];
    const RowId id = key.empty() ? RowId("", list.names[row].ja) : RowId(key, "");
    if (!rows.emplace(id, row).second) return std::nullopt;
  }
  return rows;
}

// In the order of the list after, then what went.
std::vector<ChangeCause> row_causes(std::uint32_t list,
                                    const ListRun& before,
                                    const ListRun& after) {
  const auto rows_before = rows_of(before);
  const auto rows_after = rows_of(after);
  std::vector<ChangeCause> causes;
  if (rows_before && rows_after) {
    std::vector<std::optional<std::size_t>> stood(after.rows.size());
    std::vector<ChangeCause> went;
    for (const auto& [id, row] : *rows_before) {
      const auto now = rows_after->find(id);
      if (now == rows_after->end()) {
        went.push_back({.list = list, .row_before = row});
      } else {
        stood[now->second] = row;
      }
    }
    for (std::size_t row = 0; row < after.rows.size(); ++row) {
      if (!stood[row] || !same(before.rows[*stood[row]], after.rows[row]))
        causes.push_back({.list = list, .row_before = stood[row], .row_after = row});
    }
    const bool shares_a_row = went.size() < before.rows.size();
    causes.insert(causes.end(), went.begin(), went.end());
    if (shares_a_row && causes.size() <= row_causes_max) return causes;
  }
  const bool is_same = std::ranges::equal(before.rows, after.rows, same);
  return is_same ? std::vector<ChangeCause>() : std::vector<ChangeCause>{{.list = list}};
}

std::vector<ChangeCause> causes_between(const CalculationRun& before, const CalculationRun& after) {
  std::vector<ChangeCause> causes;
  for (std::uint32_t input = 0; input < before.inputs.size(); ++input) {
    if (before.inputs[input].value != after.inputs[input].value) causes.push_back({.input = input});
  }
  for (std::uint32_t list = 0; list < before.lists.size(); ++list) {
    const std::vector<ChangeCause> rows = row_causes(list, before.lists[list], after.lists[list]);
    causes.insert(causes.end(), rows.begin(), rows.end());
  }
  if (before.days != after.days) causes.push_back({});
  return causes;
}

void add_row(ListRun& list, const ListRun& from, std::size_t row) {
  list.names.push_back(from.names[row]);
  list.keys.push_back(from.keys[row]);
  list.rows.push_back(from.rows[row]);
}

// The list with the rows of some causes as they are after, of the others as they were before.
ListRun mixed(const ListRun& before,
              const ListRun& after,
              const std::map<std::size_t, const ChangeCause*>& changed,
              const std::vector<const ChangeCause*>& came) {
  ListRun list;
  for (std::size_t row = 0; row < before.rows.size(); ++row) {
    const auto cause = changed.find(row);
    if (cause == changed.end()) {
      add_row(list, before, row);
    } else if (cause->second->row_after) {
      add_row(list, after, *cause->second->row_after);
    }
  }
  for (const ChangeCause* cause : came)
    add_row(list, after, *cause->row_after);
  return list;
}

// The run before, with the causes that happened.
class MixedRun {
 public:
  MixedRun(const CalculationRun& before,
           const CalculationRun& after,
           const std::vector<ChangeCause>& causes)
      : before_(before), after_(after), causes_(causes) {}

  [[nodiscard]] CalculationRun with(const CauseSet& happened) const {
    CalculationRun run = before_;
    for (std::size_t cause = 0; cause < happened.size(); ++cause) {
      if (happened[cause] && !causes_[cause].list) take(run, causes_[cause]);
    }
    for (std::uint32_t list = 0; list < run.lists.size(); ++list)
      take_list(run, list, happened);
    return run;
  }

 private:
  void take(CalculationRun& run, const ChangeCause& cause) const {
    if (cause.input) {
      run.inputs[*cause.input] = after_.inputs[*cause.input];
    } else {
      run.days = after_.days;
    }
  }

  void take_list(CalculationRun& run, std::uint32_t list, const CauseSet& happened) const {
    std::map<std::size_t, const ChangeCause*> changed;
    std::vector<const ChangeCause*> came;
    for (std::size_t at = 0; at < happened.size(); ++at) {
      const ChangeCause& cause = causes_[at];
      if (!happened[at] || cause.list != list) continue;
      if (cause.row_before) {
        changed.emplace(*cause.row_before, &cause);
      } else if (cause.row_after) {
        came.push_back(&cause);
      } else {
        run.lists[list] = after_.lists[list];
        return;
      }
    }
    if (changed.empty() && came.empty()) return;
    run.lists[list] = mixed(before_.lists[list], after_.lists[list], changed, came);
  }

  const CalculationRun& before_;
  const CalculationRun& after_;
  const std::vector<ChangeCause>& causes_;
};

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
  const MixedRun mixed_run(before, after, change.causes);
  change.parts = attribution(change.causes.size(), [&](const CauseSet& happened) {
    CalculationRun run = mixed_run.with(happened);
    set.run_again(run);
    return numbers_of(run);
  });
  return change;
}

}  // namespace meguri
