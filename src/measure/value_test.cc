// SPDX-License-Identifier: Apache-2.0
#include "measure/value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

constexpr Real tonne = 1e9L;

TEST(Value, KnowsUndefinedBeforeUnknownBeforeBounded) {
  const Value known = Value::exactly(3);
  const Value bounded = Value::bounds(1, 2);
  EXPECT_EQ(add(known, known), Value::exactly(6));
  EXPECT_EQ(add(known, bounded), Value::bounds(4, 5));
  EXPECT_EQ(add(bounded, Value::unknown()).knowledge, Knowledge::unknown);
  EXPECT_EQ(add(Value::unknown(), Value::undefined()).knowledge, Knowledge::undefined);
  EXPECT_EQ(multiply(Value::undefined(), Value::exactly(0)).knowledge, Knowledge::undefined);
}

TEST(Value, UnknownIsNeverZero) {
  for (const Value& other : {Value::exactly(0), Value::exactly(5), Value::bounds(-1, 1)}) {
    EXPECT_FALSE(add(Value::unknown(), other).is_known());
    EXPECT_FALSE(subtract(Value::unknown(), other).is_known());
    EXPECT_FALSE(divide(Value::unknown(), Value::exactly(7)).is_known());
  }
  // An absent value is as unknown as any.
  EXPECT_FALSE(add(Value{}, Value::exactly(5)).is_known());
}

TEST(Value, KeepsABoundThatOneSideStillHas) {
  const Value at_least_zero = maximum(Value::unknown(), Value::exactly(0));
  EXPECT_EQ(at_least_zero.knowledge, Knowledge::unknown);
  EXPECT_EQ(at_least_zero.low, 0);
  EXPECT_EQ(add(at_least_zero, Value::exactly(5)).low, 5);
  EXPECT_EQ(minimum(at_least_zero, Value::exactly(2)), Value::bounds(0, 2));
}

TEST(Value, MassesStayExactBeyondTheReachOfDoubles) {
  // 38,113,272.22940 t, all Japan's waste, in mg: more than 2^53.
  const Value total = Value::exactly(38113272229400000.0L);
  const Value one_milligram = Value::exactly(1);
  const Value sum = add(total, one_milligram);
  EXPECT_EQ(subtract(sum, total), one_milligram);
  EXPECT_EQ(mass_interval(sum).point->count_mg(), 38113272229400001);
}

TEST(Value, DividesByZeroIntoUndefinedAndByDoubtIntoNoBounds) {
  EXPECT_EQ(divide(Value::exactly(1), Value::exactly(0)).knowledge, Knowledge::undefined);
  EXPECT_EQ(divide(Value::exactly(0), Value::exactly(0)).knowledge, Knowledge::undefined);
  EXPECT_EQ(divide(Value::exactly(1), Value::bounds(-1, 1)).knowledge, Knowledge::unknown);
  const Value around = divide(Value::exactly(6), Value::between(2, -1, 5));
  EXPECT_TRUE(around.is_known());
  EXPECT_EQ(around.point, 3);
  EXPECT_TRUE(std::isinf(around.low) && std::isinf(around.high));
}

TEST(Value, WholeTonne) {
  struct Row {
    Value value;
    Value expected;
  };
  const std::vector<Row> rows = {
      {Value::between(12.3L * tonne, 11.9L * tonne, 12.8L * tonne), Value::exactly(12 * tonne)},
      {Value::between(12.5L * tonne, 12.2L * tonne, 12.8L * tonne),
       Value::between(12.5L * tonne, 12.2L * tonne, 12.8L * tonne)},  // holds none
      {Value::between(12.5L * tonne, 11.9L * tonne, 13.1L * tonne),
       Value::between(12.5L * tonne, 11.9L * tonne, 13.1L * tonne)},  // holds two
      {Value::bounds(0.6L * tonne, 1.4L * tonne), Value::exactly(tonne)},
      {Value::exactly(0), Value::exactly(0)},
      {Value::between(0, -0.4L * tonne, 0.4L * tonne), Value::exactly(0)},
      {Value::exactly(7.5L * tonne), Value::exactly(7.5L * tonne)},
      {Value::unknown(), Value::unknown()},
      {Value::undefined(), Value::undefined()},
  };
  for (const Row& row : rows)
    EXPECT_EQ(whole_tonne(row.value), row.expected);
}

// By truth tables written out by hand: no, yes, unknown.
TEST(Value, ThreeValuedLogic) {
  constexpr std::array truths = {Truth::no, Truth::yes, Truth::unknown};
  constexpr std::array<std::array<Truth, 3>, 3> both = {{
      {Truth::no, Truth::no, Truth::no},
      {Truth::no, Truth::yes, Truth::unknown},
      {Truth::no, Truth::unknown, Truth::unknown},
  }};
  constexpr std::array<std::array<Truth, 3>, 3> any = {{
      {Truth::no, Truth::yes, Truth::unknown},
      {Truth::yes, Truth::yes, Truth::yes},
      {Truth::unknown, Truth::yes, Truth::unknown},
  }};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      EXPECT_EQ(truth_and(truths.at(i), truths.at(j)), both.at(i).at(j));
      EXPECT_EQ(truth_or(truths.at(i), truths.at(j)), any.at(i).at(j));
    }
    EXPECT_EQ(truth_of(value_of(truths.at(i))), truths.at(i));
  }
}

