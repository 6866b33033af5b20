// SPDX-License-Identifier: Apache-2.0
// Each rule of each model of custody, as what it lets pass and what it refuses.
#include "claim/custody_ledger.h"

#include <gtest/gtest.h>

#include "claim/internal/test_books.h"

namespace meguri {
namespace {

using enum CustodyRefusal;

const LotName pellets{"hall", "pellet", "p"};

// A mill that takes flakes of two origins and makes pellets of them.
class CustodyLedgerTest : public testing::Test {
 protected:
  void declare(CustodyModel model) {
    books_.attest("mill", "open", account_statement("pp", model, "hall", {"flake"}, {"pellet"}));
  }
  // Who buys pellets.
  void open_maker(CustodyModel model = CustodyModel::controlled_blending) {
    books_.attest(
        "maker", "open", account_statement("parts", model, "press", {"pellet"}, {"pellet"}));
  }
  void flakes(const std::string& lot, std::int64_t mass_mg, Origin origin) {
    books_.receive("mill", "hall", lot, "flake", mass_mg, origin);
  }
  // Pellets of flakes, with a loss into the air.
  void make(const std::vector<std::pair<std::string, std::int64_t>>& flakes,
            const std::string& lot,
            std::int64_t made_mg) {
    std::vector<BookedLine> lines;
    std::int64_t taken = 0;
    for (const auto& [from, mass_mg] : flakes) {
      lines.push_back(TestBooks::line("hall", from, "flake", -mass_mg));
      taken += mass_mg;
    }
    lines.push_back(TestBooks::line("hall", lot, "pellet", made_mg));
    if (taken > made_mg) lines.push_back(TestBooks::line("air", "", "pellet", taken - made_mg));
    books_.post("mill", EntryKind::transform, std::move(lines));
  }
  void sell_recycled_pellets() {
    flakes("a", 100, Origin::post_consumer);
    make({{"a", 100}}, "p", 100);
    books_.ship("mill", "maker", "s", "hall", "p", "pellet", 100);
  }
  Verdict claim(const ClaimStatement& statement, const std::string& book = "mill") {
    books_.attest(book, "claim " + std::to_string(++claims_), statement);
    return books_.last_verdict();
  }
  Verdict claim(std::int64_t mass_mg,
                std::int64_t content_mg,
                Origin origin = Origin::post_consumer) {
    return claim(lot_claim("pp", pellets, mass_mg, content_mg, origin));
  }
  const ClaimRecord& last_claim() {
    ledger_ = books_.play();
    return ledger_.claims().back();
  }

