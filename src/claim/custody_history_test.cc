// SPDX-License-Identifier: Apache-2.0
// Histories that are out of the ordinary: claims in others' places, periods closed since, matter
// that leaves and comes back, certificates whose issue falls, lots that gave more than they held,
// masses and days at the ends of their ranges.
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "claim/custody_ledger.h"
#include "claim/internal/test_books.h"

namespace meguri {
namespace {

using enum CustodyRefusal;

class CustodyHistoryTest : public testing::Test {
 protected:
  AccountStatement mill(CustodyModel model) {
    return account_statement("pp", model, "hall", {"flake"}, {"pellet"});
  }
  void open(const AccountStatement& account, const std::string& book = "mill") {
    books_.attest(book, "open " + account.account, account);
    ASSERT_EQ(books_.last_verdict(), Verdict{});
  }
  void flakes(std::int64_t mass_mg, Origin origin = Origin::post_consumer) {
    books_.receive("mill", "hall", "f", "flake", mass_mg, origin);
  }
  void pellets(std::int64_t mass_mg, Origin origin = Origin::virgin) {
    books_.receive("mill", "hall", "p", "pellet", mass_mg, origin);
  }
  static ClaimStatement of_pellets(std::int64_t mass_mg,
                                   std::int64_t content_mg,
                                   const std::string& supersedes = {}) {
    ClaimStatement claim = lot_claim("pp", {"hall", "pellet", "p"}, mass_mg, content_mg);
    claim.supersedes = supersedes;
    return claim;
  }
  Verdict attest(const std::string& id,
                 const CustodyStatement& statement,
                 const std::string& book = "mill") {
    books_.attest(book, id, statement);
    return books_.last_verdict();
  }
  std::vector<ClaimStanding> standings() const {
    std::vector<ClaimStanding> found;
    const CustodyLedger ledger = books_.play();
    for (const ClaimRecord& claim : ledger.claims())
      found.push_back(claim.standing);
    return found;
  }

