// SPDX-License-Identifier: Apache-2.0
// What only the PostgreSQL store has to stand: other programs' tables, broken connections, servers
// that come back with less than they had confirmed.
#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "journal/internal/postgres_place.h"
#include "journal/internal/postgres_schema.h"
#include "journal/internal/store_test_support.h"
#include "journal/journal.h"
#include "journal/store.h"
#include "journal/test_support.h"

namespace meguri {
namespace {

class PostgresStoreTest : public StoreTest {
 protected:
  [[nodiscard]] Result<Journal> open(const std::string& option = "",
                                     OpenMode mode = OpenMode::create) const {
    return Journal::open(MEGURI_TRY(open_postgres_store(place().uri() + option, mode, "")), clock_);
  }
  static Result<PostResult> post(Journal& journal, const std::string& client_id) {
    const EntryDraft draft = receipt("book", client_id, 10);
    return MEGURI_TRY(journal.post(std::span(&draft, 1), Batch::atomic)).front();
  }
  // The book "book" and `entries` receipts of 10 mg.
  void fill(int entries) const {
    auto journal = open();
    ASSERT_TRUE(journal);
    ASSERT_TRUE(journal->create_book({.id = "book", .name = "Book"}));
    for (int i = 0; i < entries; ++i) {
      const auto result = post(*journal, "id " + std::to_string(i));
      ASSERT_TRUE(result && result->is_in_book());
    }
  }
  void end_sessions() const {
    place().run_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid<>pg_backend_pid() AND backend_type='client backend'");
  }

