// SPDX-License-Identifier: Apache-2.0
// No claim exceeds what was received, whatever the order of receipts, claims, returns, corrections,
// withdrawals and period ends, in every model: every short history, and long drawn ones.
#include <array>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/random.h"
#include "claim/custody_ledger.h"
#include "claim/internal/test_books.h"

namespace meguri {
namespace {

constexpr std::array<std::int64_t, 3> masses_mg = {1, 2, INT64_C(4'000'000'000'000'000)};

// One mill that takes flakes, makes pellets, sells them to a maker with an account of its own, who
// sends some back.
class Universe {
 public:
  Universe(CustodyModel model, std::int64_t conversion_ppm, std::int64_t unit_mg)
      : unit_mg_(unit_mg) {
    books_.today = day_of({2026, 4, 1});
    AccountStatement mill = account_statement("pp", model, "hall", {"flake"}, {"pellet"});
    const bool is_balance =
        model == CustodyModel::mass_balance_credit || model == CustodyModel::mass_balance_rolling;
    if (is_balance) mill.conversion_ppm = conversion_ppm;
    books_.attest("mill", "open", mill);
    AccountStatement maker =
        account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"pellet"}, {"flake"});
    books_.attest("maker", "open", maker);
  }

  // What happens, by number; each is one of a dozen.
  static constexpr std::uint64_t kinds = 12;
  void happen(std::uint64_t what) {
    ++count_;
    const std::string id = std::to_string(count_);
    switch (what) {
      case 0:
        return receive(Origin::post_consumer);
      case 1:
        return receive(Origin::virgin);
      case 2:
        return receive(Origin::unknown);
      case 3:
        return make();
      case 4:
        return claim_lot(id, unit_mg_);
      case 5:
        return claim_lot(id, unit_mg_ / 3);
      case 6:
        return ship(id);
      case 7:
        return claim_shipment("mill", id);
      case 8:
        return send_back(id);
      case 9:
        if (!receipts_.empty()) books_.correct(receipts_.back());
        if (!receipts_.empty()) receipts_.pop_back();
        return;
      case 10:
        books_.attest("mill", id, WithdrawalStatement{"claim " + std::to_string(count_ - 1), "x"});
        return;
      default:
        return end_period(id);
    }
  }

  // In exact numbers: of every ground no more is drawn than it has, and every claim is drawn whole.
  void check() const {
    const CustodyLedger ledger = books_.play();
    std::map<GroundIndex, Int128> drawn;
    for (const ClaimRecord& claim : ledger.claims()) {
      if (claim.standing != ClaimStanding::stands) {
        EXPECT_TRUE(claim.draws.empty());
        continue;
      }
      Int128 sum = 0;
      Int128 contents = 0;
      Int128 assured = 0;
      for (const Draw& draw : claim.draws) {
        sum += draw.mass.count_mg();
        drawn[draw.ground] += draw.mass.count_mg();
        EXPECT_TRUE(claim.statement.contents.contains(ledger.grounds()[draw.ground].name.origin));
      }
      for (const auto& [origin, mass] : claim.statement.contents)
        contents += mass.count_mg();
      for (const auto& [assurance, mass] : claim.by_assurance)
        assured += mass.count_mg();
      EXPECT_TRUE(sum == contents && assured == contents);
    }
    Int128 received = 0;
    Int128 claimed = 0;
    for (GroundIndex index = 0; index < ledger.grounds().size(); ++index) {
      const Ground& ground = ledger.grounds()[index];
      EXPECT_TRUE(drawn[index] == ground.drawn.count_mg());
      EXPECT_LE(ground.drawn, ground.capacity);
      if (ground.name.kind != GroundName::Kind::source) continue;
      received += ground.capacity.count_mg();
      claimed += ground.drawn.count_mg();
    }
    EXPECT_TRUE(claimed <= received);
    check_against_receipts(claimed);
  }

 private:
  // What the mill received of post-consumer matter, counted from the entries alone.
  void check_against_receipts(Int128 claimed) const {
    const LotGraph graph = books_.graph();
    Int128 received = 0;
    for (NodeIndex node = 0; node < graph.flows().node_count(); ++node) {
      const auto tails = graph.flows().tails_into(node);
      for (std::size_t arc = 0; arc < tails.size(); ++arc) {
        const bool is_ground =
            graph.node(tails[arc]).kind == TraceKind::source &&
            graph.boundary(graph.node(tails[arc]).subject).origin == Origin::post_consumer;
        if (is_ground) received += graph.flows().weights_into(node)[arc];
      }
    }
    EXPECT_TRUE(claimed <= received);
  }

  void receive(Origin origin) {
    receipts_.push_back(books_.receive("mill", "hall", "f", "flake", unit_mg_, origin));
    flakes_ += unit_mg_;
  }
  void make() {
    if (flakes_ < unit_mg_) return;
    flakes_ -= unit_mg_;
    pellets_ += unit_mg_;
    books_.post("mill",
                EntryKind::transform,
                {TestBooks::line("hall", "f", "flake", -unit_mg_),
                 TestBooks::line("hall", "p", "pellet", unit_mg_)});
  }
  void claim_lot(const std::string& id, std::int64_t content_mg) {
    if (content_mg == 0) content_mg = 1;
    books_.attest(
        "mill", "claim " + id, lot_claim("pp", {"hall", "pellet", "p"}, unit_mg_, content_mg));
  }
  void ship(const std::string& id) {
    if (pellets_ < unit_mg_) return;
    pellets_ -= unit_mg_;
    books_.ship("mill", "maker", id, "hall", "p", "pellet", unit_mg_);
    shipments_.push_back("mill/" + id);
    books_.take_in("maker", shipments_.back(), "hall", "in", "pellet", unit_mg_);
    sold_ += unit_mg_;
  }
  void claim_shipment(const std::string& book, const std::string& id) {
    if (shipments_.empty()) return;
    books_.attest(book, "claim " + id, shipment_claim("pp", shipments_.back(), unit_mg_, unit_mg_));
  }
  // What the maker has left over becomes flakes again and goes back, with the maker's own claim.
  void send_back(const std::string& id) {
    if (sold_ < unit_mg_) return;
    sold_ -= unit_mg_;
    books_.post("maker",
                EntryKind::transform,
                {TestBooks::line("hall", "in", "pellet", -unit_mg_),
                 TestBooks::line("hall", "back", "flake", unit_mg_)});
    books_.ship("maker", "mill", id, "hall", "back", "flake", unit_mg_);
    const std::string shipment = "maker/" + id;
    books_.take_in("mill", shipment, "hall", "f", "flake", unit_mg_);
    flakes_ += unit_mg_;
    books_.attest("maker", "claim " + id, shipment_claim("pp", shipment, unit_mg_, unit_mg_));
  }
  void end_period(const std::string& id) {
    const Day last{months_after(day_of({2026, 4, 1}), 3 * ++periods_).number - 1};
    books_.today = Day{last.number + 1};
    books_.attest("mill", id, PeriodStatement{"pp", last});
  }

  TestBooks books_;
  std::int64_t unit_mg_;
  std::int64_t flakes_ = 0;
  std::int64_t pellets_ = 0;
  std::int64_t sold_ = 0;
  int count_ = 0;
  int periods_ = 0;
  std::vector<std::int64_t> receipts_;
  std::vector<std::string> shipments_;
};

TEST(ClaimUniverse, NoShortHistoryClaimsMoreThanWasReceived) {
  constexpr std::uint64_t histories = Universe::kinds * Universe::kinds * Universe::kinds;
  for (const CustodyModel model : custody_models) {
    if (model == CustodyModel::book_and_claim) continue;
    for (const std::int64_t unit_mg : masses_mg) {
      for (std::uint64_t history = 0; history < histories; ++history) {
        Universe universe(model, 920'000, unit_mg);
        universe.happen(0);  // without which nothing can be claimed
        universe.happen(3);
        for (std::uint64_t rest = history, step = 0; step < 3; ++step, rest /= Universe::kinds)
          universe.happen(rest % Universe::kinds);
        universe.check();
        if (testing::Test::HasFailure()) FAIL() << "history " << history;
      }
    }
  }
}

TEST(ClaimUniverse, NoLongHistoryClaimsMoreThanWasReceived) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Random random(seed);
    const CustodyModel model = custody_models.at(seed % 5);
    Universe universe(model, 333'333, masses_mg.at(seed % masses_mg.size()) + 6);
    for (int step = 0; step < 150; ++step)
      universe.happen(random.below(Universe::kinds));
    universe.check();
    if (testing::Test::HasFailure()) FAIL() << "seed " << seed;
  }
}

// Whatever was withdrawn or corrected: claims that do not stand by what is left have no draws, and
// playing twice gives the same.
TEST(ClaimUniverse, PlayingAgainGivesTheSame) {
  Random random(5);
  TestBooks books;
  books.attest(
      "mill",
      "open",
      account_statement("pp", CustodyModel::mass_balance_credit, "hall", {"flake"}, {"pellet"}));
  books.receive("mill", "hall", "p", "pellet", 10'000, Origin::virgin);
  for (int i = 0; i < 60; ++i) {
    books.receive("mill", "hall", "f", "flake", 1 + std::int64_t(random.below(50)), Origin::reused);
    books.attest(
        "mill",
        "c" + std::to_string(i),
        lot_claim(
            "pp", {"hall", "pellet", "p"}, 60, 1 + std::int64_t(random.below(60)), Origin::reused));
  }
  const CustodyLedger one = books.play();
  const CustodyLedger two = books.play();
  ASSERT_EQ(one.claims().size(), two.claims().size());
  std::size_t standing = 0;
  for (std::size_t at = 0; at < one.claims().size(); ++at) {
    EXPECT_EQ(one.claims()[at].verdict, two.claims()[at].verdict);
    if (one.claims()[at].standing == ClaimStanding::stands) ++standing;
  }
  EXPECT_GT(standing, 10U);
  EXPECT_LT(standing, 60U);
}

}  // namespace
}  // namespace meguri
