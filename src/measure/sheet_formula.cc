// SPDX-License-Identifier: Apache-2.0
#include "measure/sheet_formula.h"

#include <cmath>
#include <vector>

#include "measure/measurement.h"

namespace meguri {
namespace {

// What a number in the unit is multiplied by where a tonne is the unit of mass: milligrams would
// make every formula unreadable.
Real sheet_factor(const UnitOfMeasure& unit) {
  constexpr Real mg_per_tonne = 1e9L;
  const int masses = unit.exponents()[static_cast<std::size_t>(Dimension::mass)];
  return static_cast<Real>(unit.factor()) / std::pow(mg_per_tonne, static_cast<Real>(masses));
}

std::string number_text(Real number) {
  const auto decimal = decimal_of(static_cast<double>(number));
  return decimal ? to_text(*decimal) : std::to_string(static_cast<double>(number));
}

std::string_view sign_of(Operation operation) {
  switch (operation) {
    case Operation::add:
      return "+";
    case Operation::subtract:
      return "-";
    case Operation::multiply:
      return "*";
    case Operation::divide:
      return "/";
    case Operation::less:
      return "<";
    case Operation::less_equal:
      return "<=";
    case Operation::greater:
      return ">";
    case Operation::greater_equal:
      return ">=";
    case Operation::equal:
      return "=";
    case Operation::not_equal:
      return "<>";
    default:
      return {};
  }
}

std::string_view function_of(Operation operation) {
  switch (operation) {
    case Operation::minimum:
      return "MIN";
    case Operation::maximum:
      return "MAX";
    case Operation::absolute:
      return "ABS";
    case Operation::choose:
      return "IF";
    case Operation::truth_and:
      return "AND";
    case Operation::truth_or:
      return "OR";
    case Operation::truth_not:
      return "NOT";
    default:
      return {};
  }
}

class SheetWriter {
 public:
  SheetWriter(const Expression& expression, const SheetCells& cells, int days)
      : expression_(expression), nodes_(expression.nodes()), cells_(cells), days_(days) {}

  std::optional<std::string> write() {
    std::string text = node(nodes_.size() - 1);
    return is_possible_ ? std::optional(std::move(text)) : std::nullopt;
  }
  [[nodiscard]] const std::vector<std::string>& needed() const { return needed_; }

 private:
  std::string operand(const ExpressionNode& of, std::size_t index) {
    return node(of.operands.at(index));
  }

  std::string named(const ExpressionNode& of) {
    const auto cell = cells_(expression_.names()[of.name]);
    if (!cell) {
      is_possible_ = false;
      return "";
    }
    if (!is_optional_) needed_.push_back(cell->cell);
    if (cell->is_truth) return "(" + cell->cell + "=1)";
    const Real factor = sheet_factor(cell->unit);
    return factor == 1 ? cell->cell : "(" + cell->cell + "*" + number_text(factor) + ")";
  }

  std::string literal(const ExpressionNode& of) {
    if (of.unit.empty()) return number_text(of.number);
    const auto unit = parse_formula_unit(of.unit);
    const Real scale = static_cast<Real>(unit->factor()) / sheet_factor(*unit);
    return number_text(of.number / scale);
  }

  // The first where its cells are filled in, else the second.
  std::string either_of(const ExpressionNode& of) {
    const bool before = is_optional_;
    is_optional_ = true;
    std::vector<std::string> first_needs;
    first_needs.swap(needed_);
    is_optional_ = false;
    std::string first = operand(of, 0);
    first_needs.swap(needed_);  // now first_needs: of the first alone
    is_optional_ = before;
    std::string second = operand(of, 1);
    std::string list;
    for (const std::string& cell : first_needs)
      list += (list.empty() ? "" : ",") + cell;
    if (list.empty()) return first;
    return "IF(COUNT(" + list + ")=" + std::to_string(first_needs.size()) + "," + first + "," +
           second + ")";
  }

  std::string called(const ExpressionNode& of, std::string_view function) {
    std::string text(function);
    for (std::size_t index = 0; index < of.operand_count; ++index)
      text += (index == 0 ? "(" : ",") + operand(of, index);
    return text + ")";
  }

  std::string node(std::size_t index) {
    const ExpressionNode& of = nodes_[index];
    if (const std::string_view sign = sign_of(of.operation); !sign.empty()) {
      return "(" + operand(of, 0) + std::string(sign) + operand(of, 1) + ")";
    }
    if (const std::string_view function = function_of(of.operation); !function.empty()) {
      return called(of, function);
    }
    switch (of.operation) {
      case Operation::number:
        return literal(of);
      case Operation::name:
        return named(of);
      case Operation::days:
        return std::to_string(days_);
      case Operation::negate:
        return "(-" + operand(of, 0) + ")";
      case Operation::percent:
        return "(" + operand(of, 0) + "*100)";
      case Operation::published:
      case Operation::whole_tonne:
        return operand(of, 0);
      case Operation::either:
        return either_of(of);
      default:
        is_possible_ = false;
        return "";
    }
  }

  const Expression& expression_;
  std::span<const ExpressionNode> nodes_;
  const SheetCells& cells_;
  int days_;
  bool is_possible_ = true;
  bool is_optional_ = false;
  std::vector<std::string> needed_;
};

}  // namespace

std::optional<std::string> sheet_formula(const Expression& expression,
                                         const SheetCells& cells,
                                         const UnitOfMeasure& result,
                                         int days) {
  SheetWriter writer(expression, cells, days);
  auto text = writer.write();
  if (!text) return std::nullopt;
  const Real factor = sheet_factor(result);
  if (factor != 1) *text += "/" + number_text(factor);
  std::string list;
  for (const std::string& cell : writer.needed())
    list += (list.empty() ? "" : ",") + cell;
  if (list.empty()) return "=" + *text;
  const std::string count = std::to_string(writer.needed().size());
  return "=IF(COUNT(" + list + ")<" + count + ",\"\"," + *text + ")";
}

}  // namespace meguri