  TestBooks books_;
  CustodyLedger ledger_;
  int claims_ = 0;
};

Verdict verdict_of(CustodyRefusal refusal) { return {refusal, {}, Origin::unknown}; }
Verdict at_most(CustodyRefusal refusal, std::int64_t mg, Origin origin = Origin::post_consumer) {
  return {refusal, Mass::milligrams(mg), origin};
}

SplitStatement split_in_two(const std::string& certificate, std::int64_t one, std::int64_t two) {
  SplitStatement split{certificate, {}};
  split.parts.push_back(Mass::milligrams(one));
  split.parts.push_back(Mass::milligrams(two));
  return split;
}

TEST_F(CustodyLedgerTest, IdentityPreservedIsOfOneReceipt) {
  declare(CustodyModel::identity_preserved);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 90);
  EXPECT_EQ(claim(90, 90), verdict_of(none));
  EXPECT_EQ(last_claim().model, CustodyModel::identity_preserved);
}

TEST_F(CustodyLedgerTest, IdentityIsLostWhereTwoReceiptsMix) {
  declare(CustodyModel::identity_preserved);
  flakes("a", 100, Origin::post_consumer);
  flakes("b", 100, Origin::post_consumer);
  make({{"a", 50}, {"b", 50}}, "p", 100);
  EXPECT_EQ(claim(100, 100).refusal, identity_lost);
}

TEST_F(CustodyLedgerTest, IdentityPreservedClaimsAllOfItOrNothing) {
  declare(CustodyModel::identity_preserved);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  EXPECT_EQ(claim(100, 60).refusal, identity_lost);
}

TEST_F(CustodyLedgerTest, SegregatedMixesReceiptsOfTheSameOrigins) {
  declare(CustodyModel::segregated);
  flakes("a", 100, Origin::post_consumer);
  flakes("b", 100, Origin::post_consumer);
  make({{"a", 50}, {"b", 50}}, "p", 100);
  EXPECT_EQ(claim(100, 100), verdict_of(none));
}

TEST_F(CustodyLedgerTest, SegregatedRefusesOtherMatter) {
  declare(CustodyModel::segregated);
  flakes("a", 99, Origin::post_consumer);
  flakes("b", 1, Origin::virgin);
  make({{"a", 99}, {"b", 1}}, "p", 100);
  EXPECT_EQ(claim(100, 100).refusal, other_origins);
  EXPECT_EQ(claim(100, 99).refusal, other_origins);
}

TEST_F(CustodyLedgerTest, BlendingClaimsTheKnownShareAndNoMore) {
  declare(CustodyModel::controlled_blending);
  flakes("a", 30, Origin::post_consumer);
  flakes("b", 50, Origin::virgin);
  flakes("c", 20, Origin::unknown);
  make({{"a", 30}, {"b", 50}, {"c", 20}}, "p", 100);
  EXPECT_EQ(claim(100, 31), at_most(more_than_contained, 30));
  EXPECT_EQ(claim(100, 30), verdict_of(none));
  EXPECT_EQ(last_claim().unknown.count_mg(), 20);
}

// What a silo still held when it was filled again is part of what comes out.
TEST_F(CustodyLedgerTest, BlendingHeedsTheHeelOfASilo) {
  declare(CustodyModel::controlled_blending);
  flakes("a", 100, Origin::virgin);
  make({{"a", 100}}, "p", 100);
  flakes("b", 300, Origin::post_consumer);
  make({{"b", 300}}, "p", 300);
  EXPECT_EQ(claim(100, 76), at_most(more_than_contained, 75));
  EXPECT_EQ(claim(100, 75), verdict_of(none));
}

TEST_F(CustodyLedgerTest, ALotIsClaimedOnce) {
  declare(CustodyModel::controlled_blending);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  EXPECT_EQ(claim(60, 60), verdict_of(none));
  EXPECT_EQ(claim(50, 40), (Verdict{subject_exceeded, Mass::milligrams(40), Origin::unknown}));
  EXPECT_EQ(claim(40, 40), verdict_of(none));
}

// The lot and what was shipped from it are the same matter.
TEST_F(CustodyLedgerTest, MatterIsNotClaimedInTwoPlaces) {
  declare(CustodyModel::controlled_blending);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  EXPECT_EQ(claim(80, 80), verdict_of(none));
  books_.ship("mill", "maker", "s", "hall", "p", "pellet", 100);
  EXPECT_EQ(claim(shipment_claim("pp", "mill/s", 100, 21)), at_most(more_than_contained, 20));
  EXPECT_EQ(claim(shipment_claim("pp", "mill/s", 100, 20)), verdict_of(none));
}

TEST_F(CustodyLedgerTest, RegrindAndVirginAreNeverClaimed) {
  declare(CustodyModel::controlled_blending);
  flakes("a", 100, Origin::internal_regrind);
  make({{"a", 100}}, "p", 100);
  EXPECT_EQ(claim(100, 100, Origin::internal_regrind).refusal, never_claimable);
  EXPECT_EQ(claim(100, 100, Origin::virgin).refusal, never_claimable);
  EXPECT_EQ(claim(100, 100, Origin::unknown).refusal, never_claimable);
  EXPECT_EQ(claim(100, 1, Origin::post_consumer), at_most(more_than_contained, 0));
}

// What is ground and goes back into the same process stays what it was, and earns nothing.
TEST_F(CustodyLedgerTest, InternalRegrindEarnsNoCredit) {
  declare(CustodyModel::mass_balance_credit);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  books_.post("mill",
              EntryKind::transform,
              {TestBooks::line("hall", "p", "pellet", -40),
               TestBooks::line("hall", "regrind", "flake", 40, Origin::internal_regrind)});
  make({{"regrind", 40}}, "p2", 40);
  EXPECT_EQ(claim(lot_claim("pp", {"hall", "pellet", "p2"}, 40, 40)), verdict_of(none));
  EXPECT_EQ(claim(100, 61), at_most(overdrawn, 60));
}

TEST_F(CustodyLedgerTest, PartsOfVehiclesInUseAreAClassOfTheirOwn) {
  declare(CustodyModel::controlled_blending);
  flakes("a", 100, Origin::in_use_vehicle_part);
  make({{"a", 100}}, "p", 100);
  EXPECT_EQ(claim(100, 50, Origin::post_consumer_elv),
            at_most(more_than_contained, 0, Origin::post_consumer_elv));
  EXPECT_EQ(claim(100, 50, Origin::in_use_vehicle_part), verdict_of(none));
  EXPECT_FALSE(is_recycled(Origin::in_use_vehicle_part));
}

TEST_F(CustodyLedgerTest, CreditsGoToAnyOutputWithTheConversion) {
  AccountStatement account =
      account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"flake"}, {"pellet"});
  account.conversion_ppm = 900'000;
  books_.attest("mill", "open", account);
  flakes("a", 100, Origin::post_consumer);
  flakes("b", 300, Origin::virgin);
  make({{"b", 300}}, "p", 270);
  EXPECT_EQ(claim(100, 91), at_most(overdrawn, 90));
  EXPECT_EQ(claim(100, 90), verdict_of(none));
  EXPECT_EQ(claim(100, 1), at_most(overdrawn, 0));
}

