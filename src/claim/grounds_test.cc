// SPDX-License-Identifier: Apache-2.0
// What is shared out: as much as is wanted or can be given, in proportion, never more than there
// is.
#include "claim/grounds.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "base/decimal.h"
#include "base/random.h"
#include "claim/internal/whole_mg.h"

namespace meguri {
namespace {

// Grounds that have so much left, of which so much contributes.
struct Case {
  GroundBook book;
  std::vector<Share> shares;

  void add(std::int64_t capacity, std::int64_t drawn, double exact_mg) {
    const auto next = static_cast<std::uint32_t>(book.size());
    const GroundIndex ground = book.open({GroundName::Kind::source, next, Origin::post_consumer},
                                         Mass::milligrams(capacity));
    book.draw(ground, Mass::milligrams(drawn));
    shares.push_back({ground, exact_mg});
  }
  [[nodiscard]] std::vector<std::int64_t> share(std::int64_t wanted) const {
    std::vector<std::int64_t> parts;
    for (const Mass mass : shared_out(book, shares, Mass::milligrams(wanted)))
      parts.push_back(mass.count_mg());
    return parts;
  }
};

using Parts = std::vector<std::int64_t>;

Int128 sum_of(const Parts& parts) { return std::accumulate(parts.begin(), parts.end(), Int128{0}); }

TEST(SharedOut, LargestRemaindersGetTheRest) {
  Case thirds;
  for (int i = 0; i < 3; ++i)
    thirds.add(100, 0, 100.0 / 3);
  EXPECT_EQ(thirds.share(100), (Parts{34, 33, 33}));
  Case uneven;
  uneven.add(100, 0, 10.2);
  uneven.add(100, 0, 20.7);
  uneven.add(100, 0, 69.1);
  EXPECT_EQ(uneven.share(100), (Parts{10, 21, 69}));
}

TEST(SharedOut, WhatOneCannotGiveOthersGiveAsFarAsTheyContribute) {
  Case shared;
  shared.add(50, 40, 50);  // 10 left
  shared.add(50, 0, 50);
  EXPECT_EQ(shared.share(60), (Parts{10, 50}));
  EXPECT_EQ(shared.share(61), (Parts{10, 50}));  // less than wanted: there is no more
  EXPECT_EQ(shared.share(20), (Parts{10, 10}));
}

TEST(SharedOut, AGroundGivesNoMoreThanItContributesHoweverMuchIsLeft) {
  Case shared;
  shared.add(1'000, 0, 30);
  shared.add(1'000, 1'000, 70);
  EXPECT_EQ(shared.share(90), (Parts{31, 0}));  // but for what rounding moves between grounds
}

TEST(SharedOut, OfNothingComesNothing) {
  const Case nobody;
  EXPECT_EQ(nobody.share(10), Parts{});
  Case empty;
  empty.add(5, 5, 5);
  EXPECT_EQ(empty.share(5), Parts{0});
  Case unwanted;
  unwanted.add(5, 0, 5);
  EXPECT_EQ(unwanted.share(0), Parts{0});
}

TEST(SharedOut, TheLargestMassIsSharedOutWhole) {
  Case one;
  one.add(INT64_MAX, 0, static_cast<double>(INT64_MAX));  // a double beyond the largest mass
  EXPECT_EQ(one.share(INT64_MAX), Parts{INT64_MAX});
  EXPECT_EQ(one.share(INT64_MAX - 1).front() / 1'000'000, (INT64_MAX - 1) / 1'000'000);
  Case two;
  two.add(INT64_MAX, 0, static_cast<double>(INT64_MAX) / 2);
  two.add(INT64_MAX, 0, static_cast<double>(INT64_MAX) / 2);
  const Parts parts = two.share(INT64_MAX);
  EXPECT_TRUE(sum_of(parts) <= INT64_MAX);
  EXPECT_TRUE(sum_of(parts) > INT64_MAX - 4'096);  // what doubles cannot tell apart
}

// Whatever is left and wanted; masses up to the largest.
TEST(SharedOut, NeverAboveWhatIsLeftWantedOrContributed) {
  Random random(20);
  int fell_short = 0;
  for (int round = 0; round < 20'000; ++round) {
    Case shared;
    const std::uint64_t most = std::uint64_t{1} << (1 + random.below(63));
    const std::size_t count = 1 + random.below(6);
    for (std::size_t i = 0; i < count; ++i) {
      const auto capacity = static_cast<std::int64_t>(random.below(most));
      const auto drawn = static_cast<std::int64_t>(random.below(std::uint64_t(capacity) + 1));
      shared.add(random.below(4) == 0 ? INT64_MAX : capacity,
                 random.below(2) == 0 ? drawn : 0,
                 random.unit() * static_cast<double>(capacity));
    }
    double there = 0;
    for (const Share& share : shared.shares)
      there += share.exact_mg;
    if (there <= 0) continue;
    const double wished = there * random.unit() * 1.1;
    const std::int64_t wanted = wished >= 9.2e18 ? INT64_MAX : static_cast<std::int64_t>(wished);
    const Parts parts = shared.share(wanted);
    ASSERT_EQ(parts.size(), count);
    ASSERT_TRUE(sum_of(parts) <= wanted) << round;
    bool can_give = false;
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t left = shared.book[shared.shares[i].ground].left().count_mg();
      ASSERT_GE(parts[i], 0);
      ASSERT_LE(parts[i], left) << round;
      ASSERT_LT(static_cast<double>(parts[i]), shared.shares[i].exact_mg * (1 + 1e-12) + 2);
      can_give |= parts[i] < std::min(left, whole_mg(shared.shares[i].exact_mg));
    }
    // Nobody is refused what is there.
    if (sum_of(parts) < wanted) {
      ++fell_short;
      ASSERT_FALSE(can_give) << round;
    }
  }
  EXPECT_GT(fell_short, 1'000);
}

// Where all have enough, each gives its part, to the milligram.
TEST(SharedOut, WhereAllHaveEnoughEachGivesItsPart) {
  Random random(21);
  for (int round = 0; round < 5'000; ++round) {
    Case shared;
    Parts weights;
    const std::size_t count = 1 + random.below(5);
    for (std::size_t i = 0; i < count; ++i) {
      weights.push_back(1 + static_cast<std::int64_t>(random.below(1'000'000)));
      shared.add(weights.back(), 0, static_cast<double>(weights.back()));
    }
    const auto whole = static_cast<std::int64_t>(sum_of(weights));
    const auto wanted = static_cast<std::int64_t>(random.below(std::uint64_t(whole) + 1));
    const Parts parts = shared.share(wanted);
    ASSERT_TRUE(sum_of(parts) == wanted) << round;
    for (std::size_t i = 0; i < count; ++i) {
      const double exact = static_cast<double>(wanted) * static_cast<double>(weights[i]) /
                           static_cast<double>(whole);
      ASSERT_NEAR(static_cast<double>(parts[i]), exact, 1) << round;
    }
  }
}

TEST(WholeMg, RoundsDownAndStaysWithinMasses) {
  EXPECT_EQ(whole_mg(2.9), 2);
  EXPECT_EQ(whole_mg(-2.9), 0);
  EXPECT_EQ(whole_mg(0x1.0p63), INT64_MAX);
  EXPECT_EQ(whole_mg(1e300), INT64_MAX);
  EXPECT_EQ(whole_mg(0x1.0p62), std::int64_t{1} << 62);
  EXPECT_EQ(whole_mg(std::nan("")), 0);
}

TEST(GroundBook, AGroundKeepsItsFirstCapacityAndWhatWasDrawn) {
  GroundBook book;
  const GroundName name{GroundName::Kind::claim, 3, Origin::reused};
  const GroundIndex ground = book.open(name, Mass::milligrams(10));
  book.draw(ground, Mass::milligrams(4));
  EXPECT_EQ(book.open(name, Mass::milligrams(99)), ground);
  EXPECT_EQ(book[ground].left(), Mass::milligrams(6));
  EXPECT_NE(book.open({GroundName::Kind::claim, 3, Origin::pre_consumer}, {}), ground);
  EXPECT_EQ(book.size(), 2U);
}

TEST(GroundBookDeathTest, NothingIsDrawnThatIsNotThere) {
  GroundBook book;
  const GroundIndex ground = book.open({}, Mass::milligrams(10));
  EXPECT_DEATH(book.draw(ground, Mass::milligrams(11)), "CHECK failed");
  EXPECT_DEATH(book.draw(ground, Mass::milligrams(-1)), "CHECK failed");
}

}  // namespace
}  // namespace meguri
