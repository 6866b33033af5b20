// SPDX-License-Identifier: Apache-2.0
// The quota of every claim that stands holds; one that says less, or of something else, does not.
#include "claim/quota.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/random.h"
#include "claim/internal/test_books.h"

namespace meguri {
namespace {

constexpr std::string_view secret = "known to the issuer alone";
const std::vector<Origin> origins = {Origin::post_consumer, Origin::pre_consumer, Origin::reused};

std::size_t lane_of_origin(Origin origin) { return static_cast<std::size_t>(origin); }

// A mill with an account of some model that receives and claims at random.
TestBooks random_books(std::uint64_t seed) {
  Random random(seed);
  TestBooks books;
  AccountStatement account =
      account_statement("pp", custody_models.at(seed % 5), "hall", {"flake"}, {"pellet"});
  if (account.period_months > 0) account.conversion_ppm = 900'000;
  books.attest("mill", "open", account);
  for (int step = 0; step < 25; ++step) {
    const auto mg = static_cast<std::int64_t>(1 + random.below(1'000));
    const Origin origin = origins.at(random.below(origins.size()));
    const std::string lot = "p" + std::to_string(random.below(9));
    const std::string id = std::to_string(step);
    switch (random.below(4)) {
      case 0:
        books.receive("mill", "hall", "f", "flake", mg, origin);
        break;
      case 1:
        books.receive("mill", "hall", lot, "pellet", mg, origin);
        break;
      case 2:
        books.attest("mill", id, WithdrawalStatement{std::to_string(step - 1), "x"});
        break;
      default:
        books.attest("mill",
                     id,
                     lot_claim("pp",
                               {"hall", "pellet", lot},
                               mg,
                               account.model <= CustodyModel::segregated ? mg : (mg + 1) / 2,
                               origin));
    }
  }
  return books;
}

TEST(Quota, HoldsForEveryClaimThatStands) {
  std::map<CustodyModel, int> checked;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const TestBooks books = random_books(seed);
    const CustodyLedger ledger = books.play();
    std::set<Digest> contents;
    std::int64_t standing = 0;
    for (const ClaimRecord& claim : ledger.claims())
      if (claim.standing == ClaimStanding::stands) ++standing;
    for (const ClaimRecord& claim : ledger.claims()) {
      if (claim.standing != ClaimStanding::stands) continue;
      const Quota quota = quota_of(ledger, books.facts(), claim, secret).value();
      ASSERT_EQ(check(quota), QuotaFault::none) << seed;
      ASSERT_EQ(quota.claimed.sums[0], standing);
      ASSERT_EQ(quota.leaf.sums, lanes_of(claim.statement.contents));
      const std::string name = "mill/" + books.facts().attested[claim.row].client_id;
      ASSERT_EQ(quota.leaf.content, quota_content(quota.salt, name));
      ASSERT_TRUE(contents.insert(quota.leaf.content).second);  // each leaf has one owner
      ++checked[ledger.accounts()[claim.account].statement.model];
    }
  }
  EXPECT_EQ(checked.size(), 5U);
  for (const auto& [model, count] : checked)
    EXPECT_GT(count, 10) << to_text(model);
}

// A mill of mass balance that received 100 and 50, converted at nine tenths, and claimed 60 and 20.
class QuotaTest : public testing::Test {
 protected:
  void SetUp() override {
    AccountStatement account =
        account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"flake"}, {"pellet"});
    account.conversion_ppm = 900'000;
    books_.attest("mill", "open", account);
    books_.receive("mill", "hall", "f", "flake", 100, Origin::post_consumer);
    books_.receive("mill", "hall", "f", "flake", 50, Origin::reused);
    books_.receive("mill", "hall", "p", "pellet", 500, Origin::virgin);
    books_.attest("mill", "c1", lot_claim("pp", pellets(), 100, 60));
    books_.attest("mill", "c2", lot_claim("pp", pellets(), 100, 20));
    books_.attest("mill", "c3", lot_claim("pp", pellets(), 100, 45, Origin::reused));
    books_.attest("mill", "c4", lot_claim("pp", pellets(), 100, 50, Origin::reused));  // refused
  }
  static LotName pellets() { return {"hall", "pellet", "p"}; }
  Quota quota(std::size_t claim) const {
    const CustodyLedger ledger = books_.play();
    return quota_of(ledger, books_.facts(), ledger.claims().at(claim), secret).value();
  }

