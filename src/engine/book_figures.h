// SPDX-License-Identifier: Apache-2.0
// book_figures: what a book's entries give to the inputs and lists of a calculation.
//
// Functions are const towards the books; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/answers.h"
#include "facts/recorded_sums.h"
#include "matter/period.h"
#include "measure/calculation.h"

namespace meguri {

// An input, or a column of a list, that books give.
struct BookTerm {
  std::optional<std::uint32_t> list;
  std::uint32_t index = 0;  // of the input, or of the column
  SumTerm term;
};

std::vector<BookTerm> book_terms(const State& state, const Calculation& calculation);
SumTerm sum_term(const State& state, const CompiledInput& input);

// The event begins within the period.
void set_period(SumFilter& filter, const Period& period);

// What the lines come to, in base units: exact, or with the uncertainty of the scales; bounded
// where origins are unknown; unknown where a line does not state the quantity.
Value value_of(const TermSum& sum, FlowQuantity quantity);

// What one book gave in one period.
struct BookInputs {
  std::string book;
  Period period;
  RecordedInputs recorded;
};

// Of every book and period of the filter in which there is any entry, by book and period. `filter`
// without terms; REQUIRES: by.
Result<std::vector<BookInputs>> inputs_of_books(const AnswerContext& context,
                                                const Calculation& calculation,
                                                SumFilter filter);

// Of one book over a period, as of a position.
Result<RecordedInputs> recorded_inputs(const AnswerContext& context,
                                       const Calculation& calculation,
                                       std::string_view book,
                                       const Period& period,
                                       std::int64_t at);

// Fiscal years, calendar years and months in which the book has entries, each sort ascending.
Result<std::vector<Period>> periods_of_book(const AnswerContext& context,
                                            std::string_view book,
                                            std::int64_t at);

// Whether a sample pack names the book's party.
bool is_sample_book(const State& state, std::string_view book);

}  // namespace meguri
