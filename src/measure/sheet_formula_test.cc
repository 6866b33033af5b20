// SPDX-License-Identifier: Apache-2.0
#include "measure/sheet_formula.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace meguri {
namespace {

struct Named {
  std::string cell;
  std::string unit;
  bool is_truth = false;
};

const std::map<std::string, Named, std::less<>>& names() {
  static const std::map<std::string, Named, std::less<>> all = {
      {"mass", {"B1", "t"}},
      {"small", {"B2", "kg"}},
      {"factor", {"B3", "t/t"}},
      {"price", {"B4", "yen/t"}},
      {"people", {"B5", "person"}},
      {"refill", {"B6", "", true}},
      {"share", {"B7", "%"}},
  };
  return all;
}

std::string sheet(std::string_view text, std::string_view unit) {
  auto formula = Expression::parse(text).value();
  std::vector<NameType> types;
  for (const std::string& name : formula.names()) {
    const Named& known = names().find(name)->second;
    types.push_back({known.is_truth,
                     known.is_truth ? UnitOfMeasure{} : parse_formula_unit(known.unit).value()});
  }
  EXPECT_TRUE(formula.settle_types(types)) << text;
  const auto written = sheet_formula(
      formula,
      [](std::string_view name) -> std::optional<SheetCell> {
        const Named& known = names().find(name)->second;
        if (known.cell == "B7") return std::nullopt;  // has no cell
        return SheetCell{known.cell,
                         known.is_truth ? UnitOfMeasure{} : parse_formula_unit(known.unit).value(),
                         known.is_truth};
      },
      parse_formula_unit(unit).value(),
      366);
  return written.value_or("(none)");
}

TEST(SheetFormula, IsReadableWhereUnitsAgree) {
  EXPECT_EQ(sheet("mass * factor", "t"), "=IF(COUNT(B1,B3)=2,(B1*B3),\"\")");
  EXPECT_EQ(sheet("mass * price", "yen"), "=IF(COUNT(B1,B4)=2,(B1*B4),\"\")");
  EXPECT_EQ(sheet("1", "1"), "=1");
}

TEST(SheetFormula, ConvertsWhereTheyDiffer) {
  EXPECT_EQ(sheet("mass + small", "kg"), "=IF(COUNT(B1,B2)=2,(B1+(B2*0.001))/0.001,\"\")");
  EXPECT_EQ(sheet("mass / people / days", "g/(person*day)"),
            "=IF(COUNT(B1,B5)=2,((B1/B5)/366)/0.000001,\"\")");
  EXPECT_EQ(sheet("mass - 500[kg]", "t"), "=IF(COUNT(B1)=1,(B1-0.5),\"\")");
}

TEST(SheetFormula, KeepsWhatUnknownMeans) {
  EXPECT_EQ(sheet("either(mass, small)", "t"),
            "=IF(OR(COUNT(B1)=1,COUNT(B2)=1),IF(COUNT(B1)=1,B1,(B2*0.001)),\"\")");
  EXPECT_EQ(sheet("min(mass, either(small, mass)) * factor", "t"),
            "=IF(AND(COUNT(B1,B3)=2,OR(COUNT(B2)=1,COUNT(B1)=1)),"
            "(MIN(B1,IF(COUNT(B2)=1,(B2*0.001),B1))*B3),\"\")");
}

TEST(SheetFormula, WritesConditions) {
  EXPECT_EQ(sheet("if(refill and mass >= 1[t], mass, -mass)", "t"),
            "=IF(COUNT(B6,B1,B1,B1)=4,IF(AND((B6=1),(B1>=1)),B1,(-B1)),\"\")");
  EXPECT_EQ(sheet("percent(abs(mass / small))", "%"),
            "=IF(COUNT(B1,B2)=2,(ABS((B1/(B2*0.001)))*100),\"\")");
}

TEST(SheetFormula, SaysWhereASheetCannot) {
  EXPECT_EQ(sheet("bounds(mass, small)", "t"), "(none)");
  EXPECT_EQ(sheet("mass * share", "t"), "(none)");
}

}  // namespace
}  // namespace meguri
