// SPDX-License-Identifier: Apache-2.0
// What an operator does with the journal: verify it, back it up and restore it, publish its log.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "engine/backup.h"
#include "engine/engine.h"
#include "engine/internal/test_support.h"
#include "engine/log_tiles.h"
#include "engine/request_table.h"
#include "engine/shape.h"
#include "journal/data_folder.h"
#include "seal/merkle.h"

namespace meguri {
namespace {

namespace fs = std::filesystem;
using test::Fields;

class UpkeepTest : public ::testing::Test {
 protected:
  UpkeepTest() { engine_ = open("data"); }

  std::unique_ptr<Engine> open(const std::string& name) {
    auto opened =
        Engine::open({.data = folder_.path() / name, .address = "", .access_note_id = ""}, clock_);
    EXPECT_TRUE(opened);
    return opened ? std::move(*opened) : nullptr;
  }
  static Json body(Engine& engine, std::string_view name, const Fields& fields = {}) {
    const auto answer = test::ask(engine, name, fields);
    EXPECT_TRUE(answer) << name << " " << (answer ? "" : answer.error().message.id);
    if (!answer) return nullptr;
    EXPECT_EQ(mismatch(answer->body, find_request(name)->answer), std::nullopt);
    return answer->body;
  }
  void post(int from, int count) {
    std::string entries;
    for (int i = from; i < from + count; ++i) {
      entries += entries.empty() ? "[" : ",";
      entries += R"({"client_id":"e)" + std::to_string(i) +
                 R"(","kind":"receive","event_from":"2025-06-01","lines":[
                   {"site":"market","material":"pet","mass":"-1 t"},
                   {"site":"yard","lot":"L","material":"pet","mass":"1 t"}]})";
    }
    body(*engine_, "post_entries", {{"book", "yard"}, {"entries", entries + "]"}});
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  [[nodiscard]] Result<BackupReport> restore(const std::string& from, const std::string& to) const {
    return restore_backup(path(from), path(to), clock_);
  }

