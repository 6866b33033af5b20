// SPDX-License-Identifier: Apache-2.0
// expression: a formula as an immutable typed tree.
//
//   auto formula = MEGURI_TRY(Expression::parse("generated / population / days"));
//
// The grammar is in docs/PACKS.md ("Formulas"). Nodes stand in evaluation order, operands before
// their operator, the root last; there are at most 512 of them, nested at most 64 deep, in at most
// 4,096 bytes of text. Names are not resolved here: names() lists them, and evaluate() takes one
// value for each. Immutable; any thread. Parsing and evaluating are O(length).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "base/result.h"
#include "matter/unit.h"
#include "measure/value.h"

namespace meguri {

// The unit of a formula, a quantity or an indicator. Differs from parse_unit in one point: % counts
// as written and mixes with 1, so its factor is 1.
Result<UnitOfMeasure> parse_formula_unit(std::string_view text);

enum class Operation : std::uint8_t {
  number,
  name,
  days,  // leaves
  negate,
  add,
  subtract,
  multiply,
  divide,  // arithmetic
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  truth_and,
  truth_or,
  truth_not,
  minimum,
  maximum,
  absolute,
  percent,
  bounds,
  either,
  published,
  whole_tonne,
  choose
};

struct ExpressionNode {
  Operation operation = Operation::number;
  std::uint8_t operand_count = 0;
  std::array<std::uint16_t, 3> operands{};  // indices of earlier nodes
  Real number = 0;                          // of a number, in base units; of published: half a unit
                                            // in the unit its operand was published in
  std::uint16_t name = 0;                   // of a name: index into names()
  std::string unit;                         // of a number, as written in brackets; may be empty
  std::uint32_t begin = 0;                  // in the text, bytes
  std::uint32_t end = 0;
};

// What a name stands for, for the check of dimensions.
struct NameType {
  bool is_truth = false;
  UnitOfMeasure unit;  // the unit it is published in; values are in base units all the same
};

class Expression {
 public:
  // Errors (invalid_input; argument `at` is the place in the text, from 1): measure.formula_*.
  static Result<Expression> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::span<const ExpressionNode> nodes() const { return nodes_; }
  // Every name once, in order of first use; without `days`.
  [[nodiscard]] std::span<const std::string> names() const { return names_; }
  // What stands below a node, with it, as an expression of its own. REQUIRES: there is the node.
  [[nodiscard]] Expression part(std::size_t node) const;

  // The dimension of the result, after checking every operation: adding a mass to a number of
  // people, comparing people with tonnes, dividing truths … `types` has one entry for each name.
  // Also settles how finely `published` was rounded, which needs the operand's unit; so an
  // expression must be typed once before it is evaluated.
  Result<NameType> settle_types(std::span<const NameType> types);

  // REQUIRES: typed; one value (in base units) per name. `days` is the length of the period.
  [[nodiscard]] Value evaluate(std::span<const Value> values, int days) const;
  // The same, keeping the value of every node.
  void evaluate_nodes(std::span<const Value> values, int days, std::vector<Value>& results) const;

 private:
  friend class ExpressionParser;
  std::string text_;
  std::vector<ExpressionNode> nodes_;
  std::vector<std::string> names_;
};

// How a reader is shown a name: its text in a language, or its value with a unit.
using NameText = std::function<std::string(std::string_view name)>;
// The formula for people: × ÷ −, spaces, functions in words of the language, names by the callback
// (`days` too). Parentheses only where they are needed.
std::string formula_text(const Expression& expression, Language language, const NameText& names);
// Canonical text in the grammar itself; parses to the same tree.
std::string canonical_text(const Expression& expression);

}  // namespace meguri
