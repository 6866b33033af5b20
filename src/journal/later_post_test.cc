// SPDX-License-Identifier: Apache-2.0
// Posts for which no thread waits: their order, their answers, and what becomes of them at the end.
#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "journal/internal/store_test_support.h"
#include "journal/journal.h"
#include "journal/store.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

using Answer = Result<std::vector<PostResult>>;

// Answers in the order in which they came; any thread.
class Answers {
 public:
  PostDone place(int number) {
    return [this, number](Answer answer) {
      const std::lock_guard lock(mutex_);
      order_.push_back(number);
      answers_.emplace_back(std::move(answer));
    };
  }
  [[nodiscard]] std::vector<int> order() const {
    const std::lock_guard lock(mutex_);
    return order_;
  }
  [[nodiscard]] const Answer& at(int number) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(order_, number);
    MEGURI_CHECK(found != order_.end());
    return answers_[static_cast<std::size_t>(found - order_.begin())];
  }

 private:
  mutable std::mutex mutex_;
  std::vector<int> order_;
  std::vector<Answer> answers_;
};

std::vector<int> up_to(int count) {
  std::vector<int> numbers;
  for (int i = 0; i < count; ++i)
    numbers.push_back(i);
  return numbers;
}

class LaterPostTest : public StoreTest {
 protected:
  [[nodiscard]] Journal open() const {
    auto journal = place().open_journal(clock_, OpenMode::create);
    MEGURI_CHECK(journal.has_value());
    MEGURI_CHECK(journal->create_book({.id = "book", .name = "Book"}).has_value());
    return std::move(*journal);
  }
  ManualClock clock_{test_now};
};

TEST_P(LaterPostTest, each_gets_its_own_answer_in_order) {
  Journal journal = open();
  Answers answers;
  constexpr int posts = 60;
  for (int i = 0; i < posts; ++i) {
    const std::string id = std::to_string(i);
    std::vector<EntryDraft> drafts = {receipt("book", id, 2)};
    if (i % 5 == 1) drafts[0].lines[0].mass = Mass::milligrams(-7);         // unbalanced
    if (i % 5 == 2) drafts[0] = receipt("book", std::to_string(i - 2), 2);  // the same again
    if (i % 5 == 3) drafts.push_back(receipt("book", id + "'", 1));
    const Batch batch = i % 2 == 0 ? Batch::atomic : Batch::line_by_line;
    journal.post_later(std::move(drafts), batch, answers.place(i));
  }
  journal.finish_posts();
  EXPECT_EQ(answers.order(), up_to(posts));
  std::int64_t position = 0;
  for (int i = 0; i < posts; ++i) {
    const auto& answer = answers.at(i);
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->size(), i % 5 == 3 ? 2U : 1U);
    if (i % 5 == 1) {
      EXPECT_EQ(answer->front().status, PostStatus::unbalanced);
    } else if (i % 5 == 2) {
      EXPECT_EQ(answer->front().status, PostStatus::already_posted);
      EXPECT_EQ(answer->front().leaf_hash, answers.at(i - 2)->front().leaf_hash);
    } else {
      for (const PostResult& result : *answer) {
        EXPECT_EQ(result.status, PostStatus::posted);
        EXPECT_EQ(result.position, ++position);
      }
      EXPECT_EQ(journal.find("book", std::to_string(i))->leaf_hash, answer->front().leaf_hash);
    }
  }
  EXPECT_EQ(journal.verify()->entries, position);
}

