// SPDX-License-Identifier: Apache-2.0
// A load that is killed in the middle has either happened or not; what is left can be opened, says
// that it is sound, and takes the load again.
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "japan.h"

namespace meguri::japan {
namespace {

constexpr const char* folder_variable = "MEGURI_TEST_LOAD_INTO";

// What the child process does, which is this very program: load, and nothing else.
class LoadInsteadOfTesting final : public ::testing::Environment {
 public:
  void SetUp() override {
    const char* const data = std::getenv(folder_variable);
    if (data == nullptr) return;
    const auto books = open(data);
    std::exit(load(*books, pack_folders()) ? 0 : 1);
  }
};
const ::testing::Environment* const child_process =
    ::testing::AddGlobalTestEnvironment(new LoadInsteadOfTesting);

pid_t start_a_load(const std::filesystem::path& data) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::setenv(folder_variable, data.c_str(), 1);
  ::execl("/proc/self/exe", "property_test", nullptr);
  ::_exit(127);
}

// Whether the load had come to its end before it was killed.
bool kill_after(pid_t child, std::chrono::microseconds delay) {
  std::this_thread::sleep_for(delay);
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void expect_sound(Engine& books, const std::string& when) {
  const auto status = ask(books, "status");
  ASSERT_TRUE(status) << when << said(status.error());
  for (const Json& check : status->body.at("checks").as_array()) {
    // An empty folder has no packs yet; everything else must be in order.
    if (text(check, "id") == "packs") continue;
    EXPECT_TRUE(check.at("ok").as_bool())
        << when << text(check, "id") << ": " << text(check, "text");
  }
  const auto sources = ask(books, "sources");
  ASSERT_TRUE(sources) << when;
  const std::size_t packs = sources->body.at("packs").as_array().size();
  EXPECT_TRUE(packs == 0 || packs == 4) << when << packs << " packs: half a load";
}

TEST(Crash, AKilledLoadHasHappenedOrNot) {
  const std::string expected = write_json(body("diagnose", {{"place", "01100"}}));
  const auto begin = std::chrono::steady_clock::now();
  {
    const Folder folder;
    int status = 0;
    ::waitpid(start_a_load(folder.path() / "data"), &status, 0);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "the child cannot load";
  }
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begin);
  Random random(20'261'123);
  for (int round = 0; round < 10; ++round) {
    const Folder folder;
    const auto delay =
        std::chrono::microseconds(random.below(static_cast<std::uint64_t>(whole.count()) + 1));
    const std::string when = "seed round " + std::to_string(round) + ", killed after " +
                             std::to_string(delay.count()) + " us: ";
    kill_after(start_a_load(folder.path() / "data"), delay);
    const auto books = open(folder.path() / "data");
    expect_sound(*books, when);
    const auto again = load(*books, pack_folders());
    ASSERT_TRUE(again) << when << said(again.error());
    expect_sound(*books, when);
    const auto diagnosis = ask(*books, "diagnose", {{"place", "01100"}});
    ASSERT_TRUE(diagnosis) << when;
    EXPECT_TRUE(write_json(diagnosis->body) == expected) << when << "another diagnosis";
  }
}

}  // namespace
}  // namespace meguri::japan
