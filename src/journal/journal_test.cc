// SPDX-License-Identifier: Apache-2.0
// Books, reading, reopening, damage and sudden ends.
#include "journal/journal.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/internal/store_test_support.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

constexpr std::int64_t all = 1'000'000;

// The book "book" and `entries` receipts of 10 mg each, those that are not there yet.
void fill_journal(Result<Journal> journal, int entries) {
  ASSERT_TRUE(journal);
  ASSERT_TRUE(journal->create_book({.id = "book", .name = "Book"}));
  for (int i = 0; i < entries; ++i) {
    const EntryDraft draft = receipt("book", "id " + std::to_string(i), 10);
    const auto results = journal->post(std::span(&draft, 1), Batch::atomic);
    ASSERT_TRUE(results && results->front().is_in_book());
  }
}

class JournalTest : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "journal.sqlite"; }
  [[nodiscard]] Result<Journal> open(OpenMode mode = OpenMode::create) const {
    return Journal::open(path(), clock_, mode);
  }
  void fill(int entries) const { fill_journal(open(), entries); }
  // Runs SQL behind the journal's back.
  void tamper(const std::string& sql) const {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &raw), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(raw);
    sqlite3_close(raw);
  }
  void expect_damaged_on_verify() const {
    const auto journal = open();
    if (!journal) {
      EXPECT_EQ(journal.error().code, ErrorCode::damaged);
      return;
    }
    const auto verified = journal->verify();
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code, ErrorCode::damaged);
  }

  TemporaryFolder folder_;
  ManualClock clock_{test_now};
};

// What holds whichever store keeps the rows.
class AnyJournalTest : public StoreTest {
 protected:
  [[nodiscard]] Result<Journal> open(OpenMode mode = OpenMode::create) const {
    return place().open_journal(clock_, mode);
  }
  void fill(int entries) const { fill_journal(open(), entries); }

  ManualClock clock_{test_now};
};

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

TEST_P(AnyJournalTest, books) {
  auto journal = open();
  ASSERT_TRUE(journal);
  EXPECT_TRUE(journal->create_book({.id = "b", .name = "B", .sample = true}));
  EXPECT_TRUE(journal->create_book({.id = "a", .name = "市"}));
  EXPECT_TRUE(journal->create_book({.id = "a", .name = "市"}));
  EXPECT_EQ(journal->create_book({.id = "a", .name = "町"}).error().code, ErrorCode::conflict);
  for (const char* id : {"", "a/b", " a", "a\n"}) {
    EXPECT_EQ(journal->create_book({.id = id, .name = ""}).error().code, ErrorCode::invalid_input);
  }
  const auto books = journal->books();
  ASSERT_TRUE(books);
  ASSERT_EQ(books->size(), 2U);
  EXPECT_EQ(books->at(0).id, "a");
  EXPECT_EQ(books->at(0).name, "市");
  EXPECT_FALSE(books->at(0).sample);
  EXPECT_TRUE(books->at(1).sample);
  EXPECT_FALSE(books->at(1).last_recorded_at);
  EXPECT_EQ(journal->read_book("c", 0, all).error().code, ErrorCode::not_found);
  EXPECT_EQ(journal->find("c", "x").error().code, ErrorCode::not_found);
  EXPECT_EQ(journal->find("a", "x").error().code, ErrorCode::not_found);
  EXPECT_EQ(journal->balance({"c", "yard", "x", "pet"}).value(), Mass{});
  EXPECT_TRUE(journal->verify());
}

TEST_P(AnyJournalTest, reading_in_portions) {
  fill(7);
  const auto journal = open(OpenMode::must_exist);
  ASSERT_TRUE(journal);
  std::vector<Entry> together;
  for (std::int64_t after = 0; after < 7; after += 3) {
    const auto some = journal->read(after, 3);
    ASSERT_TRUE(some);
    together.insert(together.end(), some->begin(), some->end());
  }
  EXPECT_EQ(together, journal->read(0, all).value());
  EXPECT_EQ(together, journal->read_book("book", 0, all).value());
  EXPECT_TRUE(journal->read(7, 3)->empty());
  EXPECT_TRUE(journal->read(0, 0)->empty());
  EXPECT_EQ(journal->read_book("book", 5, 1)->front().sequence, 6);
  EXPECT_EQ(journal->find("book", "id 3").value(), together[3]);
  std::set<Digest> leaves;
  for (const Entry& entry : together)
    leaves.insert(entry.leaf_hash);
  EXPECT_EQ(leaves.size(), 7U);
  EXPECT_EQ(journal->balances("book")->size(), 2U);
  EXPECT_GT(journal->size_bytes().value(), 0);
}