// Between the yard, the washing and the press of one plant nothing is received.
TEST_F(CustodyLedgerTest, APlantOfSeveralSitesReceivesWhatComesFromOutside) {
  AccountStatement account = account_statement(
      "pp", CustodyModel::mass_balance_credit, "yard", {"bale", "flake"}, {"pellet"});
  account.sites = {"yard", "washing", "hall"};
  books_.attest("mill", "open", account);
  books_.receive("mill", "yard", "b", "bale", 100, Origin::post_consumer);
  books_.post(
      "mill",
      EntryKind::transform,
      {TestBooks::line("yard", "b", "bale", -100), TestBooks::line("washing", "f", "flake", 100)});
  books_.post("mill",
              EntryKind::transform,
              {TestBooks::line("washing", "f", "flake", -100),
               TestBooks::line("hall", "p", "pellet", 100)});
  books_.post(
      "mill",
      EntryKind::move,
      {TestBooks::line("hall", "p", "pellet", -40), TestBooks::line("yard", "p", "pellet", 40)});
  EXPECT_EQ(books_.play().accounts().front().receipts.size(), 1U);
  EXPECT_EQ(claim(lot_claim("pp", {"yard", "pellet", "p"}, 40, 40)), verdict_of(none));
  EXPECT_EQ(claim(100, 61), at_most(overdrawn, 60));
}

TEST_F(CustodyLedgerTest, CreditsAreThereOnlyOnceTheMatterIs) {
  declare(CustodyModel::mass_balance_credit);
  flakes("b", 300, Origin::virgin);
  make({{"b", 300}}, "p", 300);
  EXPECT_EQ(claim(100, 100), at_most(overdrawn, 0));
  flakes("a", 100, Origin::post_consumer);
  EXPECT_EQ(claim(100, 100), verdict_of(none));
}

