// SPDX-License-Identifier: Apache-2.0
#include "measure/expression.h"

#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

const std::vector<std::pair<std::string, std::string>> units = {{"waste", "t"},
                                                                {"other_waste", "kg"},
                                                                {"population", "person"},
                                                                {"rate", "%"},
                                                                {"plain", "1"},
                                                                {"area", "km2"}};

std::vector<NameType> types_of(const Expression& expression) {
  std::vector<NameType> types;
  for (const std::string& name : expression.names()) {
    std::string unit = "1";
    for (const auto& [known, its_unit] : units) {
      if (known == name) unit = its_unit;
    }
    types.push_back({false, parse_formula_unit(unit).value()});
  }
  return types;
}

// The value in base units, all names being `value`.
Value evaluated(std::string_view text, const Value& value, int days = 365) {
  Expression expression = Expression::parse(text).value();
  EXPECT_TRUE(expression.settle_types(types_of(expression))) << text;
  const std::vector<Value> values(expression.names().size(), value);
  return expression.evaluate(values, days);
}

TEST(Expression, ComputesAsSchoolTaught) {
  const std::vector<std::pair<std::string_view, Real>> rows = {
      {"1 + 2 * 3", 7},
      {"(1 + 2) * 3", 9},
      {"10 - 4 - 3", 3},
      {"16 / 4 / 2", 2},
      {"-2 * -3", 6},
      {"--2", 2},
      {"2 - -3", 5},
      {"0.5", 0.5L},
      {"min(3, 2) + max(3, 2)", 5},
      {"abs(2 - 5)", 3},
      {"percent(1 / 4)", 25},
      {"if(1 < 2, 10, 20)", 10},
      {"if(not 1 < 2, 10, 20)", 20},
      {"if(1 < 2 and 2 < 1 or 3 >= 3, 1, 0)", 1},
      {"if(1 == 1 and 1 != 2, 1, 0)", 1},
      {"either(1 / 0, 7)", 7},
      {"days / 1[day]", 366},
      {"2[t] / 1[kg]", 2000},
      {"1000[person] / 1[km2] * 1[m2] / 1[person]", 0.001L},
  };
  for (const auto& [text, expected] : rows) {
    const Value value = evaluated(text, Value::unknown(), 366);
    ASSERT_TRUE(value.is_known()) << text;
    EXPECT_NEAR(static_cast<double>(value.point), static_cast<double>(expected), 1e-15) << text;
  }
}

TEST(Expression, NamesEachNameOnceAndNotDays) {
  const Expression expression = Expression::parse("waste / population / days + waste").value();
  EXPECT_EQ(expression.names().size(), 2U);
  EXPECT_EQ(expression.names()[0], "waste");
  EXPECT_EQ(expression.names()[1], "population");
}

TEST(Expression, SaysWhereItCannotBeRead) {
  struct Row {
    std::string_view text;
    std::string_view id;
    std::string_view at;
  };
  const std::vector<Row> rows = {
      {"", "measure.formula_ends", "1"},
      {"1 +", "measure.formula_ends", "4"},
      {"(1 + 2", "measure.formula_ends", "7"},
      {"1 2", "measure.formula_unexpected", "3"},
      {"1 + * 2", "measure.formula_unexpected", "5"},
      {"ごみ", "measure.formula_unexpected", "1"},
      {"Waste", "measure.formula_unexpected", "1"},
      {"1 < 2 < 3", "measure.formula_unexpected", "7"},
      {"1e5", "measure.formula_number", "1"},
      {"1.2.3", "measure.formula_number", "1"},
      {"5t", "measure.formula_number", "1"},
      {"12345678901234567890", "measure.formula_number", "1"},
      {"5[t", "measure.formula_bracket_open", "3"},
      {"5[furlong]", "measure.formula_unit_unknown", "3"},
      {"min + 1", "measure.formula_call_open", "4"},
      {"sqrt(4)", "measure.formula_function_unknown", "1"},
      {"min(1)", "measure.formula_arguments", "6"},
      {"abs(1, 2)", "measure.formula_arguments", "6"},
      {"published(rate, 1.5)", "measure.formula_published_decimals", "21"},
      {"published(rate, digits)", "measure.formula_published_decimals", "24"},
      {"and", "measure.formula_unexpected", "1"},
  };
  for (const Row& row : rows) {
    const auto parsed = Expression::parse(row.text);
    ASSERT_FALSE(parsed) << row.text;
    EXPECT_EQ(parsed.error().message.id, row.id) << row.text;
    bool has_place = false;
    for (const Argument& argument : parsed.error().message.arguments) {
      if (argument.name != "at") continue;
      has_place = true;
      EXPECT_EQ(argument.value, row.at) << row.text;
    }
    EXPECT_TRUE(has_place) << row.text;
  }
}