TEST_F(JournalTest, must_exist_and_one_owner) {
  EXPECT_EQ(open(OpenMode::must_exist).error().code, ErrorCode::not_found);
  const auto first = open();
  ASSERT_TRUE(first);
  EXPECT_EQ(open().error().code, ErrorCode::unavailable);
}

TEST_F(JournalTest, refuses_what_it_does_not_know) {
  fill(1);
  tamper("PRAGMA user_version=4");
  EXPECT_EQ(open().error().code, ErrorCode::conflict);
  tamper("PRAGMA user_version=3; PRAGMA application_id=7");
  EXPECT_EQ(open().error().code, ErrorCode::invalid_input);
  write_bytes(path(), std::string(8192, 'x'));
  EXPECT_EQ(open().error().code, ErrorCode::damaged);
}

constexpr const char* forged_entry_2 =
    "UPDATE block SET bytes=CAST(replace(bytes,'tester','forger') AS BLOB) WHERE first_position=2";

// Every kind of row, changed in place.
TEST_F(JournalTest, changed_rows_are_noticed) {
  const std::vector<std::string> changes = {
      forged_entry_2,
      // Salt, leaf hash and client id of its record; a record too short, one too many.
      "UPDATE block SET bytes=CAST(zeroblob(16)||substr(bytes,17) AS BLOB) WHERE first_position=2",
      ("UPDATE block SET bytes=CAST(substr(bytes,1,16)||zeroblob(32)||substr(bytes,49) AS BLOB) "
       "WHERE first_position=2"),
      "UPDATE block SET bytes=CAST(replace(bytes,'id 1','id 9') AS BLOB) WHERE first_position=2",
      "UPDATE block SET bytes=substr(bytes,1,length(bytes)-1) WHERE first_position=2",
      "UPDATE block SET bytes=CAST(bytes||bytes AS BLOB) WHERE first_position=2",
      "UPDATE block SET bytes=zeroblob(3) WHERE first_position=2",
      "UPDATE block SET book=9 WHERE first_position=2",
      "UPDATE block SET first_sequence=9 WHERE first_position=2",
      "UPDATE block SET first_sequence=9223372036854775807 WHERE first_position=2",
      "UPDATE block SET first_position=-5 WHERE first_position=2",
      "UPDATE block SET entries=0 WHERE first_position=2",
      "UPDATE block SET entries=2 WHERE first_position=2",
      ("UPDATE block SET bytes=(SELECT bytes FROM block WHERE first_position=1) "
       "WHERE first_position=2"),
      // What an entry is found by.
      ("UPDATE block SET first_client=x'000469642033', last_client=x'000469642033' WHERE "
       "first_position=2"),
      "UPDATE block SET first_client=NULL, last_client=NULL WHERE first_position=2",
      "DELETE FROM block WHERE first_position=2",
      "DELETE FROM block WHERE first_position=3",
      "UPDATE account SET balance_mg=balance_mg+1",
      "UPDATE account SET lot='lot 2' WHERE lot='lot 1'",
      "DELETE FROM account WHERE lot='lot 1'",
      "UPDATE book SET entries=2",
      "UPDATE book SET name='x'",
      "UPDATE book SET sample=1",
      "UPDATE head SET position=2",
      "DELETE FROM head",
      "UPDATE head SET roots=zeroblob(64)"};
  fill(3);
  const std::string good = bytes_of(path());
  for (const std::string& change : changes) {
    SCOPED_TRACE(change);
    write_bytes(path(), good);
    std::filesystem::remove(folder_ / "journal.sqlite-wal");
    tamper(change);
    expect_damaged_on_verify();
  }
}

