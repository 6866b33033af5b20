// SPDX-License-Identifier: Apache-2.0
// The check of dimensions: what each node of a formula is measured in.
#include <array>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "base/check.h"
#include "measure/expression.h"

namespace meguri {
namespace {

constexpr int highest_power = 12;

using Powers = UnitOfMeasure::Exponents;

// What a node is: a truth, or a number of some dimension.
struct NodeType {
  bool is_truth = false;
  Powers powers{};
  // The factor of the unit it was written in, where that is known.
  std::optional<double> written_factor;
};

constexpr std::array<std::string_view, 9> base_units = {
    "mg", "person", "household", "day", "yen", "J", "L", "piece", "m2"};
static_assert(base_units.size() == static_cast<std::size_t>(Dimension::count_of_dimensions));

// "mg/(person*day)": how a finding names a dimension.
std::string dimension_text(const Powers& powers) {
  std::string above;
  std::string below;
  int below_count = 0;
  for (std::size_t i = 0; i < powers.size(); ++i) {
    for (int power = 0; power < std::abs(powers.at(i)); ++power) {
      std::string& side = powers.at(i) > 0 ? above : below;
      if (!side.empty()) side += "*";
      side += base_units.at(i);
      if (powers.at(i) < 0) ++below_count;
    }
  }
  if (above.empty()) above = "1";
  if (below_count == 0) return above;
  return above + "/" + (below_count > 1 ? "(" + below + ")" : below);
}

std::string type_text(const NodeType& type) {
  return type.is_truth ? std::string("true/false") : dimension_text(type.powers);
}

bool is_plain(const NodeType& type) { return !type.is_truth && type.powers == Powers{}; }

bool is_mass(const NodeType& type) {
  Powers mass{};
  mass[static_cast<std::size_t>(Dimension::mass)] = 1;
  return !type.is_truth && type.powers == mass;
}

class TypeCheck {
 public:
  TypeCheck(std::vector<ExpressionNode>& nodes, std::span<const NameType> names)
      : nodes_(nodes), names_(names) {}

  Result<NodeType> run() {
    types_.reserve(nodes_.size());
    for (ExpressionNode& node : nodes_) {
      types_.push_back(MEGURI_TRY(type_of(node)));
    }
    return types_.back();
  }

 private:
  [[nodiscard]] const NodeType& operand(const ExpressionNode& node, std::size_t index) const {
    return types_[node.operands.at(index)];
  }

  [[nodiscard]] static Error fault(const ExpressionNode& node,
                                   std::string_view id,
                                   std::vector<Argument> more = {}) {
    more.emplace_back("at", static_cast<std::int64_t>(node.begin) + 1);
    return error(ErrorCode::invalid_input, id, std::move(more));
  }

  // Both operands numbers of one dimension.
  [[nodiscard]] Result<NodeType> alike(const ExpressionNode& node,
                                       std::size_t first,
                                       std::size_t second) const {
    const NodeType& left = operand(node, first);
    const NodeType& right = operand(node, second);
    MEGURI_TRY(number_at(node, first));
    MEGURI_TRY(number_at(node, second));
    if (left.powers != right.powers) {
      return fault(node,
                   "measure.formula_dimensions_differ",
                   {{"left", type_text(left)}, {"right", type_text(right)}});
    }
    NodeType type = left;
    if (left.written_factor != right.written_factor) type.written_factor.reset();
    return type;
  }

  [[nodiscard]] Status number_at(const ExpressionNode& node, std::size_t index) const {
    if (!operand(node, index).is_truth) return ok();
    return fault(nodes_[node.operands.at(index)], "measure.formula_truth_where_number");
  }

  [[nodiscard]] Status truth_at(const ExpressionNode& node, std::size_t index) const {
    if (operand(node, index).is_truth) return ok();
    return fault(nodes_[node.operands.at(index)], "measure.formula_number_where_truth");
  }

