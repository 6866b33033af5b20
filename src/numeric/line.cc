// SPDX-License-Identifier: Apache-2.0
#include "numeric/line.h"

namespace meguri {

std::optional<Line> line_through(std::span<const LinePoint> points) {
  if (points.empty()) return std::nullopt;
  const auto count = static_cast<double>(points.size());
  Line line;
  for (const LinePoint& point : points) {
    line.mean_x += point.x / count;
    line.mean_y += point.y / count;
  }
  double squares = 0;
  double products = 0;
  bool differs = false;
  for (const LinePoint& point : points) {
    squares += (point.x - line.mean_x) * (point.x - line.mean_x);
    products += (point.x - line.mean_x) * (point.y - line.mean_y);
    differs = differs || point.x != points.front().x;
  }
  if (!differs) return std::nullopt;
  line.slope = products / squares;
  return line;
}

}  // namespace meguri
