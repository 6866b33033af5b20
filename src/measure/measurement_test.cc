// SPDX-License-Identifier: Apache-2.0
#include "measure/measurement.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "base/random.h"
#include "measure/internal/test_world.h"
#include "measure/reason.h"

namespace meguri {
namespace {

using test::Asked;
using test::World;
using test::world_of;

constexpr std::string_view columns = R"toml(
  { name = "people", type = "number", quantity = "people", unit = "person" },
  { name = "total", type = "number", quantity = "total", unit = "t", zero_may_be_blank = true },
  { name = "treated", type = "number", quantity = "treated", unit = "kg" },
)toml";

constexpr std::string_view model = R"toml(
key_figures = ["people", "total"]
[[quantity]]
id = "people"
name = { ja = "人口", en = "People" }
unit = "person"
[[quantity]]
id = "total"
name = { ja = "総量", en = "Total" }
unit = "t"
[[quantity]]
id = "treated"
name = { ja = "処理量", en = "Treated" }
unit = "t"
[[quantity]]
id = "landfill_volume"
name = { ja = "残余容量", en = "Landfill volume" }
unit = "m3"
available = false
why = { ja = "公表されていない。", en = "Nobody publishes it." }
[[derived]]
id = "gap"
name = { ja = "差", en = "Gap" }
unit = "t"
formula = "treated - total"
[[derived]]
id = "share"
name = { ja = "割合", en = "Share" }
unit = "%"
sum = false
formula = "percent(treated / total)"
[[derived]]
id = "split"
name = { ja = "内訳", en = "Split" }
unit = "t"
formula = "bounds(0[t], total)"
[[site]]
id = "homes"
name = { ja = "家庭", en = "Homes" }
kind = "sector"
[[site]]
id = "plant"
name = { ja = "施設", en = "Plant" }
kind = "process"
[[site]]
id = "error"
name = { ja = "不突合", en = "Discrepancy" }
kind = "discrepancy"
[[flow]]
id = "collected"
from = "homes"
to = "plant"
material = "waste"
mass = "total"
name = { ja = "収集", en = "Collected" }
[[flow]]
id = "paper_collected"
from = "homes"
to = "plant"
material = "paper"
mass = "split"
part_of = "collected"
name = { ja = "うち紙", en = "of which paper" }
[[flow]]
id = "gap_flow"
from = "error"
to = "plant"
material = "waste"
mass = "gap"
name = { ja = "計画誤差", en = "Gap" }
[[term]]
id = "into_plant"
name = { ja = "施設へ", en = "Into the plant" }
to = ["plant"]
[[term]]
id = "out_of_plant"
name = { ja = "施設から", en = "Out of the plant" }
from = ["plant"]
[[term]]
id = "net"
name = { ja = "差引", en = "Net" }
flow = ["collected", "gap_flow"]
[[term]]
id = "paper"
name = { ja = "紙", en = "Paper" }
flow = ["paper_collected"]
[[indicator]]
id = "per_person.plain"
measure = "per_person"
definition = "plain"
name = { ja = "1人1日当たり", en = "Per person and day" }
definition_name = { ja = "定義", en = "Plain" }
formula = "total / people / days"
unit = "g/(person*day)"
decimals = 1
better = "lower"
theme = "generation"
potential = { effect = "total", formula = "(target - value) * people * days" }
[[indicator]]
id = "per_person.volume"
measure = "per_person"
definition = "volume"
name = { ja = "容量当たり", en = "Per volume" }
definition_name = { ja = "容量", en = "Volume" }
formula = "total / landfill_volume"
unit = "t/m3"
better = "none"
theme = "other"
[[indicator]]
id = "per_person.prefecture"
measure = "per_person"
definition = "prefecture"
name = { ja = "県の値", en = "Prefecture's" }
definition_name = { ja = "県", en = "Prefecture" }
formula = "total / people"
unit = "kg/person"
better = "none"
theme = "other"
levels = ["prefecture"]
[[measure]]
id = "per_person"
name = { ja = "1人当たり", en = "Per person" }
primary = "per_person.plain"
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
[[flag]]
id = "tiny"
name = { ja = "ごく小さい", en = "Tiny" }
when = "people < 100[person]"
text = { ja = "小さいので注意。", en = "Tiny: take care." }
excludes_rank = true
)toml";

