// SPDX-License-Identifier: Apache-2.0
// expected: compares what comes out with what expected.toml says should.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/message.h"
#include "measure/calculation.h"
#include "measure/figures.h"
#include "measure/measurement.h"
#include "pack/content.h"

namespace meguri {

struct ExpectedResult {
  const Expected* expected = nullptr;
  bool ok = false;
  std::optional<Decimal> found;  // rounded like the expectation; nothing: no value
  Message text;                  // one sentence: what was expected and what came out
};

// One result per expectation, in order. An interval is compared by its middle. What cannot be
// found (unknown indicator, place or period) is a failure and says so. Pure.
std::vector<ExpectedResult> compare_expected(const Measurement& measurement,
                                             const FigureSet& figures,
                                             const CalculationSet& calculations,
                                             const std::string& pack,
                                             const std::vector<Expected>& expected);

}  // namespace meguri
