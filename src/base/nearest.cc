// SPDX-License-Identifier: Apache-2.0
#include "base/nearest.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/text.h"

namespace meguri {
namespace {

constexpr std::size_t length_max = 100;

std::u32string code_points(std::string_view utf8) {
  std::u32string result;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if ((byte & 0xC0U) == 0x80U && !result.empty()) {
      result.back() = (result.back() << 6U) | (byte & 0x3FU);
    } else {
      result += static_cast<char32_t>(byte);  // lead bits included: only equality matters here
    }
  }
  return result;
}

std::size_t distance(const std::u32string& left, const std::u32string& right) {
  const std::size_t columns = right.size() + 1;
  std::vector<std::size_t> before_last(columns), last(columns), row(columns);
  for (std::size_t j = 0; j < columns; ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    before_last = last;
    last = row;
    row[0] = i;
    for (std::size_t j = 1; j < columns; ++j) {
      const std::size_t replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates) {
  const std::u32string wanted = code_points(match_key(name));
  if (wanted.empty() || wanted.size() > length_max) return std::nullopt;
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::u32string known = code_points(match_key(candidate));
    if (known.empty() || known.size() > length_max) continue;
    const std::size_t steps = distance(wanted, known);
    // A one-letter name is not "nearly" another one-letter name.
    if (steps < best_distance && steps < std::max(wanted.size(), known.size())) {
      best_distance = steps;
      best = &candidate;
    }
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

}  // namespace meguri
