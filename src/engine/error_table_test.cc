// SPDX-License-Identifier: Apache-2.0
#include "engine/error_table.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "base/message.h"
#include "engine/engine.h"

namespace meguri {
namespace {

constexpr ErrorCode all_codes[] = {ErrorCode::invalid_input,
                                   ErrorCode::not_found,
                                   ErrorCode::conflict,
                                   ErrorCode::limit_exceeded,
                                   ErrorCode::io_failure,
                                   ErrorCode::damaged,
                                   ErrorCode::findings,
                                   ErrorCode::unavailable};

// Exit codes: 1 runtime, 2 usage, 3 findings, 4 not found, 7 conflict, 8 busy.
TEST(ErrorTable, EveryCodeHasItsExitCodeAndStatus) {
  const std::map<std::string, std::pair<int, int>, std::less<>> documented{
      {"invalid_input", {2, 400}},
      {"not_found", {4, 404}},
      {"conflict", {7, 409}},
      {"limit_exceeded", {2, 413}},
      {"io_failure", {1, 500}},
      {"damaged", {1, 500}},
      {"findings", {3, 422}},
      {"unavailable", {8, 503}}};
  std::set<ErrorCode> seen;
  for (const ErrorRow& row : error_table()) {
    EXPECT_TRUE(seen.insert(row.code).second) << row.name;
    ASSERT_TRUE(documented.contains(row.name)) << row.name;
    EXPECT_EQ(std::pair(row.exit_code, row.http_status), documented.find(row.name)->second)
        << row.name;
    EXPECT_NE(row.exit_code, exit_ok);
    for (const Language language : {Language::ja, Language::en}) {
      EXPECT_NE(render(row.title_id, language), row.title_id);
    }
  }
  EXPECT_EQ(seen.size(), std::size(all_codes));
  EXPECT_EQ(documented.size(), std::size(all_codes));
  for (const ErrorCode code : all_codes)
    EXPECT_EQ(error_row(code).code, code);
}

TEST(ProblemDocument, CarriesWhatRfc9457AsksAndEveryFinding) {
  Error failure =
      error(ErrorCode::findings, "engine.packs_have_findings", {{"count", std::int64_t{2}}});
  failure.findings.push_back(
      {.where = {.file = "tables/a.csv", .sheet = "", .row = 7, .column = "code"},
       .what = {"engine.field_missing", {{"field", "place"}}}});
  failure.findings.push_back({.where = {}, .what = {"engine.field_repeated", {{"field", "q"}}}});
  const Json problem = problem_document(failure, Language::en, "/api/v1/packs");
  EXPECT_EQ(problem.at("status"), Json(422));
  EXPECT_EQ(problem.at("code"), Json("findings"));
  EXPECT_EQ(problem.at("type"), Json("urn:meguri:problem:findings"));
  EXPECT_EQ(problem.at("instance"), Json("/api/v1/packs"));
  EXPECT_EQ(problem.at("detail"), Json("2 problems to mend; nothing was written"));
  ASSERT_EQ(problem.at("findings").as_array().size(), 2U);
  const Json& first = problem.at("findings").as_array().front();
  EXPECT_EQ(first.at("file"), Json("tables/a.csv"));
  EXPECT_EQ(first.at("row"), Json(7));
  EXPECT_EQ(first.at("column"), Json("code"));
  EXPECT_EQ(first.at("text"), Json("\"place\" is required"));
  EXPECT_EQ(first.at("fix"), Json("Give \"place\""));
  const Json plain =
      problem_document(error(ErrorCode::not_found, "engine.no_periods"), Language::ja, "");
  EXPECT_EQ(plain.as_object().if_contains("findings"), nullptr);
}

}  // namespace
}  // namespace meguri
