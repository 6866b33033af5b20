// SPDX-License-Identifier: Apache-2.0
// Formulas as text: canonical (parses back to the same tree) and for people.
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "measure/expression.h"

namespace meguri {
namespace {

// How tightly an operation binds; an operand that binds less tightly gets parentheses.
enum Binding {
  binds_or,
  binds_and,
  binds_not,
  binds_comparison,
  binds_sum,
  binds_product,
  binds_sign,
  binds_all
};

Binding binding_of(Operation operation) {
  switch (operation) {
    case Operation::truth_or:
      return binds_or;
    case Operation::truth_and:
      return binds_and;
    case Operation::truth_not:
      return binds_not;
    case Operation::less:
    case Operation::less_equal:
    case Operation::greater:
    case Operation::greater_equal:
    case Operation::equal:
    case Operation::not_equal:
      return binds_comparison;
    case Operation::add:
    case Operation::subtract:
      return binds_sum;
    case Operation::multiply:
    case Operation::divide:
      return binds_product;
    case Operation::negate:
      return binds_sign;
    default:
      return binds_all;
  }
}

// Operators of two operands, in the grammar and for people.
struct Sign {
  std::string_view grammar;
  std::string_view people;
};

Sign sign_of(Operation operation) {
  switch (operation) {
    case Operation::truth_or:
      return {"or", "measure.word.or"};
    case Operation::truth_and:
      return {"and", "measure.word.and"};
    case Operation::less:
      return {"<", "<"};
    case Operation::less_equal:
      return {"<=", "≦"};
    case Operation::greater:
      return {">", ">"};
    case Operation::greater_equal:
      return {">=", "≧"};
    case Operation::equal:
      return {"==", "="};
    case Operation::not_equal:
      return {"!=", "≠"};
    case Operation::add:
      return {"+", "+"};
    case Operation::subtract:
      return {"-", "−"};
    case Operation::multiply:
      return {"*", "×"};
    case Operation::divide:
      return {"/", "÷"};
    default:
      return {};
  }
}

std::string_view function_name(Operation operation) {
  switch (operation) {
    case Operation::minimum:
      return "min";
    case Operation::maximum:
      return "max";
    case Operation::absolute:
      return "abs";
    case Operation::percent:
      return "percent";
    case Operation::bounds:
      return "bounds";
    case Operation::either:
      return "either";
    case Operation::published:
      return "published";
    case Operation::whole_tonne:
      return "whole_tonne";
    case Operation::choose:
      return "if";
    default:
      return {};
  }
}

class Writer {
 public:
  Writer(const Expression& expression, const Language* language, const NameText* names)
      : expression_(expression), nodes_(expression.nodes()), language_(language), names_(names) {}

  [[nodiscard]] std::string write() const { return write(nodes_.size() - 1); }

 private:
  [[nodiscard]] bool for_people() const { return language_ != nullptr; }

  [[nodiscard]] std::string operand(const ExpressionNode& node,
                                    std::size_t index,
                                    Binding at_least) const {
    const std::size_t at = node.operands.at(index);
    std::string text = write(at);
    // People are shown percent(a) as a × 100.
    const bool is_product = for_people() && nodes_[at].operation == Operation::percent;
    const Binding binding = is_product ? binds_product : binding_of(nodes_[at].operation);
    if (binding >= at_least) return text;
    return "(" + std::move(text) + ")";
  }

  [[nodiscard]] std::string number(const ExpressionNode& node) const {
    // As it was written: the text between begin and end, without the unit's spaces.
    const std::string written = expression_.text().substr(node.begin, node.end - node.begin);
    std::string digits = written.substr(0, written.find_first_not_of("0123456789."));
    if (node.unit.empty()) return digits;
    if (!for_people()) return digits + "[" + node.unit + "]";
    return digits + " " + unit_name(node.unit, *language_);
  }

  [[nodiscard]] std::string leaf(const ExpressionNode& node) const {
    if (node.operation == Operation::number) return number(node);
    const std::string_view name = node.operation == Operation::days
                                      ? std::string_view("days")
                                      : std::string_view(expression_.names()[node.name]);
    return for_people() ? (*names_)(name) : std::string(name);
  }

  [[nodiscard]] std::string between(const ExpressionNode& node) const {
    const Binding binding = binding_of(node.operation);
    const auto tighter = static_cast<Binding>(binding + 1);
    const bool chains = binding != binds_comparison;
    const Sign sign = sign_of(node.operation);
    std::string symbol(sign.grammar);
    if (for_people()) {
      symbol = sign.people.starts_with("measure.") ? render(sign.people, *language_)
                                                   : std::string(sign.people);
    }
    return operand(node, 0, chains ? binding : tighter) + " " + symbol + " " +
           operand(node, 1, tighter);
  }

  [[nodiscard]] std::string before(const ExpressionNode& node) const {
    if (node.operation == Operation::negate) {
      return (for_people() ? "−" : "-") + operand(node, 0, binds_sign);
    }
    if (!for_people()) return "not " + operand(node, 0, binds_not);
    return render(Message{"measure.word.not", {{"a", operand(node, 0, binds_all)}}}, *language_);
  }

  [[nodiscard]] std::string call(const ExpressionNode& node) const {
    std::string text = std::string(function_name(node.operation)) + "(";
    for (std::size_t i = 0; i < node.operand_count; ++i) {
      if (i > 0) text += ", ";
      text += write(node.operands.at(i));
    }
    return text + ")";
  }

  [[nodiscard]] std::string call_for_people(const ExpressionNode& node) const {
    if (node.operation == Operation::percent) return operand(node, 0, binds_product) + " × 100";
    std::vector<Argument> arguments;
    constexpr std::array<std::string_view, 3> letters = {"a", "b", "c"};
    for (std::size_t i = 0; i < node.operand_count; ++i) {
      arguments.emplace_back(letters.at(i), write(node.operands.at(i)));
    }
    const std::string id = "measure.word." + std::string(function_name(node.operation));
    return render(Message{id, std::move(arguments)}, *language_);
  }

  [[nodiscard]] std::string write(std::size_t at) const {
    const ExpressionNode& node = nodes_[at];
    if (node.operand_count == 0) return leaf(node);
    if (node.operation == Operation::negate || node.operation == Operation::truth_not) {
      return before(node);
    }
    if (!sign_of(node.operation).grammar.empty()) return between(node);
    return for_people() ? call_for_people(node) : call(node);
  }

  const Expression& expression_;
  std::span<const ExpressionNode> nodes_;
  const Language* language_;
  const NameText* names_;
};

}  // namespace

std::string formula_text(const Expression& expression, Language language, const NameText& names) {
  return Writer(expression, &language, &names).write();
}

std::string canonical_text(const Expression& expression) {
  return Writer(expression, nullptr, nullptr).write();
}

}  // namespace meguri