TEST_F(CustodyLedgerTest, CreditsEnd) {
  AccountStatement account =
      account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"flake"}, {"pellet"});
  account.credit_months = 12;
  books_.attest("mill", "open", account);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  books_.today = day_of({2027, 4, 9});
  EXPECT_EQ(claim(50, 50), verdict_of(none));
  books_.today = day_of({2027, 4, 10});
  EXPECT_EQ(claim(50, 50), at_most(overdrawn, 0));
}

TEST_F(CustodyLedgerTest, CreditsEndWithTheirPeriodIfNothingIsCarriedOver) {
  AccountStatement account =
      account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"flake"}, {"pellet"});
  account.carry_over = false;
  books_.attest("mill", "open", account);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  books_.today = day_of({2026, 6, 30});
  EXPECT_EQ(claim(50, 50), verdict_of(none));
  books_.today = day_of({2026, 7, 1});
  EXPECT_EQ(claim(50, 50), at_most(overdrawn, 0));
}

TEST_F(CustodyLedgerTest, AClosedPeriodTakesNoClaimsAndNoReceipts) {
  declare(CustodyModel::mass_balance_credit);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  const Day before = books_.today;
  books_.today = day_of({2026, 7, 2});
  books_.attest("mill", "q1", PeriodStatement{"pp", day_of({2026, 6, 30})});
  EXPECT_EQ(books_.last_verdict(), verdict_of(none));
  books_.today = before;
  EXPECT_EQ(claim(10, 10).refusal, period_closed);
  flakes("late", 50, Origin::post_consumer);  // counts from the first of July on
  books_.today = day_of({2026, 7, 1});
  EXPECT_EQ(claim(100, 100), verdict_of(none));
  EXPECT_EQ(claim(lot_claim("pp", {"hall", "pellet", "q"}, 1, 1)).refusal, subject_unknown);
  make({{"late", 50}}, "q", 50);
  EXPECT_EQ(claim(lot_claim("pp", {"hall", "pellet", "q"}, 50, 50)), verdict_of(none));
}

TEST_F(CustodyLedgerTest, APeriodIsClosedOnceWhenItIsOver) {
  declare(CustodyModel::mass_balance_credit);
  const auto close = [&](CivilDate last) {
    books_.attest(
        "mill", "close " + std::to_string(++claims_), PeriodStatement{"pp", day_of(last)});
    return books_.last_verdict().refusal;
  };
  EXPECT_EQ(close({2026, 6, 30}), period_not_over);
  books_.today = day_of({2026, 10, 1});
  EXPECT_EQ(close({2026, 6, 29}), period_end_wrong);
  EXPECT_EQ(close({2026, 5, 31}), period_end_wrong);
  EXPECT_EQ(close({2026, 6, 30}), none);
  EXPECT_EQ(close({2026, 6, 30}), period_closed_before);
  EXPECT_EQ(close({2026, 9, 30}), none);
  EXPECT_EQ(close({2026, 6, 30}), period_closed_before);
}

TEST_F(CustodyLedgerTest, RollingAverageHoldsForEveryOutput) {
  declare(CustodyModel::mass_balance_rolling);
  flakes("a", 100, Origin::post_consumer);
  flakes("b", 300, Origin::virgin);
  make({{"b", 300}}, "p", 300);
  EXPECT_EQ(claim(100, 26), at_most(above_average, 25));
  EXPECT_EQ(claim(100, 25), verdict_of(none));
  EXPECT_EQ(last_claim().model, CustodyModel::mass_balance_rolling);
}

TEST_F(CustodyLedgerTest, RollingAverageForgetsWhatIsOlderThanItsMonths) {
  declare(CustodyModel::mass_balance_rolling);
  flakes("a", 100, Origin::post_consumer);
  books_.today = day_of({2026, 7, 9});
  flakes("b", 100, Origin::virgin);
  make({{"a", 100}, {"b", 100}}, "p", 200);
  EXPECT_EQ(claim(100, 50), verdict_of(none));
  books_.today = day_of({2026, 7, 10});
  EXPECT_EQ(claim(100, 1), at_most(above_average, 0));
}