TEST(Expression, HasLimits) {
  EXPECT_EQ(Expression::parse(std::string(5000, ' ')).error().message.id,
            "measure.formula_too_long");
  EXPECT_TRUE(Expression::parse(std::string(60, '(') + "1" + std::string(60, ')')));
  EXPECT_EQ(Expression::parse(std::string(200, '(') + "1").error().message.id,
            "measure.formula_too_deep");
  EXPECT_EQ(Expression::parse(std::string(3000, '-') + "1").error().message.id,
            "measure.formula_too_deep");
  std::string chain = "1";
  for (int i = 0; i < 400; ++i)
    chain += "+1";
  EXPECT_EQ(Expression::parse(chain).error().message.id, "measure.formula_too_many_parts");
}

TEST(Expression, RefusesWhatDoesNotGoTogether) {
  const std::vector<std::pair<std::string_view, std::string_view>> rows = {
      {"waste + population", "measure.formula_dimensions_differ"},
      {"waste + 0", "measure.formula_dimensions_differ"},
      {"waste < population", "measure.formula_dimensions_differ"},
      {"max(0, waste)", "measure.formula_dimensions_differ"},
      {"if(1 < 2, waste, population)", "measure.formula_dimensions_differ"},
      {"either(waste, rate)", "measure.formula_dimensions_differ"},
      {"bounds(waste, population)", "measure.formula_dimensions_differ"},
      {"percent(waste)", "measure.formula_percent_unit"},
      {"whole_tonne(population)", "measure.formula_whole_tonne_unit"},
      {"published(waste * 2, 1)", "measure.formula_published_unit"},
      {"(1 < 2) + 1", "measure.formula_truth_where_number"},
      {"abs(1 < 2)", "measure.formula_truth_where_number"},
      {"not waste", "measure.formula_number_where_truth"},
      {"waste and waste", "measure.formula_number_where_truth"},
      {"if(waste, 1, 2)", "measure.formula_number_where_truth"},
      {"waste*waste*waste*waste*waste*waste*waste*waste*waste*waste*waste*waste*waste",
       "measure.formula_power"},
  };
  for (const auto& [text, id] : rows) {
    Expression expression = Expression::parse(text).value();
    const auto type = expression.settle_types(types_of(expression));
    ASSERT_FALSE(type) << text;
    EXPECT_EQ(type.error().message.id, id) << text;
  }
}

TEST(Expression, PercentIsAsWrittenAndMixesWithOne) {
  Expression expression = Expression::parse("rate / 100 * waste + percent(1/2) * waste").value();
  const auto type = expression.settle_types(types_of(expression));
  ASSERT_TRUE(type);
  EXPECT_TRUE(type->unit.is_mass());
  EXPECT_EQ(parse_formula_unit("%").value().factor(), 1.0);
  EXPECT_FALSE(parse_formula_unit("t/%"));
}

TEST(Expression, PublishedIsHalfAUnitOfTheUnitItWasPublishedIn) {
  const Value rate = evaluated("published(rate, 3)", Value::exactly(24.028L));
  EXPECT_NEAR(static_cast<double>(rate.low), 24.0275, 1e-12);
  EXPECT_NEAR(static_cast<double>(rate.high), 24.0285, 1e-12);
  // Published in whole tonnes: half a tonne is 500,000,000 mg.
  const Value mass = evaluated("published(waste, 0)", Value::exactly(7e9L));
  EXPECT_EQ(mass.low, 6.5e9L);
  EXPECT_EQ(mass.high, 7.5e9L);
}

