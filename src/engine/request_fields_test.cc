// SPDX-License-Identifier: Apache-2.0
#include "engine/request_fields.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace meguri {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const RequestSpec& spec(std::string_view name) { return *find_request(name); }

// "<column>: <message id>" of each finding.
std::vector<std::string> problems(std::string_view request, const RequestFields& given) {
  const auto checked = CheckedFields::check(spec(request), given);
  std::vector<std::string> result;
  if (checked) return result;
  EXPECT_EQ(checked.error().code, ErrorCode::invalid_input);
  EXPECT_EQ(checked.error().message.id, "engine.request_invalid");
  for (const Finding& finding : checked.error().findings) {
    result.push_back(finding.where.column + ": " + finding.what.id);
    for (const Language language : {Language::ja, Language::en}) {
      EXPECT_NE(render(finding.what, language), finding.what.id);
      EXPECT_NE(render(finding.fix(), language), finding.fix().id) << finding.fix().id;
    }
  }
  return result;
}

TEST(CheckedFields, FillsInDefaults) {
  const auto fields = CheckedFields::check(spec("places"), {});
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->text("q"), "");
  EXPECT_EQ(fields->integer("limit"), 20);
  const auto flows = CheckedFields::check(spec("flows"), {});
  ASSERT_TRUE(flows);
  EXPECT_EQ(flows->number("cut_off"), 0.0);
  EXPECT_EQ(flows->text("data_set"), "municipal-waste");
}

TEST(CheckedFields, AnEmptyTextIsLikeNoneGiven) {
  const auto fields = CheckedFields::check(
      spec("indicators"), {{"level", {""}}, {"parent", {""}}, {"indicator", {""}}, {"period", {}}});
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->text("level"), "municipality");
  EXPECT_EQ(fields->text("parent"), "JP");
  EXPECT_EQ(fields->text("period"), "");
  EXPECT_THAT(problems("diagnose", {{"place", {""}}}), ElementsAre("place: engine.field_missing"));
  EXPECT_THAT(problems("places", {{"limit", {""}}}), IsEmpty());
}

TEST(CheckedFields, ReportsEveryProblemAtOnce) {
  EXPECT_THAT(
      problems("diagnose",
               {{"plaec", {"札幌市"}}, {"peers", {"friends"}}, {"period", {"FY2024", "FY2023"}}}),
      ElementsAre("plaec: engine.field_unknown_near",
                  "place: engine.field_missing",
                  "period: engine.field_repeated",
                  "peers: engine.field_not_a_choice"));
}

TEST(CheckedFields, RefusesWhatIsNoNumber) {
  for (const char* const text : {"x",
                                 "1.5",
                                 "-1",
                                 "1e3",
                                 " 1",
                                 "1 ",
                                 "+1",
                                 "0x10",
                                 "１",
                                 "99999999999999999999",
                                 "9223372036854775808"}) {
    EXPECT_THAT(problems("places", {{"limit", {text}}}),
                ElementsAre("limit: engine.field_not_an_integer"))
        << text;
  }
  for (const char* const text : {"x", "inf", "nan", "-inf", "1e999", "0,5", " 0.5", "infinity"}) {
    EXPECT_THAT(problems("flows", {{"cut_off", {text}}}),
                ElementsAre("cut_off: engine.field_not_a_number"))
        << text;
  }
  for (const char* const text : {"0", "0.25", "1", "1e-3", ".5"}) {
    EXPECT_THAT(problems("flows", {{"cut_off", {text}}}), IsEmpty()) << text;
  }
}

TEST(CheckedFields, EveryChoiceIsTaken) {
  for (const RequestSpec& request : request_table()) {
    for (const FieldSpec& field : request.fields) {
      for (const std::string_view choice : field.choices) {
        RequestFields given;
        for (const FieldSpec& other : request.fields) {
          if (other.required) given[std::string(other.name)] = {"x"};
        }
        given[std::string(field.name)] = {std::string(choice)};
        EXPECT_THAT(problems(request.name, given), IsEmpty()) << request.name << '.' << field.name;
      }
    }
  }
}

TEST(CheckedFields, TextsKeepTheirOrderAndMustNotAllBeMissing) {
  const auto fields = CheckedFields::check(spec("load"), {{"directories", {"b", "a", "b"}}});
  ASSERT_TRUE(fields);
  EXPECT_THAT(fields->texts("directories"), ElementsAre("b", "a", "b"));
  EXPECT_THAT(problems("load", {}), ElementsAre("directories: engine.field_missing"));
  EXPECT_THAT(problems("load", {{"directories", {}}}),
              ElementsAre("directories: engine.field_missing"));
}

// Every request has a row that doors can rely on: names, paths, commands and help.
TEST(RequestTable, IsWhatTheDoorsNeed) {
  std::set<std::string> names;
  std::set<std::string> commands;
  std::set<std::string> routes;
  for (const RequestSpec& request : request_table()) {
    EXPECT_TRUE(names.emplace(request.name).second) << request.name;
    EXPECT_TRUE(commands.emplace(request.command).second) << request.command;
    const std::string method = request.method == Method::get ? "GET " : "POST ";
    EXPECT_TRUE(routes.insert(method + std::string(request.path)).second) << request.path;
    EXPECT_TRUE(request.path.starts_with("/api/v1/")) << request.path;
    EXPECT_EQ(find_request(request.name), &request);
    EXPECT_EQ(request.writes && request.method == Method::get, false) << "a GET must not write";
    for (const Language language : {Language::ja, Language::en}) {
      EXPECT_NE(render(request.summary_id, language), request.summary_id);
    }
    std::set<std::string> fields;
    for (const FieldSpec& field : request.fields) {
      EXPECT_TRUE(fields.emplace(field.name).second) << field.name;
      EXPECT_NE(render(field.summary_id, Language::ja), field.summary_id) << field.summary_id;
      if (!field.default_value.empty() && !field.choices.empty()) {
        EXPECT_NE(std::ranges::find(field.choices, field.default_value), field.choices.end());
      }
    }
    for (std::size_t open = request.path.find('{'); open != std::string_view::npos;
         open = request.path.find('{', open + 1)) {
      const std::size_t close = request.path.find('}', open);
      ASSERT_NE(close, std::string_view::npos);
      const std::string name(request.path.substr(open + 1, close - open - 1));
      EXPECT_TRUE(fields.contains(name)) << request.path;
    }
  }
  EXPECT_EQ(find_request("no_such_request"), nullptr);
}

}  // namespace
}  // namespace meguri
