// SPDX-License-Identifier: Apache-2.0
// A journal in PostgreSQL that several processes write at once: turns are taken, nothing is lost or
// booked twice, and whoever dies in the middle leaves nothing behind and holds nobody up.
#include <array>
#include <csignal>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/internal/store_test_support.h"
#include "journal/journal.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

class SharedJournalTest : public StoreTest {
 protected:
  // As another process has it: with a head file of its own.
  [[nodiscard]] Result<Journal> open(const std::string& name,
                                     const std::string& option = "") const {
    return Journal::open(
        MEGURI_TRY(open_postgres_store(
            place().uri() + option, OpenMode::create, place().file((name + ".head").c_str()))),
        clock_);
  }
  void create_books(const std::vector<std::string>& ids) const {
    auto journal = open("setup");
    ASSERT_TRUE(journal);
    for (const std::string& id : ids)
      ASSERT_TRUE(journal->create_book({.id = id, .name = id}));
  }

  SystemClock clock_;
};

// A child process that runs `body` and hands numbers to its parent by a pipe. Ends with 0 if the
// body says so.
class Child {
 public:
  using Say = std::function<void(std::int64_t)>;
  explicit Child(const std::function<bool(const Say&)>& body) {
    std::array<int, 2> ends{-1, -1};
    MEGURI_CHECK(::pipe(ends.data()) == 0);
    process_ = ::fork();
    MEGURI_CHECK(process_ >= 0);
    if (process_ == 0) {
      ::close(ends[0]);
      const bool is_fine = body([&ends](std::int64_t number) {
        if (::write(ends[1], &number, sizeof number) != sizeof number) ::_exit(9);
      });
      ::_exit(is_fine ? 0 : 1);
    }
    ::close(ends[1]);
    pipe_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() { ::close(pipe_); }

  std::optional<std::int64_t> next() const {
    std::int64_t number = 0;
    if (::read(pipe_, &number, sizeof number) != ssize_t{sizeof number}) return std::nullopt;
    return number;
  }
  void kill() const { ::kill(process_, SIGKILL); }
  // Its exit code, or the signal that ended it, negative.
  int wait() const {
    int status = 0;
    MEGURI_CHECK(::waitpid(process_, &status, 0) == process_);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }

 private:
  pid_t process_ = -1;
  int pipe_ = -1;
};

// Every process posts to a book of its own and to the one of all, some entries of which all of them
// send, and says how many it was the first to book.
TEST_P(SharedJournalTest, writers_take_turns) {
  constexpr int writers = 4;
  constexpr int rounds = 25;
  create_books({"all", "0", "1", "2", "3"});
  std::vector<std::unique_ptr<Child>> children;
  for (int writer = 0; writer < writers; ++writer) {
    const std::string own = std::to_string(writer);
    children.push_back(std::make_unique<Child>([&, own](const Child::Say& say) {
      auto journal = open(own);
      if (!journal) return false;
      for (int round = 0; round < rounds; ++round) {
        const std::string id = std::to_string(round);
        const std::vector<EntryDraft> drafts = {receipt(own, id, 1),
                                                receipt("all", own + "/" + id, 2),
                                                receipt("all", "same " + id, 3)};
        const auto results = journal->post(drafts, Batch::atomic);
        if (!results) return false;
        for (const PostResult& result : *results) {
          if (!result.is_in_book()) return false;
          if (result.status == PostStatus::posted) say(result.position);
        }
      }
      return true;
    }));
  }
  // Meanwhile somebody reads: what there is has no gaps, and only grows.
  const auto reader = open("reader");
  ASSERT_TRUE(reader);
  std::size_t seen = 0;
  for (int i = 0; i < 40; ++i) {
    const auto entries = reader->read(0, 1'000'000);
    ASSERT_TRUE(entries) << render(entries.error().message, Language::en);
    EXPECT_GE(entries->size(), seen);
    seen = entries->size();
    EXPECT_TRUE(reader->read_book("all", 0, 1'000'000));
  }
  std::set<std::int64_t> positions;
  for (const auto& child : children) {
    while (const auto position = child->next())
      EXPECT_TRUE(positions.insert(*position).second) << *position;
    EXPECT_EQ(child->wait(), 0);
  }
  constexpr std::int64_t booked = writers * rounds * 2 + rounds;
  EXPECT_EQ(static_cast<std::int64_t>(positions.size()), booked);
  EXPECT_EQ(*positions.rbegin(), booked);
  const auto verified = reader->verify();
  ASSERT_TRUE(verified) << render(verified.error().message, Language::en);
  EXPECT_EQ(verified->entries, booked);
  EXPECT_EQ(reader->balance({"all", "yard", "lot 1", "pet"}).value().count_mg(),
            writers * rounds * 2 + rounds * 3);
}

// New books appear while another process reads and verifies.
TEST_P(SharedJournalTest, books_of_others_are_seen) {
  const Child child([&](const Child::Say& say) {
    auto journal = open("child");
    if (!journal) return false;
    for (int i = 0; i < 40; ++i) {
      const std::string id = "book " + std::to_string(i);
      if (!journal->create_book({.id = id, .name = ""})) return false;
      const EntryDraft draft = receipt(id, "first", 1);
      const auto results = journal->post(std::span(&draft, 1), Batch::atomic);
      if (!results || !results->front().is_in_book()) return false;
      say(i);
    }
    return true;
  });
  const auto reader = open("reader");
  ASSERT_TRUE(reader);
  while (child.next()) {
    const auto entries = reader->read(0, 100);
    ASSERT_TRUE(entries) << render(entries.error().message, Language::en);
    const auto verified = reader->verify();
    ASSERT_TRUE(verified) << render(verified.error().message, Language::en);
  }
  EXPECT_EQ(child.wait(), 0);
  EXPECT_EQ(reader->verify()->entries, 40);
}

// One of three writers is killed in the middle, again and again; the others go on.
TEST_P(SharedJournalTest, a_killed_writer_holds_nobody_up) {
  create_books({"killed", "other"});
  const auto write = [&](const std::string& book, int writer, int posts) {
    return [&, book, writer, posts](const Child::Say& say) {
      auto journal = open(book + std::to_string(writer));
      for (int i = 0; journal && i < posts; ++i) {
        const std::string id = std::to_string(writer) + "/" + std::to_string(i);
        const std::vector<EntryDraft> drafts = {receipt(book, id, 10), receipt(book, id + "'", 10)};
        const auto results = journal->post(drafts, Batch::atomic);
        if (!results || !results->back().is_in_book()) return false;
        say(results->back().position);
      }
      return journal.has_value();
    };
  };
  const Child first(write("other", 1, 60));
  const Child second(write("other", 2, 60));
  std::int64_t acknowledged = 0;
  for (int round = 0; round < 6; ++round) {
    const Child victim(write("killed", round, 100'000));
    for (int i = 0; i < 2 + 3 * round; ++i) {
      ASSERT_TRUE(victim.next());
      ++acknowledged;
    }
    victim.kill();
    while (victim.next())
      ++acknowledged;
    EXPECT_EQ(victim.wait(), -SIGKILL);
  }
  for (const Child* const child : {&first, &second}) {
    while (child->next()) {
    }
    EXPECT_EQ(child->wait(), 0);
  }
  const auto journal = open("reader");
  ASSERT_TRUE(journal);
  const auto verified = journal->verify();
  ASSERT_TRUE(verified) << render(verified.error().message, Language::en);
  const std::int64_t killed = std::ssize(journal->read_book("killed", 0, 1'000'000).value());
  EXPECT_EQ(std::ssize(journal->read_book("other", 0, 1'000'000).value()), 2 * 60 * 2);
  EXPECT_GE(killed, 2 * acknowledged);
  EXPECT_LE(killed, 2 * (acknowledged + 6));  // at most the post that was under way, each time
  EXPECT_EQ(killed % 2, 0);                   // which is there whole or not at all
}

// Sessions are ended by the server at any moment. What was answered with an Error is not in the
// book, what was answered otherwise is.
TEST_P(SharedJournalTest, a_cut_connection_is_answered_rightly) {
  constexpr int posts = 150;
  create_books({"book"});
  const std::string name = place().schema();
  const auto write = [&](int writer) {
    return [&, writer](const Child::Say& say) {
      auto journal = open("writer " + std::to_string(writer), "&application_name=" + name);
      for (int i = 0; i < posts; ++i) {
        const std::int64_t number = 1000 * writer + i;
        const EntryDraft draft = receipt("book", std::to_string(number), 1);
        // Opening can meet the cut too.
        if (!journal) journal = open("writer", "&application_name=" + name);
        if (!journal) continue;
        const auto results = journal->post(std::span(&draft, 1), Batch::atomic);
        if (results && results->front().status != PostStatus::posted) return false;
        if (!results && results.error().code != ErrorCode::unavailable) return false;
        if (results) say(number);
      }
      return true;
    };
  };
  const std::array<std::unique_ptr<Child>, 2> children = {std::make_unique<Child>(write(1)),
                                                          std::make_unique<Child>(write(2))};
  std::set<std::string> acknowledged;
  for (const auto& child : children) {
    while (const auto number = child->next()) {
      acknowledged.insert(std::to_string(*number));
      if (acknowledged.size() % 5 != 0) continue;
      place().run_sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name='" + name +
          "'");
    }
  }
  for (const auto& child : children)
    EXPECT_EQ(child->wait(), 0);
  const auto journal = open("reader");
  ASSERT_TRUE(journal);
  ASSERT_TRUE(journal->verify());
  std::set<std::string> booked;
  for (const Entry& entry : journal->read(0, 1'000'000).value())
    booked.insert(entry.draft.client_id);
  EXPECT_EQ(booked, acknowledged);
  EXPECT_GT(booked.size(), 50U);
  EXPECT_LT(booked.size(), 2U * posts);  // some were cut, or this shows nothing
}

INSTANTIATE_TEST_SUITE_P(stores,
                         SharedJournalTest,
                         testing::Values("postgres"),
                         [](const auto& store) { return store.param; });

}  // namespace
}  // namespace meguri
