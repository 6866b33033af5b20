// SPDX-License-Identifier: Apache-2.0
// value: what a formula yields: a number with bounds, or the knowledge that there is none.
//
// A value is in base units (mg, person, day, yen, J, L, piece, m2, 1). A known value has a point
// and an interval [low, high] that holds it; an exact input stays exact, point == low == high, as
// far as the arithmetic of Real is (a mass is a whole number of mg below 2^63, so sums and
// differences of masses are exact). A bounded value is known only to lie in [low, high]. Unknown
// is never zero: an unknown value may still have a bound on one side (otherwise infinite). A value
// that was divided by zero is undefined, whatever else happened.
//
// Interval arithmetic after Moore, Kearfott, Cloud (2009), "Introduction to Interval Analysis":
// bounds enclose every combination of inputs; an input used twice widens them. Bounds are rounded
// to nearest, not outward: the error, below 2^-63 of the number, is far below a milligram, and
// outward steps would make bounds of exact masses inexact. Values; any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "matter/flow.h"

namespace meguri {

using Real = long double;
static_assert(std::numeric_limits<Real>::digits >= 64, "masses in mg must be exact");

enum class Knowledge : std::uint8_t {
  absent,   // nothing of this kind is reported for this place and period
  unknown,  // an input is missing
  bounded,  // only known to lie between low and high
  known,
  undefined,  // divided by zero
};

std::string_view to_text(Knowledge knowledge);

struct Value {
  static constexpr Real infinity = std::numeric_limits<Real>::infinity();
  Real point = 0;  // meaningful only when known
  Real low = -infinity;
  Real high = infinity;
  Knowledge knowledge = Knowledge::absent;
  // It is zero, and rests on a zero whose publisher also writes 0 for "not reported".
  bool zero_may_be_blank = false;

  static Value exactly(Real number) { return {number, number, number, Knowledge::known, false}; }
  static Value between(Real point, Real low, Real high) {
    return {point, low, high, Knowledge::known, false};
  }
  static Value bounds(Real low, Real high);  // unknown where a side is infinite
  static Value unknown() { return {0, -infinity, infinity, Knowledge::unknown, false}; }
  static Value undefined() { return {0, -infinity, infinity, Knowledge::undefined, false}; }

  [[nodiscard]] bool is_known() const { return knowledge == Knowledge::known; }
  [[nodiscard]] bool is_exact() const { return is_known() && low == high; }
  // Known or bounded.
  [[nodiscard]] bool has_number() const { return is_known() || knowledge == Knowledge::bounded; }
  // The point, or the middle of the bounds. REQUIRES: has_number().
  [[nodiscard]] Real middle() const;
  friend bool operator==(const Value&, const Value&) = default;
};

Value add(const Value& left, const Value& right);
Value subtract(const Value& left, const Value& right);
Value multiply(const Value& left, const Value& right);
// Undefined by an exact zero; by an interval that holds zero, known without bounds.
Value divide(const Value& left, const Value& right);
Value negate(const Value& value);
Value minimum(const Value& left, const Value& right);
Value maximum(const Value& left, const Value& right);
Value absolute(const Value& value);
// Known only to lie between the lowest of the one and the highest of the other.
Value bounds_of(const Value& low, const Value& high);
// Left where it is known or bounded, else right.
Value either(const Value& left, const Value& right);
// value ± half_unit.
Value published(const Value& value, Real half_unit);
// In mg. An interval that holds exactly one whole tonne becomes it; any other value stays.
Value whole_tonne(const Value& value);
// Rounded to whole base units (a mass to the milligram); bounds too.
Value rounded(const Value& value);

// Three-valued truth. As a Value: 1, 0, or bounds [0, 1].
enum class Truth : std::uint8_t { no, yes, unknown };
Truth truth_of(const Value& value);
Value value_of(Truth truth);
enum class Comparison : std::uint8_t { less, less_equal, greater, greater_equal, equal, not_equal };
Truth compare(const Value& left, const Value& right, Comparison comparison);
Truth truth_and(Truth left, Truth right);
Truth truth_or(Truth left, Truth right);
Truth truth_not(Truth truth);
// then/otherwise by a truth; where that is unknown, what both have in common: their hull, bounded.
Value choose(Truth condition, const Value& then, const Value& otherwise);

// As a mass, to the milligram: unknown becomes no point, infinite bounds become none.
// REQUIRES: the value is in mg. Bounds beyond the range of Mass are none.
MassInterval mass_interval(const Value& value);

}  // namespace meguri
