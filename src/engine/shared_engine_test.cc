// SPDX-License-Identifier: Apache-2.0
// Several servers on one journal in PostgreSQL, each with a data folder of its own.
//
// The server for tests is that of $MEGURI_TEST_POSTGRES (tools/test_postgres.sh); without one these
// tests are skipped, or fail if $MEGURI_REQUIRE_POSTGRES is set. It is thrown away with all its
// schemas.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/backup.h"
#include "engine/engine.h"
#include "engine/internal/test_support.h"
#include "engine/request_table.h"
#include "engine/shape.h"

namespace meguri {
namespace {

namespace fs = std::filesystem;
using test::Fields;

constexpr int writers = 2;
constexpr int rounds = 12;

std::string receipts(const std::string& writer, int count) {
  std::string entries;
  for (int i = 0; i < count; ++i) {
    entries += entries.empty() ? "[" : ",";
    entries += R"({"client_id":")" + writer + "/" + std::to_string(i) +
               R"(","kind":"receive","event_from":"2025-06-01","lines":[
                 {"site":"market","material":"pet","mass":"-1 t"},
                 {"site":"yard","lot":"L","material":"pet","mass":"1 t"}]})";
  }
  return entries + "]";
}

class SharedEngineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* const server = std::getenv("MEGURI_TEST_POSTGRES");
    if (server == nullptr) {
      ASSERT_EQ(std::getenv("MEGURI_REQUIRE_POSTGRES"), nullptr) << "PostgreSQL is not there";
      GTEST_SKIP() << "no PostgreSQL: start one with tools/test_postgres.sh";
    }
    static int places = 0;
    uri_ = std::string(server) + "&password=geheim&meguri_schema=engine_" +
           std::to_string(::getpid()) + "_" + std::to_string(++places);
  }

  [[nodiscard]] Result<std::unique_ptr<Engine>> try_open(const std::string& name,
                                                         const std::string& uri) const {
    EngineOptions options;
    options.data = folder_.path() / name;
    options.journal = uri;
    options.address = "http://127.0.0.1:1";  // as a server does
    return Engine::open(options, clock_);
  }
  [[nodiscard]] std::unique_ptr<Engine> open(const std::string& name) const {
    auto opened = try_open(name, uri_);
    EXPECT_TRUE(opened) << (opened ? "" : render(opened.error().message, Language::en));
    return opened ? std::move(*opened) : nullptr;
  }
  // Another server needs nothing but the key.
  void give_key(const std::string& from, const std::string& to) const {
    fs::create_directories(folder_.path() / to);
    fs::copy_file(folder_.path() / from / "log.key", folder_.path() / to / "log.key");
  }
  static Json body(Engine& engine, std::string_view name, const Fields& fields = {}) {
    const auto answer = test::ask(engine, name, fields);
    EXPECT_TRUE(answer) << name << " "
                        << (answer ? "" : render(answer.error().message, Language::en));
    if (!answer) return nullptr;
    EXPECT_EQ(mismatch(answer->body, find_request(name)->answer), std::nullopt);
    return answer->body;
  }
  // Until the engine shows that many entries of the journal, in its columns too.
  static void wait_for(Engine& engine, std::int64_t position) {
    while (engine.journal_position() < position)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    while (body(engine, "status").at("columns").at("position") != Json(std::to_string(position)))
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

  test::Folder folder_;
  SystemClock clock_;
  std::string uri_;
};

TEST_F(SharedEngineTest, WhatTwoServersWriteAtOnceBothShow) {
  const auto one = open("one");
  give_key("one", "other");
  const auto other = open("other");
  ASSERT_TRUE(one != nullptr && other != nullptr);
  body(*one, "create_book", {{"id", "yard"}});
  std::vector<std::thread> threads;
  for (Engine* const engine : {one.get(), other.get()}) {
    for (int writer = 0; writer < writers; ++writer) {
      threads.emplace_back([engine, writer, is_one = engine == one.get()] {
        for (int round = 0; round < rounds; ++round) {
          const std::string own =
              (is_one ? "one " : "other ") + std::to_string(writer) + " " + std::to_string(round);
          body(*engine, "post_entries", {{"book", "yard"}, {"entries", receipts(own, 2)}});
          // Everybody sends these: they are booked once.
          const std::string same = "same " + std::to_string(round);
          body(*engine, "post_entries", {{"book", "yard"}, {"entries", receipts(same, 1)}});
        }
      });
    }
  }
  for (std::thread& thread : threads)
    thread.join();
  constexpr std::int64_t booked = 2 * writers * rounds * 2 + rounds;
  wait_for(*one, booked);
  wait_for(*other, booked);
  for (const auto& [request, fields] : std::vector<std::pair<std::string, Fields>>{
           {"accounts", {{"book", "yard"}}},
           {"entries", {{"book", "yard"}}},
           {"statement", {{"book", "yard"}, {"site", "yard"}, {"material", "pet"}, {"lot", "L"}}},
           {"journal_entries", {{"after", "0"}, {"limit", "1000"}}},
           {"journal_verify", {}},
           {"checkpoint", {}}}) {
    EXPECT_EQ(write_json(body(*one, request, fields)), write_json(body(*other, request, fields)))
        << request;
  }
  const Json verified = body(*other, "journal_verify");
  EXPECT_EQ(verified.at("entries"), Json(booked));
  EXPECT_EQ(body(*one, "journal_entries", {{"after", "0"}, {"limit", "1000"}})
                .at("entries")
                .as_array()
                .size(),
            static_cast<std::size_t>(booked));
}