TEST_F(JournalTest, changed_tables_are_damage) {
  fill(1);
  for (const char* change : {"ALTER TABLE account RENAME COLUMN lot TO lod",
                             "ALTER TABLE book RENAME COLUMN name TO mane",
                             "DROP TABLE head"}) {
    tamper(change);
    const auto journal = open();
    EXPECT_EQ((journal ? journal->books().error() : journal.error()).code, ErrorCode::damaged)
        << change;
  }
}

TEST_F(JournalTest, a_damaged_entry_is_named_when_it_is_read) {
  fill(3);
  tamper(forged_entry_2);
  const auto journal = open();
  ASSERT_TRUE(journal);
  const auto entries = journal->read(0, all);
  ASSERT_FALSE(entries);
  EXPECT_EQ(entries.error().code, ErrorCode::damaged);
  const std::string sentence = render(entries.error().message, Language::en);
  EXPECT_NE(sentence.find("Entry 2 of book book"), std::string::npos) << sentence;
  // The others can still be read one by one.
  EXPECT_TRUE(journal->read(2, all));
  EXPECT_TRUE(journal->find("book", "id 0"));
  EXPECT_EQ(journal->find("book", "id 1").error().code, ErrorCode::damaged);
  EXPECT_TRUE(journal->read_book("book", 2, all));
  EXPECT_FALSE(journal->read_book("book", 0, all));
}

TEST_F(JournalTest, a_damaged_entry_is_neither_answered_nor_built_upon) {
  fill(1);
  tamper("UPDATE block SET bytes=CAST(replace(bytes,'tester','forger') AS BLOB)");
  auto journal = open();
  ASSERT_TRUE(journal);
  Entry entry;
  entry.draft = receipt("book", "id 0", 10);
  const EntryDraft turned_round = correction_of(entry, "mistake", "tester", test_now);
  for (const EntryDraft& draft : {entry.draft, turned_round}) {
    EXPECT_EQ(journal->post(std::span(&draft, 1), Batch::atomic).error().code, ErrorCode::damaged);
  }
  EXPECT_EQ(journal->position().value(), 1);
}

// An index that leads to a sound row, but to another one than was asked for.
TEST_F(JournalTest, a_damaged_index_does_not_pass_off_one_row_for_another) {
  fill(1);
  const auto damage = [this](const std::string& index, const char* text, const char* other) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &raw), SQLITE_OK);
    const std::unique_ptr<sqlite3, int (*)(sqlite3*)> connection(raw, sqlite3_close);
    const auto read_page = [](void* page, int, char** values, char**) {
      *static_cast<std::size_t*>(page) = std::stoul(values[0]);
      return 0;
    };
    std::size_t page = 0;
    const std::string sql = "SELECT rootpage FROM sqlite_schema WHERE name='" + index + "'";
    ASSERT_EQ(sqlite3_exec(raw, sql.c_str(), read_page, &page, nullptr), SQLITE_OK);
    ASSERT_GT(page, 0U);
    std::string bytes = bytes_of(path());
    const std::size_t at = bytes.find(text, (page - 1) * 4096);
    ASSERT_LT(at, page * 4096) << index;
    bytes.replace(at, std::string(text).size(), other);
    write_bytes(path(), bytes);
  };
  damage("block_clients", "id 0", "id 9");
  damage("sqlite_autoindex_account_1", "lot 1", "lot 9");
  {
    auto journal = open();
    ASSERT_TRUE(journal);
    EXPECT_EQ(journal->find("book", "id 9").error().code, ErrorCode::damaged);
    EXPECT_EQ(journal->balance({"book", "yard", "lot 9", "pet"}).error().code, ErrorCode::damaged);
    const EntryDraft draft = receipt("book", "id 9", 10);
    EXPECT_EQ(journal->post(std::span(&draft, 1), Batch::atomic).error().code, ErrorCode::damaged);
  }
  damage("sqlite_autoindex_book_1", "book", "bonk");
  const auto journal = open();
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->read_book("bonk", 0, all).error().code, ErrorCode::damaged);
}

