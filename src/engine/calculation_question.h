// SPDX-License-Identifier: Apache-2.0
// calculation_question: what a request asks of a calculation, and the same as text for a handle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/answers.h"
#include "measure/calculation.h"

namespace meguri {

// A row as somebody wrote it: the cells by column, in the form given_value() reads.
struct AskedRow {
  std::string name;
  std::vector<std::string> cells;
};

struct AskedCalculation {
  const Calculation* calculation = nullptr;
  bool sample = false;
  std::size_t draws = 0;
  std::uint64_t seed = 1;
  std::map<std::uint32_t, std::string> inputs;           // by index, as given_value() reads them
  std::map<std::uint32_t, std::vector<AskedRow>> lists;  // by index
  std::optional<PlaceIndex> place;
  std::optional<PeriodIndex> period;
  std::vector<PeriodIndex> periods;  // in which the place can be asked about

  [[nodiscard]] CalculationQuestion question() const;
  // "s~avoided/100~inflow//1000/500": s for a sample run, then inputs, then rows, without the rows'
  // names, which no result depends on.
  [[nodiscard]] std::string path() const;
};

// Numbers as people write them: full-width digits, grouping commas; "90..110" a range; "?" unknown.
// Errors: calculate.calculation_unknown(_near), and, all at once, findings about inputs and rows.
Result<AskedCalculation> asked_calculation(const AnswerContext& context);
// The question a handle's path tells. Nothing if it is none of that calculation.
std::optional<AskedCalculation> asked_by_path(const Calculation& calculation,
                                              std::string_view path);
// Periods in which a place has any of the numbers that the calculation takes from places.
std::vector<PeriodIndex> periods_for(const State& state,
                                     const Calculation& calculation,
                                     PlaceIndex place);

}  // namespace meguri