// Averages alone would let more go out than came in, where the same matter is sold twice over.
TEST_F(CustodyLedgerTest, RollingAverageNeverGivesMoreThanWasReceived) {
  declare(CustodyModel::mass_balance_rolling);
  flakes("a", 100, Origin::post_consumer);
  books_.receive("mill", "hall", "p", "pellet", 500, Origin::virgin);  // no input of the account
  EXPECT_EQ(claim(100, 100), verdict_of(none));
  EXPECT_EQ(claim(100, 100), at_most(overdrawn, 0));
}

TEST_F(CustodyLedgerTest, WhatASupplierHasNotClaimedIsNotTheBuyersToClaim) {
  declare(CustodyModel::mass_balance_credit);
  sell_recycled_pellets();
  open_maker();
  books_.take_in("maker", "mill/s", "press", "in", "pellet", 100);
  const ClaimStatement part = lot_claim("parts", {"press", "pellet", "in"}, 100, 40);
  EXPECT_EQ(claim(part, "maker"), at_most(more_than_contained, 0));
  EXPECT_EQ(claim(shipment_claim("pp", "mill/s", 100, 40)), verdict_of(none));
  EXPECT_EQ(claim(part, "maker"), verdict_of(none));
  EXPECT_EQ(last_claim().by_assurance.at(Assurance::counterparty_signed).count_mg(), 40);
}

// Declaring an account later takes nothing from a buyer who followed the matter's trail till then.
TEST_F(CustodyLedgerTest, AnAccountThatIsDeclaredLaterGovernsWhatIsClaimedLater) {
  sell_recycled_pellets();
  open_maker();
  books_.take_in("maker", "mill/s", "press", "in", "pellet", 100);
  const ClaimStatement part = lot_claim("parts", {"press", "pellet", "in"}, 50, 50);
  EXPECT_EQ(claim(part, "maker"), verdict_of(none));
  declare(CustodyModel::mass_balance_credit);
  EXPECT_EQ(claim(part, "maker"), at_most(more_than_contained, 0));
  EXPECT_EQ(claim(shipment_claim("pp", "mill/s", 100, 51)), at_most(overdrawn, 50));
  EXPECT_EQ(claim(shipment_claim("pp", "mill/s", 100, 50)), verdict_of(none));
  EXPECT_EQ(claim(part, "maker"), at_most(more_than_contained, 25));
}

TEST_F(CustodyLedgerTest, TheWeakerModelGovernsAndIsNotUpgraded) {
  declare(CustodyModel::mass_balance_credit);
  sell_recycled_pellets();
  claim(shipment_claim("pp", "mill/s", 100, 100));
  open_maker(CustodyModel::segregated);
  books_.take_in("maker", "mill/s", "press", "in", "pellet", 100);
  ClaimStatement part = lot_claim("parts", {"press", "pellet", "in"}, 100, 100);
  part.model = CustodyModel::segregated;
  EXPECT_EQ(claim(part, "maker").refusal, stronger_than_chain);
  part.model = CustodyModel::mass_balance_credit;
  EXPECT_EQ(claim(part, "maker"), verdict_of(none));
  EXPECT_EQ(last_claim().model, CustodyModel::mass_balance_credit);
}

TEST_F(CustodyLedgerTest, WithdrawingReachesWhatRestsOnIt) {
  declare(CustodyModel::mass_balance_credit);
  sell_recycled_pellets();
  ASSERT_EQ(claim(shipment_claim("pp", "mill/s", 100, 40)), verdict_of(none));
  open_maker();
  books_.take_in("maker", "mill/s", "press", "in", "pellet", 100);
  ASSERT_EQ(claim(lot_claim("parts", {"press", "pellet", "in"}, 100, 40), "maker"),
            verdict_of(none));
  books_.attest("mill", "undo", WithdrawalStatement{"claim 1", "weighed wrongly"});
  EXPECT_EQ(last_claim().verdict, at_most(more_than_contained, 0));
  EXPECT_EQ(ledger_.claims().front().standing, ClaimStanding::withdrawn);
  books_.attest("mill", "again", WithdrawalStatement{"claim 1", "x"});
  EXPECT_EQ(books_.last_verdict().refusal, withdrawn_before);
  books_.attest("maker", "other", WithdrawalStatement{"claim 1", "x"});
  EXPECT_EQ(books_.last_verdict().refusal, nothing_to_withdraw);
}