TEST_F(JournalTest, a_missing_entry_is_noticed_when_its_range_is_read) {
  fill(4);
  for (const char* position : {"2", "4"}) {
    tamper(std::string("DELETE FROM block WHERE first_position=") + position);
    const auto journal = open();
    ASSERT_TRUE(journal);
    EXPECT_EQ(journal->read(0, all).error().code, ErrorCode::damaged);
    EXPECT_EQ(journal->read_book("book", 0, all).error().code, ErrorCode::damaged);
    EXPECT_EQ(journal->read(1, 1).error().code, ErrorCode::damaged);
    EXPECT_TRUE(journal->read(0, 1));
    EXPECT_TRUE(journal->read_book("book", 2, 1));
  }
}

TEST_F(JournalTest, a_changed_balance_is_neither_told_nor_booked_on) {
  fill(1);
  tamper("UPDATE account SET balance_mg=1000000 WHERE lot='lot 1'");
  auto journal = open();
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->balance({"book", "yard", "lot 1", "pet"}).error().code, ErrorCode::damaged);
  EXPECT_EQ(journal->balances("book").error().code, ErrorCode::damaged);
  const EntryDraft draft = receipt("book", "next", -500);
  EXPECT_EQ(journal->post(std::span(&draft, 1), Batch::atomic).error().code, ErrorCode::damaged);
  EXPECT_EQ(journal->position().value(), 1);
}

// Any byte of any page, all its bits: verify() notices, or the byte meant nothing and everything
// reads as before. It never reads something else.
TEST_F(JournalTest, any_flipped_byte_is_noticed_or_means_nothing) {
  fill(4);
  const std::vector<Entry> entries = open()->read(0, all).value();
  const std::string good = bytes_of(path());
  int noticed = 0;
  for (std::size_t at = 0; at < good.size(); at += 61) {
    std::string bad = good;
    bad[at] = static_cast<char>(~bad[at]);
    write_bytes(path(), bad);
    const auto journal = open();
    if (!journal) {
      ++noticed;
      continue;
    }
    const bool is_sound = journal->verify().has_value();
    noticed += is_sound ? 0 : 1;
    const auto read = journal->read(0, all);
    EXPECT_TRUE(!read || *read == entries) << at;
    EXPECT_TRUE(!is_sound || read) << at;
  }
  EXPECT_GT(noticed, 20);
}

class WalTest : public JournalTest {
 protected:
  // Leaves the write-ahead log behind, as a process that was killed does.
  void fill_and_die(int entries) const {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto journal = open();
      bool fine = journal && journal->create_book({.id = "book", .name = "Book"});
      for (int i = 0; fine && i < entries; ++i) {
        const EntryDraft draft = receipt("book", "id " + std::to_string(i), 10);
        const auto results = journal->post(std::span(&draft, 1), Batch::atomic);
        fine = results && results->front().status == PostStatus::posted;
      }
      ::_exit(fine ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(WEXITSTATUS(status), 0);
  }
  [[nodiscard]] std::filesystem::path wal() const { return folder_ / "journal.sqlite-wal"; }
};

// That it is synced before anything is answered from it, the power cuts of tests/simulation show.
TEST_F(WalTest, a_log_left_behind_is_read_whole) {
  fill_and_die(3);
  ASSERT_GT(bytes_of(wal()).size(), 0U);
  const auto journal = open();
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->verify()->entries, 3);
}

// The log cut at many lengths: what is left is found short, unless nothing confirmed was cut off.
TEST_F(WalTest, a_cut_log_is_noticed) {
  fill_and_die(6);
  const std::string database = bytes_of(path());
  const std::string log = bytes_of(wal());
  const std::string head = bytes_of(folder_ / "journal.head");
  ASSERT_GT(log.size(), 4096U);
  int noticed = 0;
  for (std::size_t size = 0; size < log.size(); size += 997) {
    write_bytes(path(), database);
    write_bytes(wal(), std::string_view(log).substr(0, size));
    write_bytes(folder_ / "journal.head", head);
    const auto journal = open();
    if (journal) {
      ADD_FAILURE() << "opened with " << size << " of " << log.size() << " bytes";
      continue;
    }
    EXPECT_EQ(journal.error().code, ErrorCode::damaged);
    ++noticed;
  }
  EXPECT_GT(noticed, 10);
  write_bytes(path(), database);
  write_bytes(wal(), log);
  EXPECT_EQ(open()->position().value(), 6);
}

