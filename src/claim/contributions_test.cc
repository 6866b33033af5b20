// SPDX-License-Identifier: Apache-2.0
// What a lot is made of, against a walk that follows every arc by itself, and where claims of
// suppliers take the place of what lies behind their shipments.
#include "claim/contributions.h"

#include <algorithm>
#include <optional>

#include <gtest/gtest.h>

#include "base/random.h"
#include "claim/internal/test_books.h"

namespace meguri {
namespace {

using Claims = std::map<AccountIndex, std::vector<StandingClaim>>;  // by shipment

// Follows each arc from the node, again and again.
class NaiveWalk {
 public:
  NaiveWalk(const LotGraph& graph, const Claims& claims) : graph_(graph), claims_(claims) {}

  void from(NodeIndex node, double mg, std::optional<AccountIndex> own) {
    const TraceNode& at = graph_.node(node);
    if (at.kind == TraceKind::unbooked) {
      unknown_mg += mg;
    } else if (at.kind == TraceKind::source) {
      const std::uint8_t lane = graph_.classes()[node];
      const Origin origin = graph_.boundary(at.subject).origin;
      if (lane == uptake_lane) {
        uptake_mg += mg;
      } else if (origin == Origin::unknown) {
        unknown_mg += mg;
      } else {
        grounds[{GroundName::Kind::source, node, origin}] += mg;
      }
    } else if (at.kind == TraceKind::transit && claims_.contains(at.subject) && own != at.subject) {
      claimed(claims_.at(at.subject), mg / graph_.flows().weight_into(node), mg);
    } else {
      const auto tails = graph_.flows().tails_into(node);
      for (std::size_t arc = 0; arc < tails.size(); ++arc) {
        const auto weight = static_cast<double>(graph_.flows().weights_into(node)[arc]);
        from(tails[arc], mg * weight / graph_.flows().weight_into(node), own);
      }
    }
  }

  std::map<GroundName, double> grounds;
  double unknown_mg = 0;
  double uptake_mg = 0;

 private:
  void claimed(const std::vector<StandingClaim>& claims, double part, double mg) {
    for (const StandingClaim& claim : claims) {
      for (const auto& [origin, mass] : claim.contents) {
        const double exact_mg = part * static_cast<double>(mass.count_mg());
        grounds[{GroundName::Kind::claim, claim.claim, origin}] += exact_mg;
        mg -= exact_mg;
      }
    }
    unknown_mg += mg;
  }

  const LotGraph& graph_;
  const Claims& claims_;
};

class ClaimsLookup {
 public:
  ClaimsLookup(const LotGraph& graph, const Claims& claims) : graph_(graph) {
    for (const auto& [shipment, standing] : claims)
      for (const StandingClaim& claim : standing)
        of_[shipment].push_back(&claim);
    for (const auto& [shipment, standing] : claims)
      of_.try_emplace(shipment);  // an account, but no claim
  }
  const std::vector<const StandingClaim*>* operator()(NodeIndex node) const {
    const auto found = of_.find(graph_.node(node).subject);
    return found == of_.end() ? nullptr : &found->second;
  }

 private:
  const LotGraph& graph_;
  std::map<AccountIndex, std::vector<const StandingClaim*>> of_;
};

Contributions walk(const LotGraph& graph,
                   const Claims& claims,
                   NodeIndex start,
                   double mg,
                   bool of_sender,
                   const MaterialKinds& kinds = {}) {
  return contributions_to(graph, start, mg, of_sender, kinds, ClaimsLookup(graph, claims));
}

StandingClaim standing(ClaimIndex index, Contents contents) {
  StandingClaim claim;
  claim.claim = index;
  claim.contents = std::move(contents);
  return claim;
}

// Two books that receive, mix, ship to each other and take in, with water and corrections, so that
// lots may give more than they hold.
class RandomBooks {
 public:
  explicit RandomBooks(std::uint64_t seed) : random_(seed) {
    for (int step = 0; step < 40; ++step)
      happen();
  }