World complete() {
  return world_of(columns,
                  "code,people,total,treated\n"
                  "01100,2000,700,710000\n"
                  "01202,500,200.5,190500\n"
                  "01203,50,30,30000\n"
                  "13100,9000,4000,4000000\n"
                  "13201,800,0,0\n",
                  model);
}

TEST(Measurement, ReadsCellsInBaseUnits) {
  const Asked asked = Asked::of(complete());
  EXPECT_EQ(asked.value("total", "01202"), Value::exactly(200.5e9L));
  EXPECT_EQ(asked.value("treated", "01100"), Value::exactly(710e9L));
  EXPECT_EQ(asked.value("people", "01100"), Value::exactly(2000));
}

TEST(Measurement, AddsWhatIsReportedBelow) {
  const Asked asked = Asked::of(complete());
  EXPECT_EQ(asked.tonnes("total", "01"), 930.5);
  EXPECT_EQ(asked.tonnes("total", "13"), 4000);
  EXPECT_EQ(asked.tonnes("total", "JP"), 4930.5);
  EXPECT_EQ(asked.tonnes("gap", "01"), 0);  // 10 − 10 + 0: a net sum
  EXPECT_EQ(asked.value("people", "JP"), Value::exactly(12350));
}

TEST(Measurement, NeverAddsRates) {
  const Asked asked = Asked::of(complete());
  EXPECT_TRUE(asked.value("share", "01100").is_known());
  EXPECT_EQ(asked.value("share", "01").knowledge, Knowledge::absent);
}

TEST(Measurement, WardsAreCountedOnceAndHaveNothingOfTheirOwn) {
  const Asked asked = Asked::of(complete());
  EXPECT_EQ(asked.value("total", "13101").knowledge, Knowledge::absent);
  const World wards = world_of(columns,
                               "code,people,total,treated\n"
                               "01100,1,1,1\n01202,1,1,1\n01203,1,1,1\n13201,1,1,1\n"
                               "13101,10,5,5000\n13102,20,6,6000\n",
                               model);
  const Asked summed = Asked::of(wards);
  EXPECT_EQ(summed.tonnes("total", "13100"), 11);
  EXPECT_EQ(summed.tonnes("total", "13"), 12);
  // Indicators divide sums; they are never a mean of the parts.
  EXPECT_NEAR(
      static_cast<double>(summed.value("per_person.plain", "13100").point), 11e9 / 30 / 365, 1e-6);
}

TEST(Measurement, UnknownPartsMakeSumsUnknownAndSayHowMany) {
  const Asked asked = Asked::of(world_of(columns,
                                         "code,people,total,treated\n"
                                         "01100,2000,700,710000\n"
                                         "01202,500,…,190500\n"  // the cell says unknown
                                         "13100,9000,4000,4000000\n"
                                         "13201,800,10,10000\n",  // 01203 is lacking altogether
                                         model));
  EXPECT_EQ(asked.value("total", "01202").knowledge, Knowledge::unknown);
  EXPECT_EQ(asked.value("total", "01203").knowledge, Knowledge::absent);
  EXPECT_EQ(asked.value("total", "01").knowledge, Knowledge::unknown);
  EXPECT_EQ(asked.value("total", "JP").knowledge, Knowledge::unknown);
  EXPECT_EQ(asked.tonnes("total", "13"), 4010);
  const Explanation sum = asked.measurement.explain(asked.ref("total", "JP"));
  EXPECT_EQ(sum.how, Explanation::How::sum);
  EXPECT_EQ(sum.coverage.known, 3U);
  EXPECT_EQ(sum.coverage.parts, 5U);
  EXPECT_EQ(sum.coverage.known_sum, 4710e9L);
  EXPECT_FALSE(asked.value("per_person.plain", "01").is_known());
  EXPECT_EQ(reasons(asked.measurement, asked.ref("total", "01202"), Language::en).at(0),
            "Total is not given in the published table (no number stands in the cell).");
  EXPECT_EQ(why(asked.measurement, asked.ref("per_person.plain", "JP"), Language::ja),
            "総量は5団体のうち3団体分しか分からないため、合計できません。"
            "人口は5団体のうち4団体分しか分からないため、合計できません。");
}