  TestBooks books_;
};

TEST_F(QuotaTest, SaysWhatWasReceivedAndClaimedByOrigin) {
  const Quota found = quota(1);
  EXPECT_EQ(found.received.sums[lane_of_origin(Origin::post_consumer)], 90);
  EXPECT_EQ(found.received.sums[lane_of_origin(Origin::reused)], 45);
  EXPECT_EQ(found.claimed.sums[lane_of_origin(Origin::post_consumer)], 80);
  EXPECT_EQ(found.claimed.sums[lane_of_origin(Origin::reused)], 45);
  EXPECT_EQ(found.claimed.sums[0], 3);  // what was refused is not counted
  EXPECT_EQ(found.index, 1U);
  EXPECT_EQ(found.size, 3U);
}

TEST_F(QuotaTest, TheSameBooksGiveTheSameAndAnotherSecretAnother) {
  EXPECT_EQ(quota(0).claimed, quota(0).claimed);
  const CustodyLedger ledger = books_.play();
  const Quota other =
      quota_of(ledger, books_.facts(), ledger.claims()[0], "another secret of it").value();
  EXPECT_NE(other.leaf.content, quota(0).leaf.content);
  EXPECT_EQ(other.leaf.sums, quota(0).leaf.sums);
}

TEST_F(QuotaTest, MoreThanWasReceivedIsRefused) {
  Quota exceeded = quota(0);
  const std::size_t lane = lane_of_origin(Origin::post_consumer);
  exceeded.received.sums.at(lane) = exceeded.claimed.sums.at(lane);
  EXPECT_EQ(check(exceeded), QuotaFault::none);
  --exceeded.received.sums.at(lane);
  EXPECT_EQ(check(exceeded), QuotaFault::exceeded);
}

// What is left of one origin does not cover another.
TEST_F(QuotaTest, MassDoesNotMoveBetweenOrigins) {
  Quota moved = quota(0);
  moved.received.sums.at(lane_of_origin(Origin::post_consumer)) += 45;
  moved.received.sums.at(lane_of_origin(Origin::reused)) = 0;
  EXPECT_EQ(check(moved), QuotaFault::exceeded);
  Quota leaf = quota(0);
  std::swap(leaf.leaf.sums.at(lane_of_origin(Origin::post_consumer)),
            leaf.leaf.sums.at(lane_of_origin(Origin::reused)));
  EXPECT_EQ(check(leaf), QuotaFault::not_included);
  Quota head = quota(0);
  head.claimed.sums.at(lane_of_origin(Origin::post_consumer)) -= 10;
  head.claimed.sums.at(lane_of_origin(Origin::reused)) += 10;
  EXPECT_EQ(check(head), QuotaFault::not_included);
}

// The head over the other claims does not count this one.
TEST_F(QuotaTest, AClaimThatIsLeftOutIsNotIncluded) {
  for (std::size_t claim = 0; claim < 3; ++claim) {
    const CustodyLedger all = books_.play();
    const ClaimRecord& left_out = all.claims()[claim];
    const std::int64_t position = books_.facts().attested[left_out.row].position;
    const CustodyLedger without = books_.play({.without = {position}});
    const Quota others = quota_of(without, books_.facts(), without.claims().at(0), secret).value();
    Quota forged = quota(claim);
    forged.claimed = others.claimed;
    EXPECT_EQ(check(forged), QuotaFault::not_included);
    forged.size = others.size;
    for (std::uint64_t index = 0; index < others.size; ++index) {
      forged.index = index;
      for (const auto& path : {forged.path, others.path}) {
        Quota tried = forged;
        tried.path = path;
        EXPECT_EQ(check(tried), QuotaFault::not_included);
      }
    }
  }
}

TEST_F(QuotaTest, EverySingleChangeIsRefused) {
  const Quota good = quota(1);
  ASSERT_EQ(check(good), QuotaFault::none);
  const auto expect_refused = [](const Quota& changed) {
    EXPECT_EQ(check(changed), QuotaFault::not_included);
  };
  for (std::size_t byte = 0; byte < 32; ++byte) {
    for (int bit = 0; bit < 8; ++bit) {
      const auto flip = std::byte(1 << bit);
      Quota changed = good;
      changed.leaf.content.bytes.at(byte) ^= flip;
      expect_refused(changed);
      changed = good;
      changed.claimed.hash.bytes.at(byte) ^= flip;
      expect_refused(changed);
      for (std::size_t at = 0; at < good.path.size(); ++at) {
        changed = good;
        changed.path[at].hash.bytes.at(byte) ^= flip;
        expect_refused(changed);
      }
    }
  }
  for (const std::int64_t by : {1, -1}) {
    for (std::size_t lane = 0; lane < sum_lane_count; ++lane) {
      Quota changed = good;
      changed.leaf.sums.at(lane) += by;
      expect_refused(changed);
      changed = good;
      changed.claimed.sums.at(lane) += by;
      expect_refused(changed);
      for (std::size_t at = 0; at < good.path.size(); ++at) {
        changed = good;
        changed.path[at].sums.at(lane) += by;
        expect_refused(changed);
      }
    }
  }
}

TEST_F(QuotaTest, AnotherPlaceOrSizeOrPathIsRefused) {
  const Quota good = quota(1);
  for (std::uint64_t index = 0; index < 5; ++index) {
    for (std::uint64_t size = 0; size < 5; ++size) {
      Quota moved = good;
      moved.index = index;
      moved.size = size;
      const bool is_it = index == good.index && size == good.size;
      EXPECT_EQ(check(moved), is_it ? QuotaFault::none : QuotaFault::not_included);
    }
  }
  Quota shorter = good;
  shorter.path.pop_back();
  EXPECT_EQ(check(shorter), QuotaFault::not_included);
  Quota longer = good;
  longer.path.push_back(good.path.back());
  EXPECT_EQ(check(longer), QuotaFault::not_included);
}

// A leaf that counts for none or for two would let the head say another number of claims.
TEST(Quota, ALeafCountsForOne) {
  for (const std::int64_t counts : {0, 2}) {
    SumLeaf other{quota_content({}, "mill/other"), lanes_of({})};
    other.sums[0] = 2 - counts;
    SumLeaf own{quota_content({}, "mill/own"), lanes_of({})};
    own.sums[0] = counts;
    const std::vector<SumLeaf> leaves = {own, other};
    const SumNode head = sum_tree_head(leaves).value();
    ASSERT_EQ(head.sums[0], 2);
    const Quota quota{head, head, own, {}, 0, 2, sum_inclusion_path(0, leaves)};
    ASSERT_TRUE(is_in_sum(own, 0, 2, head, quota.path));
    EXPECT_EQ(check(quota), QuotaFault::not_included);
  }
}

// What leaves the site and comes back was received once.
TEST(Quota, WhatComesBackWasReceivedOnce) {
  TestBooks books;
  AccountStatement account =
      account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"flake"}, {"pellet"});
  account.conversion_ppm = 500'000;
  books.attest("mill", "open", account);
  books.receive("mill", "hall", "f", "flake", 100, Origin::reused);
  for (const auto& [from, to] : {std::pair("hall", "store"), std::pair("store", "hall")})
    books.post("mill",
               EntryKind::move,
               {TestBooks::line(from, "f", "flake", -100), TestBooks::line(to, "f", "flake", 100)});
  books.receive("mill", "hall", "p", "pellet", 500, Origin::virgin);
  const auto claim = [&](const std::string& id, std::int64_t mg) {
    books.attest("mill", id, lot_claim("pp", {"hall", "pellet", "p"}, 100, mg, Origin::reused));
    return books.last_verdict();
  };
  EXPECT_EQ(claim("c1", 51),
            (Verdict{CustodyRefusal::overdrawn, Mass::milligrams(50), Origin::reused}));
  EXPECT_EQ(claim("c2", 30), Verdict{});
  EXPECT_EQ(claim("c3", 21),
            (Verdict{CustodyRefusal::overdrawn, Mass::milligrams(20), Origin::reused}));
  const CustodyLedger ledger = books.play();
  const Quota quota = quota_of(ledger, books.facts(), ledger.claims()[1], secret).value();
  EXPECT_EQ(quota.received.sums.at(lane_of_origin(Origin::reused)), 50);
  EXPECT_EQ(quota.received.sums[0], 1);
  EXPECT_EQ(credit_left(ledger, ledger.accounts()[0], books.today),
            (Contents{{Origin::reused, Mass::milligrams(20)}}));
}

TEST(Quota, SumsBeyondTheLargestMassHaveNone) {
  TestBooks books;
  books.attest(
      "mill",
      "open",
      account_statement("pp", CustodyModel::controlled_blending, "hall", {"flake"}, {"pellet"}));
  constexpr std::int64_t half = INT64_MAX / 2 + 1;
  for (const char* const lot : {"a", "b"}) {
    books.receive("mill", "hall", lot, "pellet", half, Origin::reused);
    books.attest("mill",
                 std::string("claim ") + lot,
                 lot_claim("pp", {"hall", "pellet", lot}, half, half, Origin::reused));
    ASSERT_EQ(books.last_verdict(), Verdict{});
  }
  const CustodyLedger ledger = books.play();
  const auto quota = quota_of(ledger, books.facts(), ledger.claims()[0], secret);
  ASSERT_FALSE(quota);
  EXPECT_EQ(quota.error().code, ErrorCode::limit_exceeded);
  EXPECT_EQ(quota.error().message.id, "claim.quota_too_large");
}

}  // namespace
}  // namespace meguri