  const TestBooks& books() const { return books_; }
  Random& numbers() { return random_; }

 private:
  struct Lot {
    std::string book;
    std::string name;
    friend auto operator<=>(const Lot&, const Lot&) = default;
  };
  Lot any_lot(const std::string& book) { return {book, "lot " + std::to_string(random_.below(3))}; }
  std::string any_book() { return random_.below(2) == 0 ? "mill" : "maker"; }
  std::int64_t part_of(std::int64_t held) {
    return 1 + static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(held)));
  }
  static BookedLine line(const Lot& lot, std::int64_t mg) {
    return TestBooks::line("hall", lot.name, "m", mg);
  }

  void receive() {
    const Lot lot = any_lot(any_book());
    const auto mg = static_cast<std::int64_t>(1 + random_.below(1'000));
    const auto origin = static_cast<Origin>(random_.below(8));
    receipts_.push_back(books_.receive(lot.book, "hall", lot.name, "m", mg, origin));
    held_[lot] += mg;
  }
  void mix() {
    const std::string book = any_book();
    const Lot one = any_lot(book);
    const Lot two = any_lot(book);
    if (one == two || held_[one] == 0 || held_[two] == 0) return;
    const std::int64_t a = part_of(held_[one]);
    const std::int64_t b = part_of(held_[two]);
    const std::int64_t water = random_.below(2) == 0 ? 7 : 0;
    std::vector<BookedLine> lines = {line(one, -a), line(two, -b)};
    if (water > 0) lines.push_back(TestBooks::line("water", "", "m", -water));
    held_[one] -= a;
    held_[two] -= b;
    const Lot into = any_lot(book);
    const std::int64_t lost = (a + b) / 3;
    if (lost > 0) lines.push_back(TestBooks::line("air", "", "m", lost));
    lines.push_back(line(into, a + b + water - lost));
    held_[into] += a + b + water - lost;
    books_.post(book, EntryKind::transform, std::move(lines));
  }
  void hand_over() {
    const Lot lot = any_lot(any_book());
    if (held_[lot] == 0) return;
    const std::int64_t mg = part_of(held_[lot]);
    const std::string to = lot.book == "mill" ? "maker" : "mill";
    const std::string id = "s" + std::to_string(++shipments_);
    books_.ship(lot.book, to, id, "hall", lot.name, "m", mg);
    const Lot into = any_lot(to);
    books_.take_in(to, lot.book + "/" + id, "hall", into.name, "m", mg);
    held_[lot] -= mg;
    held_[into] += mg;
  }
  void happen() {
    const std::uint64_t what = random_.below(10);
    if (what < 4) return receive();
    if (what < 7) return mix();
    if (what < 9) return hand_over();
    if (receipts_.empty()) return;
    books_.correct(receipts_.back());
    receipts_.pop_back();
  }

  Random random_;
  TestBooks books_;
  std::map<Lot, std::int64_t> held_;
  std::vector<std::int64_t> receipts_;
  int shipments_ = 0;
};

// Some of the shipments are of accounts, and some of what they ship is claimed.
Claims random_claims(const LotGraph& graph, Random& random) {
  Claims claims;
  ClaimIndex next = 0;
  for (AccountIndex account = 0; account < graph.account_count(); ++account) {
    if (!is_transit_site(graph.account(account).site) || random.below(3) == 0) continue;
    const double shipped = graph.flows().weight_into(graph.versions(account).back());
    std::int64_t left = static_cast<std::int64_t>(shipped);
    std::vector<StandingClaim>& standing_claims = claims[account];
    for (std::uint64_t count = random.below(3); count > 0 && left > 0; --count) {
      const auto mg = static_cast<std::int64_t>(1 + random.below(std::uint64_t(left)));
      left -= mg;
      const Origin origin = random.below(2) == 0 ? Origin::post_consumer : Origin::reused;
      standing_claims.push_back(standing(next++, {{origin, Mass::milligrams(mg)}}));
    }
  }
  return claims;
}

void expect_same(const Contributions& found, const NaiveWalk& naive, double amount_mg) {
  const double near = amount_mg * 1e-9;
  double sum = found.unknown_mg + found.uptake_mg;
  ASSERT_EQ(found.grounds.size(), naive.grounds.size());
  for (const Contribution& each : found.grounds) {
    ASSERT_TRUE(naive.grounds.contains(each.ground));
    EXPECT_NEAR(each.exact_mg, naive.grounds.at(each.ground), near);
    sum += each.exact_mg;
  }
  EXPECT_TRUE(std::ranges::is_sorted(found.grounds, {}, &Contribution::ground));
  EXPECT_NEAR(found.unknown_mg, naive.unknown_mg, near);
  EXPECT_NEAR(found.uptake_mg, naive.uptake_mg, near);
  EXPECT_NEAR(sum, amount_mg, near);  // nothing is lost, nothing is found twice
}

TEST(Contributions, AreThoseOfAWalkAlongEveryArc) {
  std::size_t claimed = 0;
  std::size_t behind = 0;
  for (std::uint64_t seed = 0; seed < 150; ++seed) {
    RandomBooks books(seed);
    const LotGraph graph = books.books().graph();
    const Claims claims = random_claims(graph, books.numbers());
    for (AccountIndex account = 0; account < graph.account_count(); ++account) {
      for (const NodeIndex node : graph.versions(account)) {
        for (const bool of_sender : {false, true}) {
          const bool is_shipment = graph.node(node).kind == TraceKind::transit;
          const double amount_mg = graph.flows().weight_into(node) / 2;
          const Contributions found = walk(graph, claims, node, amount_mg, of_sender);
          NaiveWalk naive(graph, claims);
          naive.from(
              node, amount_mg, of_sender && is_shipment ? std::optional(account) : std::nullopt);
          expect_same(found, naive, amount_mg);
          if (testing::Test::HasFailure()) FAIL() << "seed " << seed << " node " << node;
          for (const Contribution& each : found.grounds)
            ++(each.ground.kind == GroundName::Kind::claim ? claimed : behind);
        }
      }
    }
  }
  EXPECT_GT(claimed, 1'000U);
  EXPECT_GT(behind, 1'000U);
}

class ContributionsTest : public testing::Test {
 protected:
  void SetUp() override {
    books_.receive("mill", "hall", "a", "pellet", 60, Origin::post_consumer);
    books_.receive("mill", "hall", "a", "pellet", 40, Origin::virgin);
    books_.ship("mill", "maker", "s", "hall", "a", "pellet", 100);
    books_.take_in("maker", "mill/s", "press", "in", "pellet", 100);
  }
  // The shipment, or the lot that it was taken into.
  NodeIndex node(TraceKind kind, const LotGraph& graph) {
    for (AccountIndex account = 0; account < graph.account_count(); ++account)
      if (graph.node(graph.versions(account).back()).kind == kind) shipment_ = account;
    for (NodeIndex at = 0; at < graph.flows().node_count(); ++at) {
      const TraceNode& found = graph.node(at);
      const bool is_last = found.kind == kind && (kind == TraceKind::transit ||
                                                  graph.account(found.subject).book == "maker");
      if (is_last) return at;
    }
    return no_node;
  }

  TestBooks books_;
  AccountIndex shipment_ = 0;
};

// The sender knows what went in; the receiver only what the sender claims of it.
TEST_F(ContributionsTest, TheSenderSeesBehindTheOwnShipmentAndTheReceiverDoesNot) {
  const LotGraph graph = books_.graph();
  const NodeIndex shipped = node(TraceKind::transit, graph);
  const Claims claims{{shipment_, {standing(9, {{Origin::post_consumer, Mass::milligrams(30)}})}}};
  const Contributions sender = walk(graph, claims, shipped, 100, true);
  ASSERT_EQ(sender.grounds.size(), 2U);
  EXPECT_EQ(sender.grounds[0].ground.kind, GroundName::Kind::source);
  EXPECT_DOUBLE_EQ(sender.grounds[0].exact_mg, 60);
  EXPECT_FALSE(sender.meets_claims);
  const Contributions receiver = walk(graph, claims, shipped, 100, false);
  ASSERT_EQ(receiver.grounds.size(), 1U);
  EXPECT_EQ(receiver.grounds[0].ground,
            (GroundName{GroundName::Kind::claim, 9, Origin::post_consumer}));
  EXPECT_DOUBLE_EQ(receiver.grounds[0].exact_mg, 30);
  EXPECT_DOUBLE_EQ(receiver.unknown_mg, 70);
  EXPECT_TRUE(receiver.meets_claims);
  const NodeIndex lot = node(TraceKind::lot, graph);
  EXPECT_DOUBLE_EQ(walk(graph, claims, lot, 50, false).grounds.at(0).exact_mg, 15);
  EXPECT_DOUBLE_EQ(walk(graph, claims, lot, 50, true).grounds.at(0).exact_mg, 15);
}

TEST_F(ContributionsTest, OfAnAccountThatClaimsNothingAllIsUnknown) {
  const LotGraph graph = books_.graph();
  const NodeIndex shipped = node(TraceKind::transit, graph);
  const Contributions found = walk(graph, {{shipment_, {}}}, shipped, 100, false);
  EXPECT_TRUE(found.grounds.empty());
  EXPECT_DOUBLE_EQ(found.unknown_mg, 100);
  EXPECT_TRUE(found.meets_claims);
  // Without an account, the trail goes on.
  EXPECT_EQ(walk(graph, {}, shipped, 100, false).grounds.size(), 2U);
}

TEST_F(ContributionsTest, ClaimsBringTheirFillersAndBioBasedMatter) {
  const LotGraph graph = books_.graph();
  const NodeIndex shipped = node(TraceKind::transit, graph);
  StandingClaim claim = standing(1, {{Origin::reused, Mass::milligrams(50)}});
  claim.filler = Mass::milligrams(20);
  claim.bio_based = Mass::milligrams(10);
  const Contributions found = walk(graph, {{shipment_, {claim}}}, shipped, 10, false);
  EXPECT_DOUBLE_EQ(found.filler_mg, 2);
  EXPECT_DOUBLE_EQ(found.bio_based_mg, 1);
}

// One material on two lines of a shipment: the second stands on the first, and both are its own.
TEST(Contributions, AShipmentOfTwoLinesIsOneShipment) {
  TestBooks books;
  books.receive("mill", "hall", "a", "pellet", 60, Origin::post_consumer);
  books.receive("mill", "hall", "b", "pellet", 40, Origin::virgin);
  books.post("mill",
             EntryKind::ship,
             {TestBooks::line("hall", "a", "pellet", -60),
              TestBooks::line("hall", "b", "pellet", -40),
              TestBooks::line("transit/mill/maker", "", "pellet", 70),
              TestBooks::line("transit/mill/maker", "", "pellet", 30)},
             {},
             "s");
  const LotGraph graph = books.graph();
  const auto shipment = graph.find({"mill", "transit/mill/maker", "mill/s", "pellet"});
  ASSERT_TRUE(shipment);
  ASSERT_EQ(graph.versions(*shipment).size(), 2U);
  const NodeIndex shipped = graph.versions(*shipment).back();
  const Contributions found = walk(graph, {{*shipment, {}}}, shipped, 100, true);
  EXPECT_FALSE(found.meets_claims);
  ASSERT_EQ(found.grounds.size(), 2U);
  EXPECT_NEAR(found.grounds[0].exact_mg, 60, 1e-9);
  EXPECT_NEAR(found.unknown_mg, 0, 1e-9);
}

}  // namespace
}  // namespace meguri
