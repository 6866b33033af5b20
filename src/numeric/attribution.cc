// SPDX-License-Identifier: Apache-2.0
#include "numeric/attribution.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "base/random.h"

namespace meguri {
namespace {

using Results = std::vector<std::optional<double>>;
using Parts = std::vector<std::optional<std::vector<double>>>;

// Adds what `cause` changed, times a weight; a result without a value loses its parts.
void add(
    Parts& parts, std::size_t cause, const Results& without, const Results& with, double weight) {
  for (std::size_t result = 0; result < parts.size(); ++result) {
    if (!parts[result]) continue;
    if (!without[result] || !with[result]) {
      parts[result].reset();
    } else {
      (*parts[result])[cause] += weight * (*with[result] - *without[result]);
    }
  }
}

CauseSet set_of(std::size_t bits, std::size_t causes) {
  CauseSet set(causes);
  for (std::size_t cause = 0; cause < causes; ++cause)
    set[cause] = ((bits >> cause) & 1U) != 0;
  return set;
}

// Of all orders, the share in which exactly `before` causes have joined when a certain one joins:
// before! (causes − 1 − before)! / causes!
std::vector<double> weights_of(std::size_t causes) {
  std::vector<double> weights(causes);
  for (std::size_t before = 0; before < causes; ++before) {
    double choices = 1;  // (causes − 1) choose before
    for (std::size_t i = 0; i < before; ++i) {
      choices *= static_cast<double>(causes - 1 - i) / static_cast<double>(i + 1);
    }
    weights[before] = 1 / (choices * static_cast<double>(causes));
  }
  return weights;
}

void try_every_set(std::size_t causes, const ResultsOf& results_of, Parts& parts) {
  const std::vector<double> weights = weights_of(causes);
  std::vector<Results> results;
  for (std::size_t bits = 0; bits < (std::size_t{1} << causes); ++bits)
    results.push_back(results_of(set_of(bits, causes)));
  for (std::size_t bits = 0; bits < results.size(); ++bits) {
    const CauseSet set = set_of(bits, causes);
    const auto before = static_cast<std::size_t>(std::ranges::count(set, true));
    for (std::size_t cause = 0; cause < causes; ++cause) {
      if (set[cause]) continue;
      add(parts, cause, results[bits], results[bits | (std::size_t{1} << cause)], weights[before]);
    }
  }
}

void try_drawn_orders(std::size_t causes, const ResultsOf& results_of, Parts& parts) {
  Random random(1);
  std::vector<std::size_t> order(causes);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const Results none = results_of(CauseSet(causes));
  for (std::size_t number = 0; number < drawn_orders; ++number) {
    // An order and its reverse: what joins early in the one joins late in the other.
    if (number % 2 == 0) {
      for (std::size_t at = causes - 1; at > 0; --at)
        std::swap(order[at], order[random.below(at + 1)]);
    } else {
      std::ranges::reverse(order);
    }
    CauseSet set(causes);
    Results before = none;
    for (const std::size_t cause : order) {
      set[cause] = true;
      Results after = results_of(set);
      add(parts, cause, before, after, 1.0 / static_cast<double>(drawn_orders));
      before = std::move(after);
    }
  }
}

}  // namespace

std::vector<std::optional<std::vector<double>>> attribution(std::size_t causes,
                                                            const ResultsOf& results_of) {
  Parts parts(results_of(CauseSet(causes)).size(), std::vector<double>(causes));
  if (causes == 0) return parts;
  if (causes <= exact_causes_max) {
    try_every_set(causes, results_of, parts);
  } else {
    try_drawn_orders(causes, results_of, parts);
  }
  return parts;
}

}  // namespace meguri
