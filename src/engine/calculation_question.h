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
  std::string key = {};  // of a row that a book gives: its material
};

// The book a question is about, and what it gives.
struct AskedBook {
  std::string id;
  std::string name;  // in the language of the request
  Period period;
  std::vector<Period> periods;  // in which the book can be asked about
  std::int64_t position = 0;    // of the journal: what the answer rests on
  RecordedInputs recorded;
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
  std::optional<AskedBook> book;     // never beside a place

  [[nodiscard]] CalculationQuestion question() const;
  // "s~avoided/100~inflow//1000/500~inflow/steel/900/": s for a sample run, then inputs, then rows,
  // with the material of those that a book gives and without other names, which no result depends
  // on.
  [[nodiscard]] std::string path() const;
};

// Numbers as people write them: full-width digits, grouping commas; "90..110" a range; "?" unknown.
// Errors: calculate.calculation_unknown(_near), and, all at once, findings about inputs and rows.
Result<AskedCalculation> asked_calculation(const AnswerContext& context);
// The same without rows, draws, place and book: what holds for many books.
Result<AskedCalculation> asked_inputs(const AnswerContext& context);

// Two questions of one calculation: the fields, and the same with those under with_ instead.
struct AskedPair {
  AskedCalculation before;
  AskedCalculation after;
};
Result<AskedPair> asked_pair(const AnswerContext& context);
Error asks_no_books(const Calculation& calculation);
// The question a handle's path tells. Nothing if it is none of that calculation.
std::optional<AskedCalculation> asked_by_path(const Calculation& calculation,
                                              std::string_view path);
// Errors: not_found for a book that is not there, or has no entries.
Result<AskedBook> asked_book(const AnswerContext& context,
                             const Calculation& calculation,
                             const std::string& book,
                             const std::string& period,
                             std::int64_t at);
// Periods in which a place has any of the numbers that the calculation takes from places.
std::vector<PeriodIndex> periods_for(const State& state,
                                     const Calculation& calculation,
                                     PlaceIndex place);

}  // namespace meguri
