// SPDX-License-Identifier: Apache-2.0
#include "measure/expression.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace meguri {

Expression Expression::part(std::size_t node) const {
  MEGURI_CHECK(node < nodes_.size());
  // Operands stand before their operator, so the part begins at its first operand's first operand.
  std::size_t first = node;
  while (nodes_[first].operand_count > 0)
    first = nodes_[first].operands[0];
  Expression part;
  part.text_ = text_;
  for (std::size_t at = first; at <= node; ++at) {
    ExpressionNode copy = nodes_[at];
    for (std::size_t operand = 0; operand < copy.operand_count; ++operand)
      copy.operands.at(operand) = static_cast<std::uint16_t>(copy.operands.at(operand) - first);
    if (copy.operation == Operation::name) {
      const std::string& name = names_[copy.name];
      const auto known = std::ranges::find(part.names_, name);
      copy.name = static_cast<std::uint16_t>(known - part.names_.begin());
      if (known == part.names_.end()) part.names_.push_back(name);
    }
    part.nodes_.push_back(std::move(copy));
  }
  return part;
}
namespace {

Comparison comparison_of(Operation operation) {
  switch (operation) {
    case Operation::less:
      return Comparison::less;
    case Operation::less_equal:
      return Comparison::less_equal;
    case Operation::greater:
      return Comparison::greater;
    case Operation::greater_equal:
      return Comparison::greater_equal;
    case Operation::equal:
      return Comparison::equal;
    default:
      return Comparison::not_equal;
  }
}

bool is_undefined(const Value& value) { return value.knowledge == Knowledge::undefined; }

// A truth that needs an undefined operand is undefined itself.
Value truth_value(Truth truth, const Value& a, const Value& b) {
  if (truth == Truth::unknown && (is_undefined(a) || is_undefined(b))) return Value::undefined();
  return value_of(truth);
}

// `a`, `b`, `c`: the operands, as many as the operation has.
Value applied(const ExpressionNode& node, const Value& a, const Value& b, const Value& c) {
  switch (node.operation) {
    case Operation::number:
    case Operation::name:
    case Operation::days:
      break;  // leaves are no operations
    case Operation::negate:
      return negate(a);
    case Operation::add:
      return add(a, b);
    case Operation::subtract:
      return subtract(a, b);
    case Operation::multiply:
      return multiply(a, b);
    case Operation::divide:
      return divide(a, b);
    case Operation::less:
    case Operation::less_equal:
    case Operation::greater:
    case Operation::greater_equal:
    case Operation::equal:
    case Operation::not_equal:
      return truth_value(compare(a, b, comparison_of(node.operation)), a, b);
    case Operation::truth_and:
      return truth_value(truth_and(truth_of(a), truth_of(b)), a, b);
    case Operation::truth_or:
      return truth_value(truth_or(truth_of(a), truth_of(b)), a, b);
    case Operation::truth_not:
      return truth_value(truth_not(truth_of(a)), a, a);
    case Operation::minimum:
      return minimum(a, b);
    case Operation::maximum:
      return maximum(a, b);
    case Operation::absolute:
      return absolute(a);
    case Operation::percent:
      return multiply(a, Value::exactly(100));
    case Operation::bounds:
      return bounds_of(a, b);
    case Operation::either:
      return either(a, b);
    case Operation::published:
      return published(a, node.number);
    case Operation::whole_tonne:
      return whole_tonne(a);
    case Operation::choose:
      return is_undefined(a) ? a : choose(truth_of(a), b, c);
  }
  check_failed("an operation", __FILE__, __LINE__);
}

}  // namespace

void Expression::evaluate_nodes(std::span<const Value> values,
                                int days,
                                std::vector<Value>& results) const {
  MEGURI_CHECK(values.size() == names_.size());
  results.clear();
  results.reserve(nodes_.size());
  for (const ExpressionNode& node : nodes_) {
    Value result;
    switch (node.operation) {
      case Operation::number:
        result = Value::exactly(node.number);
        break;
      case Operation::days:
        result = Value::exactly(days);
        break;
      case Operation::name:
        result = values[node.name];
        if (result.knowledge == Knowledge::absent) result.knowledge = Knowledge::unknown;
        break;
      default:
        // Operands that an operation does not have index node 0, which is there.
        result = applied(
            node, results[node.operands[0]], results[node.operands[1]], results[node.operands[2]]);
    }
    result.zero_may_be_blank = false;
    results.push_back(result);
  }
}

Value Expression::evaluate(std::span<const Value> values, int days) const {
  std::vector<Value> results;
  evaluate_nodes(values, days, results);
  Value result = results.back();
  if (result.is_known() && result.point == 0) {
    for (const Value& value : values)
      result.zero_may_be_blank |= value.zero_may_be_blank;
  }
  return result;
}

}  // namespace meguri
