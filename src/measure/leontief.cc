// SPDX-License-Identifier: Apache-2.0
#include "measure/leontief.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace meguri {
namespace {

using Numbers = std::vector<long double>;

std::optional<Numbers> produced(const DenseMatrix& coefficients,
                                const Numbers& shares,
                                const Numbers& demand) {
  const std::size_t size = shares.size();
  DenseMatrix system(size);
  Numbers right(size);
  for (std::size_t row = 0; row < size; ++row) {
    for (std::size_t column = 0; column < size; ++column)
      system.at(row, column) = -shares[row] * coefficients.at(row, column);
    system.at(row, row) += 1;
    right[row] = shares[row] * demand[row];
  }
  return solve_dense(std::move(system), std::move(right));
}

Numbers ends(const std::vector<Value>& values, Real Value::*end) {
  Numbers numbers;
  for (const Value& value : values)
    numbers.push_back(value.*end);
  return numbers;
}

Numbers part(Numbers numbers, bool positive) {
  for (long double& each : numbers)
    each = positive ? std::max(each, 0.0L) : std::max(-each, 0.0L);
  return numbers;
}

// The least or most: what grows with demand at one end of the shares less what shrinks at the
// other.
std::optional<Numbers> bound(const DenseMatrix& coefficients,
                             const Numbers& shares_of_gain,
                             const Numbers& shares_of_loss,
                             const Numbers& demand) {
  auto gain = produced(coefficients, shares_of_gain, part(demand, true));
  const auto loss = produced(coefficients, shares_of_loss, part(demand, false));
  if (!gain || !loss) return std::nullopt;
  for (std::size_t row = 0; row < gain->size(); ++row)
    (*gain)[row] -= (*loss)[row];
  return gain;
}

bool all_known(const std::vector<Value>& values) {
  return std::ranges::all_of(values, [](const Value& value) {
    return value.is_known() && std::isfinite(value.low) && std::isfinite(value.high);
  });
}

bool all_exact(const std::vector<Value>& values) {
  return std::ranges::all_of(values, [](const Value& value) { return value.is_exact(); });
}

}  // namespace

std::vector<Value> leontief(const DenseMatrix& coefficients,
                            const std::vector<Value>& local_shares,
                            const std::vector<Value>& demand) {
  const std::size_t size = demand.size();
  if (!all_known(local_shares) || !all_known(demand)) {
    return std::vector<Value>(size, Value::unknown());
  }
  const auto point =
      produced(coefficients, ends(local_shares, &Value::point), ends(demand, &Value::point));
  if (!point) return std::vector<Value>(size, Value::undefined());
  std::vector<Value> result;
  if (all_exact(local_shares) && all_exact(demand)) {
    for (const long double each : *point)
      result.push_back(Value::exactly(each));
    return result;
  }
  const Numbers low_shares = ends(local_shares, &Value::low);
  const Numbers high_shares = ends(local_shares, &Value::high);
  const auto low = bound(coefficients, low_shares, high_shares, ends(demand, &Value::low));
  const auto high = bound(coefficients, high_shares, low_shares, ends(demand, &Value::high));
  if (!low || !high) return std::vector<Value>(size, Value::undefined());
  for (std::size_t row = 0; row < size; ++row) {
    result.push_back(Value::between((*point)[row],
                                    std::min((*low)[row], (*point)[row]),
                                    std::max((*high)[row], (*point)[row])));
  }
  return result;
}

}  // namespace meguri
