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
  constexpr Real rounding = 1e-12L;
  const Real masses = unit.exponents()[static_cast<std::size_t>(Dimension::mass)];
  const Real factor = static_cast<Real>(unit.factor()) / std::pow(mg_per_tonne, masses);
  return std::fabs(factor - 1) < rounding ? 1 : factor;
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

// Which cells must be filled in for a formula to have a value.
struct Needs {
  std::vector<std::string> cells;
  std::vector<std::string> alternatives;  // conditions of either(): the one or the other

  [[nodiscard]] bool empty() const { return cells.empty() && alternatives.empty(); }
  // "COUNT(B3,B4)=2", "AND(COUNT(B3)=1,OR(…))".
  [[nodiscard]] std::string condition() const {
    std::vector<std::string> parts;
    std::string list;
    for (const std::string& cell : cells)
      list += (list.empty() ? "" : ",") + cell;
    if (!list.empty()) parts.push_back("COUNT(" + list + ")=" + std::to_string(cells.size()));
    parts.insert(parts.end(), alternatives.begin(), alternatives.end());
    if (parts.size() == 1) return parts.front();
    std::string all;
    for (const std::string& part : parts)
      all += (all.empty() ? "AND(" : ",") + part;
    return all + ")";
  }
};

class SheetWriter {
 public:
  SheetWriter(const Expression& expression, const SheetCells& cells, int days)
      : expression_(expression), nodes_(expression.nodes()), cells_(cells), days_(days) {}

  std::optional<std::string> write() {
    std::string text = node(nodes_.size() - 1);
    return is_possible_ ? std::optional(std::move(text)) : std::nullopt;
  }
  [[nodiscard]] const Needs& needs() const { return needs_; }

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
    needs_.cells.push_back(cell->cell);
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
    Needs before;
    std::swap(before, needs_);
    std::string first = operand(of, 0);
    Needs of_first;
    std::swap(of_first, needs_);
    std::string second = operand(of, 1);
    Needs of_second;
    std::swap(of_second, needs_);
    std::swap(before, needs_);
    if (of_first.empty()) return first;
    if (!of_second.empty()) {
      needs_.alternatives.push_back("OR(" + of_first.condition() + "," + of_second.condition() +
                                    ")");
    }
    return "IF(" + of_first.condition() + "," + first + "," + second + ")";
  }

  std::string called(const ExpressionNode& of, std::string_view function) {
    std::string text(function);
    for (std::size_t index = 0; index < of.operand_count; ++index) {
      text += index == 0 ? '(' : ',';
      text += operand(of, index);
    }
    return text + ")";
  }

  std::string node(std::size_t index) {
    const ExpressionNode& of = nodes_[index];
    if (const std::string_view sign = sign_of(of.operation); !sign.empty()) {
      // One after the other: a compiler may otherwise begin with the second.
      std::string left = operand(of, 0);
      return "(" + left.append(sign) + operand(of, 1) + ")";
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
  Needs needs_;
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
  if (writer.needs().empty()) return "=" + *text;
  return "=IF(" + writer.needs().condition() + "," + *text + ",\"\")";
}

}  // namespace meguri
