// SPDX-License-Identifier: Apache-2.0
#include "numeric/attribution.h"

#include <numeric>

#include <gtest/gtest.h>

#include "base/random.h"

namespace meguri {
namespace {

using Results = std::vector<std::optional<double>>;

double happened(const CauseSet& set, std::size_t cause, double before, double after) {
  return set[cause] ? after : before;
}

TEST(Attribution, ProductsShareWhatTheyMakeTogether) {
  // 3 × 4 becomes 5 × 7: +23. Alone the first makes 2·4 or 2·7, the second 3·3 or 5·3.
  const auto parts = attribution(2, [](const CauseSet& set) {
    return Results{happened(set, 0, 3, 5) * happened(set, 1, 4, 7)};
  });
  ASSERT_TRUE(parts[0]);
  EXPECT_DOUBLE_EQ((*parts[0])[0], 11);
  EXPECT_DOUBLE_EQ((*parts[0])[1], 12);
}

TEST(Attribution, WhatChangesNothingHasNoPart) {
  const auto parts = attribution(3, [](const CauseSet& set) {
    return Results{happened(set, 0, 1, 2) / happened(set, 2, 4, 5)};
  });
  EXPECT_DOUBLE_EQ((*parts[0])[1], 0);
  EXPECT_GT((*parts[0])[0], 0);
  EXPECT_LT((*parts[0])[2], 0);
}

TEST(Attribution, AResultWithoutAValueHasNoParts) {
  const auto parts = attribution(2, [](const CauseSet& set) {
    Results results{happened(set, 0, 1, 2), 7.0};
    if (set[1] && !set[0]) results[0].reset();
    return results;
  });
  EXPECT_FALSE(parts[0]);
  ASSERT_TRUE(parts[1]);
  EXPECT_DOUBLE_EQ((*parts[1])[0], 0);
}

TEST(Attribution, NoCausesNoParts) {
  const auto parts = attribution(0, [](const CauseSet&) { return Results{3.0}; });
  ASSERT_EQ(parts.size(), 1);
  ASSERT_TRUE(parts[0]);
  EXPECT_TRUE(parts[0]->empty());
}

// Whatever the function and however many causes, exactly or by drawn orders.
TEST(Attribution, PartsAddUpToTheChange) {
  Random random(7);
  for (const std::size_t causes : {1U, 2U, 5U, 10U, 11U, 14U}) {
    std::vector<double> before;
    std::vector<double> after;
    for (std::size_t cause = 0; cause < causes; ++cause) {
      before.push_back(1 + random.unit());
      after.push_back(1 + random.unit());
    }
    const auto value = [&](const CauseSet& set) {
      double product = 1;
      double total = 0;
      for (std::size_t cause = 0; cause < causes; ++cause) {
        product *= happened(set, cause, before[cause], after[cause]);
        total += happened(set, cause, before[cause], after[cause]);
      }
      return Results{product / total};
    };
    const auto parts = attribution(causes, value);
    ASSERT_TRUE(parts[0]);
    const double change = *value(CauseSet(causes, true))[0] - *value(CauseSet(causes))[0];
    const double sum = std::accumulate(parts[0]->begin(), parts[0]->end(), 0.0);
    EXPECT_NEAR(sum, change, 1e-9) << causes;
  }
}

// Causes that do the same have the same part.
TEST(Attribution, TwinsHaveTheSamePart) {
  const auto parts = attribution(4, [](const CauseSet& set) {
    return Results{happened(set, 0, 1, 3) * happened(set, 1, 1, 3) * happened(set, 2, 2, 5) +
                   happened(set, 3, 0, 1)};
  });
  EXPECT_DOUBLE_EQ((*parts[0])[0], (*parts[0])[1]);
  EXPECT_DOUBLE_EQ((*parts[0])[3], 1);
}

}  // namespace
}  // namespace meguri
