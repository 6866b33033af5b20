// SPDX-License-Identifier: Apache-2.0
#include "journal/backup.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "journal/journal.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

class BackupTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Journal::open(folder_ / "journal.sqlite", clock_, OpenMode::create);
    ASSERT_TRUE(opened);
    journal_.emplace(std::move(opened).value());
    ASSERT_TRUE(journal_->create_book({.id = "b", .name = "B", .layers = {"water"}}));
    ASSERT_TRUE(journal_->create_book({.id = "a", .name = "A", .sample = true}));
    const EntryDraft first = receipt("b", "first", 10);
    post(first);
    post(receipt("a", "second", 20));
    Entry entry;
    entry.draft = first;
    post(correction_of(entry, "back", "tester", first.event_from));
  }
  void post(const EntryDraft& draft) {
    const auto results = journal_->post(std::span(&draft, 1), Batch::atomic);
    ASSERT_TRUE(results);
    ASSERT_EQ(to_text(results->front().status), "posted");
  }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
  std::optional<Journal> journal_;
};

TEST_F(BackupTest, the_copy_is_the_same_journal) {
  const auto head = journal_->back_up(folder_ / "copy.sqlite");
  ASSERT_TRUE(head);
  EXPECT_EQ(*head, journal_->head().value());
  const auto copy = Journal::open(folder_ / "copy.sqlite", clock_, OpenMode::must_exist);
  ASSERT_TRUE(copy);
  EXPECT_EQ(copy->read(0, 100).value(), journal_->read(0, 100).value());
  EXPECT_EQ(copy->books().value(), journal_->books().value());
  EXPECT_EQ(copy->balances("b").value(), journal_->balances("b").value());
  EXPECT_EQ(copy->outcomes("b").value(), journal_->outcomes("b").value());
  EXPECT_EQ(copy->verify()->entries, 3);
}

TEST_F(BackupTest, nothing_is_written_over) {
  ASSERT_TRUE(journal_->back_up(folder_ / "copy.sqlite"));
  const auto again = journal_->back_up(folder_ / "copy.sqlite");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
}

TEST_F(BackupTest, an_empty_journal_is_copied_too) {
  const auto empty = Journal::open(folder_ / "empty.sqlite", clock_, OpenMode::create);
  ASSERT_TRUE(empty);
  ASSERT_TRUE(empty->back_up(folder_ / "copy.sqlite"));
  EXPECT_TRUE(Journal::open(folder_ / "copy.sqlite", clock_, OpenMode::must_exist)->verify());
}

TEST_F(BackupTest, others_write_meanwhile) {
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i)
      post(receipt("a", "more " + std::to_string(i), 1));
  });
  for (int round = 0; round < 5; ++round) {
    const std::filesystem::path path = folder_.path() / ("copy" + std::to_string(round));
    const auto head = journal_->back_up(path);
    EXPECT_TRUE(head);
    const auto copy = Journal::open(path, clock_, OpenMode::must_exist);
    EXPECT_TRUE(copy);
    EXPECT_EQ(copy->verify()->entries, static_cast<std::int64_t>(head->size));
  }
  stop = true;
  writer.join();
}

}  // namespace
}  // namespace meguri