TEST_F(WalTest, a_flipped_byte_in_the_log_is_noticed) {
  fill_and_die(6);
  const std::string database = bytes_of(path());
  const std::string log = bytes_of(wal());
  const std::vector<std::size_t> places = {40, log.size() / 3, log.size() / 2, log.size() - 100};
  for (const std::size_t at : places) {
    std::string bad = log;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    write_bytes(path(), database);
    write_bytes(wal(), bad);
    const auto journal = open();
    ASSERT_FALSE(journal) << at;
    EXPECT_EQ(journal.error().message.id, "journal.commits_lost");
  }
}

TEST_F(JournalTest, the_head_file_remembers) {
  fill(3);
  const std::string head_3 = bytes_of(folder_ / "journal.head");
  const std::string database_3 = bytes_of(path());
  fill(5);
  const std::string head_5 = bytes_of(folder_ / "journal.head");
  const std::string database_5 = bytes_of(path());
  const auto set = [&](const std::string& database, const std::string& head) {
    write_bytes(path(), database);
    write_bytes(folder_ / "journal.head", head);
  };
  set(database_3, head_5);
  EXPECT_EQ(open().error().message.id, "journal.commits_lost");
  set(database_5, head_3);  // ended between commit and head: fine, and mended
  EXPECT_EQ(open()->position().value(), 5);
  EXPECT_NE(bytes_of(folder_ / "journal.head"), head_3);
  EXPECT_TRUE(open());
  set(database_5, "");
  EXPECT_EQ(open().error().message.id, "journal.head_missing");
  // Torn: the newer slot is unreadable, the older one counts.
  std::string torn = head_5;
  for (const std::size_t slot : {std::size_t{0}, std::size_t{1}}) {
    torn = head_5;
    torn[slot * 4096 + 100] = static_cast<char>(~torn[slot * 4096 + 100]);
    set(database_5, torn);
    EXPECT_TRUE(open());
  }
  // Adopting takes what is there, once it has been verified.
  set(database_3, head_5);
  ASSERT_TRUE(open(OpenMode::adopt));
  EXPECT_EQ(open()->position().value(), 3);
  std::filesystem::remove(path());
  EXPECT_EQ(open().error().message.id, "journal.commits_lost");
}

// Another history of the same length is not taken for this one.
TEST_F(JournalTest, another_history_is_noticed) {
  fill(3);
  const std::string head = bytes_of(folder_ / "journal.head");
  std::filesystem::remove(path());
  std::filesystem::remove(folder_ / "journal.head");
  fill(4);  // other salts, so other leaves
  write_bytes(folder_ / "journal.head", head);
  EXPECT_EQ(open().error().message.id, "journal.head_differs");
}

// Posts three entries at a time and writes the position of each post; until one fails.
void post_and_tell(Journal& journal, int pipe) {
  for (std::int64_t i = journal.position().value();; ++i) {
    std::vector<EntryDraft> drafts;
    for (int j = 0; j < 3; ++j) {
      drafts.push_back(receipt("book", std::to_string(i) + "/" + std::to_string(j), 10));
    }
    const auto results = journal.post(drafts, Batch::atomic);
    if (!results || !results->back().is_in_book()) return;
    const std::int64_t position = results->back().position;
    if (::write(pipe, &position, sizeof position) != sizeof position) return;
  }
}

// A child posts and reports every answer through a pipe until it is killed in the middle of it.
TEST_P(AnyJournalTest, what_was_acknowledged_survives_kill_9) {
  fill(0);
  std::int64_t acknowledged = 0;
  for (int round = 0; round < 8; ++round) {
    int ends[2] = {-1, -1};
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      auto journal = open();
      if (journal) post_and_tell(*journal, ends[1]);
      ::_exit(1);
    }
    ::close(ends[1]);
    std::int64_t position = 0;
    const int answers = 5 + round * 7;
    for (int i = 0; i < answers; ++i) {
      ASSERT_EQ(::read(ends[0], &position, sizeof position), ssize_t{sizeof position});
    }
    ::kill(child, SIGKILL);
    while (::read(ends[0], &position, sizeof position) == ssize_t{sizeof position}) {
    }
    ::close(ends[0]);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    acknowledged = position;
    const auto journal = open();
    ASSERT_TRUE(journal);
    const std::int64_t found = journal->position().value();
    EXPECT_GE(found, acknowledged);
    EXPECT_LE(found, acknowledged + 3);  // at most the one post that was under way
    EXPECT_EQ(found % 3, 0);             // which is there whole or not at all
    const auto verified = journal->verify();
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->entries, found);
    EXPECT_EQ(journal->balance({"book", "yard", "lot 1", "pet"}).value().count_mg(), found * 10);
  }
  EXPECT_GT(acknowledged, 100);
}

