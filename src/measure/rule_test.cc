// SPDX-License-Identifier: Apache-2.0
#include "measure/rule.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace meguri {
namespace {

Day day(std::string_view text) {
  const auto read = parse_day(text);
  EXPECT_TRUE(read) << text;
  return read ? *read : Day{};
}

CalculationVerdict rule(RuleStatus status, std::string_view from, std::string_view until) {
  CalculationVerdict verdict;
  verdict.status = status;
  if (!from.empty()) verdict.from = day(from);
  if (!until.empty()) verdict.until = day(until);
  return verdict;
}

const Day today = Day{20'000};  // 2024-10-04

TEST(InForce, FromItsFirstToItsLastDay) {
  const CalculationVerdict law = rule(RuleStatus::enacted, "2024-04-01", "2026-03-31");
  EXPECT_EQ(in_force(law, day("2024-03-31"), today), Truth::no);
  EXPECT_EQ(in_force(law, day("2024-04-01"), today), Truth::yes);
  EXPECT_EQ(in_force(law, day("2026-03-31"), today), Truth::yes);
  EXPECT_EQ(in_force(law, day("2026-04-01"), today), Truth::no);
  const CalculationVerdict open = rule(RuleStatus::voluntary, "2024-04-01", "");
  EXPECT_EQ(in_force(open, day("2099-01-01"), today), Truth::yes);
}

TEST(InForce, AnUnknownFirstDayDecidesNothingButTheLastDayDoes) {
  CalculationVerdict open = rule(RuleStatus::enacted, "", "");
  open.years_after_entry_into_force = 6;
  EXPECT_EQ(in_force(open, today, today), Truth::unknown);
  const CalculationVerdict goal = rule(RuleStatus::voluntary, "", "2031-03-31");
  EXPECT_EQ(in_force(goal, day("2031-03-31"), today), Truth::unknown);
  EXPECT_EQ(in_force(goal, day("2031-04-01"), today), Truth::no);
  EXPECT_EQ(in_force(rule(RuleStatus::standard, "", ""), today, today), Truth::unknown);
}

TEST(InForce, WhatIsNotLawYetMayBecomeIt) {
  for (const RuleStatus status : {RuleStatus::proposed, RuleStatus::provisional}) {
    const CalculationVerdict draft = rule(status, "2024-04-01", "");
    EXPECT_EQ(in_force(draft, today, today), Truth::no);
    EXPECT_EQ(in_force(draft, day("2024-10-05"), today), Truth::unknown);
    EXPECT_EQ(in_force(rule(status, "2030-01-01", ""), day("2029-12-31"), today), Truth::no);
  }
}

TEST(InForce, WhatWasSupersededIsPast) {
  EXPECT_EQ(in_force(rule(RuleStatus::superseded, "", ""), today, today), Truth::no);
  EXPECT_EQ(in_force(rule(RuleStatus::superseded, "", ""), day("2024-10-03"), today),
            Truth::unknown);
  const CalculationVerdict old = rule(RuleStatus::superseded, "2020-01-01", "2022-12-31");
  EXPECT_EQ(in_force(old, day("2022-12-31"), today), Truth::yes);
  EXPECT_EQ(in_force(old, day("2023-01-01"), today), Truth::no);
}

CompiledFormula compiled(std::string_view text) {
  CompiledFormula formula;
  auto parsed = Expression::parse(text);
  EXPECT_TRUE(parsed) << text;
  if (!parsed) return formula;
  formula.formula = std::make_unique<Expression>(std::move(*parsed));
  for (std::uint32_t i = 0; i < formula.formula->names().size(); ++i)
    formula.names.push_back({CalculationName::Kind::input, i, 0});
  return formula;
}

// "subject comparison threshold" of each, as the grammar writes them.
std::vector<std::string> conditions(std::string_view text) {
  std::vector<std::string> result;
  const CompiledFormula when = compiled(text);
  for (const RuleCondition& each : conditions_of(when)) {
    std::string line = canonical_text(*each.subject.formula);
    if (each.comparison) {
      EXPECT_TRUE(each.threshold.has_value());
      line += each.comparison == Operation::less_equal ? " at most " : " other ";
      line += canonical_text(*each.threshold->formula);
    }
    result.push_back(std::move(line));
  }
  return result;
}

TEST(ConditionsOf, SplitsWhatAndAndOrJoin) {
  EXPECT_EQ(
      conditions("((a <= b * 2 or a <= c) or certified) and not banned"),
      (std::vector<std::string>{"a at most b * 2", "a at most c", "certified", "not banned"}));
  EXPECT_EQ(conditions("percent(a / b) <= if(c, 10, 20)"),
            (std::vector<std::string>{"percent(a / b) at most if(c, 10, 20)"}));
}

TEST(ConditionsOf, NamesOfAPartStandForWhatTheyStoodFor) {
  const CompiledFormula when = compiled("a > b and c > a");
  const auto parts = conditions_of(when);
  ASSERT_EQ(parts.size(), 2U);
  ASSERT_EQ(parts[1].subject.names.size(), 1U);
  EXPECT_EQ(parts[1].subject.names[0].index, 2U);
  ASSERT_EQ(parts[1].threshold->names.size(), 1U);
  EXPECT_EQ(parts[1].threshold->names[0].index, 0U);
}

}  // namespace
}  // namespace meguri