TEST(Expression, TaintsOnlyZeros) {
  Value blank = Value::exactly(0);
  blank.zero_may_be_blank = true;
  EXPECT_TRUE(evaluated("waste * 2", blank).zero_may_be_blank);
  EXPECT_TRUE(evaluated("waste - waste", blank).zero_may_be_blank);
  EXPECT_FALSE(evaluated("waste + 1[t]", blank).zero_may_be_blank);
  EXPECT_FALSE(evaluated("waste", Value::exactly(0)).zero_may_be_blank);
}

TEST(Expression, IsShownInWordsAndWithValues) {
  const Expression expression =
      Expression::parse("percent(waste/(population + 2[person])) - min(plain, 3)*days").value();
  const auto name = [](std::string_view id) { return "<" + std::string(id) + ">"; };
  EXPECT_EQ(canonical_text(expression),
            "percent(waste / (population + 2[person])) - min(plain, 3) * days");
  EXPECT_EQ(formula_text(expression, Language::ja, name),
            "<waste> ÷ (<population> + 2 人) × 100 − （<plain>）と（3）の小さい方 × <days>");
  const Expression divided = Expression::parse("plain / percent(plain)").value();
  EXPECT_EQ(formula_text(divided, Language::en, name), "<plain> ÷ (<plain> × 100)");
}

// ---- random trees against a naive reading of the same tree ----

struct Tree {
  std::string operation;  // "n", "x", or an operator or function
  Real number = 0;
  std::size_t name = 0;
  std::vector<Tree> parts;
};

Tree random_tree(Random& random, int depth) {
  constexpr std::array<std::string_view, 10> operations = {
      "+", "-", "*", "/", "min", "max", "abs", "neg", "if", "percent"};
  if (depth == 0 || random.below(5) == 0) {
    if (random.below(2) == 0) return {"n", static_cast<Real>(random.below(9)) / 4, 0, {}};
    return {"x", 0, random.below(3), {}};
  }
  Tree tree{std::string(operations.at(random.below(operations.size()))), 0, 0, {}};
  std::size_t count = 2;
  if (tree.operation == "abs" || tree.operation == "neg" || tree.operation == "percent") count = 1;
  if (tree.operation == "if") count = 4;
  for (std::size_t i = 0; i < count; ++i)
    tree.parts.push_back(random_tree(random, depth - 1));
  return tree;
}

std::string number_text(Real number) {
  const auto quarters = static_cast<int>(number * 4);
  constexpr std::array<std::string_view, 4> parts = {"", ".25", ".5", ".75"};
  return std::to_string(quarters / 4) +
         std::string(parts.at(static_cast<std::size_t>(quarters % 4)));
}

// With parentheses wherever they may stand, or hardly any spaces, as chance has it.
std::string written(const Tree& tree, Random& random) {
  constexpr std::array<std::string_view, 3> names = {"x", "y", "z"};
  if (tree.operation == "n") return number_text(tree.number);
  if (tree.operation == "x") return std::string(names.at(tree.name));
  std::vector<std::string> parts;
  for (const Tree& part : tree.parts)
    parts.push_back(written(part, random));
  if (tree.operation == "neg") return "(-" + parts[0] + ")";
  if (tree.operation == "abs" || tree.operation == "percent") {
    return tree.operation + "(" + parts[0] + ")";
  }
  if (tree.operation == "min" || tree.operation == "max") {
    return tree.operation + "(" + parts[0] + ", " + parts[1] + ")";
  }
  if (tree.operation == "if") {
    return "if(" + parts[0] + "<" + parts[1] + "," + parts[2] + "," + parts[3] + ")";
  }
  const std::string space = random.below(2) == 0 ? " " : "";
  return "(" + parts[0] + space + tree.operation + space + parts[1] + ")";
}

// One operation on numbers; those with one operand ignore b. Nothing for a division by zero.
std::optional<Real> naive(std::string_view operation, Real a, Real b) {
  if (operation == "+") return a + b;
  if (operation == "-") return a - b;
  if (operation == "*") return a * b;
  if (operation == "/") return b == 0 ? std::optional<Real>() : a / b;
  if (operation == "min") return a < b ? a : b;
  if (operation == "max") return a < b ? b : a;
  if (operation == "abs") return a < 0 ? -a : a;
  if (operation == "neg") return -a;
  return a * 100;  // percent
}

