// SPDX-License-Identifier: Apache-2.0
#include "measure/standing.h"

#include <algorithm>
#include <array>
#include <map>

#include <gtest/gtest.h>

#include "base/random.h"
#include "measure/internal/test_world.h"

namespace meguri {
namespace {

using test::Asked;
using test::world_of;

constexpr std::string_view columns = R"toml(
  { name = "people", type = "number", quantity = "people", unit = "person" },
  { name = "total", type = "number", quantity = "total", unit = "t" },
)toml";

std::string model(std::string_view better) {
  return R"toml(
[[quantity]]
id = "people"
name = { ja = "人口", en = "People" }
unit = "person"
[[quantity]]
id = "total"
name = { ja = "総量", en = "Total" }
unit = "t"
[[indicator]]
id = "rate.plain"
measure = "rate"
definition = "plain"
name = { ja = "率", en = "Rate" }
definition_name = { ja = "定義", en = "Plain" }
formula = "total / people"
unit = "kg/person"
theme = "other"
potential = { effect = "total", formula = "(target - value) * people" }
better = ")toml" +
         std::string(better) + R"toml("
[[measure]]
id = "rate"
name = { ja = "率", en = "Rate" }
primary = "rate.plain"
[[band]]
id = "small"
name = { ja = "小", en = "Small" }
quantity = "people"
below = 1000
[[band]]
id = "large"
name = { ja = "大", en = "Large" }
quantity = "people"
from = 1000
)toml";
}

// kg per person: 01100 → 100, 01202 → 200, 01203 → 200, 13100 → 400, 13201 unknown.
constexpr std::string_view rows =
    "code,people,total\n01100,100,10\n01202,100,20\n01203,2000,400\n13100,500,200\n13201,100,\n";

struct Case {
  Asked asked = Asked::of(world_of(columns, rows, model("lower")));
  NameIndex indicator = *asked.measurement.name("rate.plain");
  PeriodIndex period = *asked.measurement.period("FY2024");

  [[nodiscard]] std::optional<Standing> at(std::string_view place, PeerGroup group) const {
    return standing(asked.measurement, indicator, *asked.measurement.place(place), period, group);
  }
};

TEST(Standing, PeersAreOfTheSameLevelBandOrPrefecture) {
  const Case it;
  const auto codes = [&](std::string_view place, PeerGroup group) {
    std::vector<std::string> found;
    for (const PlaceIndex peer :
         peers(it.asked.measurement, *it.asked.measurement.place(place), it.period, group)) {
      found.push_back(it.asked.measurement[peer].code);
    }
    return found;
  };
  using Codes = std::vector<std::string>;
  EXPECT_EQ(codes("01100", PeerGroup::nation),
            (Codes{"01100", "01202", "01203", "13100", "13201"}));
  EXPECT_EQ(codes("01100", PeerGroup::prefecture), (Codes{"01100", "01202", "01203"}));
  EXPECT_EQ(codes("01100", PeerGroup::band), (Codes{"01100", "01202", "13100", "13201"}));
  EXPECT_EQ(codes("01", PeerGroup::nation), (Codes{"01", "13"}));
  EXPECT_EQ(codes("01", PeerGroup::prefecture), Codes{});
  EXPECT_EQ(codes("JP", PeerGroup::nation), Codes{});
  EXPECT_EQ(codes("13101", PeerGroup::nation), Codes{});  // a ward is no peer of towns
}

TEST(Standing, RanksWithTiesAndSharesThatDoWorse) {
  const Case it;
  const auto best = it.at("01100", PeerGroup::nation);
  ASSERT_TRUE(best);
  EXPECT_EQ(best->count, 4U);
  EXPECT_EQ(best->missing, 1U);
  EXPECT_EQ(best->rank, 1U);
  EXPECT_EQ(best->better_than, 1.0);
  EXPECT_EQ(best->median, 200);
  EXPECT_EQ(best->best_quarter, 175);  // type 7: 100 + 0.75 · 100
  const auto tied = it.at("01202", PeerGroup::nation);
  EXPECT_EQ(tied->rank, 2U);
  EXPECT_EQ(it.at("01203", PeerGroup::nation)->rank, 2U);
  EXPECT_NEAR(*tied->better_than, 1.0 / 3, 1e-12);  // one of the three others is worse
  EXPECT_EQ(it.at("13100", PeerGroup::nation)->rank, 4U);
  const auto unknown = it.at("13201", PeerGroup::nation);
  ASSERT_TRUE(unknown);
  EXPECT_FALSE(unknown->rank);
  EXPECT_FALSE(unknown->better_than);
}

