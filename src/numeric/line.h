// SPDX-License-Identifier: Apache-2.0
// line: the straight line nearest to points, as spreadsheets' SLOPE and FORECAST.
//
// Least squares in y; sums are taken about the means, so that years such as 2024 lose no digits.
// All inputs must be finite. Pure; any thread. O(points).
#pragma once

#include <optional>
#include <span>

namespace meguri {

struct LinePoint {
  double x = 0;
  double y = 0;
};

struct Line {
  double slope = 0;
  double mean_x = 0;
  double mean_y = 0;
  [[nodiscard]] double at(double x) const { return mean_y + slope * (x - mean_x); }
};

// Nothing for fewer than two different x.
std::optional<Line> line_through(std::span<const LinePoint> points);

}  // namespace meguri
