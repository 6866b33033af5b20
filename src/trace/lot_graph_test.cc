// SPDX-License-Identifier: Apache-2.0
// The lot graph against a naive tracer that carries, for every lot, how much of each class is in
// it.
#include "trace/lot_graph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "base/decimal.h"
#include "base/random.h"
#include "trace/lot_trace.h"

namespace meguri {
namespace {

constexpr std::int64_t most_mg = 9'000'000'000'000'000'000;

BookedLine line(std::string site, std::string lot, std::int64_t mass_mg) {
  return {std::move(site), std::move(lot), "pet", Mass::milligrams(mass_mg), Origin::unknown, ""};
}
BookedLine line(std::string site, std::string lot, std::int64_t mass_mg, Origin origin) {
  BookedLine made = line(std::move(site), std::move(lot), mass_mg);
  made.origin = origin;
  return made;
}
BookedEntry entry(EntryKind kind, std::vector<BookedLine> lines) {
  static std::int64_t position = 0;
  ++position;
  return {position, "mill", std::to_string(position), kind, "", std::move(lines)};
}
BookedEntry receive(const std::string& lot, std::int64_t mass_mg, Origin origin) {
  return entry(EntryKind::receive,
               {line("market", "", -mass_mg), line("hall", lot, mass_mg, origin)});
}
Account lot_account(const std::string& lot) { return {"mill", "hall", lot, "pet"}; }

// The lot's masses by origin, as the fast tracer has them.
OriginMasses origins_of(const LotGraph& graph, const Account& account) {
  std::vector<Shares> shares;
  extend_shares(graph.flows(), graph.classes(), shares);
  const AccountIndex index = graph.find(account).value();
  return origin_masses(graph.held(index), shares[graph.current(index).value()]);
}

std::int64_t mg_of(const OriginMasses& masses, Origin origin) {
  return masses.of.at(static_cast<std::size_t>(origin)).count_mg();
}

TEST(LotGraph, WhatComesTogetherMixes) {
  LotGraph graph;
  graph.add(receive("a", 100, Origin::post_consumer));
  graph.add(receive("a", 300, Origin::virgin));
  graph.add(entry(EntryKind::transform,
                  {line("hall", "a", -200),
                   line("hall", "b", 120),
                   line("air", "", 20),
                   line("loss", "", 60)}));
  const OriginMasses rest = origins_of(graph, lot_account("a"));
  EXPECT_EQ(mg_of(rest, Origin::post_consumer), 50);
  EXPECT_EQ(mg_of(rest, Origin::virgin), 150);
  const OriginMasses made = origins_of(graph, lot_account("b"));
  EXPECT_EQ(mg_of(made, Origin::post_consumer), 30);
  EXPECT_EQ(mg_of(made, Origin::virgin), 90);
  EXPECT_TRUE(graph.findings().empty());
}

TEST(LotGraph, OnlyATransformMixesMaterials) {
  const auto of_glass = [](BookedLine each) {
    each.material = "glass";
    return each;
  };
  LotGraph graph;
  graph.add(entry(EntryKind::receive,
                  {line("market", "", -7),
                   of_glass(line("market", "", -3)),
                   line("hall", "p", 7, Origin::reused),
                   of_glass(line("hall", "g", 3, Origin::virgin))}));
  EXPECT_EQ(mg_of(origins_of(graph, lot_account("p")), Origin::reused), 7);
  EXPECT_EQ(mg_of(origins_of(graph, {"mill", "hall", "g", "glass"}), Origin::virgin), 3);
  graph.add(entry(EntryKind::transform,
                  {line("hall", "p", -7), of_glass(line("hall", "g", -3)), line("hall", "m", 10)}));
  const OriginMasses mixed = origins_of(graph, lot_account("m"));
  EXPECT_EQ(mg_of(mixed, Origin::reused), 7);
  EXPECT_EQ(mg_of(mixed, Origin::virgin), 3);
}

TEST(LotGraph, ALotKeepsTheOriginItCameWithBesideOthersOfItsEntry) {
  LotGraph graph;
  graph.add(entry(EntryKind::receive,
                  {line("market", "", -9),
                   line("hall", "a", 4, Origin::virgin),
                   line("hall", "b", 5, Origin::post_consumer)}));
  EXPECT_EQ(mg_of(origins_of(graph, lot_account("a")), Origin::virgin), 4);
  EXPECT_EQ(mg_of(origins_of(graph, lot_account("b")), Origin::post_consumer), 5);
}

TEST(LotGraph, WhatIsDugIsVirginAndAirAndWaterHaveNoOrigin) {
  LotGraph graph;
  graph.add(entry(EntryKind::receive, {line("nature", "", -8), line("hall", "ore", 8)}));
  graph.add(entry(EntryKind::transform,
                  {line("hall", "ore", -6), line("water", "", -2), line("hall", "wet", 8)}));
  const OriginMasses wet = origins_of(graph, lot_account("wet"));
  EXPECT_EQ(mg_of(wet, Origin::virgin), 6);
  EXPECT_EQ(wet.uptake.count_mg(), 2);
  EXPECT_EQ(mg_of(wet, Origin::unknown), 0);
}

// Fourteen of water wash ten of bales: thirteen run off, and a half of the moisture of the bales
// with them; the flakes are of bales alone.
TEST(LotGraph, WaterThatPassesThroughMixesWithNothing) {
  const auto of = [](std::string material, BookedLine each) {
    each.material = std::move(material);
    return each;
  };
  LotGraph graph({"water", "waste_water"});
  graph.add(receive("bales", 100, Origin::post_consumer));
  graph.add(entry(EntryKind::transform,
                  {line("hall", "bales", -100),
                   of("water", line("nature", "", -140)),
                   line("hall", "flakes", 80),
                   of("waste_water", line("water", "", 150)),
                   of("vapour", line("air", "", 10))}));
  const OriginMasses flakes = origins_of(graph, lot_account("flakes"));
  EXPECT_EQ(mg_of(flakes, Origin::post_consumer), 80);
  EXPECT_EQ(flakes.uptake, Mass{});
  // What is taken up and not given off again is part of what is made.
  graph.add(receive("powder", 60, Origin::virgin));
  graph.add(entry(EntryKind::transform,
                  {line("hall", "powder", -60),
                   of("water", line("nature", "", -50)),
                   line("hall", "paste", 90),
                   of("waste_water", line("water", "", 20))}));
  const OriginMasses paste = origins_of(graph, lot_account("paste"));
  EXPECT_EQ(mg_of(paste, Origin::virgin), 60);
  EXPECT_EQ(paste.uptake.count_mg(), 30);
}

TEST(LotGraph, EveryLineOfAnEntryMayBeAsLargeAsAnyMass) {
  LotGraph graph;
  graph.add(receive("a", 1, Origin::virgin));
  graph.add(entry(EntryKind::transform,
                  {line("hall", "a", -1),
                   line("air", "", -most_mg),
                   line("air", "", -most_mg),
                   line("hall", "b", 1),
                   line("air", "", most_mg),
                   line("water", "", most_mg)}));
  EXPECT_EQ(mg_of(origins_of(graph, lot_account("b")), Origin::virgin), 1);
  graph.add(entry(EntryKind::transform,
                  {line("water", "", -most_mg),
                   line("water", "", -most_mg),
                   line("hall", "c", most_mg),
                   line("hall", "d", most_mg)}));
  EXPECT_EQ(origins_of(graph, lot_account("c")).uptake.count_mg(), most_mg);
}

TEST(LotGraph, WhatATransformSaysOfItsProductIsNoOrigin) {
  LotGraph graph;
  graph.add(receive("a", 10, Origin::virgin));
  graph.add(entry(EntryKind::transform,
                  {line("hall", "a", -10), line("hall", "b", 10, Origin::post_consumer)}));
  EXPECT_EQ(mg_of(origins_of(graph, lot_account("b")), Origin::virgin), 10);
}

TEST(LotGraph, AShipmentCarriesItsOriginsToTheOtherBook) {
  LotGraph graph;
  graph.add(receive("a", 10, Origin::post_consumer));
  BookedEntry shipped =
      entry(EntryKind::ship, {line("hall", "a", -8), line("transit/mill/yard", "", 8)});
  BookedEntry received =
      entry(EntryKind::receive,
            {line("transit/mill/yard", "", -8), line("gate", "in", 9), line("difference", "", -1)});
  received.book = "yard";
  received.shipment = "mill/" + shipped.client_id;
  graph.add(shipped);
  graph.add(received);
  const OriginMasses there = origins_of(graph, {"yard", "gate", "in", "pet"});
  EXPECT_EQ(mg_of(there, Origin::post_consumer), 8);
  EXPECT_EQ(mg_of(there, Origin::unknown), 1);  // what the scales found more of
  const auto transit =
      graph.find({"mill", "transit/mill/yard", "mill/" + shipped.client_id, "pet"});
  ASSERT_TRUE(transit);
  EXPECT_EQ(graph.held(*transit), Mass{});
}

TEST(LotGraph, WhatALotGaveBeforeItCameIsUnknownAndSettledLater) {
  LotGraph graph;
  graph.add(receive("a", 5, Origin::virgin));
  graph.add(entry(EntryKind::move, {line("hall", "a", -8), line("hall", "b", 8)}));
  ASSERT_EQ(graph.findings().size(), 1U);
  EXPECT_EQ(graph.findings()[0].mass.count_mg(), 3);
  EXPECT_EQ(mg_of(origins_of(graph, lot_account("b")), Origin::unknown), 3);
  graph.add(receive("a", 2, Origin::reused));
  EXPECT_EQ(graph.held(*graph.find(lot_account("a"))), Mass{});
  graph.add(receive("a", 4, Origin::reused));
  EXPECT_EQ(graph.held(*graph.find(lot_account("a"))), Mass::milligrams(3));
  EXPECT_EQ(mg_of(origins_of(graph, lot_account("a")), Origin::reused), 3);
}

// ---- Naively ----

using Vector = std::array<long double, origin_count>;

class NaiveTracer {
 public:
  // False if a lot would fall below zero or hold more than any mass: the journal refuses that.
  bool add(const BookedEntry& each) {
    std::map<std::string, std::int64_t> after = masses_;
    for (const BookedLine& line : each.lines) {
      if (line.lot.empty()) continue;
      if (__builtin_add_overflow(after[line.lot], line.mass.count_mg(), &after[line.lot]))
        return false;
      if (after[line.lot] < 0) return false;
    }
    Vector inflow{};
    long double into = 0;
    for (const BookedLine& line : each.lines) {
      if (line.mass > Mass{}) continue;
      const auto mass = -static_cast<long double>(line.mass.count_mg());
      into += mass;
      if (line.lot.empty()) {
        inflow.at(static_cast<std::size_t>(line.origin)) += mass;
        continue;
      }
      const long double part = mass / static_cast<long double>(masses_[line.lot]);
      Vector& held = held_[line.lot];
      for (std::size_t k = 0; k < origin_count; ++k) {
        inflow.at(k) += held.at(k) * part;
        held.at(k) -= held.at(k) * part;
      }
    }
    for (const BookedLine& line : each.lines) {
      if (line.mass < Mass{} || line.lot.empty()) continue;
      const long double part = static_cast<long double>(line.mass.count_mg()) / into;
      for (std::size_t k = 0; k < origin_count; ++k)
        held_[line.lot].at(k) += inflow.at(k) * part;
    }
    masses_ = after;
    return true;
  }
  [[nodiscard]] const std::map<std::string, std::int64_t>& masses() const { return masses_; }
  [[nodiscard]] const Vector& held(const std::string& lot) const { return held_.at(lot); }