TEST(Standing, BestQuarterIsTheUpperOneWhereHigherIsBetter) {
  const Asked asked = Asked::of(world_of(columns, rows, model("higher")));
  const auto found = standing(asked.measurement,
                              *asked.measurement.name("rate.plain"),
                              *asked.measurement.place("13100"),
                              *asked.measurement.period("FY2024"),
                              PeerGroup::nation);
  EXPECT_EQ(found->rank, 1U);
  EXPECT_EQ(found->best_quarter, 250);
}

TEST(Standing, PotentialIsTheFormulaAtTheTarget) {
  const Case it;
  const auto found = potentials(it.asked.measurement,
                                it.indicator,
                                *it.asked.measurement.place("13100"),
                                it.period,
                                PeerGroup::nation);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].target, PotentialTarget::median);
  EXPECT_FALSE(found[0].reached);
  EXPECT_EQ(found[0].effect_unit, "t");
  EXPECT_EQ(found[0].effect.point, -100e9L);  // (200 − 400) kg × 500 people = −100 t
  EXPECT_EQ(found[1].effect.point, -112.5e9L);
  EXPECT_EQ(found[0].inputs.size(), 1U);
  const auto reached = potentials(it.asked.measurement,
                                  it.indicator,
                                  *it.asked.measurement.place("01100"),
                                  it.period,
                                  PeerGroup::nation);
  EXPECT_TRUE(reached[0].reached);
  EXPECT_EQ(reached[0].effect, Value::exactly(0));
  EXPECT_TRUE(potentials(it.asked.measurement,
                         it.indicator,
                         *it.asked.measurement.place("13201"),
                         it.period,
                         PeerGroup::nation)
                  .empty());
}

TEST(Standing, BetterPlacesAreStrictlyBetterBestFirst) {
  const Case it;
  const auto found = better_places(it.asked.measurement,
                                   it.indicator,
                                   *it.asked.measurement.place("13100"),
                                   it.period,
                                   PeerGroup::nation,
                                   2);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->total, 3U);
  ASSERT_EQ(found->places.size(), 2U);
  EXPECT_EQ(it.asked.measurement[found->places[0].place].code, "01100");
  EXPECT_EQ(it.asked.measurement[found->places[1].place].code, "01202");
  EXPECT_EQ(better_places(it.asked.measurement,
                          it.indicator,
                          *it.asked.measurement.place("01203"),
                          it.period,
                          PeerGroup::nation)
                ->total,
            1U);  // its equal is not better
  EXPECT_FALSE(better_places(it.asked.measurement,
                             it.indicator,
                             *it.asked.measurement.place("13201"),
                             it.period,
                             PeerGroup::nation));
}

TEST(Standing, RanksAsCountingSays) {
  Random random(99);
  constexpr std::array<std::string_view, 5> towns = {"01100", "01202", "01203", "13100", "13201"};
  for (int round = 0; round < 20; ++round) {
    std::string csv = "code,people,total\n";
    std::map<std::string, std::uint64_t> totals;
    for (const std::string_view town : towns) {
      totals[std::string(town)] = random.below(4) + 1;
      csv += std::string(town) + ",1," + std::to_string(totals[std::string(town)]) + "\n";
    }
    const Asked asked = Asked::of(world_of(columns, csv, model("lower")));
    for (const auto& [town, total] : totals) {
      const auto found = standing(asked.measurement,
                                  *asked.measurement.name("rate.plain"),
                                  *asked.measurement.place(town),
                                  *asked.measurement.period("FY2024"),
                                  PeerGroup::nation);
      std::size_t smaller = 0;
      std::size_t larger = 0;
      for (const auto& [other, other_total] : totals) {
        smaller += other_total < total ? 1 : 0;
        larger += other_total > total ? 1 : 0;
      }
      ASSERT_EQ(found->rank, smaller + 1);
      ASSERT_NEAR(*found->better_than, static_cast<double>(larger) / 4, 1e-12);
    }
  }
}

}  // namespace
}  // namespace meguri