TEST_F(CustodyLedgerTest, ACorrectedReceiptTakesItsCreditsAway) {
  declare(CustodyModel::mass_balance_credit);
  const std::int64_t wrong =
      books_.receive("mill", "hall", "a", "flake", 100, Origin::post_consumer);
  flakes("b", 200, Origin::virgin);
  make({{"b", 200}}, "p", 200);
  ASSERT_EQ(claim(100, 60), verdict_of(none));
  ASSERT_EQ(claim(100, 40), verdict_of(none));
  books_.correct(wrong);
  ledger_ = books_.play();
  for (const ClaimRecord& each : ledger_.claims())
    EXPECT_EQ(each.verdict.refusal, overdrawn);
}

TEST_F(CustodyLedgerTest, AClaimTakesAnothersPlace) {
  declare(CustodyModel::mass_balance_credit);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  ASSERT_EQ(claim(50, 50), verdict_of(none));
  ASSERT_EQ(claim(50, 50), verdict_of(none));
  ClaimStatement better = lot_claim("pp", pellets, 50, 30);
  better.supersedes = "claim 1";
  EXPECT_EQ(claim(better), verdict_of(none));
  ledger_ = books_.play();
  EXPECT_EQ(ledger_.claims()[0].standing, ClaimStanding::superseded);
  EXPECT_EQ(ledger_.claims()[1].standing, ClaimStanding::stands);
  better.supersedes = "nobody's";
  EXPECT_EQ(claim(better).refusal, nothing_to_supersede);
}

// Two suppliers of each other cannot lift themselves by their own claims.
TEST_F(CustodyLedgerTest, ClaimsDoNotRestOnEachOther) {
  declare(CustodyModel::mass_balance_credit);
  books_.attest("maker",
                "open",
                account_statement(
                    "parts", CustodyModel::mass_balance_credit, "press", {"pellet"}, {"flake"}));
  flakes("a", 100, Origin::post_consumer);
  flakes("v", 100, Origin::virgin);
  make({{"v", 100}}, "p", 100);
  books_.ship("mill", "maker", "s", "hall", "p", "pellet", 100);
  ASSERT_EQ(claim(shipment_claim("pp", "mill/s", 100, 100)), verdict_of(none));
  books_.take_in("maker", "mill/s", "press", "in", "pellet", 100);
  books_.post("maker",
              EntryKind::transform,
              {TestBooks::line("press", "in", "pellet", -100),
               TestBooks::line("press", "out", "flake", 100)});
  books_.ship("maker", "mill", "back", "press", "out", "flake", 100);
  ASSERT_EQ(claim(shipment_claim("parts", "maker/back", 100, 100), "maker"), verdict_of(none));
  books_.take_in("mill", "maker/back", "hall", "again", "flake", 100);
  ClaimStatement lifted = shipment_claim("pp", "mill/s", 100, 100);
  lifted.supersedes = "claim 1";
  ASSERT_EQ(claim(lifted), verdict_of(none));  // still by the flakes of the beginning
  books_.attest("mill", "undo", WithdrawalStatement{"claim 3", "x"});
  EXPECT_EQ(books_.play().claims()[1].verdict, at_most(overdrawn, 0));
}

