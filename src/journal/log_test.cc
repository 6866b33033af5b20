// SPDX-License-Identifier: Apache-2.0
#include "journal/log.h"

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "base/file.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

class LogTest : public ::testing::Test {
 protected:
  LogTest() {
    open();
    MEGURI_CHECK(journal_->create_book({.id = "book", .name = "Book"}).has_value());
    MEGURI_CHECK(journal_->create_book({.id = "other", .name = "Other"}).has_value());
  }

  void open(OpenMode mode = OpenMode::create) {
    log_.reset();
    journal_.reset();
    journal_ =
        std::make_unique<Journal>(Journal::open(folder_ / "journal.sqlite", clock_, mode).value());
    log_ = std::make_unique<Log>(*journal_, folder_.path());
  }

  void book(std::int64_t count) {
    std::vector<EntryDraft> drafts;
    for (std::int64_t i = 0; i < count; ++i) {
      ++booked_;
      drafts.push_back(receipt(
          booked_ % 3 == 0 ? "other" : "book", "client " + std::to_string(booked_), booked_));
    }
    MEGURI_CHECK(journal_->post(drafts, Batch::atomic).has_value());
  }

  NoteVerifier key() { return parse_note_verifier(log_->public_key().value()).value(); }
  std::string file(const char* name) { return read_file(folder_ / name, 10'000).value(); }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<Log> log_;
  std::int64_t booked_ = 0;
};

TEST_F(LogTest, every_entry_is_proven_at_every_size) {
  book(30);
  const NoteVerifier verifier = key();
  for (const Entry& entry : journal_->read(0, 100).value()) {
    for (std::int64_t size = 1; size <= 30; ++size) {
      const auto proof = log_->prove(entry.draft.book, entry.sequence, size, {});
      ASSERT_EQ(proof.has_value(), size >= entry.position);
      if (!proof) continue;
      const auto proven = verify(*proof, verifier);
      ASSERT_TRUE(proven);
      EXPECT_EQ(proven->entry->draft, entry.draft);
      EXPECT_EQ(proven->checkpoint.tree.size, static_cast<std::uint64_t>(size));
    }
  }
}

TEST_F(LogTest, every_growth_is_proven) {
  book(20);
  for (std::int64_t to = 1; to <= 20; ++to) {
    for (std::int64_t from = 0; from <= to; ++from) {
      const auto proof = log_->prove_growth(from, to);
      ASSERT_TRUE(proof);
      const auto proven = verify(*proof, key());
      ASSERT_TRUE(proven);
      EXPECT_EQ(proven->older.tree.size, static_cast<std::uint64_t>(from));
    }
  }
}

TEST_F(LogTest, grows_with_the_journal_over_many_tiles) {
  book(255);
  const SignedTree small = log_->checkpoint(0).value();
  book(600);
  EXPECT_EQ(log_->checkpoint(0)->tree, journal_->head().value());
  EXPECT_EQ(log_->checkpoint(255)->checkpoint, small.checkpoint);
  const auto growth = log_->prove_growth(255, 0).value();
  EXPECT_EQ(growth.older, small.checkpoint);
  EXPECT_TRUE(verify(growth, key()));
  EXPECT_TRUE(verify(log_->prove("other", 200, 0, {}).value(), key()));
}

TEST_F(LogTest, growth_with_other_checkpoints_is_refused) {
  book(9);
  const auto right = log_->prove_growth(4, 9).value();
  GrowthProof wrong = right;
  std::swap(wrong.older, wrong.newer);
  EXPECT_EQ(verify(wrong, key()).error().message.id, "journal.proof_not_a_continuation");
  wrong = right;
  wrong.older = log_->checkpoint(5)->checkpoint;
  EXPECT_EQ(verify(wrong, key()).error().message.id, "journal.proof_not_a_continuation");
  wrong = right;
  wrong.path.pop_back();
  EXPECT_EQ(verify(wrong, key()).error().message.id, "journal.proof_not_a_continuation");
}

TEST_F(LogTest, the_empty_journal_has_a_checkpoint) {
  const auto empty = log_->checkpoint(0);
  ASSERT_TRUE(empty);
  EXPECT_EQ(empty->tree, (TreeHead{0, sha256("")}));
  EXPECT_TRUE(open_checkpoint(empty->checkpoint, key()));
}

TEST_F(LogTest, the_key_is_made_once_and_for_its_owner_only) {
  book(3);
  EXPECT_FALSE(std::filesystem::exists(folder_ / "log.key"));
  const std::string before = log_->checkpoint(0)->checkpoint;
  struct stat facts {};
  ASSERT_EQ(::stat((folder_ / "log.key").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
  EXPECT_EQ(file("log.pub"), log_->public_key().value() + "\n");
  EXPECT_EQ(file("log.checkpoint"), before);
  open();
  EXPECT_EQ(log_->checkpoint(0)->checkpoint, before);
  // The public key can be made again, the secret one cannot.
  std::filesystem::remove(folder_ / "log.pub");
  open();
  EXPECT_EQ(log_->checkpoint(0)->checkpoint, before);
  EXPECT_EQ(file("log.pub"), log_->public_key().value() + "\n");
  std::filesystem::remove(folder_ / "log.key");
  open();
  EXPECT_EQ(log_->checkpoint(0).error().message.id, "journal.log_key_missing");
}

TEST_F(LogTest, two_logs_have_two_names) {
  const TemporaryFolder second;
  Log other(*journal_, second.path());
  EXPECT_NE(parse_note_verifier(other.public_key().value())->name, key().name);
}

TEST_F(LogTest, damaged_files_sign_nothing) {
  book(3);
  ASSERT_TRUE(log_->checkpoint(0));
  const std::string key_text = file("log.key");
  const auto put = [&](const char* name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary | std::ios::trunc) << text;
    open();
  };
  for (const std::string& wrong :
       {std::string(), key_text.substr(0, key_text.size() - 1), "x" + key_text, key_text + "\n"}) {
    put("log.key", wrong);
    EXPECT_EQ(log_->checkpoint(0).error().message.id, "journal.log_key_damaged");
  }
  put("log.key", key_text);
  EXPECT_TRUE(log_->checkpoint(0));
  const std::string checkpoint = file("log.checkpoint");
  put("log.checkpoint", checkpoint.substr(1));
  EXPECT_EQ(log_->checkpoint(0).error().message.id, "journal.log_checkpoint_damaged");
}

TEST_F(LogTest, a_journal_that_went_back_is_not_signed) {
  book(5);
  const std::filesystem::path copy = folder_ / "copy.sqlite";
  log_.reset();
  journal_.reset();
  std::filesystem::copy_file(folder_ / "journal.sqlite", copy);
  open();
  book(2);
  ASSERT_TRUE(log_->checkpoint(0));
  log_.reset();
  journal_.reset();
  // Restored from the copy, which knows nothing of the last two.
  std::filesystem::rename(copy, folder_ / "journal.sqlite");
  std::filesystem::remove(folder_ / "journal.sqlite-wal");
  open(OpenMode::adopt);
  EXPECT_EQ(log_->checkpoint(0).error().message.id, "journal.log_forked");
  EXPECT_EQ(log_->prove("book", 1, 0, {}).error().message.id, "journal.log_forked");
  // Two other entries in the place of those that were signed.
  booked_ = 100;
  book(2);
  EXPECT_EQ(log_->checkpoint(0).error().message.id, "journal.log_forked");
}

TEST_F(LogTest, a_changed_leaf_hash_is_not_signed) {
  book(5);
  log_.reset();
  journal_.reset();
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open((folder_ / "journal.sqlite").c_str(), &connection), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(connection,
                         "UPDATE block SET bytes=CAST(substr(bytes,1,16)||zeroblob(32)||"
                         "substr(bytes,49) AS BLOB) WHERE first_position=1",
                         nullptr,
                         nullptr,
                         nullptr),
            SQLITE_OK);
  sqlite3_close(connection);
  // Opening compares the head only; the log looks at every leaf.
  auto journal = Journal::open(folder_ / "journal.sqlite", clock_, OpenMode::must_exist);
  ASSERT_TRUE(journal);
  Log log(*journal, folder_.path());
  EXPECT_EQ(log.checkpoint(0).error().message.id, "journal.log_differs");
  EXPECT_EQ(log.prove("book", 2, 0, {}).error().message.id, "journal.log_differs");
}

TEST_F(LogTest, what_does_not_exist_is_said_so) {
  book(4);
  EXPECT_EQ(log_->checkpoint(5).error().message.id, "journal.log_size");
  EXPECT_EQ(log_->checkpoint(-1).error().message.id, "journal.log_size");
  EXPECT_EQ(log_->prove_growth(3, 9).error().message.id, "journal.log_size");
  EXPECT_EQ(log_->prove_growth(4, 3).error().message.id, "journal.log_size");
  EXPECT_EQ(log_->prove("nobody", 1, 0, {}).error().code, ErrorCode::not_found);
  for (const std::int64_t sequence : {-1, 0, 4})
    EXPECT_EQ(log_->prove("book", sequence, 0, {}).error().code, ErrorCode::not_found);
  EXPECT_EQ(log_->prove("other", 1, 2, {}).error().message.id, "journal.log_before_entry");
}

}  // namespace
}  // namespace meguri
