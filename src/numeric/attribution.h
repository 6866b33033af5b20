// SPDX-License-Identifier: Apache-2.0
// attribution: how much of a change each of several causes made.
//
// The Shapley value (Shapley 1953, "A value for n-person games"): a cause's part is what it changes
// when it joins the causes before it, averaged over every order of joining. The parts add up to the
// whole change whatever the function, which one-at-a-time differences do not. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace meguri {

// Up to so many causes every set of them is tried; of more, orders are drawn.
inline constexpr std::size_t exact_causes_max = 10;
inline constexpr std::size_t drawn_orders = 256;

// Which causes have happened, by number.
using CauseSet = std::vector<bool>;
// A number for each result; nothing where a result has no value. The same length always.
using ResultsOf = std::function<std::vector<std::optional<double>>(const CauseSet&)>;

// parts[result][cause]; nothing for a result that lacks a value for any set that was tried.
// O(2^causes · results_of), or O(orders · causes · results_of) beyond exact_causes_max, with orders
// drawn from a fixed seed, so that the same question has the same answer.
std::vector<std::optional<std::vector<double>>> attribution(std::size_t causes,
                                                            const ResultsOf& results_of);

}  // namespace meguri