  SystemClock clock_;
};

TEST_P(PostgresStoreTest, must_exist_and_what_it_does_not_know) {
  EXPECT_EQ(open("", OpenMode::must_exist).error().message.id, "journal.database_empty");
  fill(1);
  EXPECT_TRUE(open("", OpenMode::must_exist));
  EXPECT_EQ(open("&meguri_x=1").error().message.id, "journal.database_option");
  EXPECT_EQ(open("&nonsense=1").error().message.id, "journal.database_uri");
  place().run_sql("UPDATE head SET schema_version=schema_version+1");
  EXPECT_EQ(open().error().message.id, "journal.newer_schema");
  place().run_sql("DELETE FROM head");
  EXPECT_EQ(open().error().code, ErrorCode::damaged);
  place().run_sql("DROP TABLE head");
  EXPECT_EQ(open().error().code, ErrorCode::io_failure);  // a table of ours is in the way
}

// A program that has the tables of the version before must not write on.
TEST_P(PostgresStoreTest, a_newer_program_ends_the_older_one) {
  fill(1);
  auto journal = open();
  ASSERT_TRUE(journal);
  place().run_sql("UPDATE head SET schema_version=schema_version+1");
  EXPECT_EQ(post(*journal, "late").error().message.id, "journal.newer_schema");
  place().run_sql("UPDATE head SET schema_version=schema_version-1");
  EXPECT_TRUE(post(*journal, "late"));
}

TEST_P(PostgresStoreTest, commits_are_durable_whatever_the_defaults) {
  fill(0);
  auto store = open_postgres_store(
      place().uri() + "&options=-csynchronous_commit%3Doff", OpenMode::must_exist, "");
  ASSERT_TRUE(store);
  const auto session = postgres::connect(
      postgres::parse_place(place().uri() + "&options=-csynchronous_commit%3Doff").value());
  ASSERT_TRUE(session);
  const auto setting = session.value()->run(
      {"setting", "SELECT current_setting('synchronous_commit'), current_setting('search_path')"},
      {});
  ASSERT_TRUE(setting);
  EXPECT_EQ(setting->text(0, 0), "on");
  EXPECT_EQ(setting->text(0, 1), place().schema() + ", pg_temp");
}

// fsync belongs to the whole server, so this changes it for a moment.
TEST_P(PostgresStoreTest, a_server_that_forgets_is_refused) {
  const auto set = [](const char* sql, const char* value) {
    const auto session = postgres::Session::connect(*test_postgres("connect_timeout=5"));
    ASSERT_TRUE(session.value()->run_script(sql));
    ASSERT_TRUE(session.value()->run_script("SELECT pg_reload_conf()"));
    for (std::string now; now != value;) {
      const auto rows = session.value()->run({"now", "SELECT current_setting('fsync')"}, {});
      ASSERT_TRUE(rows);
      now = rows->text(0, 0);
    }
  };
  set("ALTER SYSTEM SET fsync=off", "off");
  EXPECT_EQ(open().error().message.id, "journal.database_unsafe");
  EXPECT_TRUE(open("&meguri_fsync=off"));
  set("ALTER SYSTEM RESET fsync", "on");
  EXPECT_TRUE(open());
}

TEST_P(PostgresStoreTest, changed_rows_are_noticed) {
  const std::vector<std::string> changes = {
      ("UPDATE block SET bytes=replace(encode(bytes,'escape'),'tester','forger')::bytea "
       "WHERE first_position=2"),
      ("UPDATE block SET bytes=decode(repeat('00',16),'hex')||substr(bytes,17) "
       "WHERE first_position=2"),
      ("UPDATE block SET bytes=substr(bytes,1,16)||decode(repeat('00',32),'hex')||substr(bytes,49) "
       "WHERE first_position=2"),
      "UPDATE block SET bytes='' WHERE first_position=2",
      "UPDATE block SET book=9 WHERE first_position=2",
      "UPDATE block SET first_sequence=9 WHERE first_position=2",
      "UPDATE block SET entries=2 WHERE first_position=2",
      "UPDATE block SET first_client='other', last_client='other' WHERE first_position=2",
      "UPDATE block SET first_client=NULL, last_client=NULL WHERE first_position=2",
      "DELETE FROM block WHERE first_position=2",
      "DELETE FROM block WHERE first_position=3",
      "UPDATE account SET balance_mg=balance_mg+1",
      "UPDATE account SET lot='lot 2' WHERE lot='lot 1'",
      "DELETE FROM account WHERE lot='lot 1'",
      "UPDATE book SET entries=2",
      "UPDATE book SET name='x'",
      "UPDATE head SET position=2",
      "UPDATE head SET roots=decode(repeat('00',64),'hex')",
      "DELETE FROM head",
      "DROP INDEX block_position"};
  for (const std::string& change : changes) {
    SCOPED_TRACE(change);
    fill(3);
    place().run_sql(change);
    const auto journal = open();
    const auto verified = journal ? journal->verify() : Result<Verification>(journal.error());
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().code, ErrorCode::damaged);
    place().run_sql("DROP SCHEMA " + place().schema() + " CASCADE");
  }
}

TEST_P(PostgresStoreTest, the_head_file_remembers) {
  const auto file = place().file("here.head");
  const auto open_with_file = [&](OpenMode mode = OpenMode::create) {
    return open_postgres_store(place().uri(), mode, file);
  };
  fill(2);
  ASSERT_TRUE(open_with_file());
  fill(4);  // by another process
  EXPECT_TRUE(open_with_file());
  place().run_sql("DROP SCHEMA " + place().schema() + " CASCADE");
  fill(3);
  EXPECT_EQ(open_with_file().error().message.id, "journal.commits_lost");
  fill(5);
  EXPECT_EQ(open_with_file().error().message.id, "journal.head_differs");
  EXPECT_TRUE(open_with_file(OpenMode::adopt));
  EXPECT_FALSE(open_with_file());
  // Adopting takes what is there, once it has been verified.
  ASSERT_TRUE(Journal::open_shared(place().uri(), file, clock_, OpenMode::adopt));
  const auto journal = Journal::open_shared(place().uri(), file, clock_, OpenMode::must_exist);
  ASSERT_TRUE(journal);
  EXPECT_EQ(journal->position().value(), 5);
}

TEST_P(PostgresStoreTest, a_server_that_comes_back_with_less_is_noticed) {
  fill(3);
  auto journal = open();
  ASSERT_TRUE(journal);
  ASSERT_EQ(journal->position().value(), 3);
  place().run_sql("DROP SCHEMA " + place().schema() + " CASCADE");
  fill(1);
  EXPECT_EQ(journal->position().error().message.id, "journal.commits_lost");
  EXPECT_EQ(post(*journal, "on").error().message.id, "journal.commits_lost");
  end_sessions();
  EXPECT_EQ(journal->position().error().message.id, "journal.commits_lost");
  EXPECT_EQ(post(*journal, "on").error().message.id, "journal.commits_lost");
  fill(3);
  end_sessions();
  EXPECT_EQ(post(*journal, "on").error().message.id, "journal.head_differs");
}

TEST_P(PostgresStoreTest, an_idle_connection_that_was_cut_is_made_anew) {
  fill(1);
  auto journal = open();
  ASSERT_TRUE(journal);
  end_sessions();
  EXPECT_EQ(journal->position().value(), 1);
  end_sessions();
  EXPECT_EQ(post(*journal, "next")->position, 2);
  end_sessions();
  EXPECT_TRUE(journal->verify());
}

TEST_P(PostgresStoreTest, whoever_waits_too_long_is_told) {
  fill(1);
  const auto first = open_postgres_store(place().uri(), OpenMode::create, "").value();
  auto second = open("&meguri_wait_s=1");
  ASSERT_TRUE(second);
  ASSERT_TRUE(first->begin());
  EXPECT_EQ(post(*second, "next").error().message.id, "journal.database_busy");
  EXPECT_EQ(second->position().value(), 1);  // reading waits for nobody
  ASSERT_TRUE(first->roll_back());
  EXPECT_EQ(post(*second, "next")->position, 2);
}

// Whoever listens is told the position of each commit.
TEST_P(PostgresStoreTest, commits_are_announced) {
  fill(1);
  const std::unique_ptr<PGconn, void (*)(PGconn*)> listener(
      PQconnectdb(test_postgres("connect_timeout=5")->c_str()), PQfinish);
  PQclear(PQexec(listener.get(), ("LISTEN " + place().schema() + "_journal").c_str()));
  fill(3);
  std::vector<std::string> heard;
  PQclear(PQexec(listener.get(), "SELECT 1"));
  PQconsumeInput(listener.get());
  while (PGnotify* const notice = PQnotifies(listener.get())) {
    heard.emplace_back(notice->extra);
    PQfreemem(notice);
  }
  EXPECT_EQ(heard, (std::vector<std::string>{"2", "3"}));
}

// Stands between the store and the server, and cuts the connection where the test says.
class Proxy {
 public:
  enum class Cut { never, before_commit, after_commit };

