// SPDX-License-Identifier: Apache-2.0
// The rules of the packs of the repository through the engine: filters, days, kinds.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "engine/internal/test_support.h"
#include "engine/request_table.h"
#include "engine/shape.h"

namespace meguri {
namespace {

using test::Fields;
using test::TickingClock;  // it is June 2025
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string text(const Json& value) { return std::string(value.as_string()); }

// Loaded once for all tests: they only ask.
class RulesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world() = std::make_unique<World>();
    std::vector<std::string> folders;
    for (const auto& each : std::filesystem::directory_iterator(test::source_dir() / "packs"))
      folders.push_back(each.path().string());
    ASSERT_TRUE(test::load(*world()->engine, folders));
  }
  static void TearDownTestSuite() { world().reset(); }

  static Json ask(const Fields& fields, std::string_view name = "rules") {
    const auto answer = test::ask(*world()->engine, name, fields, Language::en);
    EXPECT_TRUE(answer) << name;
    if (!answer) return nullptr;
    EXPECT_EQ(mismatch(answer->body, find_request(name)->answer).value_or(""), "");
    return answer->body;
  }
  static Error refusal(std::string_view name, const Fields& fields) {
    const auto answer = test::ask(*world()->engine, name, fields, Language::en);
    EXPECT_FALSE(answer);
    return answer ? error(ErrorCode::damaged, "") : answer.error();
  }
  static std::vector<std::string> clauses(const Fields& fields) {
    std::vector<std::string> found;
    const Json answer = ask(fields);
    for (const Json& rule : answer.at("rules").as_array()) {
      for (const Json& clause : rule.at("clauses").as_array())
        found.push_back(text(clause.at("id")));
    }
    EXPECT_EQ(answer.at("total").as_int64(), static_cast<std::int64_t>(found.size()));
    return found;
  }
  static Json rule(std::string_view id, const Fields& fields = {}) {
    const Json answer = ask(fields);
    for (const Json& each : answer.at("rules").as_array()) {
      if (each.at("id").as_string() == id) return each;
    }
    ADD_FAILURE() << "no rule " << id;
    return nullptr;
  }

  struct World {
    test::Folder folder;
    TickingClock clock;
    std::unique_ptr<Engine> engine;
    World() {
      auto opened = Engine::open(
          {.data = folder.path() / "data", .address = "", .access_note_id = ""}, clock);
      if (opened) engine = std::move(*opened);
    }
  };
  static std::unique_ptr<World>& world() {
    static std::unique_ptr<World> made;
    return made;
  }
};

TEST_F(RulesTest, VersionsOfARuleStandBesideEachOther) {
  const Json vehicles = rule("eu_vehicle_plastic");
  std::vector<std::string> versions;
  for (const Json& clause : vehicles.at("clauses").as_array()) {
    const std::string version = text(clause.at("version"));
    if (versions.empty() || versions.back() != version) versions.push_back(version);
  }
  EXPECT_THAT(versions, ElementsAre("seed-2024", "council-2025", "deal-2025-12"));
  const Json& deal = vehicles.at("clauses").as_array().back();
  EXPECT_EQ(text(deal.at("status")), "provisional");
  EXPECT_TRUE(deal.at("from").is_null());
  EXPECT_EQ(deal.at("years_after_entry_into_force").as_int64(), 10);
  EXPECT_THAT(text(deal.at("from_name")), HasSubstr("10 years"));
  // This version counts parts removed in use; the rule says the rest.
  EXPECT_EQ(deal.at("origins").as_array().size(), 3U);
  EXPECT_EQ(vehicles.at("clauses").as_array().front().at("origins").as_array().size(), 2U);
  EXPECT_EQ(text(deal.at("chain_of_custody").as_array().front().at("id")), "mass_balance");
}

TEST_F(RulesTest, AThresholdIsTheFigureItRestsOn) {
  const Json bottles = rule("eu_beverage_bottle");
  const Json& condition = bottles.at("clauses").as_array()[0].at("conditions").as_array().at(0);
  EXPECT_EQ(text(condition.at("comparison")), "greater_equal");
  EXPECT_EQ(text(condition.at("sentence")), "at least 25%");
  ASSERT_EQ(condition.at("figures").as_array().size(), 1U);
  const Json& figure = condition.at("figures").as_array()[0].at("figure");
  EXPECT_EQ(text(figure.at("value")), "25");
  EXPECT_EQ(text(figure.at("unit")), "%");
  EXPECT_FALSE(text(figure.at("evidence")).empty());
  EXPECT_THAT(text(condition.at("computed")), HasSubstr("÷"));
}

TEST_F(RulesTest, OnADayOnlyWhatIsOrMayBeInForce) {
  EXPECT_THAT(clauses({{"pack", "recycled-content-rules"}, {"on", "2030-01-01"}}),
              Contains("ppwr_2030"));
  const auto before = clauses({{"pack", "recycled-content-rules"}, {"on", "2029-12-31"}});
  EXPECT_THAT(before, Not(Contains("ppwr_2030")));
  EXPECT_THAT(before, Contains("sup_2025"));
  const auto after = clauses({{"pack", "recycled-content-rules"}, {"on", "令和22年1月1日"}});
  EXPECT_THAT(after, Not(Contains("ppwr_2030")));
  EXPECT_THAT(after, Contains("ppwr_2040"));
  // What is provisional may be in force by then; nobody can tell.
  EXPECT_THAT(before, Contains("eu_deal_6y"));
  EXPECT_THAT(clauses({{"on", "2025-06-15"}}), Not(Contains("eu_deal_6y")));
  const Json answer = ask({{"on", "2029-12-31"}});
  EXPECT_GT(answer.at("unknown").as_int64(), 0);
  EXPECT_LT(answer.at("unknown").as_int64(), answer.at("total").as_int64());
  EXPECT_EQ(text(answer.at("on")), "2029-12-31");
}