  TestBooks books_;
};

Verdict at_most(CustodyRefusal refusal, std::int64_t mg, Origin origin = Origin::post_consumer) {
  return {refusal, Mass::milligrams(mg), origin};
}
Verdict refused(CustodyRefusal refusal) { return {refusal, {}, Origin::unknown}; }

using Standings = std::vector<ClaimStanding>;
using Stand = ClaimStanding;

// The third stands in the place of the first, before what was claimed between them.
TEST_F(CustodyHistoryTest, AChainOfClaimsStandsInThePlaceOfTheFirst) {
  open(mill(CustodyModel::mass_balance_credit));
  flakes(100);
  pellets(500);
  ASSERT_EQ(attest("a", of_pellets(100, 30)), Verdict{});
  ASSERT_EQ(attest("between", of_pellets(100, 40)), Verdict{});
  ASSERT_EQ(attest("b", of_pellets(100, 20, "a")), Verdict{});
  ASSERT_EQ(attest("c", of_pellets(100, 70, "b")), Verdict{});
  EXPECT_EQ(standings(),
            (Standings{Stand::superseded, Stand::refused, Stand::superseded, Stand::stands}));
  EXPECT_EQ(books_.play().claims()[1].verdict, at_most(overdrawn, 30));
  // Only the last of a chain has a place to give, and none can take a place twice.
  EXPECT_EQ(attest("d", of_pellets(100, 1, "a")), refused(nothing_to_supersede));
  EXPECT_EQ(attest("e", of_pellets(100, 1, "b")), refused(nothing_to_supersede));
  EXPECT_EQ(attest("f", of_pellets(100, 1, "f")), refused(nothing_to_supersede));
  EXPECT_EQ(attest("g", of_pellets(100, 1, "c")), Verdict{});
}

TEST_F(CustodyHistoryTest, WhereTheSuccessorFallsThePlaceStaysEmpty) {
  open(mill(CustodyModel::mass_balance_credit));
  flakes(100);
  pellets(500);
  ASSERT_EQ(attest("a", of_pellets(100, 30)), Verdict{});
  EXPECT_EQ(attest("b", of_pellets(100, 101, "a")), refused(share_above_one));
  EXPECT_EQ(standings(), (Standings{Stand::superseded, Stand::refused}));
  ASSERT_EQ(attest("c", of_pellets(100, 40, "b")), Verdict{});
  ASSERT_EQ(attest("undo", WithdrawalStatement{"c", "x"}), Verdict{});
  EXPECT_EQ(standings(), (Standings{Stand::superseded, Stand::superseded, Stand::withdrawn}));
  EXPECT_EQ(attest("d", of_pellets(100, 100)), Verdict{});  // all of it is free again
}

TEST_F(CustodyHistoryTest, NobodyTakesThePlaceOfAnothersClaimOrOfWhatIsNone) {
  open(mill(CustodyModel::mass_balance_credit));
  open(mill(CustodyModel::mass_balance_credit), "maker");
  flakes(100);
  pellets(500);
  ASSERT_EQ(attest("a", of_pellets(100, 30)), Verdict{});
  ASSERT_EQ(attest("issue", issue_statement("pp", 10)), Verdict{});
  ASSERT_EQ(attest("audit", AuditStatement{"pp", "s", "n", "c", books_.today, books_.today}),
            Verdict{});
  EXPECT_EQ(attest("x", of_pellets(1, 1, "a"), "maker"), refused(nothing_to_supersede));
  for (const char* const other : {"issue", "audit", "open pp", "later"})
    EXPECT_EQ(attest(std::string("not ") + other, of_pellets(1, 1, other)),
              refused(nothing_to_supersede));
}

TEST_F(CustodyHistoryTest, NothingIsWithdrawnBeforeItWasSaid) {
  open(mill(CustodyModel::mass_balance_credit));
  flakes(100);
  pellets(500);
  EXPECT_EQ(attest("undo", WithdrawalStatement{"a", "x"}), refused(nothing_to_withdraw));
  EXPECT_EQ(attest("a", of_pellets(100, 30)), Verdict{});
  EXPECT_EQ(attest("undo account", WithdrawalStatement{"open pp", "x"}),
            refused(nothing_to_withdraw));
}

// What lapsed at the end of a period cannot be claimed after it in the place of an older claim.
TEST_F(CustodyHistoryTest, AClosedPeriodIsClosedForClaimsInOthersPlaces) {
  AccountStatement account = mill(CustodyModel::mass_balance_credit);
  account.carry_over = false;
  open(account);
  flakes(100);
  pellets(500);
  const Day within = books_.today;
  ASSERT_EQ(attest("a", of_pellets(100, 1)), Verdict{});
  ASSERT_EQ(attest("b", of_pellets(100, 2, "a")), Verdict{});  // still open
  books_.today = day_of({2026, 7, 1});
  ASSERT_EQ(attest("close", PeriodStatement{"pp", day_of({2026, 6, 30})}), Verdict{});
  books_.today = within;
  EXPECT_EQ(attest("c", of_pellets(100, 100, "b")), refused(period_closed));
  books_.today = day_of({2026, 7, 1});
  EXPECT_EQ(attest("d", of_pellets(100, 100)), at_most(overdrawn, 0));
  EXPECT_EQ(standings(),
            (Standings{Stand::superseded, Stand::superseded, Stand::refused, Stand::refused}));
}

TEST_F(CustodyHistoryTest, PeriodsAreCheckedEvenFarFromTheFirstDay) {
  AccountStatement account = mill(CustodyModel::mass_balance_credit);
  account.period_months = 1;
  account.from = day_of({1, 1, 31});
  open(account);
  books_.today = day_of({2026, 5, 1});
  EXPECT_EQ(attest("a", PeriodStatement{"pp", day_of({2026, 4, 28})}), refused(period_end_wrong));
  EXPECT_EQ(attest("b", PeriodStatement{"pp", day_of({2026, 4, 29})}), Verdict{});
  EXPECT_EQ(attest("c", PeriodStatement{"pp", day_of({1, 1, 30})}), refused(period_end_wrong));
  account.account = "late";
  account.outputs = {"late"};
  account.from = day_of({9999, 12, 31});
  account.period_months = 1'200;
  open(account);
  EXPECT_EQ(attest("d", PeriodStatement{"late", day_of({9999, 12, 31})}),
            refused(period_end_wrong));
}

// The months before a claim may reach behind the first year.
TEST_F(CustodyHistoryTest, AverageOverAHundredYearsOfTheFirstCentury) {
  AccountStatement account = mill(CustodyModel::mass_balance_rolling);
  account.period_months = 1'200;
  account.from = day_of({1, 1, 1});
  books_.today = day_of({50, 6, 15});
  open(account);
  flakes(100);
  flakes(100, Origin::virgin);
  pellets(500);
  EXPECT_EQ(attest("a", of_pellets(100, 51)), at_most(above_average, 50));
  EXPECT_EQ(attest("b", of_pellets(100, 50)), Verdict{});
  EXPECT_EQ(civil_of(months_after(day_of({50, 6, 15}), -1'200)), (CivilDate{-50, 6, 15}));
  EXPECT_EQ(civil_of(months_after(day_of({1, 1, 31}), -11)), (CivilDate{0, 2, 29}));
}

TEST_F(CustodyHistoryTest, CreditsEndOnTheDayTheyShould) {
  AccountStatement account = mill(CustodyModel::mass_balance_credit);
  account.from = day_of({2025, 12, 31});
  account.period_months = 2;
  account.carry_over = false;
  const auto end = [&](CivilDate date) { return civil_of(*credit_end(account, day_of(date))); };
  EXPECT_EQ(end({2025, 12, 31}), (CivilDate{2026, 2, 28}));
  EXPECT_EQ(end({2026, 2, 27}), (CivilDate{2026, 2, 28}));
  EXPECT_EQ(end({2026, 2, 28}), (CivilDate{2026, 4, 30}));
  EXPECT_EQ(end({2026, 4, 29}), (CivilDate{2026, 4, 30}));
  EXPECT_EQ(end({2026, 4, 30}), (CivilDate{2026, 6, 30}));
  account.credit_months = 1;  // whichever is earlier
  EXPECT_EQ(end({2026, 3, 1}), (CivilDate{2026, 4, 1}));
  EXPECT_EQ(end({2026, 4, 15}), (CivilDate{2026, 4, 30}));
  account.carry_over = true;
  EXPECT_EQ(end({2026, 4, 15}), (CivilDate{2026, 5, 15}));
  account.credit_months = 0;
  EXPECT_FALSE(credit_end(account, day_of({2026, 4, 15})));
}

// Washing takes up water; what is washed was here before.
TEST_F(CustodyHistoryTest, WhatIsMadeAtTheSiteIsNoReceiptBecauseWaterOrBoughtMatterWentIn) {
  open(mill(CustodyModel::mass_balance_credit));
  books_.receive("mill", "hall", "bales", "bale", 100, Origin::post_consumer);
  pellets(500);
  books_.post("mill",
              EntryKind::transform,
              {TestBooks::line("hall", "bales", "bale", -100),
               TestBooks::line("water", "", "water", -20),
               TestBooks::line("hall", "f", "flake", 90),
               TestBooks::line("hall", "sludge", "sludge", 30)});
  EXPECT_EQ(attest("a", of_pellets(100, 1)), at_most(overdrawn, 0));
  EXPECT_TRUE(books_.play().accounts()[0].receipts.empty());
  books_.receive("mill", "hall", "bales", "bale", 60, Origin::post_consumer);
  books_.post("mill",
              EntryKind::transform,
              {TestBooks::line("hall", "bales", "bale", -60),
               TestBooks::line("market", "", "flake", -30, Origin::post_consumer),
               TestBooks::line("hall", "f", "flake", 60),
               TestBooks::line("hall", "sludge", "sludge", 30)});
  EXPECT_EQ(attest("b", of_pellets(100, 21)), at_most(overdrawn, 20));
  EXPECT_EQ(attest("c", of_pellets(100, 20)), Verdict{});
}

TEST_F(CustodyHistoryTest, WhatComesFromAnotherSiteOfTheBookIsAReceipt) {
  open(mill(CustodyModel::mass_balance_credit));
  books_.receive("mill", "shed", "f", "flake", 100, Origin::post_consumer);
  pellets(500);
  EXPECT_EQ(attest("a", of_pellets(100, 1)), at_most(overdrawn, 0));
  books_.post(
      "mill",
      EntryKind::move,
      {TestBooks::line("shed", "f", "flake", -60), TestBooks::line("hall", "f", "flake", 60)});
  EXPECT_EQ(attest("b", of_pellets(100, 61)), at_most(overdrawn, 60));
  EXPECT_EQ(attest("c", of_pellets(100, 60)), Verdict{});
}

// 100 converted at one half are 50, however often they leave and come back.
TEST_F(CustodyHistoryTest, ComingBackIsNoWayAroundTheConversion) {
  AccountStatement account = mill(CustodyModel::mass_balance_credit);
  account.conversion_ppm = 500'000;
  open(account);
  flakes(100);
  pellets(500);
  for (int round = 0; round < 3; ++round) {
    for (const auto& [from, to] : {std::pair("hall", "shed"), std::pair("shed", "hall")})
      books_.post(
          "mill",
          EntryKind::move,
          {TestBooks::line(from, "f", "flake", -100), TestBooks::line(to, "f", "flake", 100)});
    const Verdict verdict = attest("a" + std::to_string(round), of_pellets(100, 20));
    EXPECT_EQ(verdict, round < 2 ? Verdict{} : at_most(overdrawn, 10));
  }
}

// Once the sender keeps an account, only what the sender claims counts, for who claimed before too:
// a receipt of 100 gives no 100 by its trail and another 100 by the sender's claim.
TEST_F(CustodyHistoryTest, AReceiptGivesOnceHoweverLateItsSenderOpensAnAccount) {
  for (const bool has_claimed_before : {false, true}) {
    books_ = TestBooks();
    AccountStatement maker =
        account_statement("pp", CustodyModel::mass_balance_credit, "press", {"pellet"}, {"part"});
    open(maker, "maker");
    flakes(100);
    pellets(100, Origin::reused);
    books_.ship("mill", "maker", "s", "hall", "p", "pellet", 100);
    books_.take_in("maker", "mill/s", "press", "in", "pellet", 100);
    books_.receive("maker", "press", "x", "part", 900, Origin::virgin);
    const auto part = [](std::int64_t mg, Origin origin) {
      return lot_claim("pp", {"press", "part", "x"}, 100, mg, origin);
    };
    const std::int64_t before = has_claimed_before ? 10 : 0;
    if (has_claimed_before) {
      ASSERT_EQ(attest("before", part(10, Origin::reused), "maker"), Verdict{});
    }
    open(mill(CustodyModel::mass_balance_credit));
    ASSERT_EQ(attest("sold", shipment_claim("pp", "mill/s", 100, 100)), Verdict{});
    EXPECT_EQ(attest("a", part(1, Origin::reused), "maker"), at_most(overdrawn, 0, Origin::reused));
    EXPECT_EQ(attest("b", part(100 - before + 1, Origin::post_consumer), "maker").refusal,
              has_claimed_before ? overdrawn : share_above_one);
    EXPECT_EQ(attest("c", part(100 - before, Origin::post_consumer), "maker"), Verdict{});
    EXPECT_EQ(attest("d", part(1, Origin::post_consumer), "maker"), at_most(overdrawn, 0));
  }
}

// Each origin of a mixture is rounded down by itself.
TEST_F(CustodyHistoryTest, SegregatedMatterOfSeveralOriginsIsClaimedToTheMilligram) {
  open(mill(CustodyModel::segregated));
  pellets(1, Origin::post_consumer);
  pellets(1, Origin::pre_consumer);
  pellets(1, Origin::reused);
  ClaimStatement claim = of_pellets(2, 1);
  claim.contents.clear();
  for (const Origin origin : {Origin::post_consumer, Origin::pre_consumer, Origin::reused})
    claim.contents.emplace(origin, Mass::milligrams(1));
  claim.mass = Mass::milligrams(3);
  EXPECT_EQ(attest("a", claim), Verdict{});
  pellets(100, Origin::post_consumer);
  pellets(200, Origin::pre_consumer);
  pellets(400, Origin::reused);
  // Of 500 of these 703 there are 71.8, 143.0 and 285.2.
  claim.mass = Mass::milligrams(500);
  claim.contents = {{Origin::post_consumer, Mass::milligrams(71)},
                    {Origin::pre_consumer, Mass::milligrams(142)},
                    {Origin::reused, Mass::milligrams(285)}};
  EXPECT_EQ(attest("b", claim), Verdict{});
  claim.mass = Mass::milligrams(100);
  claim.contents.erase(Origin::pre_consumer);
  claim.contents[Origin::post_consumer] = Mass::milligrams(14);
  claim.contents[Origin::reused] = Mass::milligrams(57);
  EXPECT_EQ(attest("c", claim), refused(other_origins));
}

TEST_F(CustodyHistoryTest, TheLargestMassIsReceivedAndClaimed) {
  for (const CustodyModel model : {CustodyModel::identity_preserved,
                                   CustodyModel::segregated,
                                   CustodyModel::controlled_blending}) {
    books_ = TestBooks();
    open(mill(model));
    pellets(INT64_MAX, Origin::post_consumer);
    EXPECT_EQ(attest("a", of_pellets(INT64_MAX, INT64_MAX)), Verdict{}) << to_text(model);
    EXPECT_EQ(attest("b", of_pellets(1, 1)).refusal, subject_exceeded);
  }
  for (const CustodyModel model :
       {CustodyModel::mass_balance_rolling, CustodyModel::mass_balance_credit}) {
    books_ = TestBooks();
    open(mill(model));
    flakes(INT64_MAX);
    pellets(INT64_MAX, Origin::virgin);
    EXPECT_EQ(attest("a", of_pellets(INT64_MAX, INT64_MAX)), Verdict{}) << to_text(model);
  }
}

TEST_F(CustodyHistoryTest, ALargeShipmentIsClaimedToTheMilligramAndNoFurther) {
  constexpr std::int64_t odd = (std::int64_t{1} << 53) + 1;  // which no double can hold
  open(mill(CustodyModel::controlled_blending));
  pellets(odd, Origin::post_consumer);
  books_.ship("mill", "maker", "s", "hall", "p", "pellet", odd);
  EXPECT_EQ(attest("a", shipment_claim("pp", "mill/s", odd + 1, 1)),
            (Verdict{subject_exceeded, Mass::milligrams(odd), Origin::unknown}));
  EXPECT_EQ(attest("b", shipment_claim("pp", "mill/s", odd, 1)), Verdict{});
}

// The origin of what a lot gave before it held it is unknown.
TEST_F(CustodyHistoryTest, ALotThatGaveMoreThanItHeldIsClaimedAsFarAsItsTrailGoes) {
  open(mill(CustodyModel::controlled_blending));
  const std::int64_t wrong = books_.receive("mill", "hall", "f", "flake", 60, Origin::reused);
  flakes(40);
  books_.post(
      "mill",
      EntryKind::transform,
      {TestBooks::line("hall", "f", "flake", -100), TestBooks::line("hall", "p", "pellet", 100)});
  ASSERT_EQ(attest("a", of_pellets(100, 40)), Verdict{});
  books_.correct(wrong);
  EXPECT_EQ(books_.play().claims()[0].standing, ClaimStanding::stands);
  EXPECT_EQ(books_.play().claims()[0].unknown.count_mg(), 60);
  flakes(60, Origin::reused);  // settles what is owed; it is not what the pellets were made of
  EXPECT_EQ(attest("b", lot_claim("pp", {"hall", "pellet", "p"}, 1, 1, Origin::reused)).refusal,
            subject_exceeded);
  EXPECT_EQ(books_.play().claims()[0].unknown.count_mg(), 60);
}

TEST_F(CustodyHistoryTest, AShipmentOfSeveralLotsIsOneSubject) {
  open(mill(CustodyModel::controlled_blending));
  books_.receive("mill", "hall", "a", "pellet", 60, Origin::post_consumer);
  books_.receive("mill", "hall", "b", "pellet", 40, Origin::virgin);
  books_.post("mill",
              EntryKind::ship,
              {TestBooks::line("hall", "a", "pellet", -60),
               TestBooks::line("hall", "b", "pellet", -40),
               TestBooks::line("transit/mill/maker", "", "pellet", 100)},
              {},
              "s");
  EXPECT_EQ(attest("x", shipment_claim("pp", "mill/s", 101, 1)).refusal, subject_exceeded);
  EXPECT_EQ(attest("y", shipment_claim("pp", "mill/s", 100, 61)), at_most(more_than_contained, 60));
  EXPECT_EQ(attest("z", shipment_claim("pp", "mill/s", 100, 60)), Verdict{});
}

TEST_F(CustodyHistoryTest, OfAShipmentOfTwoMaterialsEachAccountClaimsItsOwn) {
  open(mill(CustodyModel::controlled_blending));
  AccountStatement film = mill(CustodyModel::segregated);
  film.account = "film";
  film.outputs = {"film"};
  open(film);
  books_.receive("mill", "hall", "a", "pellet", 60, Origin::post_consumer);
  books_.receive("mill", "hall", "b", "film", 40, Origin::post_consumer);
  const auto ship = [&](const std::string& id) {
    books_.post("mill",
                EntryKind::ship,
                {TestBooks::line("hall", "a", "pellet", -30),
                 TestBooks::line("hall", "b", "film", -20),
                 TestBooks::line("transit/mill/maker", "", "pellet", 30),
                 TestBooks::line("transit/mill/maker", "", "film", 20)},
                {},
                id);
  };
  ship("s");
  EXPECT_EQ(attest("a", shipment_claim("pp", "mill/s", 31, 1)).refusal, subject_exceeded);
  EXPECT_EQ(attest("b", shipment_claim("pp", "mill/s", 30, 30)), Verdict{});
  EXPECT_EQ(attest("c", shipment_claim("film", "mill/s", 21, 1)).refusal, subject_exceeded);
  EXPECT_EQ(attest("d", shipment_claim("film", "mill/s", 20, 20)), Verdict{});
}

// Two materials of one account: which of them a claim is about, nobody could say.
TEST_F(CustodyHistoryTest, AShipmentOfTwoMaterialsOfOneAccountHasNoClaim) {
  AccountStatement both = mill(CustodyModel::controlled_blending);
  both.outputs = {"film", "pellet"};
  open(both);
  books_.receive("mill", "hall", "a", "pellet", 60, Origin::post_consumer);
  books_.receive("mill", "hall", "b", "film", 40, Origin::post_consumer);
  books_.post("mill",
              EntryKind::ship,
              {TestBooks::line("hall", "a", "pellet", -30),
               TestBooks::line("hall", "b", "film", -20),
               TestBooks::line("transit/mill/maker", "", "pellet", 30),
               TestBooks::line("transit/mill/maker", "", "film", 20)},
              {},
              "s");
  EXPECT_EQ(attest("a", shipment_claim("pp", "mill/s", 20, 20)),
            refused(subject_of_another_account));
}

// Whoever holds, splits or uses what was issued wrongly, has nothing.
TEST_F(CustodyHistoryTest, CertificatesFallWithTheirIssue) {
  open(mill(CustodyModel::mass_balance_credit));
  open(account_statement("parts", CustodyModel::book_and_claim, "press", {}, {"part"}), "maker");
  flakes(100);
  books_.receive("maker", "press", "x", "part", 400, Origin::virgin);
  ASSERT_EQ(attest("c", issue_statement("pp", 80)), Verdict{});
  SplitStatement split{"mill/c", {}};
  split.parts = {Mass::milligrams(50), Mass::milligrams(30)};
  ASSERT_EQ(attest("split", split), Verdict{});
  ASSERT_EQ(attest("t", TransferStatement{"mill/c#1", "maker"}), Verdict{});
  ClaimStatement use = lot_claim("parts", {"press", "part", "x"}, 100, 50);
  use.certificates = {"mill/c#1"};
  ASSERT_EQ(attest("use", use, "maker"), Verdict{});
  ASSERT_EQ(attest("retire", RetirementStatement{"mill/c#2", "own"}), Verdict{});
  ASSERT_EQ(attest("undo", WithdrawalStatement{"c", "counted twice"}), Verdict{});
  const CustodyLedger ledger = books_.play();
  EXPECT_TRUE(ledger.certificates().empty());
  const auto& verdicts = ledger.verdicts();
  const std::size_t last = verdicts.size() - 1;
  for (std::size_t back = 1; back <= 4; ++back)
    EXPECT_EQ(verdicts[last - back], refused(certificate_unknown)) << back;
  pellets(100);
  EXPECT_EQ(attest("again", of_pellets(100, 100)), Verdict{});  // the credits are free again
}

// A part is named after the whole; an issue of that name would have two meanings.
TEST_F(CustodyHistoryTest, NoIssueIsNamedAsAPart) {
  open(mill(CustodyModel::mass_balance_credit));
  flakes(100);
  EXPECT_EQ(attest("c#1", issue_statement("pp", 10)), refused(certificate_name_wrong));
  ASSERT_EQ(attest("c", issue_statement("pp", 80)), Verdict{});
  SplitStatement split{"mill/c", {}};
  split.parts = {Mass::milligrams(50), Mass::milligrams(30)};
  ASSERT_EQ(attest("split", split), Verdict{});
  SplitStatement again{"mill/c#1", {}};
  again.parts = {Mass::milligrams(49), Mass::milligrams(1)};
  ASSERT_EQ(attest("again", again), Verdict{});
  EXPECT_EQ(attest("t", TransferStatement{"mill/c#1#2", "maker"}), Verdict{});
  pellets(10);
  EXPECT_EQ(attest("d#1", of_pellets(10, 10)), Verdict{});  // a claim may be named so
}

TEST_F(CustodyHistoryTest, ACertificateIsNamedOnceInAClaim) {
  open(mill(CustodyModel::mass_balance_credit));
  open(account_statement("parts", CustodyModel::book_and_claim, "hall", {}, {"part"}));
  flakes(100);
  books_.receive("mill", "hall", "x", "part", 400, Origin::virgin);
  ASSERT_EQ(attest("c", issue_statement("pp", 40)), Verdict{});
  ClaimStatement use = lot_claim("parts", {"hall", "part", "x"}, 100, 80);
  use.certificates = {"mill/c", "mill/c"};
  EXPECT_EQ(attest("use", use), refused(certificate_retired));
}

// An audit holds on its days, and not once it was withdrawn, whoever relied on it.
TEST_F(CustodyHistoryTest, AuditsHoldOnTheirDays) {
  open(mill(CustodyModel::mass_balance_credit));
  flakes(100);
  pellets(500);
  EXPECT_EQ(attest("none", AuditStatement{"other", "s", "n", "c", books_.today, books_.today}),
            refused(account_unknown));
  ASSERT_EQ(attest("audit", AuditStatement{"pp", "s", "n", "c", books_.today, books_.today}),
            Verdict{});
  ASSERT_EQ(attest("a", of_pellets(10, 10)), Verdict{});
  books_.today = Day{books_.today.number + 1};
  ASSERT_EQ(attest("b", of_pellets(10, 10)), Verdict{});
  EXPECT_TRUE(books_.play().claims()[0].is_audited);
  EXPECT_FALSE(books_.play().claims()[1].is_audited);
  ASSERT_EQ(attest("undo", WithdrawalStatement{"audit", "revoked"}), Verdict{});
  EXPECT_FALSE(books_.play().claims()[0].is_audited);
  EXPECT_TRUE(books_.play().accounts()[0].audits.empty());
}

// Whatever is attested, in whatever order, is judged.
TEST_F(CustodyHistoryTest, EveryHistoryIsPlayedToItsEnd) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Random random(seed);
    books_ = TestBooks();
    const auto id = [&] { return "x" + std::to_string(random.below(30)); };
    const auto any = [&]() -> CustodyStatement {
      const std::string name = random.below(2) == 0 ? "pp" : "qq";
      const auto mg = static_cast<std::int64_t>(1 + random.below(60));
      switch (random.below(9)) {
        case 0: {
          AccountStatement account = mill(custody_models.at(random.below(6)));
          account.account = name;
          if (random.below(2) == 0) account.outputs = {"flake"};
          return account;
        }
        case 1:
          return PeriodStatement{name, day_of({2026, 6, 30})};
        case 2:
          return AuditStatement{name, "s", "n", "c", books_.today, books_.today};
        case 3:
          return shipment_claim(name, "mill/" + id(), mg, mg);
        case 4:
          return issue_statement(name, mg);
        case 5:
          return TransferStatement{"mill/" + id(), "maker"};
        case 6:
          return SplitStatement{"mill/" + id(), {Mass::milligrams(mg)}};
        case 7:
          return WithdrawalStatement{id(), "x"};
        default: {
          ClaimStatement claim = of_pellets(mg, mg, random.below(2) == 0 ? id() : "");
          claim.account = name;
          if (random.below(3) == 0) claim.certificates = {"mill/" + id()};
          return claim;
        }
      }
    };
    for (int step = 0; step < 30; ++step) {
      books_.today = Day{day_of({2026, 3, 25}).number + int(random.below(150))};
      const std::string name = "x" + std::to_string(step);
      switch (random.below(5)) {
        case 0:
          flakes(50);
          break;
        case 1:
          pellets(50, Origin::post_consumer);
          break;
        case 2:
          books_.ship("mill", "maker", name, "hall", "p", "pellet", 7);
          break;
        default:
          books_.attest(random.below(6) == 0 ? "maker" : "mill", name, any());
      }
    }
    const CustodyLedger ledger = books_.play();
    ASSERT_EQ(ledger.verdicts().size(), books_.facts().attested.size());
    for (GroundIndex index = 0; index < ledger.grounds().size(); ++index)
      ASSERT_LE(ledger.grounds()[index].drawn, ledger.grounds()[index].capacity) << seed;
  }
}

}  // namespace
}  // namespace meguri