// Nothing where the tree divides by zero (as a whole, or in a part that is needed).
std::optional<Real> naive(const Tree& tree, const std::vector<Real>& names) {
  if (tree.operation == "n") return tree.number;
  if (tree.operation == "x") return names[tree.name];
  std::vector<std::optional<Real>> parts;
  for (const Tree& part : tree.parts)
    parts.push_back(naive(part, names));
  if (tree.operation == "if") {
    if (!parts[0] || !parts[1]) return std::nullopt;
    return *parts[0] < *parts[1] ? parts[2] : parts[3];
  }
  for (const auto& part : parts) {
    if (!part) return std::nullopt;
  }
  return naive(tree.operation, *parts[0], parts.size() > 1 ? *parts[1] : 0);
}

TEST(Expression, AgreesWithANaiveReadingOfRandomTrees) {
  Random random(7);
  int compared = 0;
  for (int round = 0; round < 20000; ++round) {
    const Tree tree = random_tree(random, 5);
    const std::string text = written(tree, random);
    auto parsed = Expression::parse(text);
    if (!parsed) {
      ASSERT_EQ(parsed.error().message.id, "measure.formula_too_many_parts") << text;
      continue;
    }
    Expression expression = std::move(*parsed);
    std::vector<NameType> types(expression.names().size());
    ASSERT_TRUE(expression.settle_types(types)) << text;
    // Numbers that binary fractions hold exactly, so that both ways agree to the last bit.
    std::vector<Real> names;
    for (int i = 0; i < 3; ++i)
      names.push_back(static_cast<Real>(random.below(17)) / 4 - 2);
    std::vector<Value> values;
    for (const std::string& name : expression.names()) {
      values.push_back(Value::exactly(names[static_cast<std::size_t>(name[0] - 'x')]));
    }
    const Value value = expression.evaluate(values, 365);
    const std::optional<Real> expected = naive(tree, names);
    if (expected) {
      ASSERT_TRUE(value.is_known()) << text;
      ASSERT_EQ(value.point, *expected) << text;
      ASSERT_TRUE(value.is_exact()) << text;
      ++compared;
    } else {
      ASSERT_EQ(value.knowledge, Knowledge::undefined) << text;
    }
    // Printing and reading again gives the same tree.
    const std::string canonical = canonical_text(expression);
    const auto again = Expression::parse(canonical);
    ASSERT_TRUE(again) << canonical;
    ASSERT_EQ(canonical_text(*again), canonical);
    ASSERT_EQ(again->nodes().size(), expression.nodes().size());
  }
  EXPECT_GT(compared, 10000);
}

TEST(Expression, HoldsTheNaiveResultOfAnyInputsWithinTheBounds) {
  Random random(8);
  for (int round = 0; round < 4000; ++round) {
    const Tree tree = random_tree(random, 4);
    const std::string text = written(tree, random);
    auto parsed = Expression::parse(text);
    if (!parsed) continue;
    std::vector<NameType> types(parsed->names().size());
    ASSERT_TRUE(parsed->settle_types(types));
    std::vector<Value> bounds;
    for (int i = 0; i < 3; ++i) {
      const Real low = static_cast<Real>(random.below(17)) / 4 - 2;
      bounds.push_back(Value::bounds(low, low + static_cast<Real>(random.below(5)) / 4));
    }
    std::vector<Value> values;
    for (const std::string& name : parsed->names()) {
      values.push_back(bounds[static_cast<std::size_t>(name[0] - 'x')]);
    }
    const Value value = parsed->evaluate(values, 365);
    if (value.knowledge == Knowledge::undefined) continue;
    for (int sample = 0; sample < 10; ++sample) {
      std::vector<Real> names;
      for (const Value& bound : bounds) {
        const Real share = static_cast<Real>(random.below(5)) / 4;
        names.push_back(bound.low + (bound.high - bound.low) * share);
      }
      const auto expected = naive(tree, names);
      if (!expected) continue;
      const Real slack = 1e-12L * (1 + std::fabs(*expected));
      ASSERT_LE(value.low, *expected + slack) << text;
      ASSERT_GE(value.high, *expected - slack) << text;
    }
  }
}

}  // namespace
}  // namespace meguri