// What a comparison of two intervals gives by every pair of their points, half a unit apart.
Truth compared_by_points(const Value& left,
                         const Value& right,
                         const std::function<bool(Real, Real)>& compares) {
  bool can_be_true = false;
  bool can_be_false = false;
  for (Real a = std::max<Real>(left.low, -1); a <= std::min<Real>(left.high, 3); a += 0.5L) {
    for (Real b = std::max<Real>(right.low, -1); b <= std::min<Real>(right.high, 3); b += 0.5L)
      (compares(a, b) ? can_be_true : can_be_false) = true;
  }
  if (can_be_true && can_be_false) return Truth::unknown;
  return can_be_true ? Truth::yes : Truth::no;
}

// Every pair of small intervals, compared through every pair of their points.
TEST(Value, ComparesExhaustivelyOverSmallIntervals) {
  std::vector<Value> values = {Value::unknown()};
  for (int low = 0; low <= 2; ++low) {
    for (int high = low; high <= 2; ++high)
      values.push_back(Value::bounds(low, high));
  }
  const std::array<std::function<bool(Real, Real)>, 6> plain = {
      [](Real a, Real b) { return a < b; },
      [](Real a, Real b) { return a <= b; },
      [](Real a, Real b) { return a > b; },
      [](Real a, Real b) { return a >= b; },
      [](Real a, Real b) { return a == b; },
      [](Real a, Real b) { return a != b; }};
  for (const Value& left : values) {
    for (const Value& right : values) {
      for (std::size_t op = 0; op < plain.size(); ++op) {
        EXPECT_EQ(compare(left, right, static_cast<Comparison>(op)),
                  compared_by_points(left, right, plain.at(op)))
            << static_cast<int>(op) << " [" << static_cast<double>(left.low) << ", "
            << static_cast<double>(left.high) << "] [" << static_cast<double>(right.low) << ", "
            << static_cast<double>(right.high) << "]";
      }
    }
  }
}

// Whatever numbers the inputs really have, the result is inside the bounds.
TEST(Value, BoundsHoldEveryCombinationOfInputs) {
  const std::vector<std::pair<Value (*)(const Value&, const Value&), Real (*)(Real, Real)>>
      operations = {
          {add, [](Real a, Real b) { return a + b; }},
          {subtract, [](Real a, Real b) { return a - b; }},
          {multiply, [](Real a, Real b) { return a * b; }},
          {divide, [](Real a, Real b) { return a / b; }},
          {minimum, [](Real a, Real b) { return std::fmin(a, b); }},
          {maximum, [](Real a, Real b) { return std::fmax(a, b); }},
      };
  Random random(20241);
  const auto draw = [&](Real low, Real high) {
    return low + (high - low) * static_cast<Real>(random.unit());
  };
  for (int round = 0; round < 20000; ++round) {
    std::array<Value, 2> inputs;
    std::array<Real, 2> real{};
    for (std::size_t i = 0; i < 2; ++i) {
      const Real low = draw(-10, 10);
      const Real high = low + (random.below(3) == 0 ? 0 : draw(0, 5));
      inputs.at(i) = random.below(2) == 0 ? Value::between(draw(low, high), low, high)
                                          : Value::bounds(low, high);
      real.at(i) = draw(low, high);
    }
    for (const auto& [interval, plain] : operations) {
      const Value result = interval(inputs[0], inputs[1]);
      const Real sample = plain(real[0], real[1]);
      const Real slack = 1e-15L * (1 + std::fabs(sample));
      ASSERT_LE(result.low, sample + slack);
      ASSERT_GE(result.high, sample - slack);
      if (result.is_known()) {
        ASSERT_LE(result.low, result.point + slack);
        ASSERT_GE(result.high, result.point - slack);
      }
    }
    const Value size = absolute(inputs[0]);
    ASSERT_LE(size.low, std::fabs(real[0]));
    ASSERT_GE(size.high, std::fabs(real[0]));
  }
}

TEST(Value, MassIntervalLeavesOutWhatIsNotKnown) {
  EXPECT_EQ(mass_interval(Value::exactly(5)), MassInterval::exactly(Mass::milligrams(5)));
  EXPECT_EQ(mass_interval(Value::unknown()), MassInterval{});
  EXPECT_EQ(mass_interval(Value::undefined()), MassInterval{});
  const MassInterval bounded = mass_interval(Value::bounds(1.4L, 2.6L));
  EXPECT_FALSE(bounded.point);
  EXPECT_EQ(bounded.low->count_mg(), 1);
  EXPECT_EQ(bounded.high->count_mg(), 3);
  EXPECT_FALSE(mass_interval(Value::exactly(1e19L)).point);  // beyond what a Mass can hold
}

}  // namespace
}  // namespace meguri