TEST_F(CustodyLedgerTest, ACertificateHasOneHolderAndOneEnd) {
  declare(CustodyModel::mass_balance_credit);
  flakes("a", 100, Origin::post_consumer);
  EXPECT_EQ(claim(issue_statement("pp", 101)), at_most(overdrawn, 100));
  books_.attest("mill", "c", issue_statement("pp", 80));
  EXPECT_EQ(books_.last_verdict(), verdict_of(none));
  EXPECT_EQ(claim(issue_statement("pp", 21)), at_most(overdrawn, 20));
  const auto attest = [&](const std::string& book, const CustodyStatement& statement) {
    books_.attest(book, "t " + std::to_string(++claims_), statement);
    return books_.last_verdict().refusal;
  };
  EXPECT_EQ(attest("maker", TransferStatement{"mill/c", "maker"}), certificate_not_held);
  EXPECT_EQ(attest("mill", TransferStatement{"mill/c", "maker"}), none);
  EXPECT_EQ(attest("mill", TransferStatement{"mill/c", "maker"}), certificate_not_held);
  EXPECT_EQ(attest("maker", split_in_two("mill/c", 50, 31)), certificate_parts_differ);
  EXPECT_EQ(attest("maker", split_in_two("mill/c", 50, 30)), none);
  EXPECT_EQ(attest("maker", RetirementStatement{"mill/c", "flight"}), certificate_split);
  EXPECT_EQ(attest("maker", RetirementStatement{"mill/c#1", "flight"}), none);
  EXPECT_EQ(attest("maker", RetirementStatement{"mill/c#1", "flight"}), certificate_retired);
  EXPECT_EQ(attest("maker", TransferStatement{"mill/c#3", "mill"}), certificate_unknown);
}

TEST_F(CustodyLedgerTest, BookAndClaimUsesCertificatesUp) {
  declare(CustodyModel::mass_balance_credit);
  flakes("a", 100, Origin::post_consumer);
  books_.attest("mill", "c", issue_statement("pp", 80));
  books_.attest("mill", "t", TransferStatement{"mill/c", "maker"});
  books_.attest("maker",
                "open",
                account_statement("parts", CustodyModel::book_and_claim, "press", {}, {"part"}));
  books_.receive("maker", "press", "x", "part", 400, Origin::virgin);
  ClaimStatement part = lot_claim("parts", {"press", "part", "x"}, 200, 80);
  EXPECT_EQ(claim(part, "maker").refusal, certificates_differ);
  part.certificates = {"mill/c"};
  part.contents[Origin::post_consumer] = Mass::milligrams(79);
  EXPECT_EQ(claim(part, "maker").refusal, certificates_differ);
  part.contents[Origin::post_consumer] = Mass::milligrams(80);
  EXPECT_EQ(claim(part, "maker"), verdict_of(none));
  EXPECT_EQ(last_claim().model, CustodyModel::book_and_claim);
  EXPECT_EQ(claim(part, "maker").refusal, certificate_retired);
  books_.attest("mill", "undo", WithdrawalStatement{"c", "not ours"});
  ledger_ = books_.play();
  EXPECT_EQ(ledger_.claims()[3].verdict.refusal, certificate_unknown);
}

TEST_F(CustodyLedgerTest, AnAccountIsDeclaredOnceAndOwnsItsOutputs) {
  declare(CustodyModel::controlled_blending);
  declare(CustodyModel::segregated);
  EXPECT_EQ(books_.last_verdict().refusal, account_declared_before);
  books_.attest(
      "mill",
      "second",
      account_statement("other", CustodyModel::segregated, "hall", {"flake"}, {"pellet"}));
  EXPECT_EQ(books_.last_verdict().refusal, output_of_another_account);
  flakes("a", 100, Origin::post_consumer);
  make({{"a", 100}}, "p", 100);
  EXPECT_EQ(claim(lot_claim("nobody's", pellets, 100, 100)).refusal, account_unknown);
  EXPECT_EQ(claim(lot_claim("pp", {"hall", "flake", "a"}, 1, 1)).refusal,
            subject_of_another_account);
  EXPECT_EQ(claim(shipment_claim("pp", "mill/none", 1, 1)).refusal, subject_unknown);
  EXPECT_EQ(claim(shipment_claim("pp", "maker/none", 1, 1)).refusal, subject_unknown);
  EXPECT_EQ(claim(100, 101).refusal, share_above_one);
  books_.today = day_of({2026, 3, 31});
  EXPECT_EQ(claim(100, 100).refusal, before_account);
}

