// SPDX-License-Identifier: Apache-2.0
// `meguri log verify` with proofs that were made once and must verify for ever: the golden answers
// of the requests. MEGURI_UPDATE_GOLDEN=1 writes the page.
#include "cli/log_verify.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "cli/run.h"
#include "engine/error_table.h"

namespace meguri {
namespace {

using ::testing::HasSubstr;

const std::string key =
    "meguri/d82a01bbecd3a940+b7256061+AdwvBd/Qww4Q77At6MKfArrclabXOId5Zo/dBauKvNb2";

std::string golden(const std::string& name) {
  return (std::filesystem::path(MEGURI_SOURCE_DIR) / "apps/cli/golden" / name).string();
}

class LogVerifyTest : public testing::Test {
 protected:
  LogVerifyTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "meguri-log-XXXXXX").string();
    EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  ~LogVerifyTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string file(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }

  int verify(std::vector<std::string> words) {
    words.insert(words.begin(), {"log", "verify"});
    out_.str("");
    err_.str("");
    Surroundings around{
        .out = out_,
        .err = err_,
        .environment = [](std::string_view) { return std::optional<std::string>(); },
        .open_engine = [](const EngineOptions&) -> Result<std::unique_ptr<Engine>> {
          ADD_FAILURE() << "a data folder was opened";
          return error(ErrorCode::io_failure, "cli.cannot_write");
        },
        .clock = clock_};
    return run(words, around);
  }

  std::filesystem::path folder_;
  SystemClock clock_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(LogVerifyTest, ProofsThatWereOnceGivenAwayStillVerify) {
  for (const std::string language : {"ja", "en"}) {
    ASSERT_EQ(verify({"--key",
                      key,
                      golden("prove.json"),
                      "--consistency",
                      golden("consistency.json"),
                      "--newer",
                      golden("checkpoint.json"),
                      "--lang",
                      language}),
              exit_ok)
        << err_.str();
    const std::string page = golden("log_verify." + language + ".txt");
    if (std::getenv("MEGURI_UPDATE_GOLDEN") != nullptr) std::ofstream(page) << out_.str();
    EXPECT_EQ(out_.str(), read_file(page, 100'000).value());
  }
}

// Proofs of entries that are sealed in another way today.
TEST_F(LogVerifyTest, ProofsOfOlderEntriesStillVerify) {
  const auto journals = std::filesystem::path(MEGURI_SOURCE_DIR) / "tests/journals";
  for (const std::string version : {"version-1", "version-2"}) {
    const std::string proof = (journals / (version + "-proof.json")).string();
    const std::string public_key = (journals / (version + ".pub")).string();
    EXPECT_EQ(verify({"--key", public_key, proof}), exit_ok) << err_.str();
    const std::string text = read_file(proof, 100'000).value();
    // Half a salt would be one of a newer entry.
    const std::size_t salt = text.find("\"salt\": \"", text.find("sequence")) + 9;
    std::string cut = text;
    cut.erase(salt, 32);
    EXPECT_EQ(verify({"--key", public_key, file("cut.json", cut)}), 3) << version;
    cut.erase(salt, 2);
    EXPECT_EQ(verify({"--key", public_key, file("cut.json", cut)}), exit_usage) << version;
  }
}

TEST_F(LogVerifyTest, TheKeyMayBeInAFileAndTheCheckpointANote) {
  const std::string note = golden("checkpoint.en.txt");
  EXPECT_EQ(verify({"--key",
                    file("log.pub", key + "\n"),
                    "--consistency",
                    golden("consistency.json"),
                    "--newer",
                    note}),
            exit_ok)
      << err_.str();
}

TEST_F(LogVerifyTest, AChangedProofIsRefusedWithItsOwnExitCode) {
  std::string proof = read_file(golden("prove.json"), 100'000).value();
  const std::size_t at = proof.find("sample-recycler");
  ASSERT_NE(at, std::string::npos);
  proof[at] = 'S';
  EXPECT_EQ(verify({"--key", key, file("proof.json", proof)}), 3);
  EXPECT_TRUE(out_.str().empty());
  EXPECT_THAT(err_.str(), HasSubstr("changed"));
  EXPECT_EQ(verify({"--key",
                    key,
                    "--consistency",
                    golden("consistency.json"),
                    "--older",
                    golden("checkpoint.json")}),
            3);
}

TEST_F(LogVerifyTest, WhatIsMissingIsSaid) {
  EXPECT_EQ(verify({golden("prove.json")}), exit_usage);
  EXPECT_THAT(err_.str(), HasSubstr("--key"));
  EXPECT_EQ(verify({"--key", key}), exit_usage);
  EXPECT_EQ(verify({"--key", key, golden("prove.json"), "--older", golden("checkpoint.json")}),
            exit_usage);
  EXPECT_EQ(verify({"--key", (folder_ / "none").string(), golden("prove.json")}), exit_usage);
  EXPECT_THAT(err_.str(), HasSubstr("none"));
  EXPECT_EQ(verify({"--key", key, (folder_ / "none").string()}), 4);
  EXPECT_EQ(verify({"--key", key, golden("status.json")}), exit_usage);
}

}  // namespace
}  // namespace meguri