TEST_P(LaterPostTest, beside_threads_that_wait) {
  Journal journal = open();
  constexpr int posts = 25;
  std::atomic<int> booked = 0;
  const auto wait = [&](const std::string& name) {
    for (int i = 0; i < posts; ++i) {
      const EntryDraft draft = receipt("book", name + std::to_string(i), 1);
      const auto results = journal.post(std::span(&draft, 1), Batch::atomic);
      EXPECT_TRUE(results && results->front().status == PostStatus::posted);
      ++booked;
    }
  };
  const auto leave = [&](const std::string& name) {
    for (int i = 0; i < posts; ++i) {
      std::vector<EntryDraft> drafts = {receipt("book", name + std::to_string(i), 1),
                                        receipt("book", name + std::to_string(i) + "'", 1)};
      journal.post_later(std::move(drafts), Batch::atomic, [&](const Answer& answer) {
        EXPECT_TRUE(answer && answer->back().position == answer->front().position + 1);
        booked += 2;
      });
    }
  };
  std::vector<std::thread> threads;
  for (const char* name : {"a", "b"})
    threads.emplace_back(wait, name);
  for (const char* name : {"c", "d"})
    threads.emplace_back(leave, name);
  for (std::thread& thread : threads)
    thread.join();
  journal.finish_posts();
  EXPECT_EQ(booked, 6 * posts);
  EXPECT_EQ(journal.verify()->entries, 6 * posts);
}

TEST_P(LaterPostTest, closing_answers_all_and_takes_no_more) {
  Answers answers;
  {
    Journal journal = open();
    for (int i = 0; i < 20; ++i)
      journal.post_later({receipt("book", std::to_string(i), 1)}, Batch::atomic, answers.place(i));
    journal.finish_posts();
    EXPECT_EQ(answers.order(), up_to(20));
    journal.post_later({receipt("book", "late", 1)}, Batch::atomic, answers.place(20));
    EXPECT_EQ(answers.at(20).error().code, ErrorCode::unavailable);
    journal.finish_posts();
  }
  {
    Journal journal = open();
    for (int i = 21; i < 40; ++i)
      journal.post_later({receipt("book", std::to_string(i), 1)}, Batch::atomic, answers.place(i));
  }
  EXPECT_EQ(answers.order(), up_to(40));
  EXPECT_EQ(open().verify()->entries, 39);
}

TEST_P(LaterPostTest, too_many_drafts_are_refused_at_once) {
  Journal journal = open();
  Answers answers;
  journal.post_later(std::vector<EntryDraft>(1'000'001), Batch::line_by_line, answers.place(0));
  EXPECT_EQ(answers.at(0).error().code, ErrorCode::limit_exceeded);
}

MEGURI_EACH_STORE(LaterPostTest);

// Passes everything on, but for entries whose client id begins with "bad": the disk fails there. It
// can hold a commit up, so that a test knows what stands in the queue.
class FailingStore final : public Store {
 public:
  explicit FailingStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}

  Status begin() override {
    if (const auto gate = gate_.exchange(nullptr)) gate->get_future().wait();
    return store_->begin();
  }
  Status commit() override {
    ++commits_;
    return store_->commit();
  }
  Status roll_back() override { return store_->roll_back(); }
  Status insert_entries(std::span<const StoredEntry> entries) override {
    for (const StoredEntry& entry : entries) {
      if (entry.client_id.starts_with("bad"))
        return error(ErrorCode::io_failure, "journal.file_failed", {{"detail", "test"}});
    }
    return store_->insert_entries(entries);
  }

  Result<std::vector<StoredBook>> books() override { return store_->books(); }
  Result<std::optional<StoredBook>> find_book(std::string_view id) override {
    return store_->find_book(id);
  }
  Result<std::int64_t> insert_book(const BookDraft& book) override {
    return store_->insert_book(book);
  }
  Status update_book(const StoredBook& book) override { return store_->update_book(book); }
  Result<std::vector<std::optional<StoredEntry>>> find_entries(
      std::int64_t book, std::span<const std::string> ids) override {
    return store_->find_entries(book, ids);
  }
  Result<std::vector<StoredEntry>> entries_after(std::int64_t after, std::int64_t limit) override {
    return store_->entries_after(after, limit);
  }
  Result<std::vector<StoredEntry>> entries_of_book(std::int64_t book,
                                                   std::int64_t after,
                                                   std::int64_t limit) override {
    return store_->entries_of_book(book, after, limit);
  }
  Result<std::vector<StoredAccount>> find_accounts(std::int64_t book,
                                                   std::span<const AccountKey> keys) override {
    return store_->find_accounts(book, keys);
  }
  Status save_accounts(std::span<StoredAccount*> accounts) override {
    return store_->save_accounts(accounts);
  }
  Result<std::vector<StoredAccount>> accounts(std::int64_t book) override {
    return store_->accounts(book);
  }
  Result<std::optional<StoredOutcome>> find_outcome(std::int64_t book,
                                                    std::int64_t sequence) override {
    return store_->find_outcome(book, sequence);
  }
  Status save_outcomes(std::span<const StoredOutcome> outcomes) override {
    return store_->save_outcomes(outcomes);
  }
  Result<std::vector<StoredOutcome>> outcomes(std::int64_t book) override {
    return store_->outcomes(book);
  }
  Result<StoredHead> head() override { return store_->head(); }
  Status save_head(const StoredHead& head) override { return store_->save_head(head); }
  Status check() override { return store_->check(); }
  Result<std::int64_t> size_bytes() override { return store_->size_bytes(); }
  [[nodiscard]] std::int64_t schema_version() const override { return store_->schema_version(); }

  void hold_next(std::promise<void>& gate) { gate_ = &gate; }
  [[nodiscard]] int commits() const { return commits_; }

 private:
  std::unique_ptr<Store> store_;
  std::atomic<std::promise<void>*> gate_ = nullptr;
  std::atomic<int> commits_ = 0;
};

