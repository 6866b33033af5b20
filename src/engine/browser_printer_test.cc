// SPDX-License-Identifier: Apache-2.0
// Scripts stand in for the browser: what it is given, what becomes of what it makes, and that
// nothing of it stays. The real one is met in tests/e2e.
#include "engine/browser_printer.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/internal/test_support.h"

namespace meguri {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::chrono::milliseconds ample = std::chrono::minutes(2);
constexpr std::chrono::milliseconds short_time{300};

// Finds the two files among its arguments: $pdf and $html.
constexpr std::string_view preamble =
    "#!/bin/sh\n"
    "for each in \"$@\"; do case \"$each\" in\n"
    "--print-to-pdf=*) pdf=${each#--print-to-pdf=};;\n"
    "file://*) html=${each#file://};;\n"
    "esac; done\n";

class BrowserPrinterTest : public ::testing::Test {
 protected:
  std::string script(const std::string& name, std::string_view commands) const {
    const std::filesystem::path path = folder_.path() / name;
    folder_.write(name, std::string(preamble) + std::string(commands));
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path.string();
  }
  std::string said(const std::string& name) const {
    return test::read_bytes(folder_.path() / name);
  }
  std::string out(const std::string& name) const { return (folder_.path() / name).string(); }
  static BrowserPrinter printer(std::string browser, std::chrono::milliseconds patience = ample) {
    return BrowserPrinter(
        {.browser = std::move(browser), .search_path = "/usr/bin:/bin", .patience = patience});
  }
  static std::string refusal(const Result<std::string>& printed) {
    return printed ? "" : printed.error().message.id;
  }

  test::Folder folder_;
};

TEST_F(BrowserPrinterTest, HandsTheDocumentOverAndTheFileBack) {
  BrowserPrinter it =
      printer(script("good",
                     "{ printf '%%PDF-1.7 '; cat \"$html\"; } > \"$pdf\"\nenv > " + out("env") +
                         "\necho \"$@\" > " + out("arguments") + "\n"));
  const auto printed = it.print("<p>見本</p>");
  ASSERT_TRUE(printed);
  EXPECT_EQ(*printed, "%PDF-1.7 <p>見本</p>");
  EXPECT_THAT(said("arguments"), HasSubstr("--user-data-dir="));
  // Nothing of ours: the environment of a server may hold the password of its database.
  EXPECT_THAT(said("env"), Not(HasSubstr("MEGURI")));
  const std::string home = said("env").substr(said("env").find("HOME=") + 5);
  EXPECT_FALSE(std::filesystem::exists(home.substr(0, home.find('\n'))));
}

TEST_F(BrowserPrinterTest, WithoutABrowserItIsRefusedWithTheRemedy) {
  BrowserPrinter none({.browser = "", .search_path = folder_.path().string(), .patience = ample});
  EXPECT_EQ(refusal(none.print("x")), "engine.browser_none");
  EXPECT_EQ(none.print("x").error().code, ErrorCode::unavailable);
  EXPECT_EQ(refusal(printer(out("nowhere")).print("x")), "engine.browser_not_there");
  folder_.write("no-program", "text");
  EXPECT_EQ(refusal(printer(out("no-program")).print("x")), "engine.browser_not_there");
}

TEST_F(BrowserPrinterTest, AKnownOneIsFoundInTheSearchPath) {
  script("google-chrome", "printf '%%PDF-1.7' > \"$pdf\"\n");
  BrowserPrinter it({.browser = "",
                     .search_path = "/nowhere::" + folder_.path().string() + ":/usr/bin:/bin",
                     .patience = ample});
  const auto printed = it.print("x");
  ASSERT_TRUE(printed) << refusal(printed);
  EXPECT_EQ(*printed, "%PDF-1.7");
}

TEST_F(BrowserPrinterTest, OneThatFailsOrMakesSomethingElseIsSaidToHaveFailed) {
  EXPECT_EQ(refusal(printer(script("bad", "exit 3\n")).print("x")), "engine.browser_failed");
  EXPECT_EQ(refusal(printer(script("idle", "exit 0\n")).print("x")), "engine.browser_failed");
  EXPECT_EQ(refusal(printer(script("html", "cat \"$html\" > \"$pdf\"\n")).print("x")),
            "engine.browser_failed");
}

// Dead or, where nobody reaps orphans, waiting to be reaped.
bool is_gone(const std::string& process) {
  std::ifstream file("/proc/" + process + "/stat");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::size_t name_end = text.rfind(')');
  return name_end == std::string::npos || text.substr(name_end + 2, 1) == "Z";
}

TEST_F(BrowserPrinterTest, OneThatHangsIsKilledWithAllItStarted) {
  BrowserPrinter it = printer(script("hangs",
                                     "sleep 1000 &\necho $! > " + out("child") +
                                         "\necho \"$HOME\" > " + out("home") + "\nwait\n"),
                              short_time);
  const auto printed = it.print("x");
  EXPECT_EQ(refusal(printed), "engine.browser_too_slow");
  std::string child = said("child");
  ASSERT_THAT(child, Not(""));
  child.pop_back();
  EXPECT_TRUE(is_gone(child)) << child;
  std::string home = said("home");
  home.pop_back();
  EXPECT_FALSE(std::filesystem::exists(home));
}

// Each leaves a mark while it works and complains about another's.
TEST_F(BrowserPrinterTest, OneAtATimeOthersWait) {
  BrowserPrinter it = printer(script("alone",
                                     "mkdir " + out("mark") + " || exit 1\nsleep 0.05\nrmdir " +
                                         out("mark") + "\nprintf '%%PDF-1.7' > \"$pdf\"\n"));
  std::vector<std::string> refusals(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& each : refusals)
      threads.emplace_back([&it, &each] { each = refusal(it.print("x")); });
  }
  for (const std::string& each : refusals)
    EXPECT_EQ(each, "");
}

TEST_F(BrowserPrinterTest, NotEverybodyMayWait) {
  BrowserPrinter it = printer(script("hangs", "sleep 1000\n"), short_time);
  std::vector<std::string> refusals(20);
  {
    std::vector<std::jthread> threads;
    for (std::string& each : refusals)
      threads.emplace_back([&it, &each] { each = refusal(it.print("x")); });
  }
  EXPECT_GT(std::ranges::count(refusals, "engine.browser_busy"), 0);
  EXPECT_GT(std::ranges::count(refusals, "engine.browser_too_slow"), 0);
}

}  // namespace
}  // namespace meguri
