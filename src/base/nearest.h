// SPDX-License-Identifier: Apache-2.0
// nearest: which known name a misspelt one was probably meant to be, for remedies in findings.
//
// Damerau-Levenshtein distance (insert, delete, replace, swap of neighbours) over code points of
// the match keys; a name is near when at most a third of its characters (at least one) differ.
// O(candidates · length²), names beyond 100 characters are not compared. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace meguri {

// The nearest candidate, the first of equally near ones; nothing when none is near.
std::optional<std::string> nearest(std::string_view name, std::span<const std::string> candidates);

}  // namespace meguri