TEST_F(RulesTest, WithoutADayEverythingIsListedWithWhetherItHoldsToday) {
  const Json answer = ask({{"q", "Single-use"}});
  EXPECT_FALSE(answer.at("on_asked").as_bool());
  EXPECT_EQ(text(answer.at("on")).substr(0, 8), "2025-06-");
  EXPECT_THAT(clauses({{"status", "superseded"}}), Contains("eu_council_8y"));
}

TEST_F(RulesTest, ADayThatIsNoneIsRefused) {
  const Error refused = refusal("rules", {{"on", "someday"}});
  EXPECT_EQ(refused.code, ErrorCode::invalid_input);
  ASSERT_EQ(refused.findings.size(), 1U);
  EXPECT_EQ(refused.findings[0].where.column, "on");
  EXPECT_EQ(refused.findings[0].what.id, "calculate.day_malformed");
  EXPECT_EQ(refusal("rules", {{"on", "2025-02-29"}}).code, ErrorCode::invalid_input);
  EXPECT_EQ(refusal("rules", {{"status", "guess"}}).code, ErrorCode::invalid_input);
}

TEST_F(RulesTest, FiltersNarrowAndCountsOfStatusesStay) {
  const Json japanese = ask({{"jurisdiction", "JP"}, {"status", "voluntary"}});
  for (const Json& rule : japanese.at("rules").as_array()) {
    for (const Json& clause : rule.at("clauses").as_array()) {
      EXPECT_EQ(text(clause.at("jurisdiction")), "JP");
      EXPECT_EQ(text(clause.at("status")), "voluntary");
    }
  }
  std::set<std::string> statuses;
  for (const Json& each : japanese.at("statuses").as_array())
    statuses.insert(text(each.at("id")));
  EXPECT_TRUE(statuses.contains("enacted"));
  EXPECT_THAT(clauses({{"programme", "22a"}}), ElementsAre("report_due"));
  // In either language, whatever the width and case of its letters.
  EXPECT_THAT(clauses({{"q", "使い捨てプラスチック指令"}}), Contains("sup_2025"));
  EXPECT_THAT(clauses({{"q", "ＰＰＷＲ_2040"}}), ElementsAre("ppwr_2040"));
  // Every word, wherever it stands.
  EXPECT_THAT(clauses({{"q", "cobalt　電池"}}), ElementsAre("cobalt_2031", "cobalt_2036"));
  EXPECT_THAT(clauses({{"q", "cobalt packaging"}}), IsEmpty());
  EXPECT_THAT(clauses({{"pack", "nobody"}}), IsEmpty());
}

TEST_F(RulesTest, ChecksAreNoRules) {
  EXPECT_THAT(clauses({{"pack", "containers"}}), IsEmpty());
  EXPECT_THAT(clauses({{"pack", "containers"}, {"checks", "true"}}), ElementsAre("plausible"));
}

TEST_F(RulesTest, EveryRuleLeadsToACalculationThatJudges) {
  const Json calculations = ask({{"kind", "verdict"}}, "calculations");
  std::set<std::string> judging;
  for (const Json& each : calculations.at("calculations").as_array())
    judging.insert(text(each.at("id")));
  const Json answer = ask({});
  ASSERT_GT(answer.at("rules").as_array().size(), 20U);
  for (const Json& rule : answer.at("rules").as_array()) {
    for (const Json& clause : rule.at("clauses").as_array())
      EXPECT_TRUE(judging.contains(text(clause.at("calculation")))) << text(clause.at("id"));
  }
}

TEST_F(RulesTest, KindsFollowFromWhatACalculationHolds) {
  const auto ids = [](const std::string& kind) {
    std::vector<std::string> found;
    const Json answer = ask({{"kind", kind}}, "calculations");
    for (const Json& each : answer.at("calculations").as_array())
      found.push_back(text(each.at("id")));
    return found;
  };
  EXPECT_THAT(ids("ripple"), ElementsAre("ripple.two_sectors", "ripple.thirteen_sectors"));
  EXPECT_THAT(ids("effect"), Contains("food_loss_avoided"));
  EXPECT_THAT(ids("effect"), Contains("ripple.two_sectors"));
  EXPECT_THAT(ids("verdict"), Contains("esrs_e5.completeness"));
  EXPECT_THAT(ids("verdict"), Not(Contains("mci.product")));
}

TEST_F(RulesTest, ACalculationOfAnotherKindIsRefusedWithItsOwn) {
  const Error refused =
      refusal("calculate", {{"calculation", "food_loss_avoided"}, {"kind", "ripple"}});
  EXPECT_EQ(refused.code, ErrorCode::invalid_input);
  ASSERT_EQ(refused.findings.size(), 1U);
  EXPECT_EQ(refused.findings[0].what.id, "calculate.kind_differs");
  EXPECT_THAT(render(refused.findings[0].what, Language::en),
              HasSubstr("“Effect”, not “Ripple effect”"));
  const Json run = ask(
      {{"calculation", "ripple.two_sectors"}, {"kind", "ripple"}, {"sample", "true"}}, "calculate");
  EXPECT_FALSE(run.at("results").as_array().empty());
}

}  // namespace
}  // namespace meguri
