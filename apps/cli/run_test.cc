// SPDX-License-Identifier: Apache-2.0
// The whole command line before an engine of the test's own, in this process and behind a server.
#include "cli/run.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "cli/http_client.h"
#include "engine/error_table.h"
#include "server/fake_engine.h"
#include "server/server.h"

namespace meguri {
namespace {

using Words = std::vector<std::string>;

class RunTest : public testing::Test {
 protected:
  int go(const Words& words) {
    out_.str("");
    err_.str("");
    Surroundings around{
        .out = out_,
        .err = err_,
        .environment = [this](std::string_view name) -> std::optional<std::string> {
          const auto found = environment_.find(std::string(name));
          if (found == environment_.end()) return std::nullopt;
          return found->second;
        },
        .open_engine = [this](const EngineOptions& options) -> Result<std::unique_ptr<Engine>> {
          opened_ = options;
          if (owner_) {
            return error(ErrorCode::unavailable,
                         "cli.nobody_answers",
                         {{"address", *owner_}, {"reason", ""}});
          }
          return std::unique_ptr<Engine>(std::make_unique<FakeEngine>(behaviour_));
        },
        .clock = clock_};
    return run(words, around);
  }
  JsonObject out_json() {
    const auto document = parse_json(out_.str(), "out");
    EXPECT_TRUE(document) << out_.str();
    return document ? document->as_object() : JsonObject{};
  }

  SystemClock clock_;
  std::ostringstream out_;
  std::ostringstream err_;
  std::map<std::string, std::string> environment_;
  FakeEngine::Behaviour behaviour_ = FakeEngine::echo;
  std::optional<std::string> owner_;
  EngineOptions opened_;
};

TEST_F(RunTest, JsonIsTheAnswer) {
  EXPECT_EQ(go({"diagnose", "札幌市", "--period", "FY2024", "--json", "--lang", "ja"}), 0);
  EXPECT_EQ(out_json().at("name"), "diagnose");
  EXPECT_EQ(out_json().at("language"), "ja");
  EXPECT_EQ(out_json().at("fields"), (Json{{"period", {"FY2024"}}, {"place", {"札幌市"}}}));
  EXPECT_EQ(err_.str(), "");
}

TEST_F(RunTest, CsvToAPipeHasNoMarkAndToAFileHasOne) {
  EXPECT_EQ(go({"places", "x", "--csv"}), 0);
  EXPECT_EQ(out_.str(), "field,value\r\nq,x\r\n");
  const auto file = std::filesystem::path(testing::TempDir()) / "run_test_places.csv";
  EXPECT_EQ(go({"places", "x", "--csv", "-o", file.string()}), 0);
  EXPECT_EQ(out_.str(), "");
  std::ifstream in(file, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}),
            "\xEF\xBB\xBF"
            "field,value\r\nq,x\r\n");
  std::filesystem::remove(file);
}