TEST_F(SharedEngineTest, AFollowerHearsOfTheCommitsOfAnotherServer) {
  const auto one = open("one");
  give_key("one", "other");
  const auto other = open("other");
  ASSERT_TRUE(one != nullptr && other != nullptr);
  body(*one, "create_book", {{"id", "yard"}});
  std::atomic<std::int64_t> heard{0};
  const Subscription subscription =
      other->on_change([&heard, &other] { heard = other->journal_position(); });
  for (int i = 1; i <= 5; ++i) {
    body(*one,
         "post_entries",
         {{"book", "yard"}, {"entries", receipts("round " + std::to_string(i), 3)}});
    while (heard < std::int64_t{3} * i)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    // Not at once in the columns, but in the pages of the journal.
    const Json page = body(*other, "journal_entries", {{"after", std::to_string(3 * i - 3)}});
    EXPECT_EQ(page.at("entries").as_array().size(), 3U);
  }
}

TEST_F(SharedEngineTest, APackThatOneServerLoadsIsShownByAll) {
  const auto one = open("one");
  give_key("one", "other");
  const auto other = open("other");
  ASSERT_TRUE(one != nullptr && other != nullptr);
  const auto loaded = test::load(*one, {test::acceptance_pack()});
  ASSERT_TRUE(loaded);
  wait_for(*other, one->journal_position());
  while (body(*other, "status").at("packs") != Json(1))
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const Fields town = {{"place", "見本市"}};
  const std::string diagnosis = write_json(body(*one, "diagnose", town));
  EXPECT_EQ(write_json(body(*other, "diagnose", town)), diagnosis);
  // Loaded again by the other one, it is the same pack.
  const auto again = test::load(*other, {test::acceptance_pack()});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->body.at("packs").at(0).at("outcome"), Json("unchanged"));
  // A server that comes later has the key and the address, and no files of packs.
  give_key("one", "late");
  const auto late = open("late");
  ASSERT_TRUE(late != nullptr);
  EXPECT_EQ(write_json(body(*late, "diagnose", town)), diagnosis);
  body(*late, "rebuild");
  EXPECT_EQ(write_json(body(*late, "diagnose", town)), diagnosis);
}

TEST_F(SharedEngineTest, AFolderBelongsToOneJournal) {
  const auto refusal = [this](const std::string& name, const std::string& uri) {
    const auto opened = try_open(name, uri);
    return opened ? std::string("opened") : opened.error().message.id;
  };
  EXPECT_EQ(refusal("own", ""), "opened");
  EXPECT_EQ(refusal("own", uri_), "engine.folder_has_journal");
  EXPECT_EQ(refusal("one", uri_), "opened");
  EXPECT_EQ(refusal("one", uri_), "opened");
  EXPECT_EQ(refusal("one", ""), "engine.journal_elsewhere");
  EXPECT_EQ(refusal("other", uri_), "journal.log_key_absent");
  EXPECT_EQ(refusal("own", ""), "opened");
  // The books of another schema are another journal, with a key of its own.
  EXPECT_EQ(refusal("stranger", uri_ + "_b"), "opened");
  EXPECT_EQ(refusal("one", uri_ + "_b"), "journal.log_key_differs");
  // Somebody's folder is shown without the password.
  EXPECT_EQ(test::read_bytes(folder_.path() / "one/shared-journal").find("geheim"),
            std::string::npos);
}

TEST_F(SharedEngineTest, TheStateNamesTheDatabaseAndNoPassword) {
  const auto one = open("one");
  ASSERT_TRUE(one != nullptr);
  const Json status = body(*one, "status");
  EXPECT_EQ(status.at("journal").at("store"), Json("postgresql"));
  EXPECT_EQ(status.at("checks").at(0).at("id"), Json("database"));
  EXPECT_EQ(status.at("checks").at(0).at("ok"), Json(true));
  EXPECT_EQ(write_json(status).find("geheim"), std::string::npos);
}

TEST_F(SharedEngineTest, ItsBackupIsTheDatabases) {
  const auto one = open("one");
  ASSERT_TRUE(one != nullptr);
  const fs::path backup = folder_.path() / "backup";
  const auto refused = test::ask(*one, "journal_backup", {{"directory", backup.string()}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message.id, "engine.backup_of_shared");
  EXPECT_FALSE(fs::exists(backup));
}

TEST_F(SharedEngineTest, NoBackupIsRestoredIntoItsFolder) {
  const std::string backup = (folder_.path() / "backup").string();
  {
    auto own = try_open("own", "");
    ASSERT_TRUE(own);
    body(**own, "journal_backup", {{"directory", backup}});
    ASSERT_TRUE(open("one") != nullptr);
  }
  const auto restored = restore_backup(backup, folder_.path() / "one", clock_);
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().message.id, "engine.restore_place_taken");
  EXPECT_TRUE(restore_backup(backup, folder_.path() / "new", clock_));
}

}  // namespace
}  // namespace meguri
