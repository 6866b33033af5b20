// SPDX-License-Identifier: Apache-2.0
// What the servers of one shared journal have in common beside its rows: the log's key, documents,
// the news of each other's commits. And that a password in the address is never said again.
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/file.h"
#include "journal/internal/postgres_place.h"
#include "journal/internal/postgres_schema.h"
#include "journal/internal/store_test_support.h"
#include "journal/internal/stored_rows.h"
#include "journal/journal.h"
#include "journal/journal_watch.h"
#include "journal/log.h"
#include "journal/shared_log_key.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::string bytes_of(const fs::path& path) { return read_file(path, 100'000).value(); }

class SharedShelfTest : public StoreTest {
 protected:
  [[nodiscard]] Journal open() const {
    return Journal::open_shared(place().uri(), "", clock_, OpenMode::create).value();
  }
  static std::int64_t post(Journal& journal, const std::string& client_id) {
    const EntryDraft draft = receipt("book", client_id, 10);
    return journal.post(std::span(&draft, 1), Batch::atomic).value().front().position;
  }
  void end_sessions() const {
    place().run_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid<>pg_backend_pid() AND backend_type='client backend'");
  }

  SystemClock clock_;
  TemporaryFolder one_;
  TemporaryFolder other_;
};

TEST_P(SharedShelfTest, one_server_reads_what_another_one_stored) {
  Journal one = open();
  const Journal other = open();
  EXPECT_TRUE(one.is_shared());
  EXPECT_NE(one.place().find("meguri_schema=" + place().schema()), std::string::npos);
  const std::string bytes("two\0parts\n", 10);
  EXPECT_EQ(other.find_document(sha256(bytes)).value(), std::nullopt);
  ASSERT_TRUE(one.put_document(sha256(bytes), bytes));
  ASSERT_TRUE(one.put_document(sha256(bytes), bytes));
  EXPECT_EQ(other.find_document(sha256(bytes)).value(), bytes);
  // One that has rotted is mended by whoever has it.
  place().run_sql("UPDATE document SET bytes='x'");
  ASSERT_TRUE(one.put_document(sha256(bytes), bytes));
  EXPECT_EQ(other.find_document(sha256(bytes)).value(), bytes);
  end_sessions();
  EXPECT_EQ(other.find_document(sha256(bytes)).value(), bytes);
  end_sessions();
  EXPECT_TRUE(one.put_document(sha256(""), ""));
  EXPECT_EQ(other.find_document(sha256("")).value(), "");
}

TEST_P(SharedShelfTest, the_first_key_is_the_key) {
  Journal one = open();
  EXPECT_EQ(one.log_key().value(), std::nullopt);
  ASSERT_TRUE(one.record_log_key("first"));
  ASSERT_TRUE(open().record_log_key("second"));
  EXPECT_EQ(one.log_key().value(), "first");
}

std::string hex_of(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    hex.push_back(digits[value >> 4U]);
    hex.push_back(digits[value & 15U]);
  }
  return "decode('" + hex + "','hex')";
}

// Each entry a row, as up to version 2.
std::string rows_of_entries(Store& store) {
  std::string sql =
      "CREATE TABLE entry(position bigint, book bigint, sequence bigint, client_id text COLLATE "
      "\"C\", salt bytea, leaf_hash bytea, bytes bytea, PRIMARY KEY(book, sequence));"
      "CREATE UNIQUE INDEX entry_position ON entry(position);";
  for (const StoredEntry& entry : store.entries_after(0, 100).value()) {
    sql += "INSERT INTO entry VALUES(" + std::to_string(entry.position) + "," +
           std::to_string(entry.book_number) + "," + std::to_string(entry.sequence) + ",'" +
           entry.client_id + "'," + hex_of(view_of(entry.salt)) + "," +
           hex_of(view_of(entry.leaf_hash)) + "," + hex_of(entry.bytes) + ");";
  }
  return sql;
}

