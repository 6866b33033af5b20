// SPDX-License-Identifier: Apache-2.0
// test_books: two books on a journal and the columns that follow it, for tests of this room.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "facts/columns.h"
#include "facts/projection.h"
#include "journal/test_support.h"

namespace meguri::test {

class BooksTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Journal::open(folder_ / "journal.sqlite", clock_, OpenMode::create);
    ASSERT_TRUE(opened);
    journal_.emplace(std::move(opened).value());
    for (const char* const book : {"mill", "yard"})
      ASSERT_TRUE(journal_->create_book({.id = book, .name = book, .layers = {"carbon", "water"}}));
    auto columns = Columns::open(folder_ / "columns.duckdb", {});
    ASSERT_TRUE(columns);
    columns_.emplace(std::move(columns).value());
  }

  [[nodiscard]] Instant now() const { return clock_.now(); }
  void pass(std::int64_t days) {
    constexpr std::int64_t day_us = 86'400'000'000;
    clock_.set(Instant{now().microseconds + days * day_us});
  }

  PostResult post(const EntryDraft& draft) {
    const auto results = journal_->post(std::span(&draft, 1), Batch::atomic);
    EXPECT_TRUE(results);
    return results ? results->front() : PostResult();
  }
  void must_post(const EntryDraft& draft) {
    const PostResult result = post(draft);
    ASSERT_EQ(to_text(result.status), "posted") << draft.client_id;
  }
  EntryDraft correction(const std::string& book, const std::string& id) {
    const Entry entry = journal_->find(book, id).value();
    return correction_of(entry, "undo " + id, "tester", Instant{now().microseconds - 1});
  }
  void follow_all() {
    NoReports none;
    ASSERT_TRUE(follow(*journal_, *columns_, none));
  }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
  std::optional<Journal> journal_;
  std::optional<Columns> columns_;
};

}  // namespace meguri::test
