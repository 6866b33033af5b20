// SPDX-License-Identifier: Apache-2.0
#include "measure/target.h"

#include <string>

#include <gtest/gtest.h>

#include "measure/internal/test_world.h"

namespace meguri {
namespace {

using test::Asked;
using test::world_of;

constexpr std::string_view columns = R"toml(
  { name = "t2022", type = "number", quantity = "total", unit = "t", period = "FY2022" },
  { name = "t2023", type = "number", quantity = "total", unit = "t", period = "FY2023" },
  { name = "t2024", type = "number", quantity = "total", unit = "t" },
  { name = "gap", type = "number", quantity = "gap", unit = "t" },
)toml";

// 01100 falls by 10 t a year, 01202 rises, 01203 has one year only, 13100 none, 13201 is at zero.
constexpr std::string_view rows =
    "code,t2022,t2023,t2024,gap\n01100,120,110,100,5\n01202,80,90,100,5\n01203,,,100,5\n"
    "13100,,,,5\n13201,0,0,0,5\n";

std::string model(std::string_view better) {
  return R"toml(
[[quantity]]
id = "total"
name = { ja = "総量", en = "Total" }
unit = "t"
[[quantity]]
id = "gap"
name = { ja = "差", en = "Gap" }
unit = "t"
[[indicator]]
id = "amount.plain"
measure = "amount"
definition = "plain"
name = { ja = "量", en = "Amount" }
definition_name = { ja = "定義", en = "Plain" }
formula = "total"
unit = "t"
theme = "other"
better = ")toml" +
         std::string(better) + R"toml("
[[indicator]]
id = "amount.bounds"
measure = "amount"
definition = "bounds"
name = { ja = "量", en = "Amount" }
definition_name = { ja = "幅", en = "Bounds" }
formula = "bounds(total - gap, total + gap)"
unit = "t"
theme = "other"
better = "lower"
[[measure]]
id = "amount"
name = { ja = "量", en = "Amount" }
primary = "amount.plain"
)toml";
}

class Target : public ::testing::Test {
 protected:
  TargetStanding at(std::string_view place,
                    std::string_view value,
                    int year,
                    std::string_view indicator = "amount.plain") const {
    const TargetAim aim{*asked_.measurement.name(indicator), *parse_decimal(value), year};
    return target_standing(asked_.measurement,
                           aim,
                           *asked_.measurement.place(place),
                           *asked_.measurement.period("FY2024"));
  }
  static double tonnes(const Value& value) { return static_cast<double>(value.point) / 1e9; }

  Asked asked_ = Asked::of(world_of(columns, rows, model("lower")));
};

// 100 t now, falling by 10 t a year: 40 t in FY2030.
TEST_F(Target, DistanceChangePerYearAndTrendAreThoseByHand) {
  const TargetStanding found = at("01100", "70", 2030);
  EXPECT_EQ(found.current_year, 2024);
  EXPECT_DOUBLE_EQ(tonnes(found.distance), -30);
  EXPECT_DOUBLE_EQ(tonnes(found.per_year), -5);
  ASSERT_EQ(found.past.size(), 3U);
  EXPECT_EQ(asked_.measurement[found.past.front().period].id(), "FY2022");
  EXPECT_DOUBLE_EQ(tonnes(found.trend), -10);
  EXPECT_DOUBLE_EQ(tonnes(found.projected), 40);
  EXPECT_EQ(found.verdict, TargetVerdict::on_track);
  EXPECT_EQ(at("01100", "39", 2030).verdict, TargetVerdict::off_track);
  EXPECT_EQ(at("01100", "100", 2030).verdict, TargetVerdict::reached);
}

TEST_F(Target, ATrendThatLeadsAwayIsOffTrack) {
  const TargetStanding found = at("01202", "70", 2030);
  EXPECT_DOUBLE_EQ(tonnes(found.projected), 160);
  EXPECT_EQ(found.verdict, TargetVerdict::off_track);
}

TEST_F(Target, WhereHigherIsBetterTheDirectionTurns) {
  const Asked asked = Asked::of(world_of(columns, rows, model("higher")));
  const auto verdict = [&](std::string_view place, std::string_view value) {
    const TargetAim aim{*asked.measurement.name("amount.plain"), *parse_decimal(value), 2030};
    return target_standing(asked.measurement,
                           aim,
                           *asked.measurement.place(place),
                           *asked.measurement.period("FY2024"))
        .verdict;
  };
  EXPECT_EQ(verdict("01100", "70"), TargetVerdict::reached);
  EXPECT_EQ(verdict("01100", "120"), TargetVerdict::off_track);
  EXPECT_EQ(verdict("01202", "120"), TargetVerdict::on_track);
}

TEST_F(Target, FewYearsHaveADistanceButNoVerdict) {
  const TargetStanding found = at("01203", "70", 2030);
  EXPECT_DOUBLE_EQ(tonnes(found.distance), -30);
  EXPECT_EQ(found.past.size(), 1U);
  EXPECT_FALSE(found.trend.is_known());
  EXPECT_EQ(found.verdict, TargetVerdict::unknown);
  EXPECT_EQ(found.doubt, TargetDoubt::too_few_years);
}

TEST_F(Target, UnknownIsNotZeroAndZeroIsNotUnknown) {
  const TargetStanding unknown = at("13100", "70", 2030);
  EXPECT_FALSE(unknown.distance.has_number());
  EXPECT_EQ(unknown.verdict, TargetVerdict::unknown);
  EXPECT_EQ(unknown.doubt, TargetDoubt::no_value);
  const TargetStanding zero = at("13201", "0", 2030);
  EXPECT_EQ(zero.past.size(), 3U);
  EXPECT_EQ(zero.verdict, TargetVerdict::reached);
  EXPECT_EQ(tonnes(zero.projected), 0);
}

TEST_F(Target, AYearThatHasComeLeavesNothingPerYear) {
  const TargetStanding missed = at("01100", "70", 2024);
  EXPECT_FALSE(missed.per_year.is_known());
  EXPECT_EQ(missed.verdict, TargetVerdict::missed);
  EXPECT_EQ(at("01100", "100", 2020).verdict, TargetVerdict::reached);
}

TEST_F(Target, AnIntervalThatHoldsTheTargetIsNotJudged) {
  const TargetStanding found = at("01100", "98", 2030, "amount.bounds");
  EXPECT_DOUBLE_EQ(static_cast<double>(found.distance.low) / 1e9, -7);
  EXPECT_DOUBLE_EQ(static_cast<double>(found.distance.high) / 1e9, 3);
  EXPECT_EQ(found.verdict, TargetVerdict::unknown);
  EXPECT_EQ(found.doubt, TargetDoubt::within_bounds);
  EXPECT_EQ(at("01100", "105", 2030, "amount.bounds").verdict, TargetVerdict::reached);
}

}  // namespace
}  // namespace meguri