// The tables of earlier versions are given what is new, and entries move into blocks.
TEST_P(SharedShelfTest, an_older_schema_walks_up) {
  {
    Journal journal = open();
    for (const char* book : {"book", "other"})
      ASSERT_TRUE(journal.create_book({.id = book, .name = "Book"}));
    for (const char* id : {"1", "2", "10", "9"})
      post(journal, id);
  }
  auto store = open_postgres_store(place().uri(), OpenMode::must_exist, "").value();
  const std::string rows = rows_of_entries(*store);
  const auto before = Journal::open(std::move(store), clock_).value().read(0, 100).value();
  place().run_sql(rows +
                  "DROP TABLE log; DROP TABLE document; DROP TABLE block; DROP TABLE client; "
                  "UPDATE head SET schema_version=1");
  Journal journal = open();
  EXPECT_EQ(journal.schema_version(), postgres_schema_version);
  EXPECT_EQ(journal.read(0, 100).value(), before);
  EXPECT_EQ(post(journal, "11"), 5);
  EXPECT_EQ(post(journal, "9"), 4);  // known
  EXPECT_TRUE(journal.record_log_key("key"));
  EXPECT_EQ(journal.verify()->entries, 5);
}

TEST_P(SharedShelfTest, every_folder_signs_with_one_key) {
  Journal journal = open();
  ASSERT_TRUE(claim_log_key(journal, one_.path()));
  ASSERT_TRUE(claim_log_key(journal, one_.path()));
  // A second folder without the key, with it, with another one.
  const Status absent = claim_log_key(journal, other_.path());
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error().message.id, "journal.log_key_absent");
  EXPECT_FALSE(fs::exists(other_ / "log.key"));
  fs::copy_file(one_ / "log.key", other_ / "log.key");
  ASSERT_TRUE(claim_log_key(journal, other_.path()));
  EXPECT_EQ(bytes_of(other_ / "log.pub"), bytes_of(one_ / "log.pub"));

  const TemporaryFolder third;
  ASSERT_TRUE(Log(journal, third.path()).public_key());
  const Status differs = claim_log_key(journal, third.path());
  ASSERT_FALSE(differs);
  EXPECT_EQ(differs.error().message.id, "journal.log_key_differs");
  EXPECT_EQ(differs.error().code, ErrorCode::conflict);
  // The right one in its place: the public half follows.
  fs::copy_file(one_ / "log.key", third / "log.key", fs::copy_options::overwrite_existing);
  ASSERT_TRUE(claim_log_key(journal, third.path()));
  EXPECT_EQ(bytes_of(third / "log.pub"), bytes_of(one_ / "log.pub"));
  fs::remove(third / "log.key");
  EXPECT_EQ(claim_log_key(journal, third.path()).error().message.id, "journal.log_key_missing");
}

// The same tree has the same checkpoint, whoever signs it.
TEST_P(SharedShelfTest, two_servers_sign_the_same) {
  Journal one = open();
  Journal other = open();
  ASSERT_TRUE(claim_log_key(one, one_.path()));
  fs::copy_file(one_ / "log.key", other_ / "log.key");
  ASSERT_TRUE(claim_log_key(other, other_.path()));
  const Log here(one, one_.path());
  const Log there(other, other_.path());
  ASSERT_TRUE(one.create_book({.id = "book", .name = "Book"}));
  for (int i = 0; i < 3; ++i) {
    post(one, "one " + std::to_string(i));
    EXPECT_EQ(here.checkpoint(0)->checkpoint, there.checkpoint(0)->checkpoint);
    post(other, "other " + std::to_string(i));
    EXPECT_EQ(there.checkpoint(0)->tree.size, static_cast<std::uint64_t>(2 * i + 2));
    EXPECT_EQ(here.checkpoint(0)->checkpoint, there.checkpoint(0)->checkpoint);
  }
  EXPECT_TRUE(here.prove_growth(1, 6));
}

