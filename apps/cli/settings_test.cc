// SPDX-License-Identifier: Apache-2.0
#include "cli/settings.h"

#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>

namespace meguri {
namespace {

class SettingsTest : public testing::Test {
 protected:
  SettingsTest() {
    folder_ =
        std::filesystem::path(testing::TempDir()) /
        ("settings_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
  }
  ~SettingsTest() override { std::filesystem::remove_all(folder_); }

  void write_config(const std::string& text) {
    const std::filesystem::path path = folder_ / "meguri.toml";
    std::ofstream(path) << text;
    options_.config = path.string();
  }
  Result<Settings> read() {
    return read_settings(options_, [this](std::string_view name) -> std::optional<std::string> {
      const auto found = environment_.find(std::string(name));
      if (found == environment_.end()) return std::nullopt;
      return found->second;
    });
  }

  std::filesystem::path folder_;
  CommonOptions options_;
  std::map<std::string, std::string> environment_;
};

TEST_F(SettingsTest, Defaults) {
  const auto settings = read();
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->data, "data");
  EXPECT_EQ(settings->port, 8642);
  EXPECT_EQ(settings->address, "localhost");
  EXPECT_EQ(settings->language, Language::en);
  EXPECT_EQ(settings->log, LogLevel::info);
}

TEST_F(SettingsTest, FlagsOverEnvironmentOverFileOverDefaults) {
  write_config(
      "data = \"from-file\"\nport = 1\nlang = \"ja\"\nlog = \"debug\"\naddress = \"::1\"\n");
  environment_ = {{"MEGURI_DATA", "from-environment"}, {"MEGURI_PORT", "2"}, {"LANG", "en_US"}};
  options_.data = "from-flag";
  const auto settings = read();
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->data, "from-flag");
  EXPECT_EQ(settings->port, 2);
  EXPECT_EQ(settings->language, Language::ja);
  EXPECT_EQ(settings->log, LogLevel::debug);
  EXPECT_EQ(settings->address, "::1");
}

TEST_F(SettingsTest, AJournalIsNamedLikeEverythingElse) {
  EXPECT_EQ(read()->journal, "");
  write_config("journal = \"postgresql://u@file/d\"\n");
  EXPECT_EQ(read()->journal, "postgresql://u@file/d");
  environment_ = {{"MEGURI_JOURNAL", "postgres://u@environment/d"}};
  EXPECT_EQ(read()->journal, "postgres://u@environment/d");
  options_.journal = "postgresql:///flag";
  EXPECT_EQ(read()->journal, "postgresql:///flag");
}

TEST_F(SettingsTest, TheBrowserThatPrintsMayBeNamed) {
  EXPECT_EQ(read()->browser, "");
  write_config("browser = \"/opt/file/chrome\"\n");
  EXPECT_EQ(read()->browser, "/opt/file/chrome");
  environment_ = {{"MEGURI_BROWSER", "/opt/environment/chrome"}, {"PATH", "/a:/b"}};
  EXPECT_EQ(read()->browser, "/opt/environment/chrome");
  EXPECT_EQ(read()->search_path, "/a:/b");
}

// It may hold a password.
TEST_F(SettingsTest, AWrongJournalIsNotRepeated) {
  write_config("journal = \"host=h password=geheim\"\n");
  environment_ = {{"MEGURI_JOURNAL", "mysql://u:geheim@h/d"}};
  options_.journal = "data/geheim";
  const auto settings = read();
  ASSERT_FALSE(settings);
  ASSERT_EQ(settings.error().findings.size(), 3U);
  EXPECT_EQ(settings.error().findings.front().where.row, 1);
  for (const Finding& finding : settings.error().findings) {
    for (const Language language : {Language::ja, Language::en}) {
      const std::string said =
          render(finding.what, language) + render(finding.fix(), language) + finding.where.file;
      EXPECT_EQ(said.find("geheim"), std::string::npos) << said;
    }
  }
}

TEST_F(SettingsTest, TheLocaleDecidesLast) {
  environment_ = {{"LANG", "ja_JP.UTF-8"}};
  EXPECT_EQ(read()->language, Language::ja);
  environment_ = {{"LANG", "ja_JP.UTF-8"}, {"LC_ALL", "C"}};
  EXPECT_EQ(read()->language, Language::en);
  environment_ = {{"LANG", "C"}, {"MEGURI_LANG", "ja"}};
  EXPECT_EQ(read()->language, Language::ja);
}

TEST_F(SettingsTest, AllProblemsAtOnceWithTheirPlaces) {
  write_config("prot = 1\nlang = \"fr\"\nport = 99999\n");
  environment_ = {{"MEGURI_LOG", "loud"}, {"MEGURI_PORT", "x"}};
  options_.port = "-1";
  const auto settings = read();
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, ErrorCode::invalid_input);
  std::vector<std::string> places;
  for (const Finding& finding : settings.error().findings) {
    places.push_back(std::filesystem::path(finding.where.file).filename().string() + ":" +
                     std::to_string(finding.where.row));
    EXPECT_NE(render(finding.fix(), Language::ja), finding.fix().id);
  }
  EXPECT_EQ(places,
            (std::vector<std::string>{"meguri.toml:2",
                                      "meguri.toml:3",
                                      "meguri.toml:1",
                                      "MEGURI_PORT:0",
                                      "MEGURI_LOG:0",
                                      "--port:0"}));
}

TEST_F(SettingsTest, AFileThatIsNoTomlOrNotThere) {
  write_config("data = ");
  const auto malformed = read();
  ASSERT_FALSE(malformed);
  EXPECT_EQ(malformed.error().findings.size(), 1U);
  options_.config = (folder_ / "none.toml").string();
  const auto missing = read();
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace meguri