  [[nodiscard]] Result<NodeType> scaled(const ExpressionNode& node, int direction) const {
    MEGURI_TRY(number_at(node, 0));
    MEGURI_TRY(number_at(node, 1));
    NodeType type;
    for (std::size_t i = 0; i < type.powers.size(); ++i) {
      const int power =
          operand(node, 0).powers.at(i) + direction * int{operand(node, 1).powers.at(i)};
      if (std::abs(power) > highest_power) {
        return fault(node, "measure.formula_power", {{"limit", std::int64_t{highest_power}}});
      }
      type.powers.at(i) = static_cast<std::int8_t>(power);
    }
    return type;
  }

  [[nodiscard]] Result<NodeType> published(ExpressionNode& node) const {
    MEGURI_TRY(number_at(node, 0));
    const NodeType& what = operand(node, 0);
    std::optional<double> factor = what.written_factor;
    if (!factor && is_plain(what)) factor = 1.0;
    if (!factor) return fault(node, "measure.formula_published_unit");
    const Real decimals = nodes_[node.operands[1]].number;
    node.number = static_cast<Real>(*factor) / 2 / std::pow(Real{10}, decimals);
    return what;
  }

  [[nodiscard]] Result<NodeType> type_of(ExpressionNode& node) const {
    switch (node.operation) {
      case Operation::number: {
        if (node.unit.empty()) return NodeType{false, {}, 1.0};
        const UnitOfMeasure unit = MEGURI_TRY(parse_formula_unit(node.unit));
        return NodeType{false, unit.exponents(), unit.factor()};
      }
      case Operation::days: {
        NodeType type;
        type.powers[static_cast<std::size_t>(Dimension::time)] = 1;
        type.written_factor = 1.0;
        return type;
      }
      case Operation::name: {
        const NameType& name = names_[node.name];
        return NodeType{name.is_truth, name.unit.exponents(), name.unit.factor()};
      }
      case Operation::negate:
      case Operation::absolute:
        MEGURI_TRY(number_at(node, 0));
        return operand(node, 0);
      case Operation::multiply:
        return scaled(node, 1);
      case Operation::divide:
        return scaled(node, -1);
      case Operation::published:
        return published(node);
      default:
        return type_of_more(node);
    }
  }

  [[nodiscard]] Result<NodeType> type_of_more(const ExpressionNode& node) const {
    switch (node.operation) {
      case Operation::percent:
        if (is_plain(operand(node, 0))) return operand(node, 0);
        return fault(
            node, "measure.formula_percent_unit", {{"found", type_text(operand(node, 0))}});
      case Operation::whole_tonne:
        if (is_mass(operand(node, 0))) return operand(node, 0);
        return fault(
            node, "measure.formula_whole_tonne_unit", {{"found", type_text(operand(node, 0))}});
      case Operation::less:
      case Operation::less_equal:
      case Operation::greater:
      case Operation::greater_equal:
      case Operation::equal:
      case Operation::not_equal:
        MEGURI_TRY(alike(node, 0, 1));
        return NodeType{true, {}, std::nullopt};
      case Operation::truth_and:
      case Operation::truth_or:
        MEGURI_TRY(truth_at(node, 0));
        MEGURI_TRY(truth_at(node, 1));
        return NodeType{true, {}, std::nullopt};
      case Operation::truth_not:
        MEGURI_TRY(truth_at(node, 0));
        return NodeType{true, {}, std::nullopt};
      case Operation::choose:
        MEGURI_TRY(truth_at(node, 0));
        return alike(node, 1, 2);
      default:
        return alike(node, 0, 1);
    }
  }

  std::vector<ExpressionNode>& nodes_;
  std::span<const NameType> names_;
  std::vector<NodeType> types_;
};

}  // namespace

Result<UnitOfMeasure> parse_formula_unit(std::string_view text) {
  if (text == "%") return UnitOfMeasure{};
  if (text.find('%') != std::string_view::npos) {
    return error(ErrorCode::invalid_input, "measure.percent_alone", {{"unit", text}});
  }
  return parse_unit(text);
}

Result<NameType> Expression::settle_types(std::span<const NameType> types) {
  MEGURI_CHECK(types.size() == names_.size());
  const NodeType type = MEGURI_TRY(TypeCheck(nodes_, types).run());
  return NameType{type.is_truth, UnitOfMeasure(type.powers, 1.0)};
}

}  // namespace meguri