TEST_F(CustodyLedgerTest, FillersBioBasedAndWaterAreAxesOfTheirOwn) {
  AccountStatement account =
      account_statement("pp", CustodyModel::controlled_blending, "hall", {"flake"}, {"pellet"});
  account.fillers = {"talc"};
  account.bio_based = {"bio"};
  account.route = RecyclingRoute::mechanical;
  books_.attest("mill", "open", account);
  flakes("a", 40, Origin::post_consumer);
  books_.receive("mill", "hall", "t", "talc", 20, Origin::virgin);
  books_.receive("mill", "hall", "bio", "bio", 30, Origin::post_consumer);
  books_.post("mill",
              EntryKind::transform,
              {TestBooks::line("hall", "a", "flake", -40),
               TestBooks::line("hall", "t", "talc", -20),
               TestBooks::line("hall", "bio", "bio", -30),
               TestBooks::line("water", "", "water", -10),
               TestBooks::line("hall", "p", "pellet", 100)});
  EXPECT_EQ(claim(100, 70), verdict_of(none));  // a tonne is recycled and bio-based at once
  const ClaimRecord& made = last_claim();
  EXPECT_EQ(made.filler.count_mg(), 20);
  EXPECT_EQ(made.bio_based.count_mg(), 30);
  EXPECT_EQ(made.uptake.count_mg(), 10);
  EXPECT_EQ(made.by_route.at(RecyclingRoute::mechanical).count_mg(), 70);
}

TEST_F(CustodyLedgerTest, AnAuditStandsBehindWhatTheSupplierClaimed) {
  declare(CustodyModel::mass_balance_credit);
  AuditStatement audit{
      "pp", "ISCC PLUS", "X-1", "certifier", day_of({2026, 4, 1}), day_of({2027, 3, 31})};
  books_.attest("mill", "audit", audit);
  sell_recycled_pellets();
  claim(shipment_claim("pp", "mill/s", 100, 40));
  open_maker();
  books_.take_in("maker", "mill/s", "press", "in", "pellet", 100);
  claim(lot_claim("parts", {"press", "pellet", "in"}, 100, 40), "maker");
  EXPECT_EQ(last_claim().by_assurance.at(Assurance::third_party).count_mg(), 40);
  books_.attest("mill", "revoked", WithdrawalStatement{"audit", "certificate revoked"});
  EXPECT_EQ(last_claim().by_assurance.at(Assurance::counterparty_signed).count_mg(), 40);
  EXPECT_FALSE(last_claim().by_assurance.contains(Assurance::third_party));
}

TEST_F(CustodyLedgerTest, AStatementThatCannotBeReadChangesNothing) {
  declare(CustodyModel::controlled_blending);
  books_.attest("mill", "odd", "claim/1", "{\"account\":\"pp\"}");
  EXPECT_EQ(books_.last_verdict().refusal, unreadable);
  EXPECT_TRUE(books_.play().claims().empty());
}

TEST(MonthsAfter, KeepsToTheLastDayOfShorterMonths) {
  const auto after = [](CivilDate date, int months) {
    return civil_of(months_after(day_of(date), months));
  };
  EXPECT_EQ(after({2026, 1, 31}, 1), (CivilDate{2026, 2, 28}));
  EXPECT_EQ(after({2028, 1, 31}, 1), (CivilDate{2028, 2, 29}));
  EXPECT_EQ(after({2026, 12, 15}, 1), (CivilDate{2027, 1, 15}));
  EXPECT_EQ(after({2026, 3, 31}, -1), (CivilDate{2026, 2, 28}));
  EXPECT_EQ(after({2026, 3, 31}, -3), (CivilDate{2025, 12, 31}));
}

}  // namespace
}  // namespace meguri