TEST(Measurement, BoundsAreAddedAsBounds) {
  const Asked asked = Asked::of(complete());
  EXPECT_EQ(asked.value("split", "01100"), Value::bounds(0, 700e9L));
  EXPECT_EQ(asked.value("split", "01"), Value::bounds(0, 930.5e9L));
  EXPECT_EQ(asked.value("paper", "JP"), Value::bounds(0, 4930.5e9L));
}

TEST(Measurement, NegativeFlowsTurnAround) {
  const Asked asked = Asked::of(complete());
  const auto flow = [&](std::string_view place, bool turned) -> std::optional<MeasuredFlow> {
    const auto ref = asked.ref("gap", place);
    for (const MeasuredFlow& found : asked.measurement.flows(ref.place, ref.period)) {
      if (found.model->id == "gap_flow" && found.turned == turned) return found;
    }
    return std::nullopt;
  };
  ASSERT_TRUE(flow("01202", true));
  EXPECT_EQ(flow("01202", true)->from, "plant");
  EXPECT_EQ(flow("01202", true)->to, "error");
  EXPECT_EQ(flow("01202", true)->mass, Value::exactly(10e9L));
  EXPECT_FALSE(flow("01202", false));
  EXPECT_FALSE(flow("01100", true));
  // A prefecture shows both directions in full instead of letting them cancel.
  EXPECT_EQ(flow("01", false)->mass, Value::exactly(10e9L));
  EXPECT_EQ(flow("01", false)->parts, 2U);  // one of them is exactly zero
  EXPECT_EQ(flow("01", true)->mass, Value::exactly(10e9L));
}

TEST(Measurement, TermsFilterFlowsByDirection) {
  const Asked asked = Asked::of(complete());
  EXPECT_EQ(asked.tonnes("into_plant", "01100"), 710);    // 700 + 10, without "of which paper"
  EXPECT_EQ(asked.tonnes("into_plant", "01202"), 200.5);  // the gap went the other way
  EXPECT_EQ(asked.tonnes("out_of_plant", "01202"), 10);
  EXPECT_EQ(asked.tonnes("out_of_plant", "01100"), 0);
  EXPECT_EQ(asked.tonnes("net", "01202"), 190.5);  // named flows count as their formula says
  EXPECT_EQ(asked.tonnes("out_of_plant", "JP"), 10);
}

TEST(Measurement, IndicatorsAreAskedForAtTheirLevels) {
  const Asked asked = Asked::of(complete());
  EXPECT_EQ(asked.value("per_person.prefecture", "01100").knowledge, Knowledge::absent);
  EXPECT_TRUE(asked.value("per_person.prefecture", "01").is_known());
  EXPECT_EQ(asked.value("per_person.prefecture", "JP").knowledge, Knowledge::absent);
}

TEST(Measurement, SaysWhatNobodyPublishes) {
  const Asked asked = Asked::of(complete());
  const auto ref = asked.ref("per_person.volume", "01100");
  EXPECT_FALSE(asked.measurement.value(ref).is_known());
  EXPECT_EQ(why(asked.measurement, ref, Language::en), "Landfill volume: Nobody publishes it.");
}

TEST(Measurement, DividesByZeroIntoUndefinedAndNamesTheDivisor) {
  const Asked asked = Asked::of(complete());
  const auto ref = asked.ref("share", "13201");
  EXPECT_EQ(asked.measurement.value(ref).knowledge, Knowledge::undefined);
  EXPECT_EQ(why(asked.measurement, ref, Language::en),
            "Total is zero, and nothing can be divided by zero.");
}

TEST(Measurement, FlagsZerosThatMayBeBlanksAndDoesNotRankThem) {
  const Asked asked = Asked::of(complete());
  const auto zero = asked.ref("per_person.plain", "13201");
  ASSERT_EQ(asked.measurement.flags(zero).size(), 1U);
  EXPECT_EQ(asked.measurement.flags(zero)[0].id, "zero_may_be_blank");
  EXPECT_FALSE(asked.measurement.is_ranked(zero));
  EXPECT_TRUE(asked.measurement.is_ranked(asked.ref("per_person.plain", "01100")));
  // The sum of the prefecture is not zero and carries no flag.
  EXPECT_TRUE(asked.measurement.flags(asked.ref("per_person.plain", "13")).empty());
}

