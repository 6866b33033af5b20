// SPDX-License-Identifier: Apache-2.0
// calculations.toml and programmes.toml: what is read, and everything wrong with them at once.
#include "pack/calculation.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "pack/read.h"
#include "pack/skeleton.h"

namespace meguri {
namespace {

MemoryFiles files_with(std::string_view path, std::string_view text) {
  MemoryFiles files;
  for (const PackDocument& document : pack_skeleton("small")) {
    if (document.path != "expected.toml") files.put(document.path, document.bytes);
  }
  files.put(std::string(path), std::string(text));
  return files;
}

// "id at line" of each, sorted; each has a remedy in both languages.
std::vector<std::string> findings_of(std::string_view path, std::string_view text) {
  const auto content = read_pack(files_with(path, text), {});
  std::vector<std::string> lines;
  if (content) return lines;
  for (const Finding& finding : content.error().findings) {
    for (const Language language : {Language::ja, Language::en}) {
      EXPECT_EQ(render(finding.what, language).find('{'), std::string::npos) << finding.what.id;
      EXPECT_NE(render(finding.fix(), language).substr(0, finding.what.id.size()), finding.what.id);
    }
    lines.push_back(finding.what.id + " at " + std::to_string(finding.where.row));
  }
  std::ranges::sort(lines);
  return lines;
}

TEST(ReadCalculations, ReadsWhatTheSkeletonSays) {
  const auto content = read_pack(MemoryFiles(pack_skeleton("small")), {});
  ASSERT_TRUE(content);
  const CalculationModel& model = content->calculations.front();
  EXPECT_EQ(model.id, "small_example");
  EXPECT_EQ(model.kind, CalculationKind::effect);
  ASSERT_EQ(model.inputs.size(), 1U);
  EXPECT_EQ(model.inputs[0].sample, "100");
  EXPECT_EQ(model.inputs[0].minimum, Decimal::integer(0));
  ASSERT_EQ(model.steps.size(), 1U);
  EXPECT_EQ(model.steps[0].effect, EffectKind::ghg);
  EXPECT_EQ(model.steps[0].boundary, Boundary::direct);
  EXPECT_TRUE(model.steps[0].is_result);
  ASSERT_EQ(model.verdicts.size(), 1U);
  EXPECT_EQ(model.verdicts[0].status, RuleStatus::voluntary);
  EXPECT_FALSE(model.verdicts[0].from);
}

TEST(ReadCalculations, FindsEverythingWrongAtOnce) {
  EXPECT_EQ(findings_of("calculations.toml", R"toml([[calculation]]
id = "Bad Id"
kind = "guess"
title = { ja = "題" }
question = { ja = "問", en = "Q" }
colour = "red"

[[calculation.input]]
id = "a"
name = { ja = "甲", en = "A" }
unit = "parsec"
minimum = "5"
maximum = "1"

[[calculation.list]]
id = "x.y"
name = { ja = "表", en = "List" }

[[calculation.step]]
id = "s"
name = { ja = "段", en = "Step" }
formula = "a"
unit = "t"
decimals = 12
reduce = "sum"
effect = "ghg"

[[calculation.verdict]]
id = "v"
name = { ja = "判定", en = "Verdict" }
when = "a > 0"
yes = { ja = "是", en = "Yes" }
no = { ja = "否", en = "No" }
basis = { ja = "法", en = "Law" }
jurisdiction = "JP"
version = "1"
status = "enacted"
years_after_entry_into_force = -1
until = "someday"
source = "nowhere"

[[calculation]]
id = "empty"
programme = "1"
kind = "effect"
title = { ja = "題", en = "Title" }
question = { ja = "問", en = "Q" }
)toml"),
            (std::vector<std::string>{"pack.calculation_empty at 42",
                                      "pack.day_malformed at 39",
                                      "pack.decimals_range at 24",
                                      "pack.formula_id_malformed at 2",
                                      "pack.key_missing at 19",
                                      "pack.limits_empty at 13",
                                      "pack.list_id_dotted at 16",
                                      "pack.reduce_over_nothing at 25",
                                      "pack.source_unknown at 28",
                                      "pack.unit_unknown at 11",
                                      "pack.years_negative at 38",
                                      "wire.toml_missing_key at 1",
                                      "wire.toml_missing_key at 4",
                                      "wire.toml_not_a_choice at 3",
                                      "wire.toml_unknown_key at 6"}));
}

TEST(ReadCalculations, ReadsWhatABookGives) {
  std::string text;
  for (const PackDocument& document : pack_skeleton("small")) {
    if (document.path == "calculations.toml") text = document.bytes;
  }
  const std::string sample = "sample = \"100\"";
  text.replace(text.find(sample),
               sample.size(),
               "recorded = { entries = \"receive\", from = [\"stock\", \"air\"], water = false, "
               "origins = [\"reused\"], layer = \"carbon\" }\n" +
                   sample);
  const auto content = read_pack(files_with("calculations.toml", text), {});
  ASSERT_TRUE(content);
  const auto& term = content->calculations.front().inputs[0].recorded;
  ASSERT_TRUE(term);
  EXPECT_EQ(term->entries, std::vector<std::string>{"receive"});
  EXPECT_FALSE(term->is_into);
  EXPECT_EQ(term->accounts, (std::vector<std::string>{"stock", "air"}));
  EXPECT_FALSE(term->with_water);
  EXPECT_EQ(term->origins, std::vector<Origin>{Origin::reused});
  EXPECT_EQ(term->layer, "carbon");
  EXPECT_FALSE(term->is_dry);
}

TEST(ReadCalculations, FindsEverythingWrongWithWhatABookGives) {
  EXPECT_EQ(findings_of("calculations.toml", R"toml([[calculation]]
id = "a"
programme = "1"
kind = "effect"
title = { ja = "題", en = "Title" }
question = { ja = "問", en = "Q" }
[[calculation.input]]
id = "both"
name = { ja = "甲", en = "A" }
unit = "t"
recorded = { into = ["stock"], from = ["stock"] }
[[calculation.input]]
id = "neither"
name = { ja = "甲", en = "A" }
unit = "t"
recorded = { entries = ["eat"], materials = ["nothing_known"] }
[[calculation.input]]
id = "wrong"
name = { ja = "甲", en = "A" }
unit = "t"
recorded = { into = ["cellar"], origins = ["unknown"], colour = "red", dry = true, layer = "C!" }
[[calculation.list]]
id = "rows"
name = { ja = "表", en = "List" }
rows = "materials"
fixed = true
[[calculation.list.column]]
id = "mass"
name = { ja = "質量", en = "Mass" }
unit = "t"
[[calculation.list]]
id = "other"
name = { ja = "表", en = "List" }
[[calculation.list.column]]
id = "mass"
name = { ja = "質量", en = "Mass" }
unit = "t"
recorded = { into = ["stock"] }
[[calculation.step]]
id = "s"
name = { ja = "段", en = "Step" }
formula = "both"
unit = "t"
)toml"),
            (std::vector<std::string>{"pack.id_malformed at 21",
                                      "pack.list_fixed_and_recorded at 25",
                                      "pack.list_rows_and_recorded at 25",
                                      "pack.list_rows_and_recorded at 31",
                                      "pack.material_unknown at 16",
                                      "pack.origin_unknown at 21",
                                      "pack.recorded_choice at 16",
                                      "pack.recorded_choice at 21",
                                      "pack.recorded_dry_and_layer at 21",
                                      "pack.recorded_into_or_from at 11",
                                      "pack.recorded_into_or_from at 16",
                                      "wire.toml_unknown_key at 21"}));
}

std::string skeleton_calculations() {
  for (const PackDocument& document : pack_skeleton("small")) {
    if (document.path == "calculations.toml") return document.bytes;
  }
  return "";
}

TEST(ReadCalculations, ReadsWhatARuleSaysBesidesItsCondition) {
  std::string text = skeleton_calculations();
  text.replace(text.find("rule = "), 0, R"toml(origins = ["reused"]
chain_of_custody = ["mass_balance", "segregated"]
)toml");
  const auto content = read_pack(files_with("calculations.toml", text), {});
  ASSERT_TRUE(content);
  ASSERT_EQ(content->rules.size(), 1U);
  EXPECT_EQ(content->rules[0].id, "example_target");
  EXPECT_FALSE(content->rules[0].terms.population.in(Language::ja).empty());
  EXPECT_EQ(content->rules[0].terms.origins, std::vector<Origin>{});
  const CalculationVerdict& verdict = content->calculations.front().verdicts.front();
  EXPECT_EQ(verdict.rule, "example_target");
  EXPECT_EQ(verdict.terms.origins, std::vector<Origin>{Origin::reused});
  EXPECT_EQ(
      verdict.terms.chain_of_custody,
      (std::vector<ChainOfCustody>{ChainOfCustody::mass_balance, ChainOfCustody::segregated}));
}

TEST(ReadCalculations, FindsEverythingWrongWithRulesAtOnce) {
  const std::string rules = R"toml([[rule]]
id = "nobody_judges"
name = { ja = "規則" }
origins = ["unknown", "virgin"]
chain_of_custody = ["mass_balance", "credit"]
colour = "red"
[[rule]]
id = "nobody_judges"
name = { ja = "規則", en = "Rule" }
)toml";
  std::string text = skeleton_calculations();
  const std::string named = "rule = \"example_target\"";
  text.replace(text.find(named), named.size(), "rule = \"example_targets\"");
  std::vector<std::string> ids;
  for (const std::string& line : findings_of("calculations.toml", rules + text))
    ids.push_back(line.substr(0, line.find(' ')));
  EXPECT_EQ(ids,
            (std::vector<std::string>{"pack.custody_unknown",
                                      "pack.id_twice",
                                      "pack.origin_unknown",
                                      "pack.rule_unknown_near",
                                      "pack.rule_without_verdict",
                                      "pack.rule_without_verdict",
                                      "pack.rule_without_verdict",
                                      "wire.toml_missing_key",
                                      "wire.toml_unknown_key"}));
}

TEST(ReadCalculations, NoPackSaysThatItRipples) {
  std::string text = skeleton_calculations();
  const std::string kind = "kind = \"effect\"";
  text.replace(text.find(kind), kind.size(), "kind = \"ripple\"");
  const auto found = findings_of("calculations.toml", text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().substr(0, found.front().find(' ')), "wire.toml_not_a_choice");
}

TEST(ReadCalculations, ALawWithoutADayIsRefused) {
  std::string text;
  for (const PackDocument& document : pack_skeleton("small")) {
    if (document.path == "calculations.toml") text = document.bytes;
  }
  const std::string voluntary = "status = \"voluntary\"";
  text.replace(text.find(voluntary), voluntary.size(), "status = \"enacted\"");
  const auto found = findings_of("calculations.toml", text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().substr(0, found.front().find(' ')), "pack.rule_without_date");
}

TEST(ReadProgrammes, KnowsItsSectionsAndPages) {
  EXPECT_EQ(findings_of("programmes.toml", R"toml([[programme_section]]
id = "effects"
name = { ja = "効果", en = "Effects" }
[[programme]]
id = "3a"
name = { ja = "食品ロス", en = "Food loss" }
section = "efects"
state = "done"
what = { ja = "何", en = "What" }
page = "home"
)toml"),
            (std::vector<std::string>{"pack.page_malformed at 10",
                                      "pack.section_unknown_near at 4",
                                      "wire.toml_not_a_choice at 8"}));
}

}  // namespace
}  // namespace meguri
