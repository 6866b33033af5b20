// SPDX-License-Identifier: Apache-2.0
// Recursive descent, one function per level of precedence; nodes are appended operands first.
#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "base/decimal.h"
#include "measure/expression.h"

namespace meguri {
namespace {

constexpr std::size_t longest_text = 4096;
constexpr std::size_t most_nodes = 512;
constexpr int deepest_nesting = 64;
constexpr int most_published_decimals = 12;

struct Function {
  std::string_view name;
  Operation operation;
  std::uint8_t arguments;
};
constexpr std::array<Function, 9> functions = {{
    {"min", Operation::minimum, 2},
    {"max", Operation::maximum, 2},
    {"abs", Operation::absolute, 1},
    {"percent", Operation::percent, 1},
    {"bounds", Operation::bounds, 2},
    {"either", Operation::either, 2},
    {"published", Operation::published, 2},
    {"whole_tonne", Operation::whole_tonne, 1},
    {"if", Operation::choose, 3},
}};

struct Symbol {
  std::string_view text;
  Operation operation;
};
constexpr std::array<Symbol, 6> comparisons = {{
    {"<=", Operation::less_equal},
    {">=", Operation::greater_equal},
    {"==", Operation::equal},
    {"!=", Operation::not_equal},
    {"<", Operation::less},
    {">", Operation::greater},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_name(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
bool continues_name(char c) { return starts_name(c) || is_digit(c) || c == '.'; }

}  // namespace

// One parser per text; failures leave through Result.
class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view text) { tree_.text_ = std::string(text); }

  Result<Expression> parse() {
    if (tree_.text_.size() > longest_text) {
      return error(ErrorCode::invalid_input,
                   "measure.formula_too_long",
                   {{"at", std::int64_t{1}}, {"limit", std::int64_t{longest_text}}});
    }
    MEGURI_TRY(disjunction());
    skip_spaces();
    if (at_ < text().size()) return unexpected();
    return std::move(tree_);
  }

 private:
  using Index = std::uint16_t;

  [[nodiscard]] const std::string& text() const { return tree_.text_; }

  void skip_spaces() {
    while (at_ < text().size() && (text()[at_] == ' ' || text()[at_] == '\t' ||
                                   text()[at_] == '\n' || text()[at_] == '\r')) {
      ++at_;
    }
  }

  [[nodiscard]] Error fault(std::string_view id, std::vector<Argument> more = {}) const {
    more.emplace_back("at", static_cast<std::int64_t>(at_) + 1);
    return error(ErrorCode::invalid_input, id, std::move(more));
  }

  [[nodiscard]] Error unexpected() const {
    if (at_ >= text().size()) return fault("measure.formula_ends");
    std::size_t end = at_ + 1;
    if (continues_name(text()[at_])) {
      while (end < text().size() && continues_name(text()[end]))
        ++end;
    }
    // A character of several bytes is shown whole.
    while (end < text().size() && (static_cast<unsigned char>(text()[end]) & 0xC0U) == 0x80U)
      ++end;
    return fault("measure.formula_unexpected", {{"found", text().substr(at_, end - at_)}});
  }

  bool take(std::string_view symbol) {
    skip_spaces();
    if (std::string_view(text()).substr(at_).starts_with(symbol)) {
      at_ += symbol.size();
      return true;
    }
    return false;
  }

  bool take_word(std::string_view word) {
    skip_spaces();
    const std::string_view rest = std::string_view(text()).substr(at_);
    if (!rest.starts_with(word)) return false;
    if (rest.size() > word.size() && continues_name(rest[word.size()])) return false;
    at_ += word.size();
    return true;
  }

  Result<Index> append(ExpressionNode node, std::size_t begin) {
    if (tree_.nodes_.size() >= most_nodes) {
      return fault("measure.formula_too_many_parts", {{"limit", std::int64_t{most_nodes}}});
    }
    node.begin = static_cast<std::uint32_t>(begin);
    node.end = static_cast<std::uint32_t>(at_);
    tree_.nodes_.push_back(std::move(node));
    return static_cast<Index>(tree_.nodes_.size() - 1);
  }

  Result<Index> append(Operation operation, std::initializer_list<Index> operands) {
    ExpressionNode node;
    node.operation = operation;
    node.operand_count = static_cast<std::uint8_t>(operands.size());
    std::ranges::copy(operands, node.operands.begin());
    return append(std::move(node), tree_.nodes_[*operands.begin()].begin);
  }

  // Counts nesting for as long as it lives.
  struct Nesting {
    explicit Nesting(int& depth_in) : depth(depth_in) { ++depth; }
    ~Nesting() { --depth; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    int& depth;
  };

  [[nodiscard]] Status not_too_deep() const {
    // A parenthesis passes two functions that count.
    if (depth_ <= 2 * deepest_nesting) return ok();
    return fault("measure.formula_too_deep", {{"limit", std::int64_t{deepest_nesting}}});
  }

  Result<Index> disjunction() {
    Index left = MEGURI_TRY(conjunction());
    while (take_word("or")) {
      const Index right = MEGURI_TRY(conjunction());
      left = MEGURI_TRY(append(Operation::truth_or, {left, right}));
    }
    return left;
  }

  Result<Index> conjunction() {
    Index left = MEGURI_TRY(negation());
    while (take_word("and")) {
      const Index right = MEGURI_TRY(negation());
      left = MEGURI_TRY(append(Operation::truth_and, {left, right}));
    }
    return left;
  }

  Result<Index> negation() {
    const Nesting nesting(depth_);
    MEGURI_TRY(not_too_deep());
    if (take_word("not")) {
      const Index operand = MEGURI_TRY(negation());
      return append(Operation::truth_not, {operand});
    }
    return comparison();
  }

  Result<Index> comparison() {
    const Index left = MEGURI_TRY(sum());
    for (const Symbol& symbol : comparisons) {
      if (take(symbol.text)) {
        const Index right = MEGURI_TRY(sum());
        return append(symbol.operation, {left, right});
      }
    }
    return left;
  }

  Result<Index> sum() {
    Index left = MEGURI_TRY(product());
    for (;;) {
      Operation operation = Operation::add;
      if (take("-")) {
        operation = Operation::subtract;
      } else if (!take("+")) {
        return left;
      }
      const Index right = MEGURI_TRY(product());
      left = MEGURI_TRY(append(operation, {left, right}));
    }
  }

  Result<Index> product() {
    Index left = MEGURI_TRY(sign());
    for (;;) {
      Operation operation = Operation::multiply;
      if (take("/")) {
        operation = Operation::divide;
      } else if (!take("*")) {
        return left;
      }
      const Index right = MEGURI_TRY(sign());
      left = MEGURI_TRY(append(operation, {left, right}));
    }
  }

  Result<Index> sign() {
    const Nesting nesting(depth_);
    MEGURI_TRY(not_too_deep());
    if (take("-")) {
      const Index operand = MEGURI_TRY(sign());
      return append(Operation::negate, {operand});
    }
    return primary();
  }

  Result<Index> primary() {
    skip_spaces();
    if (at_ >= text().size()) return unexpected();
    const char first = text()[at_];
    if (is_digit(first)) return number();
    if (starts_name(first)) return name_or_function();
    if (take("(")) {
      const Index inner = MEGURI_TRY(disjunction());
      if (!take(")")) return unexpected();
      return inner;
    }
    return unexpected();
  }

  Result<Index> number() {
    const std::size_t begin = at_;
    while (at_ < text().size() && (is_digit(text()[at_]) || text()[at_] == '.'))
      ++at_;
    const std::string digits = text().substr(begin, at_ - begin);
    const auto decimal = parse_decimal(digits);
    const bool runs_on = at_ < text().size() && continues_name(text()[at_]);
    if (!decimal || runs_on || decimal->scale() > 18 ||
        decimal->coefficient() > std::numeric_limits<std::int64_t>::max()) {
      at_ = begin;
      return fault("measure.formula_number", {{"found", digits}});
    }
    ExpressionNode node;
    // Exact: the coefficient and the power of ten both fit the 64 bits of a Real.
    node.number = static_cast<Real>(decimal->coefficient()) /
                  static_cast<Real>(power_of_ten(decimal->scale()));
    const std::size_t after_number = at_;
    if (take("[")) {
      const std::size_t close = text().find(']', at_);
      if (close == std::string::npos) return fault("measure.formula_bracket_open");
      node.unit = text().substr(at_, close - at_);
      const auto unit = parse_formula_unit(node.unit);
      if (!unit) return fault("measure.formula_unit_unknown", {{"found", node.unit}});
      node.number *= static_cast<Real>(unit->factor());
      at_ = close + 1;
    } else {
      at_ = after_number;
    }
    return append(std::move(node), begin);
  }

  Result<Index> name_or_function() {
    const std::size_t begin = at_;
    std::size_t end = at_;
    while (end < text().size() && continues_name(text()[end]))
      ++end;
    const std::string word = text().substr(begin, end - begin);
    if (word == "and" || word == "or" || word == "not") return unexpected();
    at_ = end;
    if (take("(")) return call(word, begin);
    at_ = end;
    ExpressionNode node;
    if (word == "days") {
      node.operation = Operation::days;
      return append(std::move(node), begin);
    }
    const auto* const function = std::ranges::find(functions, word, &Function::name);
    if (function != functions.end()) {
      return fault("measure.formula_call_open", {{"function", word}});
    }
    node.operation = Operation::name;
    auto known = std::ranges::find(tree_.names_, word);
    node.name = static_cast<std::uint16_t>(known - tree_.names_.begin());
    if (known == tree_.names_.end()) tree_.names_.push_back(word);
    return append(std::move(node), begin);
  }

  Result<Index> call(const std::string& word, std::size_t begin) {
    const auto* const function = std::ranges::find(functions, word, &Function::name);
    if (function == functions.end()) {
      at_ = begin;
      return fault("measure.formula_function_unknown", {{"found", word}});
    }
    ExpressionNode node;
    node.operation = function->operation;
    node.operand_count = function->arguments;
    for (std::size_t i = 0; i < function->arguments; ++i) {
      if (i > 0 && !take(",")) return wrong_arguments(*function);
      node.operands.at(i) = MEGURI_TRY(disjunction());
    }
    if (!take(")")) return wrong_arguments(*function);
    if (node.operation == Operation::published) {
      const ExpressionNode& digits = tree_.nodes_[node.operands[1]];
      if (digits.operation != Operation::number || !digits.unit.empty() || digits.number < 0 ||
          digits.number > most_published_decimals ||
          digits.number != static_cast<Real>(static_cast<int>(digits.number))) {
        return fault("measure.formula_published_decimals");
      }
    }
    return append(std::move(node), begin);
  }

  [[nodiscard]] Error wrong_arguments(const Function& function) {
    skip_spaces();
    if (at_ < text().size() && text()[at_] != ',' && text()[at_] != ')') return unexpected();
    if (at_ >= text().size()) return unexpected();
    return fault("measure.formula_arguments",
                 {{"function", function.name}, {"count", std::int64_t{function.arguments}}});
  }

  Expression tree_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

Result<Expression> Expression::parse(std::string_view text) {
  return ExpressionParser(text).parse();
}

}  // namespace meguri