  Proxy() {
    server_ = test_postgres("").value();
    server_ = server_.substr(server_.find("host=") + 5);
    server_ = server_.substr(0, server_.find('&')) + socket_name;
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un here = address((folder_.path() / "").string() + socket_name);
    const void* const bytes = &here;
    MEGURI_CHECK(::bind(listener_, static_cast<const sockaddr*>(bytes), sizeof here) == 0);
    MEGURI_CHECK(::listen(listener_, 8) == 0);
    thread_ = std::thread([this] { run(); });
  }
  Proxy(const Proxy&) = delete;
  Proxy& operator=(const Proxy&) = delete;
  ~Proxy() {
    is_over_ = true;
    thread_.join();
    ::close(listener_);
  }

  [[nodiscard]] std::string uri(const StorePlace& place) const {
    return "postgresql://meguri@/postgres?host=" + folder_.path().string() +
           "&meguri_schema=" + place.schema();
  }
  void cut(Cut where) { cut_ = where; }
  // While it is so, nobody reaches the server.
  void refuse(bool is_refusing) { is_refusing_ = is_refusing; }
  [[nodiscard]] int cuts() const { return cuts_; }

 private:
  static constexpr const char* socket_name = "/.s.PGSQL.5432";

  static sockaddr_un address(const std::string& path) {
    sockaddr_un made{};
    made.sun_family = AF_UNIX;
    MEGURI_CHECK(path.size() < sizeof made.sun_path);
    path.copy(made.sun_path, path.size());
    return made;
  }
  static bool is_readable(int descriptor) {
    pollfd waiting{descriptor, POLLIN, 0};
    return ::poll(&waiting, 1, 5) > 0;
  }
  // One client after the other.
  void run() {
    while (!is_over_) {
      if (!is_readable(listener_)) continue;
      const int client = ::accept(listener_, nullptr, nullptr);
      if (!is_refusing_) serve(client);
      ::close(client);
    }
  }
  void serve(int client) {
    const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un there = address(server_);
    const void* const bytes = &there;
    MEGURI_CHECK(::connect(server, static_cast<const sockaddr*>(bytes), sizeof there) == 0);
    while (!is_over_ && forward(client, server, true) && forward(server, client, false)) {
    }
    ::close(server);
  }
  bool forward(int from, int to, bool is_from_client) {
    if (!is_readable(from)) return true;
    std::array<char, 1 << 16> buffer{};
    const ssize_t got = ::read(from, buffer.data(), buffer.size());
    if (got <= 0) return false;
    // The statement's name, as it stands in the message that runs it.
    const std::string_view seen(buffer.data(), static_cast<std::size_t>(got));
    const bool is_commit = is_from_client && cut_ != Cut::never &&
                           seen.find(std::string_view("\0commit\0", 8)) != std::string_view::npos;
    const bool is_cut = is_commit && cut_ == Cut::before_commit;
    if (!is_cut && ::write(to, buffer.data(), seen.size()) != got) return false;
    if (!is_commit) return true;
    if (!is_cut) {
      while (!is_readable(to)) {
      }
    }
    ++cuts_;
    cut_ = Cut::never;
    return false;
  }

