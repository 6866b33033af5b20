// SPDX-License-Identifier: Apache-2.0
// Calculations through the engine: programmes, inputs, evidence, proposals, on the packs of the
// repository.
#include <filesystem>
#include <limits>
#include <memory>
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

using test::TickingClock;
using ::testing::HasSubstr;

Request request_of(std::string_view name, RequestFields fields, Language language) {
  Request request;
  request.name = std::string(name);
  request.fields = std::move(fields);
  request.language = language;
  return request;
}

std::string told(const Error& failure) {
  std::string text = render(failure.message, Language::en);
  for (const Finding& finding : failure.findings) {
    text += "\n" + finding.where.column + ": " + render(finding.what, Language::en) + " " +
            render(finding.fix(), Language::en);
  }
  return text;
}

// Loaded once for all tests: they only ask.
class CalculationsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    world() = std::make_unique<World>();
    std::vector<std::string> folders;
    for (const auto& each : std::filesystem::directory_iterator(test::source_dir() / "packs"))
      folders.push_back(each.path().string());
    const auto loaded = test::load(*world()->engine, folders);
    ASSERT_TRUE(loaded) << told(loaded.error());
  }
  static void TearDownTestSuite() { world().reset(); }

  static Json ask(std::string_view name,
                  RequestFields fields = {},
                  Language language = Language::en) {
    const auto answer = world()->engine->ask(request_of(name, std::move(fields), language));
    if (!answer) {
      ADD_FAILURE() << name << ": " << told(answer.error());
      return nullptr;
    }
    const RequestSpec* const spec = find_request(name);
    EXPECT_EQ(mismatch(answer->body, spec->answer).value_or(""), "");
    return answer->body;
  }
  static std::string refusal(RequestFields fields) {
    const auto answer =
        world()->engine->ask(request_of("calculate", std::move(fields), Language::en));
    EXPECT_FALSE(answer);
    return answer ? "" : told(answer.error());
  }
  static const Json& part(const Json& answer, std::string_view list, std::string_view id) {
    for (const Json& each : answer.at(list).as_array()) {
      if (each.at("id").as_string() == id) return each;
    }
    ADD_FAILURE() << list << " has no " << id;
    return answer;
  }
  static std::string text(const Json& value) { return std::string(value.as_string()); }

  struct World {
    test::Folder folder;
    TickingClock clock;
    std::unique_ptr<Engine> engine;
    World() {
      auto opened = Engine::open(
          {.data = folder.path() / "data", .address = "", .access_note_id = ""}, clock);
      if (!opened) ADD_FAILURE() << told(opened.error());
      if (opened) engine = std::move(*opened);
    }
  };
  // Made with the first test, gone with the last.
  static std::unique_ptr<World>& world() {
    static std::unique_ptr<World> made;
    return made;
  }
};

TEST_F(CalculationsTest, EveryCalculationRunsItsSampleInBothLanguages) {
  for (const Language language : {Language::ja, Language::en}) {
    const Json all = ask("calculations", {}, language);
    ASSERT_GT(all.at("calculations").as_array().size(), 50U);
    for (const Json& each : all.at("calculations").as_array()) {
      const Json run = ask(
          "calculate", {{"calculation", {text(each.at("id"))}}, {"sample", {"true"}}}, language);
      const bool says_something =
          !run.at("results").as_array().empty() || !run.at("verdicts").as_array().empty();
      EXPECT_TRUE(says_something) << text(each.at("id"));
    }
  }
}

TEST_F(CalculationsTest, FoodLossOfAHundredTonnes) {
  const Json run =
      ask("calculate", {{"calculation", {"food_loss_avoided"}}, {"inputs", {"avoided=１００"}}});
  EXPECT_EQ(part(run, "inputs", "avoided").at("by").as_string(), "caller");
  bool found = false;
  for (const Json& result : run.at("results").as_array())
    found = found || text(result.at("figure").at("display")) == "226.3 t";
  EXPECT_TRUE(found);
}

// Every number of every sample run opens, down to figures of packs or numbers that were given.
TEST_F(CalculationsTest, EveryResultOpensOneStepDown) {
  const Json all = ask("calculations");
  std::size_t opened = 0;
  for (const Json& each : all.at("calculations").as_array()) {
    const Json run =
        ask("calculate", {{"calculation", {text(each.at("id"))}}, {"sample", {"true"}}});
    for (const std::string_view list : {"results", "steps"}) {
      for (const Json& step : run.at(list).as_array()) {
        std::vector<Json> figures(step.at("rows").as_array().begin(),
                                  step.at("rows").as_array().end());
        if (!step.at("figure").is_null()) figures.push_back(step.at("figure"));
        for (const Json& figure : figures) {
          const Json explained = ask("explain", {{"handle", {text(figure.at("evidence"))}}});
          EXPECT_EQ(explained.at("figure").at("display"), figure.at("display"));
          EXPECT_EQ(explained.at("figure").at("evidence"), figure.at("evidence"));
          ++opened;
        }
      }
    }
  }
  EXPECT_GT(opened, 300U);
}