TEST_F(RunTest, FormatsThatDoNotExistAreUsageErrors) {
  EXPECT_EQ(go({"doctor", "--csv"}), 2);
  EXPECT_EQ(go({"places", "--csv", "--json"}), 2);
  EXPECT_EQ(go({"entries", "x", "--csv", "--ndjson"}), 2);
  EXPECT_EQ(go({"places", "--ndjson"}), 2);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(RunTest, NdjsonIsOneElementPerLine) {
  behaviour_ = [](const Request&) -> Result<Answer> {
    Answer answer;
    answer.body = JsonObject{{"entries", JsonArray{JsonObject{{"n", 1}}, JsonObject{{"n", 2}}}}};
    return answer;
  };
  EXPECT_EQ(go({"entries", "x", "--ndjson"}), 0);
  EXPECT_EQ(out_.str(), "{\"n\":1}\n{\"n\":2}\n");
  EXPECT_EQ(go({"journal", "entries", "--ndjson"}), 0);
  EXPECT_EQ(out_.str(), "{\"n\":1}\n{\"n\":2}\n");
}

TEST_F(RunTest, TheReportIsHtmlUnlessJsonIsAskedFor) {
  EXPECT_EQ(go({"report", "x"}), 0);
  EXPECT_EQ(out_.str(), "<p>report</p>");
  EXPECT_EQ(go({"report", "x", "--json"}), 0);
  EXPECT_EQ(out_json().at("name"), "report");
}

TEST_F(RunTest, DirectoriesAreMadeAbsolute) {
  EXPECT_EQ(go({"load", "packs/../packs/a", "/b", "--json"}), 0);
  const std::string here = std::filesystem::current_path().string();
  EXPECT_EQ(out_json().at("fields").at("directories"), (Json{here + "/packs/a", "/b"}));
}

TEST_F(RunTest, EveryErrorHasItsExitCodeAndIsToldOnStandardError) {
  for (const ErrorRow& row : error_table()) {
    behaviour_ = [&row](const Request&) -> Result<Answer> {
      Error failure = error(row.code, "server.busy");
      failure.findings.push_back(
          {{"a.csv", "", 3, "code"}, Message{"cli.setting_port", {{"value", "x"}}}});
      return failure;
    };
    EXPECT_EQ(go({"doctor", "--lang", "en"}), row.exit_code) << row.name;
    EXPECT_EQ(out_.str(), "");
    EXPECT_NE(err_.str().find("  a.csv:3:code: \"x\" is no port.\n    → "), std::string::npos)
        << err_.str();
    EXPECT_EQ(go({"doctor", "--json"}), row.exit_code);
    EXPECT_TRUE(parse_json(err_.str(), "err"));
  }
}

TEST_F(RunTest, AFailedCheckIsNoSuccess) {
  behaviour_ = [](const Request&) -> Result<Answer> {
    Answer answer;
    answer.body = Json{{"checks", JsonArray{Json{{"name", "n"}, {"ok", false}, {"text", ""}}}}};
    return answer;
  };
  EXPECT_EQ(go({"doctor"}), error_row(ErrorCode::damaged).exit_code);
}

TEST_F(RunTest, UsageErrors) {
  EXPECT_EQ(go({}), 2);
  EXPECT_EQ(go({"diagnose"}), 2);
  EXPECT_NE(err_.str().find("meguri help"), std::string::npos);
  EXPECT_EQ(go({"diagnos", "x", "--lang", "ja"}), 2);
  EXPECT_NE(err_.str().find("「diagnose」"), std::string::npos);
  EXPECT_EQ(go({"doctor", "--port", "1"}), 2);
  EXPECT_EQ(go({"doctor", "--lang", "fr"}), 2);
  EXPECT_EQ(out_.str(), "");
}

TEST_F(RunTest, TheDoorsOwnCommands) {
  EXPECT_EQ(go({"version", "--json"}), 0);
  EXPECT_EQ(out_json().at("version").as_string(), program_version());
  EXPECT_EQ(go({"openapi"}), 0);
  EXPECT_EQ(out_json().at("openapi"), "3.1.0");
  EXPECT_EQ(go({"types"}), 0);
  EXPECT_NE(out_.str().find("export type "), std::string::npos);
  for (const Words& words : {Words{"help"},
                             Words{"--help"},
                             Words{"diagnose", "-h"},
                             Words{"help", "pack", "check"},
                             Words{"help", "pack"},
                             Words{"help", "serve"}}) {
    for (const char* const language : {"ja", "en"}) {
      environment_ = {{"MEGURI_LANG", language}};
      EXPECT_EQ(go(words), 0);
      EXPECT_NE(out_.str().find("meguri "), std::string::npos);
      EXPECT_EQ(out_.str().find("cli."), std::string::npos) << out_.str();
    }
  }
  EXPECT_EQ(go({"help", "nothing"}), 2);
}

TEST_F(RunTest, DataFolderFromFlagOrEnvironment) {
  environment_ = {{"MEGURI_DATA", "from-environment"}};
  EXPECT_EQ(go({"doctor", "--json"}), 0);
  EXPECT_EQ(opened_.data, "from-environment");
  EXPECT_EQ(go({"doctor", "--json", "--data", "from-flag"}), 0);
  EXPECT_EQ(opened_.data, "from-flag");
}

TEST_F(RunTest, ASharedJournalFromFlagOrEnvironment) {
  environment_ = {{"MEGURI_JOURNAL", "postgresql://u@environment/d"}};
  EXPECT_EQ(go({"doctor", "--json"}), 0);
  EXPECT_EQ(opened_.journal, "postgresql://u@environment/d");
  EXPECT_EQ(go({"accounts", "book", "--journal", "postgresql://u@flag/d", "--json"}), 0);
  EXPECT_EQ(opened_.journal, "postgresql://u@flag/d");
  EXPECT_EQ(go({"doctor", "--journal", "u:geheim@h/d"}), 2);
  EXPECT_EQ(err_.str().find("geheim"), std::string::npos) << err_.str();
  EXPECT_NE(err_.str().find("--journal"), std::string::npos);
}

TEST_F(RunTest, ABackupIsNotRestoredIntoASharedJournal) {
  EXPECT_EQ(go({"journal", "restore", "x", "--journal", "postgresql://u:geheim@h/d"}),
            error_row(ErrorCode::conflict).exit_code);
  EXPECT_NE(err_.str().find("pg_restore"), std::string::npos) << err_.str();
  EXPECT_EQ(err_.str().find("geheim"), std::string::npos);
}

TEST_F(RunTest, ServeRefusesOtherAddressesBeforeItTouchesTheData) {
  EXPECT_EQ(go({"serve", "--address", "0.0.0.0", "--lang", "en"}), 2);
  EXPECT_NE(err_.str().find("access control does not exist yet"), std::string::npos);
  EXPECT_TRUE(opened_.address.empty());
}

// The same commands, sent to a server that owns the folder, print the same.
TEST_F(RunTest, AnotherProcessOwnsTheFolder) {
  FakeEngine engine(FakeEngine::echo);
  RequestLog log(clock_, LogLevel::error, [](std::string_view) {});
  const Service service(engine, {});
  auto server = Server::listen(log, {.port = 0});
  ASSERT_TRUE(server);
  (*server)->serve(service);
  for (const Words& words :
       {Words{"diagnose", "札 幌/市?&%", "--period", "FY2024", "--json", "--lang", "en"},
        Words{"explain", "m1:7:a@b:c/d:e%2F", "--limit", "3", "--json"},
        Words{"load", "packs/a", "b", "--json"},
        Words{"rebuild", "--json"},
        Words{"places", "さっぽろ", "--csv"},
        Words{"journal", "entries", "--ndjson"},
        Words{"report", "x"}}) {
    owner_.reset();
    const int here = go(words);
    const std::string said_here = out_.str();
    owner_ = (*server)->url();
    const int there = go(words);
    EXPECT_EQ(here, there);
    EXPECT_EQ(out_.str(), said_here) << words.front();
  }
  EXPECT_EQ(engine.asked(), 7);
}

TEST_F(RunTest, ErrorsOfTheOwnerLookLikeOurs) {
  behaviour_ = [](const Request&) -> Result<Answer> {
    Error failure = error(ErrorCode::findings, "server.busy");
    failure.findings.push_back(
        {{"a.csv", "", 3, "code"}, Message{"cli.setting_port", {{"value", "x"}}}});
    return failure;
  };
  FakeEngine engine(behaviour_);
  RequestLog log(clock_, LogLevel::error, [](std::string_view) {});
  const Service service(engine, {});
  auto server = Server::listen(log, {.port = 0});
  ASSERT_TRUE(server);
  (*server)->serve(service);
  EXPECT_EQ(go({"pack", "check", "x", "--lang", "ja"}), 3);
  const std::string said_here = err_.str();
  owner_ = (*server)->url();
  EXPECT_EQ(go({"pack", "check", "x", "--lang", "ja"}), 3);
  EXPECT_EQ(err_.str(), said_here);
}

TEST_F(RunTest, AnOwnerWithoutAnswerOrAddress) {
  owner_ = "http://127.0.0.1:1";
  EXPECT_EQ(go({"doctor"}), 8);
  owner_ = "";
  EXPECT_EQ(go({"doctor"}), 8);
  owner_ = "http://example.org:80";
  EXPECT_EQ(go({"doctor"}), 2);
}

}  // namespace
}  // namespace meguri
