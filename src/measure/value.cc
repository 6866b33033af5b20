// SPDX-License-Identifier: Apache-2.0
#include "measure/value.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/check.h"

namespace meguri {
namespace {

constexpr Real mg_per_tonne = 1e9L;

// What two operands allow to know of their result; `result` brings point and bounds.
Value joined(const Value& left, const Value& right, Real point, Real low, Real high) {
  if (left.knowledge == Knowledge::undefined || right.knowledge == Knowledge::undefined) {
    return Value::undefined();
  }
  if (left.is_known() && right.is_known()) return Value::between(point, low, high);
  return Value::bounds(low, high);
}

// A sum of bounds in which opposite infinities leave nothing known.
Real bound_sum(Real left, Real right, Real if_nothing) {
  const Real sum = left + right;
  return std::isnan(sum) ? if_nothing : sum;
}

// Zero times an unknown number is zero.
Real bound_product(Real left, Real right) { return left == 0 || right == 0 ? 0 : left * right; }

Real bound_quotient(Real left, Real right) {
  if (std::isinf(right)) return std::isinf(left) ? 0 : left / right;
  return left / right;
}

template <typename Combine>
Value by_corners(const Value& left, const Value& right, Real point, Combine combine) {
  const std::array<Real, 4> corners = {combine(left.low, right.low),
                                       combine(left.low, right.high),
                                       combine(left.high, right.low),
                                       combine(left.high, right.high)};
  const auto [low, high] = std::ranges::minmax(corners);
  return joined(left, right, point, low, high);
}

}  // namespace

std::string_view to_text(Knowledge knowledge) {
  constexpr std::array<std::string_view, 5> names = {
      "absent", "unknown", "bounded", "known", "undefined"};
  return names.at(static_cast<std::size_t>(knowledge));
}

Value Value::bounds(Real low, Real high) {
  if (low == high && std::isfinite(low)) return exactly(low);
  const bool finite = std::isfinite(low) && std::isfinite(high);
  return {0, low, high, finite ? Knowledge::bounded : Knowledge::unknown, false};
}

Real Value::middle() const {
  MEGURI_CHECK(has_number());
  return is_known() ? point : low + (high - low) / 2;
}

Value add(const Value& left, const Value& right) {
  return joined(left,
                right,
                left.point + right.point,
                bound_sum(left.low, right.low, -Value::infinity),
                bound_sum(left.high, right.high, Value::infinity));
}

Value subtract(const Value& left, const Value& right) { return add(left, negate(right)); }

Value negate(const Value& value) {
  Value result = value;
  result.point = value.point == 0 ? 0 : -value.point;
  result.low = value.high == 0 ? 0 : -value.high;
  result.high = value.low == 0 ? 0 : -value.low;
  return result;
}

Value multiply(const Value& left, const Value& right) {
  return by_corners(left, right, left.point * right.point, bound_product);
}

Value divide(const Value& left, const Value& right) {
  if (left.knowledge == Knowledge::undefined || right.knowledge == Knowledge::undefined) {
    return Value::undefined();
  }
  if (right.is_known() && right.point == 0) return Value::undefined();
  if (right.low <= 0 && right.high >= 0) {
    const Real point = right.is_known() ? left.point / right.point : 0;
    return joined(left, right, point, -Value::infinity, Value::infinity);
  }
  if (left.low == 0 && left.high == 0) return joined(left, right, 0, 0, 0);
  return by_corners(
      left, right, left.point / right.point, [](Real a, Real b) { return bound_quotient(a, b); });
}

Value minimum(const Value& left, const Value& right) {
  return joined(left,
                right,
                std::min(left.point, right.point),
                std::min(left.low, right.low),
                std::min(left.high, right.high));
}

Value maximum(const Value& left, const Value& right) {
  return joined(left,
                right,
                std::max(left.point, right.point),
                std::max(left.low, right.low),
                std::max(left.high, right.high));
}

Value absolute(const Value& value) {
  const Real far = std::max(std::fabs(value.low), std::fabs(value.high));
  const bool holds_zero = value.low <= 0 && value.high >= 0;
  const Real near = holds_zero ? 0 : std::min(std::fabs(value.low), std::fabs(value.high));
  return joined(value, value, std::fabs(value.point), near, far);
}

Value bounds_of(const Value& low, const Value& high) {
  if (low.knowledge == Knowledge::undefined || high.knowledge == Knowledge::undefined) {
    return Value::undefined();
  }
  // Bounds that contradict each other enclose whatever lies between them.
  return Value::bounds(std::min(low.low, high.low), std::max(low.high, high.high));
}

Value either(const Value& left, const Value& right) { return left.has_number() ? left : right; }

Value published(const Value& value, Real half_unit) {
  return joined(value, value, value.point, value.low - half_unit, value.high + half_unit);
}

Value whole_tonne(const Value& value) {
  if (!value.is_known() && value.knowledge != Knowledge::bounded) return value;
  // A bound that is a whole tonne but for its last bits (10^-9 t is a milligram) counts as one.
  const Real first = std::ceil(value.low / mg_per_tonne - 1e-9L);
  const Real last = std::floor(value.high / mg_per_tonne + 1e-9L);
  return first == last ? Value::exactly((first == 0 ? 0 : first) * mg_per_tonne) : value;
}

Value rounded(const Value& value) {
  Value result = value;
  result.point = std::round(value.point);
  result.low = std::round(value.low);
  result.high = std::round(value.high);
  return result;
}

Truth truth_of(const Value& value) {
  if (!value.is_known()) return Truth::unknown;
  return value.point != 0 ? Truth::yes : Truth::no;
}

Value value_of(Truth truth) {
  if (truth == Truth::unknown) return Value::bounds(0, 1);
  return Value::exactly(truth == Truth::yes ? 1 : 0);
}

Truth compare(const Value& left, const Value& right, Comparison comparison) {
  if (left.knowledge == Knowledge::undefined || right.knowledge == Knowledge::undefined) {
    return Truth::unknown;
  }
  const auto decided = [](bool yes, bool no) {
    return yes ? Truth::yes : (no ? Truth::no : Truth::unknown);
  };
  switch (comparison) {
    case Comparison::less:
      return decided(left.high < right.low, left.low >= right.high);
    case Comparison::less_equal:
      return decided(left.high <= right.low, left.low > right.high);
    case Comparison::greater:
      return compare(right, left, Comparison::less);
    case Comparison::greater_equal:
      return compare(right, left, Comparison::less_equal);
    case Comparison::equal:
      return decided(left.is_exact() && right.is_exact() && left.point == right.point,
                     left.high < right.low || right.high < left.low);
    case Comparison::not_equal:
      return truth_not(compare(left, right, Comparison::equal));
  }
  return Truth::unknown;
}

Truth truth_and(Truth left, Truth right) {
  if (left == Truth::no || right == Truth::no) return Truth::no;
  return left == Truth::yes && right == Truth::yes ? Truth::yes : Truth::unknown;
}

Truth truth_or(Truth left, Truth right) {
  return truth_not(truth_and(truth_not(left), truth_not(right)));
}

Truth truth_not(Truth truth) {
  if (truth == Truth::unknown) return Truth::unknown;
  return truth == Truth::yes ? Truth::no : Truth::yes;
}

Value choose(Truth condition, const Value& then, const Value& otherwise) {
  if (condition == Truth::yes) return then;
  if (condition == Truth::no) return otherwise;
  if (then == otherwise) return then;
  if (then.knowledge == Knowledge::undefined || otherwise.knowledge == Knowledge::undefined) {
    return Value::unknown();
  }
  return Value::bounds(std::min(then.low, otherwise.low), std::max(then.high, otherwise.high));
}

MassInterval mass_interval(const Value& value) {
  const auto mass = [](Real mg) -> std::optional<Mass> {
    const Real whole = std::round(mg);
    if (!(std::fabs(whole) < 0x1.0p63L)) return std::nullopt;
    return Mass::milligrams(static_cast<std::int64_t>(whole));
  };
  if (value.knowledge == Knowledge::undefined) return {};
  MassInterval interval;
  if (value.is_known()) interval.point = mass(value.point);
  interval.low = mass(value.low);
  interval.high = mass(value.high);
  return interval;
}

}  // namespace meguri
