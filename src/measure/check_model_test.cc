// SPDX-License-Identifier: Apache-2.0
#include "measure/check_model.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace meguri {
namespace {

QuantityModel quantity(std::string id, std::string unit) {
  QuantityModel model;
  model.id = std::move(id);
  model.unit = std::move(unit);
  return model;
}

DerivedModel derived(std::string id, std::string unit, std::string formula, std::int64_t row) {
  DerivedModel model;
  model.id = std::move(id);
  model.unit = std::move(unit);
  model.formula = {std::move(formula), {"model.toml", "", row, "formula"}};
  return model;
}

std::vector<std::string> ids_of(const Findings& findings) {
  std::vector<std::string> ids;
  for (const Finding& finding : findings)
    ids.push_back(finding.what.id);
  return ids;
}

MeasuredPack pack(std::string id, PackModel model, std::vector<std::string> required = {}) {
  return {std::move(id), std::move(required), std::make_shared<const PackModel>(std::move(model))};
}

TEST(CheckModel, CollectsEveryFaultAtItsLine) {
  PackModel model;
  model.quantities = {quantity("waste", "t"), quantity("people", "person")};
  model.derived = {derived("a", "t", "wast * 2", 10),
                   derived("b", "t", "waste + people", 20),
                   derived("c", "person", "waste", 30),
                   derived("d", "t", "waste +", 40),
                   derived("e", "t", "later", 50),  // formulas name earlier ones only
                   derived("later", "t", "waste", 60),
                   derived("waste", "t", "later", 70),
                   derived("f", "furlong", "waste", 80),
                   derived("g", "t", "if(waste > 0[t], waste, later)", 90)};
  const std::vector<MeasuredPack> packs = {pack("p", std::move(model))};
  const Findings findings = check_models(packs);
  EXPECT_EQ(ids_of(findings),
            (std::vector<std::string>{"measure.name_unknown_near",
                                      "measure.formula_dimensions_differ",
                                      "measure.unit_does_not_fit",
                                      "measure.formula_ends",
                                      "measure.name_unknown",
                                      "measure.id_twice",
                                      "measure.unit_unknown"}));
  EXPECT_EQ(findings[0].where.row, 10);
  EXPECT_EQ(findings[3].where.row, 40);
  for (const Finding& finding : findings) {
    EXPECT_NE(render(finding.fix(), Language::ja), finding.fix().id);
  }
}

TEST(CheckModel, KnowsTheNamesOfRequiredPacksOnly) {
  PackModel base;
  base.quantities = {quantity("people", "person")};
  PackModel user;
  user.derived = {derived("twice", "person", "people * 2", 1)};
  const std::vector<MeasuredPack> requiring = {pack("base", base), pack("user", user, {"base"})};
  EXPECT_TRUE(check_models(requiring).empty());
  const std::vector<MeasuredPack> apart = {pack("base", base), pack("user", user)};
  EXPECT_EQ(ids_of(check_models(apart)), std::vector<std::string>{"measure.name_unknown"});
}

TEST(CheckModel, PacksApartMayUseTheSameNamesButNotTogether) {
  PackModel one;
  one.quantities = {quantity("waste", "t")};
  PackModel other = one;
  const std::vector<MeasuredPack> apart = {pack("one", one), pack("other", other)};
  EXPECT_TRUE(check_models(apart).empty());
  const std::vector<MeasuredPack> together = {pack("one", one), pack("other", other, {"one"})};
  EXPECT_EQ(ids_of(check_models(together)), std::vector<std::string>{"measure.id_twice"});
}

TEST(CheckModel, TermsPotentialsFlagsAndBandsAreChecked) {
  PackModel model;
  model.quantities = {quantity("waste", "t"), quantity("people", "person")};
  TermModel term;
  term.id = "nothing";
  term.from = {"nowhere"};
  model.terms = {term};
  IndicatorModel indicator;
  indicator.id = "rate.plain";
  indicator.unit = "t/person";
  indicator.formula = {"waste / people", {}};
  indicator.potential = PotentialModel{"waste", {"(target - value) * people", {}}, ""};
  IndicatorModel wrong = indicator;
  wrong.id = "rate.wrong";
  wrong.potential = PotentialModel{"waste", {"target - value", {}}, ""};
  IndicatorModel unknown = indicator;
  unknown.id = "rate.unknown";
  unknown.potential = PotentialModel{"wast", {"target", {}}, ""};
  model.indicators = {indicator, wrong, unknown};
  FlagModel flag;
  flag.id = "big";
  flag.when = {"people * 2", {}};
  model.flags = {flag};
  BandModel band;
  band.id = "all";
  band.quantity = "peple";
  model.bands = {band};
  const std::vector<MeasuredPack> packs = {pack("p", std::move(model))};
  EXPECT_EQ(ids_of(check_models(packs)),
            (std::vector<std::string>{"measure.term_without_flows",
                                      "measure.unit_does_not_fit",
                                      "measure.name_unknown_near",
                                      "measure.not_a_condition",
                                      "measure.name_unknown_near"}));
}

}  // namespace
}  // namespace meguri