class FailingLaterPostTest : public testing::Test {
 protected:
  FailingLaterPostTest() {
    auto opened = open_sqlite_store(folder_ / "journal.sqlite", OpenMode::create);
    MEGURI_CHECK(opened.has_value());
    auto store = std::make_unique<FailingStore>(std::move(*opened));
    store_ = store.get();
    auto journal = Journal::open(std::move(store), clock_);
    MEGURI_CHECK(journal.has_value());
    journal_.emplace(std::move(*journal));
    MEGURI_CHECK(journal_->create_book({.id = "book", .name = "Book"}).has_value());
  }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
  FailingStore* store_ = nullptr;
  std::optional<Journal> journal_;
};

TEST_F(FailingLaterPostTest, those_that_waited_together_share_a_commit) {
  std::promise<void> gate;
  store_->hold_next(gate);
  const int before = store_->commits();
  Answers answers;
  for (int i = 0; i < 50; ++i)
    journal_->post_later({receipt("book", std::to_string(i), 1)}, Batch::atomic, answers.place(i));
  gate.set_value();
  journal_->finish_posts();
  EXPECT_EQ(answers.order(), up_to(50));
  // Those who came before the first was held, and the rest.
  EXPECT_LE(store_->commits() - before, 2);
}

TEST_F(FailingLaterPostTest, an_error_reaches_only_whose_rows_caused_it) {
  std::promise<void> gate;
  store_->hold_next(gate);
  Answers answers;
  for (int i = 0; i < 20; ++i) {
    const std::string id = (i % 4 == 1 ? "bad" : "good") + std::to_string(i);
    std::vector<EntryDraft> drafts = {receipt("book", id, 1)};
    if (i % 4 == 2) drafts.push_back(receipt("book", id + "'", 1));
    if (i == 3) drafts.push_back(receipt("book", "bad too", 1));
    journal_->post_later(std::move(drafts), Batch::line_by_line, answers.place(i));
  }
  gate.set_value();
  journal_->finish_posts();
  EXPECT_EQ(answers.order(), up_to(20));
  std::int64_t entries = 0;
  for (int i = 0; i < 20; ++i) {
    const bool is_bad = i % 4 == 1 || i == 3;
    ASSERT_EQ(answers.at(i).has_value(), !is_bad) << i;
    if (is_bad) {
      EXPECT_EQ(answers.at(i).error().code, ErrorCode::io_failure);
      continue;
    }
    for (const PostResult& result : *answers.at(i))
      EXPECT_EQ(result.position, ++entries);
  }
  EXPECT_EQ(journal_->verify()->entries, entries);
}

}  // namespace
}  // namespace meguri
