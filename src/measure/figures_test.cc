// SPDX-License-Identifier: Apache-2.0
#include "measure/figures.h"

#include <gtest/gtest.h>

#include "measure/expected.h"
#include "measure/internal/test_world.h"

namespace meguri {
namespace {

using test::told;
using test::World;

constexpr std::string_view more_tables = R"toml(
[[table]]
id = "sites"
title = { ja = "場所", en = "Sites" }
file = "sites.csv"
kind = "sites"
source = "invented"
column = [
  { name = "id", type = "id" },
  { name = "name_ja", type = "text" },
  { name = "name_en", type = "text" },
  { name = "kind", type = "choice", choices = ["sector", "process"] },
]
[[table]]
id = "materials"
title = { ja = "物質", en = "Materials" }
file = "materials.csv"
kind = "materials"
source = "invented"
column = [
  { name = "id", type = "id" },
  { name = "name_ja", type = "text" },
  { name = "name_en", type = "text" },
]
)toml";

MemoryFiles files(std::string_view model, std::string_view expected = "") {
  MemoryFiles pack;
  pack.put("pack.toml", test::figures_toml("scrap") + std::string(more_tables));
  pack.put("model.toml", std::string(model));
  if (!expected.empty()) pack.put("expected.toml", std::string(expected));
  pack.put("figures.csv",
           "key,value,unit,year,source,licence,status,name_ja,name_en\n"
           "europe,3.2,万t,CY2022,invented,Apache-2.0,verified,欧州,Europe\n"
           "america,2.1,万t,CY2022,invented,Apache-2.0,verified,北米,America\n"
           "import,5.3,万t,CY2022,invented,Apache-2.0,verified,輸入,Import\n"
           "secret,…,万t,CY2022,invented,Apache-2.0,verified,秘,Secret\n"
           "people,10,person,CY2022,invented,Apache-2.0,verified,人,People\n");
  pack.put("sites.csv",
           "id,name_ja,name_en,kind\nabroad,外国,Abroad,sector\nhere,国内,Here,process\n");
  pack.put("materials.csv", "id,name_ja,name_en\nboards,基板,Boards\n");
  return pack;
}

std::string identity(std::string_view id, std::string_view formula, std::string_view equals) {
  return "[[identity]]\nid = \"" + std::string(id) + "\"\nformula = \"" + std::string(formula) +
         "\"\nequals = \"" + std::string(equals) +
         "\"\nunit = \"万t\"\nname = { ja = \"恒等式\", en = \"Identity\" }\n";
}

Result<FigureSet> figures_of(const World& world) {
  const auto all = world.all();
  return FigureSet::build(measured_packs(all), figure_input(all));
}

TEST(Figures, IdentitiesHoldExactlyInTheDecimalsPublished) {
  World world;
  world.add(files(identity("sum", "europe + america - import", "0") +
                  identity("off", "europe + america", "5.3000000001") +
                  identity("unknown", "europe + secret", "5")));
  const auto set = figures_of(world);
  ASSERT_TRUE(set) << told(set.error());
  ASSERT_EQ(set->identities().size(), 3U);
  EXPECT_EQ(set->identities()[0].holds, Truth::yes);
  EXPECT_EQ(set->identities()[1].holds, Truth::no);
  EXPECT_EQ(set->identities()[2].holds, Truth::unknown);
  EXPECT_EQ(set->words(*set->identities()[0].formula, 0, Language::ja), "欧州 + 北米 − 輸入");
  EXPECT_EQ(set->values(*set->identities()[0].formula, 0, Language::ja),
            "3.2 万t + 2.1 万t − 5.3 万t");
}

TEST(Figures, DiagramFlowsAreMassesAndTurnWhereNegative) {
  World world;
  world.add(files(R"toml(
[[diagram]]
id = "boards"
title = { ja = "図", en = "Diagram" }
period = "CY2022"
[[diagram.flow]]
id = "in"
from = "abroad"
to = "here"
material = "boards"
mass = "import"
[[diagram.flow]]
id = "back"
from = "abroad"
to = "here"
material = "boards"
mass = "america - europe"
)toml"));
  const auto set = figures_of(world);
  ASSERT_TRUE(set) << told(set.error());
  const auto& flows = set->diagrams().at(0).flows;
  EXPECT_EQ(mass_interval(flows[0].mass).point, Mass::tonnes(53000));
  EXPECT_EQ(flows[1].from, "here");
  EXPECT_EQ(flows[1].to, "abroad");
  EXPECT_EQ(mass_interval(flows[1].mass).point, Mass::tonnes(11000));
}

TEST(Figures, NamesWhatIsWrongWithFormulas) {
  World world;
  world.add(files(identity("a", "europ + america", "0") + identity("b", "europe + people", "0") +
                  identity("c", "people", "0") + identity("d", "europe +", "0")));
  const auto set = figures_of(world);
  ASSERT_FALSE(set);
  std::vector<std::string> ids;
  for (const Finding& finding : set.error().findings) {
    ids.push_back(finding.what.id);
    EXPECT_EQ(finding.where.file, "model.toml");
    EXPECT_GT(finding.where.row, 0);
  }
  EXPECT_EQ(ids,
            (std::vector<std::string>{"measure.name_unknown_near",
                                      "measure.formula_dimensions_differ",
                                      "measure.unit_does_not_fit",
                                      "measure.formula_ends"}));
}

TEST(Figures, ExpectedResultsFailLoudly) {
  World world;
  world.add(files(identity("sum", "europe + america", "5.3"), R"toml(
[[expect]]
identity = "sum"
value = "5.3"
unit = "万t"
decimals = 1
[[expect]]
identity = "sum"
value = "53000"
unit = "t"
tolerance = "0.5"
[[expect]]
identity = "sum"
value = "5.4"
unit = "万t"
decimals = 1
[[expect]]
identity = "unheard_of"
value = "1"
unit = "t"
decimals = 0
[[expect]]
indicator = "unheard_of"
place = "JP"
period = "FY2024"
value = "1"
unit = "t"
decimals = 0
)toml"));
  const auto set = figures_of(world);
  ASSERT_TRUE(set) << told(set.error());
  auto measured = Measurement::build(measurement_input(world.all()));
  ASSERT_TRUE(measured);
  const auto calculations = CalculationSet::build(world.all(), *measured, *set);
  ASSERT_TRUE(calculations);
  std::vector<bool> ok;
  for (const ExpectedResult& result :
       compare_expected(*measured, *set, *calculations, "scrap", world.contents[0]->expected)) {
    ok.push_back(result.ok);
    EXPECT_FALSE(render(result.text, Language::ja).empty());
  }
  EXPECT_EQ(ok, (std::vector<bool>{true, true, false, false, false}));
}

}  // namespace
}  // namespace meguri