  test::Folder folder_;
  test::TickingClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(UpkeepTest, ARestoredBackupAnswersAsItsOriginal) {
  ASSERT_TRUE(test::load(*engine_, {test::acceptance_pack()}));
  body(*engine_, "create_book", {{"id", "yard"}});
  post(0, 5);
  const Json checkpoint = body(*engine_, "checkpoint");
  const Json proof = body(*engine_, "prove", {{"book", "yard"}, {"sequence", "3"}});
  const Json backup = body(*engine_, "journal_backup", {{"directory", path("copy")}});
  EXPECT_EQ(backup.at("entries"), Json(6));
  EXPECT_GT(backup.at("documents").as_int64(), 0);
  EXPECT_EQ(backup.at("root"), checkpoint.at("root"));
  post(5, 2);  // afterwards, and so not in the backup
  const auto report = restore("copy", "again");
  ASSERT_TRUE(report) << report.error().message.id;
  EXPECT_EQ(report->entries, 6);
  const auto restored = open("again");
  EXPECT_EQ(body(*restored, "checkpoint"), checkpoint);
  EXPECT_EQ(body(*restored, "prove", {{"book", "yard"}, {"sequence", "3"}}), proof);
  EXPECT_EQ(body(*restored, "diagnose", {{"place", "37999"}}),
            body(*engine_, "diagnose", {{"place", "37999"}}));
  const Json verified = body(*restored, "journal_verify");
  EXPECT_EQ(verified.at("entries"), Json(6));
  EXPECT_EQ(verified.at("root"), checkpoint.at("root"));
  const auto key = fs::status(folder_.path() / "again/log.key").permissions();
  EXPECT_EQ(key & (fs::perms::group_all | fs::perms::others_all), fs::perms::none);
}

TEST_F(UpkeepTest, ABackupIsOneMomentWhileOthersPost) {
  body(*engine_, "create_book", {{"id", "yard"}});
  std::thread poster([&] {
    for (int i = 0; i < 30; ++i)
      post(i, 1);
  });
  for (int round = 0; round < 3; ++round) {
    const std::string name = "copy" + std::to_string(round);
    const Json backup = body(*engine_, "journal_backup", {{"directory", path(name)}});
    const auto report = restore(name, "from " + name);
    ASSERT_TRUE(report) << report.error().message.id;
    EXPECT_EQ(Json(report->entries), backup.at("entries"));
  }
  poster.join();
}

// The state is asked for often: of a large journal only the end is rehashed, and the answer says
// so.
TEST_F(UpkeepTest, TheStateOfALargeJournalIsOfItsEnd) {
  body(*engine_, "create_book", {{"id", "yard"}});
  const auto sentence = [this] {
    const auto answer = test::ask(*engine_, "status", {}, Language::en);
    const Json status = answer ? answer->body : Json();
    EXPECT_TRUE(status.at("checks").at(0).at("ok").as_bool());
    return std::string(status.at("checks").at(0).at("text").as_string());
  };
  for (int batch = 0; batch < 10; ++batch)
    post(batch * 1000, 1000);
  EXPECT_EQ(sentence(), "Hashes and balances of 10,000 entries, 20,000 lines, 2 accounts agree");
  post(10'000, 1);
  EXPECT_EQ(sentence(),
            "The newest 10,000 of 10,001 entries match their seals. `meguri journal verify` checks "
            "all of them, and the balances.");
  EXPECT_EQ(body(*engine_, "journal_verify").at("entries"), Json(10'001));
}

TEST_F(UpkeepTest, NoPlaceIsTakenTwice) {
  body(*engine_, "create_book", {{"id", "yard"}});
  body(*engine_, "journal_backup", {{"directory", path("copy")}});
  const auto again = test::ask(*engine_, "journal_backup", {{"directory", path("copy")}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  EXPECT_EQ(restore("copy", "data").error().code, ErrorCode::unavailable);  // it is open
  engine_.reset();
  EXPECT_EQ(restore("copy", "data").error().code, ErrorCode::conflict);
  EXPECT_EQ(restore("nowhere", "new").error().code, ErrorCode::not_found);
}

// Damage anywhere in the copied journal leaves no journal behind, and the next try is free to
// succeed.
TEST_F(UpkeepTest, ADamagedBackupIsNotRestored) {
  body(*engine_, "create_book", {{"id", "yard"}});
  post(0, 20);
  body(*engine_, "journal_backup", {{"directory", path("copy")}});
  const std::string whole = test::read_bytes(folder_.path() / "copy/journal.sqlite");
  std::string damaged = whole;
  ASSERT_NE(damaged.find("e17"), std::string::npos);
  for (std::size_t at = damaged.find("e17"); at != std::string::npos; at = damaged.find("e17"))
    damaged[at] = 'x';
  folder_.write("copy/journal.sqlite", damaged);
  const auto refused = restore("copy", "new");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::damaged);
  EXPECT_FALSE(fs::exists(folder_.path() / "new/journal.sqlite"));
  folder_.write("copy/journal.sqlite", whole);
  EXPECT_TRUE(restore("copy", "new"));
}

// The heads over the tiles are those of the tree, for sizes around whole tiles.
TEST_F(UpkeepTest, TilesHoldTheTreeOfTheCheckpoint) {
  body(*engine_, "create_book", {{"id", "yard"}});
  int posted = 0;
  for (const int size : {1, 255, 256, 257, 600}) {
    post(posted, size - posted);
    posted = size;
    const Json answer = body(*engine_, "log_tiles", {{"directory", path("tiles")}});
    EXPECT_EQ(answer.at("size"), Json(size));
    std::vector<Digest> leaves;
    for (int tile = 0; tile * 256 < size; ++tile) {
      const int width = std::min(256, size - tile * 256);
      std::string name = "tiles/tile/0/00" + std::to_string(tile);
      if (width < 256) name += ".p/" + std::to_string(width);
      const std::string bytes = test::read_bytes(folder_.path() / name);
      ASSERT_EQ(bytes.size(), static_cast<std::size_t>(width) * 32U) << name;
      for (std::size_t i = 0; i < bytes.size(); i += 32) {
        Digest digest;
        for (std::size_t byte = 0; byte < 32; ++byte)
          digest.bytes.at(byte) = static_cast<std::byte>(bytes[i + byte]);
        leaves.push_back(digest);
      }
      if (width < 256) continue;
      const std::string level = "tiles/tile/1/000.p/" + std::to_string(size / 256);
      const std::string above = test::read_bytes(folder_.path() / level);
      EXPECT_EQ(above.substr(static_cast<std::size_t>(tile) * 32U, 32),
                view_of(merkle_head(
                    std::span(leaves).subspan(static_cast<std::size_t>(tile) * 256U, 256))));
    }
    EXPECT_EQ(Json(to_hex(merkle_head(leaves))), answer.at("root"));
    EXPECT_EQ(Json(test::read_bytes(folder_.path() / "tiles/checkpoint")),
              body(*engine_, "checkpoint").at("checkpoint"));
    EXPECT_EQ(body(*engine_, "log_tiles", {{"directory", path("tiles")}}).at("written"), Json(0));
  }
}

TEST(LogTiles, NumbersAreGroupedByThousands) {
  EXPECT_EQ(tile_number_text(0), "000");
  EXPECT_EQ(tile_number_text(67), "067");
  EXPECT_EQ(tile_number_text(1000), "x001/000");
  EXPECT_EQ(tile_number_text(1'234'067), "x001/x234/067");
}

}  // namespace
}  // namespace meguri
