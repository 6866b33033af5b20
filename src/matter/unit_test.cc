// SPDX-License-Identifier: Apache-2.0
#include "matter/unit.h"

#include <cmath>

#include <gtest/gtest.h>

namespace meguri {
namespace {

UnitOfMeasure read(std::string_view text) {
  auto unit = parse_unit(text);
  EXPECT_TRUE(unit) << text;
  return unit ? *unit : UnitOfMeasure();
}

const std::vector<std::string> symbols = {
    "1",         "%",   "mg",  "g",  "kg",   "t",    "kt",   "千t", "万t", "Mt", "person",
    "household", "day", "yen", "円", "千円", "億円", "MJ",   "kWh", "L",   "m3", "kL",
    "piece",     "台",  "m2",  "ha", "km2",  "人",   "世帯", "J",   "GJ",  "MWh"};

TEST(Unit, ConvertsByPublishedFactors) {
  const auto ratio = [](std::string_view left, std::string_view right) {
    const UnitOfMeasure a = read(left), b = read(right);
    EXPECT_TRUE(a.same_dimension(b)) << left << right;
    return a.factor() / b.factor();
  };
  EXPECT_EQ(ratio("万t", "t"), 10'000);
  EXPECT_EQ(ratio("千t", "kt"), 1);
  EXPECT_EQ(ratio("Mt", "kg"), 1e9);
  EXPECT_EQ(ratio("kWh", "MJ"), 3.6);
  EXPECT_EQ(ratio("m3", "L"), 1000);
  EXPECT_EQ(ratio("km2", "ha"), 100);
  EXPECT_EQ(ratio("億円", "百万円"), 100);
  EXPECT_EQ(ratio("％", "1"), 1);
  EXPECT_DOUBLE_EQ(ratio("t/day", "kg/(day)"), 1000);
}

TEST(Unit, ProductsAndQuotientsFormAGroup) {
  for (const std::string& a : symbols) {
    for (const std::string& b : symbols) {
      const UnitOfMeasure x = read(a), y = read(b);
      const UnitOfMeasure product = read(a + "*" + b);
      EXPECT_TRUE(product.same_dimension(multiply(y, x)));
      EXPECT_DOUBLE_EQ(product.factor(), x.factor() * y.factor());
      EXPECT_TRUE(divide(product, y).same_dimension(x));
      EXPECT_DOUBLE_EQ(divide(product, y).factor(), x.factor());
      EXPECT_TRUE(read(a + "/" + b).same_dimension(divide(x, y)));
      for (const char* c : {"person", "day", "t"}) {
        const UnitOfMeasure left = read(a + "/" + b + "/" + c);
        const UnitOfMeasure right = read(a + "/(" + b + " * " + c + ")");
        EXPECT_TRUE(left.same_dimension(right));
        EXPECT_NEAR(left.factor() / right.factor(), 1, 1e-15);
        const UnitOfMeasure nested = read(a + "/(" + b + "/" + c + ")");
        EXPECT_TRUE(nested.same_dimension(read(a + "*" + c + "/" + b)));
      }
    }
  }
}

TEST(Unit, KnowsMassAndPlainNumbers) {
  EXPECT_TRUE(read("万t").is_mass());
  EXPECT_FALSE(read("t/person").is_mass());
  EXPECT_FALSE(read("t*t").is_mass());
  EXPECT_TRUE(read("t*person/person").is_mass());
  EXPECT_TRUE(read("%").is_dimensionless());
  EXPECT_TRUE(read("t/kg").is_dimensionless());
  EXPECT_EQ(read("t/kg").factor(), 1000);
  EXPECT_TRUE(UnitOfMeasure().is_dimensionless());
}

TEST(Unit, ReadsJapaneseAndCompatibilityForms) {
  EXPECT_EQ(read("㎏").factor(), read("kg").factor());
  EXPECT_EQ(read("㎥").factor(), read("m3").factor());
  EXPECT_EQ(read("ｔ").factor(), read("t").factor());
  EXPECT_EQ(read("万トン").factor(), read("万t").factor());
  EXPECT_TRUE(read("g/(人*日)").same_dimension(read("g/(person*day)")));
}

TEST(Unit, NamesThePartNotUnderstood) {
  const std::vector<std::pair<std::string, std::string>> bad = {{"lb", "lb"},
                                                                {"g/(person*dya)", "dya"},
                                                                {"t t", "t"},
                                                                {"year", "year"},
                                                                {"g/(person*day", ""},
                                                                {"", ""},
                                                                {"/t", ""},
                                                                {"t)", ")"},
                                                                {"T", "T"},
                                                                {"t**g", ""},
                                                                {"g^2", "g^2"}};
  for (const auto& [text, part] : bad) {
    const auto unit = parse_unit(text);
    ASSERT_FALSE(unit) << text;
    EXPECT_EQ(unit.error().message.id, "matter.unknown_unit");
    const std::string& named = unit.error().message.arguments.at(1).value;
    EXPECT_TRUE(part.empty() || named == part) << text << ": " << named;
  }
  EXPECT_FALSE(parse_unit(std::string(50, '(') + "t" + std::string(50, ')')));
  EXPECT_FALSE(parse_unit(std::string(10'000, '(')));
}

TEST(Unit, ExponentsStopAtTheirEnds) {
  UnitOfMeasure unit = read("person");
  for (int i = 0; i < 300; ++i)
    unit = multiply(unit, read("person"));
  EXPECT_EQ(unit.exponents()[static_cast<std::size_t>(Dimension::person)], 127);
}

TEST(Unit, HasNamesPeopleKnow) {
  const auto both = [](std::string_view unit) {
    return unit_name(unit, Language::ja) + " | " + unit_name(unit, Language::en);
  };
  EXPECT_EQ(both("g/(person*day)"), "g／人・日 | g per person and day");
  EXPECT_EQ(both("t"), "t | t");
  EXPECT_EQ(both("person"), "人 | people");
  EXPECT_EQ(both("yen/t"), "円／t | yen per t");
  EXPECT_EQ(both("万t"), "万t | ten thousand t");
  EXPECT_EQ(both("%"), "% | %");
  EXPECT_EQ(both("1"), " | ");
  EXPECT_EQ(both("1/day"), "日当たり | per day");
  EXPECT_EQ(both("no such"), "no such | no such");
  for (const std::string& symbol : symbols) {
    EXPECT_EQ(unit_name(symbol, Language::en).find("matter."), std::string::npos) << symbol;
    EXPECT_EQ(unit_name("t/" + symbol, Language::en).find("matter."), std::string::npos) << symbol;
  }
}

}  // namespace
}  // namespace meguri