 private:
  std::map<std::string, std::int64_t> masses_;
  std::map<std::string, Vector> held_;
};

void expect_same(const NaiveTracer& naive, const LotGraph& graph) {
  std::vector<Shares> shares;
  extend_shares(graph.flows(), graph.classes(), shares);
  EXPECT_TRUE(graph.findings().empty());
  for (const auto& [lot, mass] : naive.masses()) {
    const AccountIndex account = graph.find(lot_account(lot)).value();
    ASSERT_EQ(graph.held(account).count_mg(), mass);
    if (mass == 0) continue;
    const Shares& found = shares[graph.current(account).value()];
    std::int64_t sum = 0;
    for (const Mass part : origin_masses(Mass::milligrams(mass), found).of)
      sum += part.count_mg();
    EXPECT_EQ(sum, mass);
    for (std::size_t k = 1; k < origin_count; ++k) {
      EXPECT_NEAR(found.lanes.at(k - 1),
                  static_cast<double>(naive.held(lot).at(k) / static_cast<long double>(mass)),
                  1e-12);
    }
  }
}

// Everything that three entries can do with three lots and masses of 1, 2 and the most there is.
std::vector<BookedEntry> small_entries() {
  std::vector<BookedEntry> entries;
  const std::vector<std::string> lots = {"a", "b", "c"};
  for (const std::int64_t mass : {std::int64_t{1}, std::int64_t{2}, most_mg}) {
    for (const std::string& from : lots) {
      for (const Origin origin : {Origin::virgin, Origin::post_consumer, Origin::unknown}) {
        entries.push_back(
            entry(EntryKind::receive,
                  {line("market", "", -mass, origin), line("hall", from, mass, origin)}));
      }
      for (const std::string& to : lots) {
        if (from == to) continue;
        entries.push_back(
            entry(EntryKind::move, {line("hall", from, -mass), line("hall", to, mass)}));
        if (mass < 2 || mass == most_mg) continue;
        entries.push_back(
            entry(EntryKind::transform,
                  {line("hall", from, -mass), line("hall", to, 1), line("loss", "", mass - 1)}));
        entries.push_back(
            entry(EntryKind::transform,
                  {line("hall", from, -1), line("hall", to, -1), line("hall", "c", 2)}));
      }
    }
  }
  return entries;
}

TEST(LotGraph, EveryHistoryOfThreeEntriesIsTracedAsTheNaiveTracerDoes) {
  const std::vector<BookedEntry> entries = small_entries();
  std::size_t histories = 0;
  for (const BookedEntry& first : entries) {
    NaiveTracer after_first;
    if (!after_first.add(first)) continue;
    for (const BookedEntry& second : entries) {
      NaiveTracer after_second = after_first;
      if (!after_second.add(second)) continue;
      for (const BookedEntry& third : entries) {
        NaiveTracer naive = after_second;
        if (!naive.add(third)) continue;
        LotGraph graph;
        for (const BookedEntry* each : {&first, &second, &third})
          graph.add(*each);
        expect_same(naive, graph);
        ++histories;
      }
    }
  }
  EXPECT_GT(histories, 20'000U);
}

TEST(LotGraph, LongHistoriesAreTracedAsTheNaiveTracerDoes) {
  constexpr std::array origins = {
      Origin::unknown, Origin::virgin, Origin::pre_consumer, Origin::reused};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Random random(seed);
    const auto any_lot = [&] { return "lot " + std::to_string(random.below(20)); };
    NaiveTracer naive;
    LotGraph graph;
    for (int i = 0; i < 1'500; ++i) {
      const auto mass = static_cast<std::int64_t>(3 + random.below(1'000));
      const Origin origin = origins.at(random.below(origins.size()));
      BookedEntry each =
          entry(EntryKind::receive,
                {line("market", "", -mass, origin), line("hall", any_lot(), mass, origin)});
      const std::uint64_t what = random.below(3);
      const std::string from = any_lot();
      const std::string other = any_lot();
      const std::string to = any_lot();
      if (what == 1 && from != other && from != to && other != to) {
        each = entry(EntryKind::transform,
                     {line("hall", from, -mass),
                      line("hall", other, -mass / 3),
                      line("hall", to, mass / 2),
                      line("air", "", mass + mass / 3 - mass / 2)});
      } else if (what == 2 && from != to) {
        each = entry(EntryKind::move, {line("hall", from, -mass), line("hall", to, mass)});
      }
      if (naive.add(each)) graph.add(each);
    }
    expect_same(naive, graph);
  }
}

TEST(OriginMasses, AddUpToTheMassWhateverTheShares) {
  Random random(5);
  for (int i = 0; i < 2'000; ++i) {
    Shares shares;
    double left = 1;
    for (double& lane : shares.lanes) {
      lane = random.below(3) == 0 ? 0 : left * random.unit();
      left -= lane;
    }
    const std::int64_t mass = i % 3 == 0 ? most_mg - static_cast<std::int64_t>(random.below(9))
                                         : static_cast<std::int64_t>(random.below(1'000));
    const OriginMasses masses = origin_masses(Mass::milligrams(mass), shares);
    Int128 sum = masses.uptake.count_mg();
    for (const Mass part : masses.of) {
      EXPECT_GE(part, Mass{});
      sum += part.count_mg();
    }
    EXPECT_TRUE(sum == mass);
  }
}

}  // namespace
}  // namespace meguri