TEST(Measurement, FlagsOfThePackApplyWhereTheirConditionHolds) {
  const Asked asked = Asked::of(complete());
  const auto tiny = asked.ref("per_person.plain", "01203");
  ASSERT_EQ(asked.measurement.flags(tiny).size(), 1U);
  EXPECT_EQ(asked.measurement.flags(tiny)[0].id, "tiny");
  EXPECT_FALSE(asked.measurement.is_ranked(tiny));
  EXPECT_TRUE(asked.measurement.flags(asked.ref("total", "01203")).empty());
}

TEST(Measurement, BandsHoldTheirLowerEndOnly) {
  const Asked asked = Asked::of(complete());
  const auto band = [&](std::string_view place) {
    const auto ref = asked.ref("people", place);
    return asked.measurement.band(ref.place, ref.period)->model->id;
  };
  EXPECT_EQ(band("01100"), "large");
  EXPECT_EQ(band("01202"), "small");
}

TEST(Measurement, ExplainsOneStepDown) {
  const Asked asked = Asked::of(complete());
  const Measurement& measurement = asked.measurement;
  const Explanation cell = measurement.explain(asked.ref("total", "01202"));
  EXPECT_EQ(cell.how, Explanation::How::cell);
  EXPECT_TRUE(cell.cell.has_value());
  const Explanation formula = measurement.explain(asked.ref("per_person.plain", "01202"));
  EXPECT_EQ(formula.how, Explanation::How::formula);
  ASSERT_EQ(formula.inputs.size(), 2U);
  EXPECT_EQ(measurement[formula.inputs[0].name].id, "total");
  const Explanation term = measurement.explain(asked.ref("net", "01202"));
  EXPECT_EQ(term.how, Explanation::How::flows);
  EXPECT_EQ(term.inputs.size(), 2U);
  const Explanation sum = measurement.explain(asked.ref("net", "JP"));
  EXPECT_EQ(sum.how, Explanation::How::sum);
  EXPECT_EQ(sum.inputs.size(), 2U);
  EXPECT_EQ(measurement.units(asked.ref("net", "JP")).size(), 5U);
  EXPECT_EQ(formula_with_values(measurement, asked.ref("per_person.plain", "01202"), Language::en),
            "200.5 t ÷ 500 people ÷ 365 days");
}

TEST(Measurement, StandingFactsAnswerFromTheNearestPeriod) {
  constexpr std::string_view dated = R"toml(
  { name = "total", type = "number", quantity = "total", unit = "t" },
  { name = "area", type = "number", quantity = "area", unit = "km2", period = "CY2019" },
  { name = "area_2023", type = "number", quantity = "area", unit = "km2", period = "CY2023" },
)toml";
  constexpr std::string_view standing_model = R"toml(
[[quantity]]
id = "total"
name = { ja = "総量", en = "Total" }
unit = "t"
[[quantity]]
id = "area"
name = { ja = "面積", en = "Area" }
unit = "km2"
stands = true
[[derived]]
id = "square"
name = { ja = "面積の2倍", en = "Twice the area" }
unit = "km2"
formula = "area * 2"
[[indicator]]
id = "density.plain"
measure = "density"
definition = "plain"
name = { ja = "密度", en = "Density" }
definition_name = { ja = "定義", en = "Plain" }
formula = "total / square"
unit = "t/km2"
better = "none"
theme = "other"
[[measure]]
id = "density"
name = { ja = "密度", en = "Density" }
primary = "density.plain"
)toml";
  const Asked asked = Asked::of(world_of(dated,
                                         "code,total,area,area_2023\n"
                                         "01100,100,10,20\n"
                                         "01202,100,10,\n"  // the newer cell says unknown
                                         "01203,100,10,10\n13100,1,1,1\n13201,1,1,1\n",
                                         standing_model));
  EXPECT_EQ(asked.value("area", "01100", "FY2024"), Value::exactly(20e6L));
  EXPECT_EQ(asked.value("area", "01100", "CY2019"), Value::exactly(10e6L));
  EXPECT_EQ(asked.value("density.plain", "01100"), Value::exactly(100e9L / 40e6L));
  // Said to be unknown is an answer; nobody knows better than the nearest period.
  EXPECT_FALSE(asked.value("area", "01202", "FY2024").is_known());
  const Explanation formula = asked.measurement.explain(asked.ref("density.plain", "01100"));
  EXPECT_EQ(asked.measurement[formula.inputs[1].period].id(), "CY2023");
  ASSERT_EQ(asked.measurement.periods_of_pack(1).size(), 1U);
  EXPECT_EQ(asked.measurement[asked.measurement.periods_of_pack(1)[0]].id(), "FY2024");
}