// Writes that fail for want of room: the post says so, and nothing of it is there.
TEST_F(JournalTest, a_full_disk_books_nothing) {
  fill(2);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    auto journal = open();
    if (!journal) ::_exit(1);
    const rlimit small{8192, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &small);
    EntryDraft draft = receipt("book", "big", 10);
    draft.payload_type = "filler/1";
    draft.payload = std::string(200'000, 'x');
    const auto failed = journal->post(std::span(&draft, 1), Batch::atomic);
    if (failed || failed.error().code != ErrorCode::io_failure) ::_exit(2);
    const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &none);
    const auto later = journal->post(std::span(&draft, 1), Batch::atomic);
    if (!later || later->front().status != PostStatus::posted) ::_exit(3);
    ::_exit(later->front().position == 3 ? 0 : 4);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  const auto journal = open();
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->verify()->entries, 3);
}

// Writers who wait together share commits: each answer is its own, in the order of its drafts, and
// an atomic batch that fails takes nobody else's with it.
TEST_P(AnyJournalTest, many_writers_share_commits) {
  auto opened = open();
  ASSERT_TRUE(opened);
  Journal& journal = *opened;
  constexpr int writers = 16;
  constexpr int posts = 15;
  for (const char* id : {"a", "b"})
    ASSERT_TRUE(journal.create_book({.id = id, .name = id}));
  const auto write = [&](int writer) {
    const std::string book = writer % 2 == 0 ? "a" : "b";
    for (int i = 0; i < posts; ++i) {
      const std::string id = std::to_string(writer) + "-" + std::to_string(i);
      std::vector<EntryDraft> drafts = {receipt(book, id, 2), receipt(book, id + "'", 1)};
      if (i % 3 == 0) drafts[1].lines[0].mass = Mass::milligrams(-7);
      const auto results = journal.post(drafts, Batch::atomic);
      ASSERT_TRUE(results);
      const PostStatus first = i % 3 == 0 ? PostStatus::batch_refused : PostStatus::posted;
      const PostStatus second = i % 3 == 0 ? PostStatus::unbalanced : PostStatus::posted;
      EXPECT_EQ(results->at(0).status, first);
      EXPECT_EQ(results->at(1).status, second);
      if (i % 3 == 0) continue;
      EXPECT_EQ(results->at(1).position, results->at(0).position + 1);
      EXPECT_EQ(journal.find(book, id)->leaf_hash, results->at(0).leaf_hash);
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < writers; ++i)
    threads.emplace_back(write, i);
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(journal.verify()->entries, writers * posts * 2 / 3 * 2);
}

TEST_P(AnyJournalTest, many_threads) {
  auto opened = open();
  ASSERT_TRUE(opened);
  Journal& journal = *opened;
  ASSERT_TRUE(journal.create_book({.id = "book", .name = "Book"}));
  constexpr int posts = 20;
  const auto write = [&](int thread) {
    for (int i = 0; i < posts; ++i) {
      const EntryDraft draft = receipt("book", std::to_string(thread) + "-" + std::to_string(i), 1);
      const auto results = journal.post(std::span(&draft, 1), Batch::atomic);
      EXPECT_TRUE(results && results->front().status == PostStatus::posted);
    }
  };
  const auto read = [&] {
    for (int i = 0; i < posts; ++i) {
      const std::int64_t position = journal.position().value();
      EXPECT_GE(journal.balance({"book", "yard", "lot 1", "pet"}).value().count_mg(), position);
      EXPECT_TRUE(journal.read(position / 2, 5));
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i)
    threads.emplace_back(write, i);
  threads.emplace_back(read);
  for (std::thread& thread : threads)
    thread.join();
  EXPECT_EQ(journal.verify()->entries, 3 * posts);
}

MEGURI_EACH_STORE(AnyJournalTest);

}  // namespace
}  // namespace meguri
