// SPDX-License-Identifier: Apache-2.0
// calculation_document: a run of a calculation as JSON: inputs, lists, steps, verdicts, factors.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/answers.h"
#include "engine/calculation_question.h"
#include "engine/figure_document.h"
#include "measure/calculation.h"
#include "measure/calculation_draws.h"
#include "wire/json.h"

namespace meguri {

// In a handle, before the id of the book in the place of a place; no code of a place begins so.
inline constexpr std::string_view book_mark = "book/";

class CalculationWriter {
 public:
  // Runs it. The context and what was asked must outlive the writer.
  CalculationWriter(const AnswerContext& context, const AskedCalculation& asked);

  [[nodiscard]] const CalculationRun& run() const { return run_; }
  [[nodiscard]] JsonArray inputs() const;
  [[nodiscard]] JsonArray lists() const;
  // Those that are results, or the others.
  [[nodiscard]] JsonArray steps(bool results) const;
  [[nodiscard]] JsonArray verdicts() const;
  // A verdict without its rows.
  [[nodiscard]] JsonObject outcome_of(std::uint32_t verdict) const;
  // Every figure of a pack that the run used, with its source.
  [[nodiscard]] JsonArray factors() const;
  // What a reader must know: unverified numbers, inputs that nobody gave.
  [[nodiscard]] JsonArray cautions() const;

  [[nodiscard]] JsonObject step(std::uint32_t index) const;
  // A name's value as a figure; `row` of a column.
  [[nodiscard]] JsonObject figure(const CalculationName& name, std::size_t row) const;
  [[nodiscard]] std::string name_text(const CalculationName& name, std::size_t row) const;
  // The formula in words; of a sum or mean over a list, that it is one.
  [[nodiscard]] std::string formula_words(std::uint32_t step) const;
  [[nodiscard]] std::string handle(std::string_view part, std::optional<std::size_t> row) const;

 private:
  [[nodiscard]] std::string say(std::string_view id, std::vector<Argument> arguments = {}) const;
  [[nodiscard]] JsonObject field(const CompiledInput& input) const;
  [[nodiscard]] JsonObject input_document(std::uint32_t index) const;
  [[nodiscard]] JsonArray row_documents(std::uint32_t list) const;
  [[nodiscard]] JsonObject given_figure(const GivenValue& given,
                                        const CompiledInput& input,
                                        const std::string& evidence) const;
  [[nodiscard]] JsonObject step_figure(std::uint32_t index, std::optional<std::size_t> row) const;
  [[nodiscard]] JsonObject verdict_document(std::uint32_t index) const;
  [[nodiscard]] JsonObject outcome(const CompiledVerdict& verdict,
                                   VerdictOutcome outcome,
                                   std::optional<std::size_t> row) const;
  [[nodiscard]] std::string sentence(const CompiledVerdict& verdict,
                                     VerdictOutcome outcome,
                                     std::optional<std::size_t> row) const;
  [[nodiscard]] std::string missing_text(const CompiledFormula& formula,
                                         std::optional<std::size_t> row) const;
  [[nodiscard]] Json spread(std::uint32_t step) const;
  [[nodiscard]] Json probability(std::uint32_t verdict) const;
  [[nodiscard]] std::string missing_for_results() const;
  [[nodiscard]] Quality quality_of_figures(const CompiledFormula& formula) const;
  [[nodiscard]] std::vector<std::uint32_t> all_figures() const;
  [[nodiscard]] std::string text_of_given(const GivenValue& given,
                                          const CompiledInput& input) const;

  const AnswerContext& context_;
  const AskedCalculation& asked_;
  const Calculation& calculation_;
  const CalculationSet& set_;
  FigureWriter writer_;
  CalculationRun run_;
  std::string path_;                   // of the question, as every handle holds it
  std::vector<Quality> qualities_;     // of the steps
  std::optional<DrawnResults> drawn_;  // where draws were asked for
};

// Sets place, book, period, period_name and periods: whose figures fill in what is not given.
void set_whose(const AnswerContext& context, const AskedCalculation& asked, JsonObject& body);
// A figure that something rests on, with its year and source: the shape Factor.
JsonObject factor_document(const State& state, std::uint32_t figure, Language language);
// Every kind it is of, the pack's own first.
JsonArray kind_documents(const Calculation& calculation, Language language);
// What a list of calculations shows of one.
JsonObject calculation_summary(const State& state,
                               const Calculation& calculation,
                               Language language);
// The name of a programme; the id where no loaded pack lists it.
std::string programme_name(const State& state, std::string_view id, Language language);

}  // namespace meguri
