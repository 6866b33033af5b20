// SPDX-License-Identifier: Apache-2.0
// The journal as its followers read it: page by page, and woken when there is more.
#include <atomic>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "engine/internal/test_support.h"
#include "engine/shape.h"

namespace meguri {
namespace {

using test::acceptance_pack;
using test::ask;
using test::load;

class JournalEntriesTest : public ::testing::Test {
 protected:
  JournalEntriesTest() {
    auto opened = Engine::open(
        {.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
    if (!opened) ADD_FAILURE() << opened.error().message.id;
    if (opened) engine_ = std::move(*opened);
  }

  Json page(std::int64_t after, std::int64_t limit) {
    const auto answer = ask(*engine_,
                            "journal_entries",
                            {{"after", std::to_string(after)}, {"limit", std::to_string(limit)}});
    if (!answer) {
      ADD_FAILURE() << answer.error().message.id;
      return JsonObject{};
    }
    EXPECT_EQ(mismatch(answer->body, "JournalEntriesAnswer").value_or(""), "");
    EXPECT_EQ(answer->etag, "");  // the door makes one of the bytes
    return answer->body;
  }

  std::string sample_books() { return (test::source_dir() / "packs/pet-bottle-loop").string(); }

  test::Folder folder_;
  test::TickingClock clock_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(JournalEntriesTest, AnEmptyJournalIsAnEmptyPage) {
  EXPECT_EQ(engine_->journal_position(), 0);
  const Json empty = page(0, 100);
  EXPECT_TRUE(empty.at("entries").as_array().empty());
  EXPECT_EQ(empty.at("next_after"), Json(0));
  EXPECT_EQ(empty.at("position"), Json(0));
}

TEST_F(JournalEntriesTest, PagesOfAnySizeHoldEveryEntryOnceInOrder) {
  ASSERT_TRUE(load(*engine_, {sample_books()}));
  const std::int64_t position = engine_->journal_position();
  ASSERT_GT(position, 30);
  for (const std::int64_t limit : {1, 7, 1000}) {
    std::int64_t after = 0;
    std::int64_t seen = 0;
    while (after < position) {
      const Json read = page(after, limit);
      ASSERT_FALSE(read.at("entries").as_array().empty()) << after;
      EXPECT_LE(read.at("entries").as_array().size(), static_cast<std::size_t>(limit));
      for (const Json& entry : read.at("entries").as_array()) {
        EXPECT_EQ(entry.at("position"), Json(++seen));
      }
      after = read.at("next_after").as_int64();
      EXPECT_EQ(after, seen);
    }
    EXPECT_EQ(seen, position);
  }
}

TEST_F(JournalEntriesTest, TheTableHasTheLinesOfTheEntriesAndTheirPosition) {
  ASSERT_TRUE(load(*engine_, {sample_books()}));
  const auto answer = ask(*engine_, "journal_entries", {{"limit", "1000"}}, Language::en);
  ASSERT_TRUE(answer);
  std::size_t lines = 0;
  for (const Json& entry : answer->body.at("entries").as_array()) {
    lines += entry.at("lines").as_array().size();
  }
  EXPECT_EQ(answer->table.rows.size(), lines);
  EXPECT_EQ(answer->table.header.front(), "position");
  for (const auto& row : answer->table.rows)
    EXPECT_EQ(row.size(), answer->table.header.size());
  EXPECT_EQ(answer->table.rows.back().front(), std::to_string(engine_->journal_position()));
}

TEST_F(JournalEntriesTest, WhoKnowsMoreThanTheJournalIsToldSo) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  const std::int64_t position = engine_->journal_position();
  EXPECT_TRUE(page(position, 10).at("entries").as_array().empty());
  const auto beyond = ask(*engine_, "journal_entries", {{"after", std::to_string(position + 1)}});
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, ErrorCode::conflict);
  for (const char* const limit : {"0", "1001"}) {
    const auto refused = ask(*engine_, "journal_entries", {{"limit", limit}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
  }
}

TEST_F(JournalEntriesTest, EveryCommitWakesWithThePositionThatHoldsIt) {
  std::atomic<int> woken = 0;
  std::int64_t seen = 0;
  Subscription subscription = engine_->on_change([&] {
    ++woken;
    seen = engine_->journal_position();
  });
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  EXPECT_EQ(woken, 1);
  EXPECT_EQ(seen, engine_->journal_position());
  EXPECT_GT(seen, 0);
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));  // unchanged: nothing was booked
  EXPECT_EQ(woken, 1);
  subscription = Subscription();
  ASSERT_TRUE(load(*engine_, {sample_books()}));
  EXPECT_EQ(woken, 1);
  EXPECT_GT(engine_->journal_position(), seen);
}

TEST_F(JournalEntriesTest, AReopenedJournalKnowsItsPosition) {
  ASSERT_TRUE(load(*engine_, {acceptance_pack()}));
  const std::int64_t position = engine_->journal_position();
  engine_.reset();
  auto opened =
      Engine::open({.data = folder_.path() / "data", .address = "", .access_note_id = ""}, clock_);
  ASSERT_TRUE(opened);
  EXPECT_EQ((*opened)->journal_position(), position);
}

}  // namespace
}  // namespace meguri
