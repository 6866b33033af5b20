// SPDX-License-Identifier: Apache-2.0
#include "measure/rule.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace meguri {
namespace {

bool is_comparison(Operation operation) {
  switch (operation) {
    case Operation::less:
    case Operation::less_equal:
    case Operation::greater:
    case Operation::greater_equal:
    case Operation::equal:
    case Operation::not_equal:
      return true;
    default:
      return false;
  }
}

CompiledFormula part_of(const CompiledFormula& formula, std::size_t node) {
  CompiledFormula part;
  part.formula = std::make_unique<Expression>(formula.formula->part(node));
  const auto names = formula.formula->names();
  for (const std::string& name : part.formula->names()) {
    const auto found = std::ranges::find(names, name);
    part.names.push_back(formula.names[static_cast<std::size_t>(found - names.begin())]);
  }
  return part;
}

void take_conditions(const CompiledFormula& when,
                     std::size_t at,
                     std::vector<RuleCondition>& conditions) {
  const ExpressionNode& node = when.formula->nodes()[at];
  if (node.operation == Operation::truth_and || node.operation == Operation::truth_or) {
    take_conditions(when, node.operands[0], conditions);
    take_conditions(when, node.operands[1], conditions);
  } else if (is_comparison(node.operation)) {
    conditions.push_back(
        {part_of(when, node.operands[0]), node.operation, part_of(when, node.operands[1])});
  } else {
    conditions.push_back({part_of(when, at), std::nullopt, std::nullopt});
  }
}

}  // namespace

std::vector<RuleCondition> conditions_of(const CompiledFormula& when) {
  std::vector<RuleCondition> conditions;
  take_conditions(when, when.formula->nodes().size() - 1, conditions);
  return conditions;
}

Truth in_force(const CalculationVerdict& rule, const Day& on, const Day& today) {
  if (rule.from && on < *rule.from) return Truth::no;
  if (rule.until && *rule.until < on) return Truth::no;
  switch (rule.status) {
    case RuleStatus::proposed:
    case RuleStatus::provisional:
      return today < on ? Truth::unknown : Truth::no;
    case RuleStatus::superseded:
      if (!(on < today)) return Truth::no;
      return rule.from && rule.until ? Truth::yes : Truth::unknown;
    case RuleStatus::enacted:
    case RuleStatus::voluntary:
    case RuleStatus::standard:
      break;
  }
  return rule.from ? Truth::yes : Truth::unknown;
}

}  // namespace meguri
