// SPDX-License-Identifier: Apache-2.0
// Journals that earlier versions of the program wrote: opened, verified, read, continued, proved.
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "journal/canonical.h"
#include "journal/journal.h"
#include "journal/log.h"
#include "journal/test_support.h"
#include "seal/signed_note.h"

namespace meguri {
namespace {

std::string read_text(const std::string& name) {
  std::ifstream file(std::string(MEGURI_SOURCE_DIR) + "/tests/journals/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

class MigrationTest : public testing::Test {
 protected:
  void SetUp() override { make_from("version-1.sql"); }
  void make_from(const std::string& name) {
    const std::string sql = read_text(name);
    ASSERT_FALSE(sql.empty());
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &raw), SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> connection(raw, sqlite3_close);
    ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(raw);
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "journal.sqlite"; }

  TemporaryFolder folder_;
  SystemClock clock_;
};

TEST_F(MigrationTest, version_1_is_opened_and_verified) {
  const auto journal = Journal::open(path(), clock_, OpenMode::adopt);
  ASSERT_TRUE(journal) << journal.error().message.id;
  EXPECT_EQ(journal->schema_version(), 3);
  const auto verified = journal->verify();
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->entries, 41);
  const auto entries = journal->read(0, 100).value();
  EXPECT_EQ(entries.front().version, 1U);
  EXPECT_EQ(journal->balance({"sample-collector", "landfill", "C-2025-04", "sorting_residue"})
                .value()
                .count_mg(),
            1'180'000'000);
  EXPECT_EQ(to_hex(journal->head()->root),
            "6b521df78da7b6275b6d59dd0b2bc4b6ad98c54ae33b08d968baf167cffdd5da");
}

TEST_F(MigrationTest, version_1_is_continued) {
  {
    auto journal = Journal::open(path(), clock_, OpenMode::adopt);
    ASSERT_TRUE(journal);
    ASSERT_TRUE(journal->create_book({.id = "new", .name = "New", .layers = {"water"}}));
    EntryDraft draft = receipt("new", "first", 10);
    EXPECT_EQ(journal->post(std::span(&draft, 1), Batch::atomic)->front().position, 42);
    // An entry of version 1 can be corrected like any other.
    const Entry sold = journal->find("sample-recycler", "r-2025-04-15-caps-sold").value();
    draft = correction_of(sold, "taken back", "tester", sold.draft.event_from);
    EXPECT_EQ(to_text(journal->post(std::span(&draft, 1), Batch::atomic)->front().status),
              "posted");
  }
  const auto journal = Journal::open(path(), clock_, OpenMode::must_exist);
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->verify()->entries, 43);
  EXPECT_EQ(journal->read(41, 1)->front().version, canonical_version);
}

class MigrationOfVersion2Test : public MigrationTest {
 protected:
  void SetUp() override { make_from("version-2.sql"); }
};

TEST_F(MigrationOfVersion2Test, is_opened_and_verified) {
  const auto journal = Journal::open(path(), clock_, OpenMode::adopt);
  ASSERT_TRUE(journal) << journal.error().message.id;
  const auto verified = journal->verify();
  ASSERT_TRUE(verified) << verified.error().message.id;
  EXPECT_EQ(verified->entries, 42);
  for (const Entry& entry : journal->read(0, 100).value())
    EXPECT_EQ(entry.version, 2U);
  EXPECT_EQ(to_hex(journal->head()->root),
            "156adc091dc9b4f205d0ab847832c6638843887d41c9f74ca031cf4a06a2d9e6");
}

TEST_F(MigrationOfVersion2Test, is_continued) {
  {
    auto journal = Journal::open(path(), clock_, OpenMode::adopt);
    ASSERT_TRUE(journal);
    ASSERT_TRUE(journal->create_book({.id = "new", .name = "New"}));
    EntryDraft draft = receipt("new", "first", 10);
    EXPECT_EQ(journal->post(std::span(&draft, 1), Batch::atomic)->front().position, 43);
    // An entry of version 2 can be corrected like any other.
    const Entry sold = journal->find("pet-recycler", "r-2025-05-21-caps-sold").value();
    draft = correction_of(sold, "taken back", "tester", sold.draft.event_from);
    EXPECT_EQ(to_text(journal->post(std::span(&draft, 1), Batch::atomic)->front().status),
              "posted");
  }
  const auto journal = Journal::open(path(), clock_, OpenMode::must_exist);
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->verify()->entries, 44);
  EXPECT_EQ(journal->read(42, 1)->front().version, canonical_version);
}

TEST_F(MigrationOfVersion2Test, its_entries_and_new_ones_are_proved) {
  auto journal = Journal::open(path(), clock_, OpenMode::adopt);
  ASSERT_TRUE(journal);
  ASSERT_TRUE(journal->create_book({.id = "new", .name = "New"}));
  const EntryDraft draft = receipt("new", "first", 10);
  ASSERT_TRUE(journal->post(std::span(&draft, 1), Batch::atomic));
  const Log log(*journal, folder_.path());
  const auto key = parse_note_verifier(log.public_key().value());
  ASSERT_TRUE(key);
  const std::vector<std::string> withheld = {"actor", "line.mass_mg"};
  for (const char* book : {"pet-recycler", "new"}) {
    const auto proof = log.prove(book, 1, 0, withheld);
    ASSERT_TRUE(proof);
    const auto proven = verify(*proof, *key);
    ASSERT_TRUE(proven) << book;
    EXPECT_GE(proven->withheld, 3) << book;
  }
}

TEST_F(MigrationTest, entries_of_both_versions_are_proved) {
  auto journal = Journal::open(path(), clock_, OpenMode::adopt);
  ASSERT_TRUE(journal);
  ASSERT_TRUE(journal->create_book({.id = "new", .name = "New"}));
  const EntryDraft draft = receipt("new", "first", 10);
  ASSERT_TRUE(journal->post(std::span(&draft, 1), Batch::atomic));
  const Log log(*journal, folder_.path());
  const auto key = parse_note_verifier(log.public_key().value());
  ASSERT_TRUE(key);
  for (const char* book : {"sample-recycler", "new"}) {
    const auto proof = log.prove(book, 1, 0, {});
    ASSERT_TRUE(proof);
    EXPECT_TRUE(verify(*proof, *key)) << book;
  }
}

}  // namespace
}  // namespace meguri