  TemporaryFolder folder_;
  std::string server_;
  int listener_ = -1;
  std::atomic<Cut> cut_{Cut::never};
  std::atomic<bool> is_refusing_{false};
  std::atomic<bool> is_over_{false};
  std::atomic<int> cuts_{0};
  std::thread thread_;
};

class CommitTest : public PostgresStoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    fill(1);
    proxy_.emplace();
    auto store = open_postgres_store(proxy_->uri(place()) + "&meguri_wait_s=1",
                                     OpenMode::must_exist,
                                     place().file("proxy.head"));
    ASSERT_TRUE(store);
    auto opened = Journal::open(std::move(store).value(), clock_);
    journal_.emplace(std::move(opened).value());
  }
  // What another process sees.
  [[nodiscard]] std::int64_t position() const { return open()->position().value(); }

  std::optional<Proxy> proxy_;
  std::optional<Journal> journal_;
};

TEST_P(CommitTest, one_that_never_arrived_books_nothing) {
  proxy_->cut(Proxy::Cut::before_commit);
  EXPECT_EQ(post(*journal_, "next").error().message.id, "journal.database_lost");
  EXPECT_EQ(proxy_->cuts(), 1);
  EXPECT_EQ(position(), 1);
  EXPECT_EQ(to_text(post(*journal_, "next")->status), "posted");
  EXPECT_EQ(journal_->verify()->entries, 2);
}

TEST_P(CommitTest, one_whose_answer_was_lost_is_found_and_answered) {
  proxy_->cut(Proxy::Cut::after_commit);
  const auto result = post(*journal_, "next");
  ASSERT_TRUE(result) << render(result.error().message, Language::en);
  EXPECT_EQ(proxy_->cuts(), 1);
  EXPECT_EQ(to_text(result->status), "posted");
  EXPECT_EQ(result->position, 2);
  EXPECT_EQ(result->leaf_hash, open()->find("book", "next")->leaf_hash);
  EXPECT_EQ(to_text(post(*journal_, "next")->status), "already_posted");
  EXPECT_EQ(post(*journal_, "further")->position, 3);
  EXPECT_EQ(journal_->verify()->entries, 3);
}