// Whatever the towns report, prefectures and the nation are the exact sums of them, in any order
// of the rows.
TEST(Measurement, PrefecturesAreTheExactSumsOfTheirTownsInAnyOrder) {
  Random random(4711);
  constexpr std::array<std::string_view, 5> towns = {"01100", "01202", "01203", "13100", "13201"};
  for (int round = 0; round < 30; ++round) {
    std::vector<std::string> lines;
    std::array<std::int64_t, 5> total_mg{};
    for (std::size_t i = 0; i < towns.size(); ++i) {
      total_mg.at(i) = static_cast<std::int64_t>(random.below(9'000'000'000'000'000));
      const std::int64_t treated_mg = total_mg.at(i) / 3;
      lines.push_back(std::string(towns.at(i)) + "," + std::to_string(random.below(5000) + 1) +
                      "," + to_decimal(Mass::milligrams(total_mg.at(i)), "t") + "," +
                      to_decimal(Mass::milligrams(treated_mg), "kg") + "\n");
    }
    for (std::size_t i = lines.size() - 1; i > 0; --i) {
      std::swap(lines[i], lines[random.below(i + 1)]);
    }
    std::string csv = "code,people,total,treated\n";
    for (const std::string& line : lines)
      csv += line;
    const Asked asked = Asked::of(world_of(columns, csv, model));
    const std::int64_t hokkaido = total_mg[0] + total_mg[1] + total_mg[2];
    const std::int64_t tokyo = total_mg[3] + total_mg[4];
    const auto mg = [&](std::string_view name, std::string_view place) {
      return mass_interval(asked.value(name, place)).point->count_mg();
    };
    ASSERT_EQ(mg("total", "01"), hokkaido);
    ASSERT_EQ(mg("total", "13"), tokyo);
    ASSERT_EQ(mg("total", "JP"), hokkaido + tokyo);
    ASSERT_EQ(mg("net", "JP"), mg("treated", "JP"));  // total + (treated − total)
    ASSERT_EQ(mg("into_plant", "JP") - mg("out_of_plant", "JP"), mg("net", "JP"));
  }
}

TEST(Measurement, RefusesWhatItCannotMeasure) {
  const World world = complete();
  auto input = measurement_input(world.all());
  input.quantities.push_back(input.quantities.front());
  input.quantities.push_back({"waste", "unheard_of", "01100", {}, {}, "t"});
  input.quantities.push_back({"waste", "total", "99999", {}, {}, "t"});
  input.quantities.push_back({"waste", "total", "JP", {}, {}, "person"});
  const auto built = Measurement::build(std::move(input));
  ASSERT_FALSE(built);
  std::vector<std::string> ids;
  for (const Finding& finding : built.error().findings)
    ids.push_back(finding.what.id);
  EXPECT_EQ(ids,
            (std::vector<std::string>{"measure.reported_twice",
                                      "measure.quantity_unknown",
                                      "measure.place_unknown",
                                      "measure.unit_unknown"}));
}

TEST(Measurement, RefusesPlacesThatLieWithinThemselves) {
  MeasurementInput input;
  input.places = {{"01", PlaceLevel::prefecture, "13", ""},
                  {"13", PlaceLevel::prefecture, "01", ""}};
  const auto built = Measurement::build(std::move(input));
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().findings[0].what.id, "measure.place_within_itself");
}

TEST(DecimalIn, IsExactInPowersOfTen) {
  const auto text = [](Real base, std::string_view unit) {
    return to_text(*decimal_in(base, parse_formula_unit(unit).value()));
  };
  EXPECT_EQ(text(38113272229400000.0L, "t"), "38113272.2294");
  EXPECT_EQ(text(-1, "kg"), "-0.000001");
  EXPECT_EQ(text(0, "t"), "0");
  EXPECT_EQ(text(793772.0L / 1000, "1"), "793.772");
  EXPECT_FALSE(decimal_in(Value::infinity, UnitOfMeasure{}));
}

}  // namespace
}  // namespace meguri
