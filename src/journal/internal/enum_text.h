// SPDX-License-Identifier: Apache-2.0
// enum_text: enumerators and their spelling on the wire, from one table.
//
// The table lists the spellings in the order of the enumerators, which count from 0.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "base/check.h"

namespace meguri {

template <typename Enum, std::size_t count>
std::string_view text_in(const std::array<std::string_view, count>& table, Enum value) {
  const auto index = static_cast<std::size_t>(value);
  MEGURI_CHECK(index < count);
  return table[index];
}

template <typename Enum, std::size_t count>
std::optional<Enum> value_in(const std::array<std::string_view, count>& table,
                             std::string_view text) {
  const auto found = std::ranges::find(table, text);
  if (found == table.end()) return std::nullopt;
  return static_cast<Enum>(found - table.begin());
}

}  // namespace meguri
