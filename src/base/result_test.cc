// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <memory>

#include <gtest/gtest.h>

#include "base/id.h"
#include "base/random.h"

namespace meguri {
namespace {

Result<int> half_of(int number) {
  if (number % 2 != 0) return error(ErrorCode::invalid_input, "base.test", {{"number", "odd"}});
  return number / 2;
}

Result<int> quarter_of(int number) { return MEGURI_TRY(half_of(MEGURI_TRY(half_of(number)))); }

TEST(Result, TryHandsTheErrorUpward) {
  EXPECT_EQ(*quarter_of(8), 2);
  ASSERT_FALSE(quarter_of(6));
  EXPECT_EQ(quarter_of(6).error().message.id, "base.test");
  EXPECT_FALSE(quarter_of(3));
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> made = std::make_unique<int>(7);
  ASSERT_TRUE(made);
  const std::unique_ptr<int> taken = std::move(made).value();
  EXPECT_EQ(*taken, 7);
  EXPECT_TRUE(ok());
}

TEST(ResultDeathTest, AskingForWhatIsNotThereIsABug) {
  EXPECT_DEATH((void)half_of(3).value(), "CHECK failed");
  EXPECT_DEATH((void)half_of(4).error(), "CHECK failed");
}

TEST(Random, IsTheSameEverywhere) {
  // The published test values of SplitMix64 for seed 1234567.
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317U);
  EXPECT_EQ(random.next(), 3203168211198807973U);
  EXPECT_EQ(random.next(), 9817491932198370423U);
  for (int i = 0; i < 1000; ++i) {
    EXPECT_LT(random.below(7), 7U);
    const double drawn = random.unit();
    EXPECT_TRUE(drawn >= 0 && drawn < 1);
  }
}

}  // namespace
}  // namespace meguri
