// SPDX-License-Identifier: Apache-2.0
// explanation: one step down from any figure: formula, inputs, cell, entry.
//
// One function per kind of evidence; answer_explanation.cc chooses. Inputs beyond `offset`+`limit`
// are counted, not listed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/answers.h"
#include "engine/calculation_question.h"
#include "engine/figure_document.h"
#include "engine/handle.h"
#include "wire/json.h"

namespace meguri {

class ExplanationWriter {
 public:
  ExplanationWriter(const AnswerContext& context, const Handle& handle)
      : context_(context),
        state_(context.state),
        handle_(handle),
        writer_(context.state, context.language) {}

  [[nodiscard]] Result<JsonObject> explain() const;

 private:
  [[nodiscard]] Result<JsonObject> measured() const;  // indicator, term, flow, derived, quantity
  [[nodiscard]] Result<JsonObject> potential() const;
  [[nodiscard]] Result<JsonObject> standing_of_peers() const;
  [[nodiscard]] Result<JsonObject> diagram_flow() const;
  [[nodiscard]] Result<JsonObject> recorded_flow() const;
  [[nodiscard]] Result<JsonObject> booked_entry() const;
  [[nodiscard]] Result<JsonObject> single_figure() const;
  [[nodiscard]] Result<JsonObject> identity() const;
  [[nodiscard]] Result<JsonObject> diagram_node() const;
  [[nodiscard]] Result<JsonObject> calculated() const;
  [[nodiscard]] bool find_asked_place(const Calculation& calculation,
                                      AskedCalculation& asked) const;
  [[nodiscard]] Result<JsonObject> target() const;

  [[nodiscard]] Result<ValueRef> value_ref() const;
  [[nodiscard]] Error not_found() const;
  [[nodiscard]] JsonObject empty_document(std::string_view kind, std::string_view title) const;
  void set_inputs(JsonObject& document, JsonArray inputs) const;
  // The same for measured values; only the window asked for is rendered, since the nation has 1,719
  // parts.
  void set_inputs(JsonObject& document, const std::vector<ValueRef>& refs, bool with_place) const;
  void set_cell(JsonObject& document,
                const CellRow& cell,
                std::string_view source,
                std::string_view text) const;
  void set_names(JsonObject& document, const ValueRef& ref) const;
  [[nodiscard]] JsonObject input(const ValueRef& ref, bool with_place) const;
  void set_book(JsonObject& document, const AskedBook& book) const;
  [[nodiscard]] Result<JsonObject> recorded_term(const AskedCalculation& asked,
                                                 const CalculationRun& run,
                                                 const CalculationName& name,
                                                 std::size_t row,
                                                 JsonObject document) const;
  // An input of something recorded: what the entry at this position moved of it, in base units.
  [[nodiscard]] Result<JsonObject> moved_by_entry(std::int64_t position,
                                                  const Value& moved,
                                                  FigureWriter::Parts parts) const;
  [[nodiscard]] JsonArray drawn_parts(const Explanation& explanation, bool turned) const;
  [[nodiscard]] std::string say(std::string_view id, std::vector<Argument> arguments = {}) const;
  [[nodiscard]] std::string place_name(const ValueRef& ref) const;

  const AnswerContext& context_;
  const State& state_;
  const Handle& handle_;
  FigureWriter writer_;
};

}  // namespace meguri