TEST_P(SharedShelfTest, commits_of_others_are_heard) {
  Journal journal = open();
  ASSERT_TRUE(journal.create_book({.id = "book", .name = "Book"}));
  JournalWatch watch(place().uri());
  EXPECT_TRUE(watch.wait(seconds(600)));  // only to connect
  EXPECT_EQ(watch.heard(), 0);
  post(journal, "1");
  post(journal, "2");
  while (watch.heard() < 2)
    ASSERT_TRUE(watch.wait(seconds(30)));
  // A connection that is cut is made anew; what was said meanwhile is not heard.
  end_sessions();
  std::int64_t last = 2;
  do {
    last = post(journal, std::to_string(last + 1));
    ASSERT_TRUE(watch.wait(milliseconds(100)));
  } while (watch.heard() == 0);
  EXPECT_LE(watch.heard(), last);
  std::thread stopper([&watch] { watch.stop(); });
  while (watch.wait(seconds(600))) {
  }
  stopper.join();
  EXPECT_FALSE(watch.wait(seconds(600)));
}

TEST(journal_watch, a_database_that_is_not_there_is_a_pause) {
  JournalWatch watch("postgresql://u@/d?host=/nowhere");
  EXPECT_TRUE(watch.wait(milliseconds(1)));
  EXPECT_EQ(watch.heard(), 0);
  watch.stop();
  EXPECT_FALSE(watch.wait(seconds(600)));
}

TEST(postgres_place, its_text_has_no_password) {
  const auto text = [](const std::string& uri) { return postgres::parse_place(uri)->text; };
  EXPECT_EQ(text("postgresql://u:secret@db.example:5433/books?meguri_schema=town"),
            "postgresql://u@db.example:5433/books?meguri_schema=town");
  EXPECT_EQ(text("postgres:///d?host=/run/pg&password=secret&user=u"),
            "postgresql://u@/d?host=/run/pg&meguri_schema=meguri");
  const auto place = postgres::parse_place("postgresql://u:se%40cret@h/d?sslpassword=other");
  ASSERT_TRUE(place);
  EXPECT_EQ(postgres::without_secrets("se@cret, other; se@cret", *place), "***, ***; ***");
  EXPECT_EQ(postgres::without_secrets("none", *place), "none");
}

// Whatever is wrong with an address, the sentence about it has no piece of the password.
TEST(postgres_place, a_password_is_never_said_again) {
  const SystemClock clock;
  for (const char* const uri : {"postgresql://u:geheim@wort@/d?host=/nowhere",
                                "postgresql://u:geheim/wort@nowhere.invalid/d",
                                "postgresql://u:geheim?wort@nowhere.invalid/d",
                                "postgresql://u:geheim%zzwort@/d?host=/nowhere",
                                "postgresql://u:geheim%40wort@/d?host=/nowhere",
                                "postgresql://u:geheim@[/d?host=/nowhere",
                                "postgresql://u:geheim@/d?host=/nowhere&port=geheim",
                                "postgresql://u@/d?host=/nowhere&password=geheim",
                                "postgresql://u@/d?host=/nowhere&geheim=wort",
                                "postgresql://u:geheim@/d?meguri_wait_s=x&host=/nowhere",
                                "postgresql://u:geheim@h/d?meguri_schema=x@y"}) {
    const auto opened = Journal::open_shared(uri, "", clock, OpenMode::create);
    ASSERT_FALSE(opened) << uri;
    for (const Language language : {Language::ja, Language::en}) {
      const std::string said = render(opened.error().message, language);
      EXPECT_EQ(said.find("geheim"), std::string::npos) << said;
      EXPECT_EQ(said.find("wort"), std::string::npos) << said;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(stores,
                         SharedShelfTest,
                         testing::Values("postgres"),
                         [](const auto& store) { return store.param; });

}  // namespace
}  // namespace meguri
