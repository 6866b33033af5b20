// SPDX-License-Identifier: Apache-2.0
// A town's own targets, from the question down to the evidence of every figure.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/internal/test_support.h"
#include "engine/shape.h"
#include "engine/target_document.h"

namespace meguri {
namespace {

using test::acceptance_pack;
using test::ask;
using test::Fields;
using test::TickingClock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class TargetsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Engine::open(
        {.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
    ASSERT_TRUE(opened);
    engine_ = std::move(*opened);
    ASSERT_TRUE(test::load(*engine_, {acceptance_pack()}));
  }

  Result<Answer> diagnose(std::vector<std::string> targets,
                          Language language = Language::en,
                          const std::string& request = "diagnose") {
    Request question;
    question.name = request;
    question.language = language;
    question.fields = {{"place", {"37999"}}, {"targets", std::move(targets)}};
    return engine_->ask(question);
  }
  JsonArray targets_of(std::vector<std::string> targets) {
    const auto answer = diagnose(std::move(targets));
    if (!answer) ADD_FAILURE() << answer.error().message.id;
    return answer ? answer->body.at("targets").as_array() : JsonArray();
  }
  std::vector<std::string> complaints(std::vector<std::string> targets) {
    const auto answer = diagnose(std::move(targets));
    if (answer) return {};
    EXPECT_EQ(answer.error().code, ErrorCode::invalid_input);
    std::vector<std::string> ids;
    for (const Finding& finding : answer.error().findings) {
      EXPECT_EQ(finding.where.column, "targets");
      ids.push_back(finding.what.id);
    }
    return ids;
  }

  test::Folder folder_;
  TickingClock clock_;
  std::unique_ptr<Engine> engine_;
};

// 20,000 t of 61,000 people are 898.27 g a day: 48.27 too many for 850, in six years 8.05 each.
TEST_F(TargetsTest, TheAcceptanceExampleIsMeasuredAsByHand) {
  const JsonArray targets = targets_of({"waste_per_person_day=850@2030", "recycling_rate=25@2034"});
  ASSERT_EQ(targets.size(), 2U);
  const Json& waste = targets[0];
  EXPECT_EQ(waste.at("text"), Json("waste_per_person_day.statistics=850@2030"));
  EXPECT_EQ(waste.at("better"), Json("lower"));
  EXPECT_EQ(waste.at("years_left"), Json(6));
  EXPECT_THAT(std::string(waste.at("distance").at("display").as_string()), HasSubstr("-48.3 g"));
  EXPECT_THAT(std::string(waste.at("per_year").at("display").as_string()), HasSubstr("-8.05 g"));
  const Json& recycling = targets[1];
  EXPECT_EQ(recycling.at("distance").at("display"), Json("+10.0 percentage points"));
  EXPECT_EQ(recycling.at("per_year").at("display"), Json("+1.00 percentage points"));
  // One year is loaded: no trend is made of it, and no verdict.
  for (const Json& target : targets) {
    EXPECT_EQ(target.at("verdict"), Json("unknown"));
    EXPECT_TRUE(target.at("projected").at("value").is_null());
    EXPECT_FALSE(target.at("projected").at("why").is_null());
  }
}

TEST_F(TargetsTest, WhatIsReachedIsSaidSo) {
  const JsonArray targets = targets_of({"waste_per_person_day=900@2030", "recycling_rate=0@2030"});
  ASSERT_EQ(targets.size(), 2U);
  EXPECT_EQ(targets[0].at("verdict"), Json("reached"));
  EXPECT_EQ(targets[1].at("verdict"), Json("reached"));  // zero is a target like any other
  EXPECT_EQ(targets[1].at("target_value").at("display"), Json("0%"));
}

TEST_F(TargetsTest, EveryProblemAtOnce) {
  EXPECT_THAT(complaints({"waste=850@2030",
                          "recycling_rate=many@1999",
                          "recycling_rate=-1@2030",
                          "recycling_rate",
                          "recycling_rate=25@2032",
                          "recycling_rate.statistics=30@2032"}),
              UnorderedElementsAre("engine.target_unknown",
                                   "engine.target_not_a_number",
                                   "engine.target_year_wrong",
                                   "engine.target_not_a_number",
                                   "engine.target_malformed",
                                   "engine.target_twice"));
  EXPECT_THAT(complaints({"recycling_rat=25@2032"}), ElementsAre("engine.target_unknown_near"));
  std::vector<std::string> many;
  for (int year = 2025; year < 2025 + static_cast<int>(targets_max) + 1; ++year)
    many.push_back("recycling_rate=25@" + std::to_string(year));
  EXPECT_THAT(complaints(many), ElementsAre("engine.targets_too_many"));
  many.pop_back();
  EXPECT_EQ(targets_of(many).size(), targets_max);
}

TEST_F(TargetsTest, AYearMayBeWrittenAsPlansWriteIt) {
  const JsonArray targets =
      targets_of({"recycling_rate=25@令和14年度", "recycling_rate=26@FY2033"});
  ASSERT_EQ(targets.size(), 2U);
  EXPECT_EQ(targets[0].at("year"), Json(2032));
  EXPECT_EQ(targets[1].at("year"), Json(2033));
  EXPECT_THAT(complaints({"recycling_rate=25@CY2032"}), ElementsAre("engine.target_year_wrong"));
}

TEST_F(TargetsTest, EveryFigureOpensWithWhatTheQuestionBrought) {
  const JsonArray targets = targets_of({"waste_per_person_day=850@2030"});
  ASSERT_EQ(targets.size(), 1U);
  for (const std::string_view part :
       {"target_value", "distance", "per_year", "trend", "projected", "current"}) {
    const Json& figure = targets[0].at(part);
    const std::string handle(figure.at("evidence").as_string());
    const auto opened = ask(*engine_, "explain", {{"handle", handle}}, Language::en);
    ASSERT_TRUE(opened) << handle;
    EXPECT_EQ(mismatch(opened->body, "Explanation").value_or(""), "");
    EXPECT_EQ(opened->body.at("figure"), figure) << part;
    EXPECT_EQ(opened->body.at("handle"), Json(handle));
  }
  const std::string handle(targets[0].at("distance").at("evidence").as_string());
  for (const char* const bad : {"850@2030/other", "x@2030/distance", "850@1800/distance", "850"}) {
    const std::string wrong = handle.substr(0, handle.rfind(':') + 1) + path_part(bad);
    EXPECT_FALSE(ask(*engine_, "explain", {{"handle", wrong}})) << wrong;
  }
}

TEST_F(TargetsTest, TheReportTellsThemAndTheWorkbookCounts) {
  const auto report = diagnose({"recycling_rate=25@2034"}, Language::ja, "report");
  ASSERT_TRUE(report);
  EXPECT_THAT(report->html, HasSubstr("わがまちの目標"));
  EXPECT_THAT(report->html, HasSubstr("+10.0 ポイント"));
  EXPECT_EQ(mismatch(report->body, "DiagnosisAnswer").value_or(""), "");
  const auto without = diagnose({}, Language::ja, "report");
  ASSERT_TRUE(without);
  EXPECT_EQ(without->html.find("わがまちの目標"), std::string::npos);
  EXPECT_TRUE(diagnose({"recycling_rate=25@2034"}, Language::ja, "report_workbook"));
}

// The acceptance machine of this test has no browser in its search path.
TEST_F(TargetsTest, APdfWithoutABrowserIsRefusedWithTheRemedy) {
  const auto refused = diagnose({}, Language::en, "report_pdf");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::unavailable);
  EXPECT_EQ(refused.error().message.id, "engine.browser_none");
}

}  // namespace
}  // namespace meguri