TEST_F(CalculationsTest, ATownGivesItsOwnNumbersAndTheEvidenceRemembersWhich) {
  const Json run =
      ask("calculate", {{"calculation", {"household_food_loss"}}, {"place", {"札幌市"}}});
  EXPECT_EQ(run.at("place").at("code").as_string(), "01100");
  bool from_town = false;
  for (const Json& input : run.at("inputs").as_array()) {
    if (input.at("by").as_string() != "place") continue;
    from_town = true;
    const Json explained = ask("explain", {{"handle", {text(input.at("figure").at("evidence"))}}});
    EXPECT_EQ(explained.at("kind").as_string(), "quantity");
  }
  EXPECT_TRUE(from_town);
  const Json& figure = run.at("results").as_array().front().at("figure");
  const Json explained = ask("explain", {{"handle", {text(figure.at("evidence"))}}});
  EXPECT_THAT(text(explained.at("place_name")), HasSubstr("Sapporo"));
}

TEST_F(CalculationsTest, RefusesEverythingWrongAtOnce) {
  const std::string told = refusal({{"calculation", {"food_loss_avoided"}},
                                    {"inputs", {"avoidde=1", "avoided=much", "avoided"}},
                                    {"rows", {"{\"nothing\":[]}"}},
                                    {"draws", {"1000000"}}});
  EXPECT_THAT(told, HasSubstr("Did you mean \"avoided\"?"));
  EXPECT_THAT(told, HasSubstr("much"));
  EXPECT_THAT(told, HasSubstr("has no ="));
  EXPECT_THAT(told, HasSubstr("There is no list"));
  EXPECT_THAT(told, HasSubstr("0 to 100000"));
  const auto unknown = world()->engine->ask(
      request_of("calculate", {{"calculation", {"food_loss_avoidde"}}}, Language::en));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
  EXPECT_EQ(unknown.error().message.id, "calculate.calculation_unknown_near");
}

TEST_F(CalculationsTest, RangesAreDrawnFrom) {
  const Json run = ask("calculate",
                       {{"calculation", {"food_loss_avoided"}},
                        {"inputs", {"avoided=90〜110"}},
                        {"draws", {"500"}}});
  bool spread = false;
  for (const Json& result : run.at("results").as_array())
    spread = spread || !result.at("spread").is_null();
  EXPECT_TRUE(spread);
}

TEST_F(CalculationsTest, ADiagnosisProposesInTheOrderOfWhatIsAtStake) {
  const Json diagnosis = ask("diagnose", {{"place", {"鎌倉市"}}});
  const JsonArray& proposals = diagnosis.at("proposals").as_array();
  ASSERT_GT(proposals.size(), 5U);
  double before = std::numeric_limits<double>::infinity();
  for (const Json& proposal : proposals) {
    const Json& potential = proposal.at("potential");
    if (potential.at("value").is_null() || text(potential.at("unit")) != "t") continue;
    const double mass = std::stod(text(potential.at("value")));
    EXPECT_LE(mass, before) << text(proposal.at("title"));
    before = mass;
  }
  EXPECT_FALSE(diagnosis.at("what_if").as_array().empty());
  const auto report =
      world()->engine->ask(request_of("report", {{"place", {"鎌倉市"}}}, Language::ja));
  ASSERT_TRUE(report);
  EXPECT_THAT(report->html,
              HasSubstr(text(ask("diagnose", {{"place", {"鎌倉市"}}}, Language::ja)
                                 .at("proposals")
                                 .as_array()
                                 .front()
                                 .at("title"))));
}

TEST_F(CalculationsTest, ProgrammesListWhatWorks) {
  const Json answer = ask("programmes");
  std::int64_t listed = 0;
  std::int64_t linked = 0;
  for (const Json& section : answer.at("sections").as_array()) {
    for (const Json& programme : section.at("programmes").as_array()) {
      ++listed;
      linked += static_cast<std::int64_t>(programme.at("calculations").as_array().size());
    }
  }
  EXPECT_EQ(listed,
            answer.at("works").as_int64() + answer.at("partly").as_int64() +
                answer.at("not_yet").as_int64());
  EXPECT_EQ(linked,
            static_cast<std::int64_t>(ask("calculations").at("calculations").as_array().size()));
}

}  // namespace
}  // namespace meguri
