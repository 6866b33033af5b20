// SPDX-License-Identifier: Apache-2.0
#include "measure/internal/effect_sums.h"

#include <utility>

namespace meguri {
namespace {

// Results are of the kind of their operands: what these carry must agree.
bool puts_together(Operation operation) {
  switch (operation) {
    case Operation::add:
    case Operation::subtract:
    case Operation::minimum:
    case Operation::maximum:
    case Operation::bounds:
    case Operation::either:
    case Operation::choose:
      return true;
    default:
      return false;
  }
}

bool is_comparison(Operation operation) {
  return operation >= Operation::less && operation <= Operation::not_equal;
}

class Walk {
 public:
  Walk(const CompiledFormula& formula, const std::vector<Carried>& by_steps)
      : formula_(formula), by_steps_(by_steps) {}

  EffectSums run() {
    for (const ExpressionNode& node : formula_.formula->nodes())
      nodes_.push_back(carried(node));
    return {std::move(nodes_.back()), std::move(mixed_)};
  }

 private:
  Carried carried(const ExpressionNode& node) {
    if (node.operation == Operation::name) {
      const CalculationName& name = formula_.names[node.name];
      return name.kind == CalculationName::Kind::step ? by_steps_[name.index] : Carried();
    }
    if (is_comparison(node.operation)) return {};
    Carried result;
    for (std::size_t index = 0; index < node.operand_count; ++index) {
      const Carried& operand = nodes_[node.operands.at(index)];
      const bool is_divisor = node.operation == Operation::divide && index == 1;
      for (const auto& [effect, boundaries] : operand) {
        if (is_divisor && result.erase(effect) > 0) continue;
        std::set<Boundary>& all = result[effect];
        const bool meets_another = !all.empty() && all != boundaries;
        all.insert(boundaries.begin(), boundaries.end());
        if (meets_another && puts_together(node.operation)) mixed_.insert(all.begin(), all.end());
      }
    }
    return result;
  }

  const CompiledFormula& formula_;
  const std::vector<Carried>& by_steps_;
  std::vector<Carried> nodes_;
  std::set<Boundary> mixed_;
};

}  // namespace

EffectSums effect_sums(const CompiledFormula& formula,
                       const std::vector<Carried>& carried_by_steps) {
  return Walk(formula, carried_by_steps).run();
}

}  // namespace meguri