TEST_P(CommitTest, so_it_is_for_books) {
  proxy_->cut(Proxy::Cut::before_commit);
  EXPECT_EQ(journal_->create_book({.id = "a", .name = ""}).error().code, ErrorCode::unavailable);
  EXPECT_EQ(open()->books()->size(), 1U);
  proxy_->cut(Proxy::Cut::after_commit);
  EXPECT_TRUE(journal_->create_book({.id = "a", .name = "", .layers = {"water"}}));
  proxy_->cut(Proxy::Cut::after_commit);
  EXPECT_TRUE(journal_->create_book({.id = "a", .name = "", .layers = {"carbon"}}));
  EXPECT_EQ(open()->books()->front().layers, (std::vector<std::string>{"carbon", "water"}));
  EXPECT_EQ(proxy_->cuts(), 3);
}

// The server cannot be asked any more: then that is said, and the same post is safe to repeat.
TEST_P(CommitTest, one_that_cannot_be_asked_for_is_said_to_be_unknown) {
  for (const auto cut : {Proxy::Cut::before_commit, Proxy::Cut::after_commit}) {
    const bool is_booked = cut == Proxy::Cut::after_commit;
    const std::string id = is_booked ? "booked" : "not booked";
    proxy_->cut(cut);
    proxy_->refuse(true);
    EXPECT_EQ(post(*journal_, id).error().message.id, "journal.commit_unknown");
    EXPECT_EQ(post(*journal_, id).error().message.id, "journal.database_unreachable");
    EXPECT_EQ(journal_->position().error().code, ErrorCode::unavailable);
    proxy_->refuse(false);
    EXPECT_EQ(to_text(post(*journal_, id)->status), is_booked ? "already_posted" : "posted");
  }
  EXPECT_EQ(journal_->verify()->entries, 3);
  EXPECT_EQ(position(), 3);
}

TEST(postgres_place, options_of_ours_are_taken_out) {
  const auto parse = [](const std::string& uri) { return postgres::parse_place(uri); };
  const auto place = parse(
      "postgresql://u@h/d?connect_timeout=1&meguri_schema=town_2&sslmode=require"
      "&meguri_wait_s=5&meguri_fsync=off");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->uri, "postgresql://u@h/d?connect_timeout=1&sslmode=require");
  EXPECT_EQ(place->schema, "town_2");
  EXPECT_EQ(place->wait_s, 5);
  EXPECT_TRUE(place->accepts_fsync_off);
  EXPECT_EQ(parse("postgres:///d?meguri_schema=x")->uri, "postgres:///d");
  EXPECT_EQ(parse("postgresql:///d")->schema, "meguri");
  EXPECT_EQ(parse("host=h dbname=d?meguri_x=1")->uri, "host=h dbname=d?meguri_x=1");
  for (const char* const option : {"meguri_schema=",
                                   "meguri_schema",
                                   "meguri_schema=Town",
                                   "meguri_schema=pg_town",
                                   "meguri_schema=1",
                                   "meguri_schema=a;b",
                                   "meguri_wait_s=0",
                                   "meguri_wait_s=3601",
                                   "meguri_wait_s=5s",
                                   "meguri_fsync=on",
                                   "meguri_other=1"}) {
    const auto refused = parse(std::string("postgresql:///d?") + option);
    ASSERT_FALSE(refused) << option;
    EXPECT_EQ(refused.error().code, ErrorCode::invalid_input);
  }
}

INSTANTIATE_TEST_SUITE_P(stores,
                         PostgresStoreTest,
                         testing::Values("postgres"),
                         [](const auto& store) { return store.param; });
INSTANTIATE_TEST_SUITE_P(stores, CommitTest, testing::Values("postgres"), [](const auto& store) {
  return store.param;
});

}  // namespace
}  // namespace meguri
