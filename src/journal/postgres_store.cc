// SPDX-License-Identifier: Apache-2.0
// The journal's rows in PostgreSQL, for several processes at once.
//
// Whoever writes holds the row of `head` from begin() to commit(), so that writers take turns and
// positions and sequences have no gaps. What is written besides entries waits for the commit and
// goes out with it in one round trip. A connection that breaks is made anew for the next call; what
// became of a commit it broke in is read once the lock is free again.
#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/check.h"
#include "journal/head_file.h"
#include "journal/internal/continuation.h"
#include "journal/internal/postgres.h"
#include "journal/internal/postgres_blocks.h"
#include "journal/internal/postgres_place.h"
#include "journal/internal/postgres_rows.h"
#include "journal/internal/postgres_schema.h"
#include "journal/internal/postgres_statements.h"
#include "journal/internal/stored_rows.h"
#include "journal/shared_shelf.h"
#include "journal/store.h"

namespace meguri {
namespace {

using postgres::Parameters;
using postgres::Place;
using postgres::Rows;
using postgres::Session;
using postgres::Statement;

// A statement takes no more than these at once; its arrays have to fit into a gigabyte.
constexpr std::size_t keys_at_once = 200'000;
constexpr std::chrono::milliseconds between_attempts{200};

class PostgresStore final : public Store, public SharedShelf {
 public:
  PostgresStore(Place place, std::unique_ptr<Session> session, std::optional<HeadFile> head_file)
      : place_(std::move(place)), session_(std::move(session)), head_file_(std::move(head_file)) {}

  Status compare_with_head_file(OpenMode mode);

  Status begin() override;
  Status commit() override;
  Status roll_back() override;

  Result<std::vector<StoredBook>> books() override;
  Result<std::optional<StoredBook>> find_book(std::string_view id) override;
  Result<std::int64_t> insert_book(const BookDraft& book) override;
  Status update_book(const StoredBook& book) override;

  Result<std::vector<std::optional<StoredEntry>>> find_entries(
      std::int64_t book_number, std::span<const std::string> client_ids) override;
  Status insert_entries(std::span<const StoredEntry> entries) override;
  Result<std::vector<StoredEntry>> entries_after(std::int64_t position,
                                                 std::int64_t limit) override;
  Result<std::vector<Digest>> leaf_hashes_after(std::int64_t position, std::int64_t limit) override;
  Result<std::vector<StoredEntry>> entries_of_book(std::int64_t book_number,
                                                   std::int64_t after_sequence,
                                                   std::int64_t limit) override;

  Result<std::vector<StoredAccount>> find_accounts(std::int64_t book_number,
                                                   std::span<const AccountKey> keys) override;
  Status save_accounts(std::span<StoredAccount*> accounts) override;
  Result<std::vector<StoredAccount>> accounts(std::int64_t book_number) override;

  Result<std::optional<StoredOutcome>> find_outcome(std::int64_t book_number,
                                                    std::int64_t sequence) override;
  Status save_outcomes(std::span<const StoredOutcome> outcomes) override;
  Result<std::vector<StoredOutcome>> outcomes(std::int64_t book_number) override;

  Result<StoredHead> head() override;
  Status save_head(const StoredHead& head) override;

  Status check() override;
  Result<std::int64_t> size_bytes() override;
  [[nodiscard]] std::int64_t schema_version() const override { return postgres_schema_version; }

  SharedShelf* shelf() override { return this; }
  [[nodiscard]] std::string place() const override { return place_.text; }
  Result<std::optional<std::string>> log_key() override;
  Status record_log_key(std::string_view public_key) override;
  Status put_document(const Digest& digest, std::string_view bytes) override;
  Result<std::optional<std::string>> find_document(const Digest& digest) override;

 private:
  [[nodiscard]] bool is_alive() const { return session_ != nullptr && session_->is_alive(); }
  Status reconnect();
  Result<StoredHead> lock_head();
  [[nodiscard]] Status expect_no_less(const StoredHead& head) const;
  void end_transaction();
  Result<bool> was_committed();
  Result<bool> ask_for_commit();
  Result<bool> has_what_was_written();
  Result<Rows> read(const Statement& statement, const Parameters& parameters);
  // The same for the functions over blocks; within a transaction nothing is asked twice.
  postgres::Ask ask() {
    return [this](const Statement& statement, const Parameters& parameters) {
      return read(statement, parameters);
    };
  }
  Status write(const Statement& statement, Parameters parameters);
  Result<StoredHead> stored_head();
  Status number_new_accounts(std::span<StoredAccount* const> accounts);

  Place place_;
  std::unique_ptr<Session> session_;  // null or dead until it is made anew
  std::optional<HeadFile> head_file_;
  Frontier known_;  // of the last head that was seen: nothing may be older than this
  bool is_connecting_ = false;
  // Of the transaction.
  bool is_writing_ = false;
  StoredHead head_;
  bool is_head_saved_ = false;
  std::int64_t last_position_ = 0;
  std::optional<Digest> last_leaf_;  // of the last entry written
  std::vector<BookDraft> written_books_;
};

Error lost() {
  return error(ErrorCode::unavailable, "journal.database_lost", {{"detail", "not connected"}});
}

// The entries of another process may be more than this one's head file knows.
Status PostgresStore::compare_with_head_file(OpenMode mode) {
  const StoredHead stored = MEGURI_TRY(head());
  known_ = stored.frontier;
  if (!head_file_ || mode == OpenMode::adopt) return ok();
  const std::optional<Frontier> remembered = MEGURI_TRY(head_file_->read());
  if (remembered) MEGURI_TRY(expect_continues(*this, stored, *remembered));
  if (remembered && remembered->size() == stored.frontier.size()) return ok();
  return head_file_->write(stored.frontier);
}

// A server that went away may come back with an older state of the rows.
Status PostgresStore::reconnect() {
  session_ = MEGURI_TRY(postgres::connect(place_));
  is_connecting_ = true;
  const auto expect_same = [this]() -> Status {
    MEGURI_TRY(postgres::set_up_tables(*session_, place_, OpenMode::must_exist));
    return expect_continues(*this, MEGURI_TRY(stored_head()), known_);
  };
  Status is_same = expect_same();
  is_connecting_ = false;
  if (!is_same) session_ = nullptr;
  return is_same;
}

Result<StoredHead> PostgresStore::lock_head() {
  session_->defer(postgres::begin_statement, {});
  const Rows rows = MEGURI_TRY(session_->run(postgres::lock_head_statement, {}));
  if (rows.size() != 1) return row_damaged("head", 1);
  const std::int64_t version = rows.integer(0, 3);
  if (version != postgres_schema_version) {
    return error(ErrorCode::conflict,
                 "journal.newer_schema",
                 {{"found", version}, {"known", postgres_schema_version}});
  }
  StoredHead head = MEGURI_TRY(postgres::read_head_row(rows, 0));
  MEGURI_TRY(expect_no_less(head));
  known_ = head.frontier;
  return head;
}

Status PostgresStore::expect_no_less(const StoredHead& head) const {
  if (head.frontier.size() >= known_.size()) return ok();
  return error(
      ErrorCode::damaged,
      "journal.commits_lost",
      {{"position", head.position()}, {"expected", static_cast<std::int64_t>(known_.size())}});
}

Status PostgresStore::begin() {
  MEGURI_CHECK(!is_writing_);
  const bool was_alive = is_alive();
  if (!was_alive) MEGURI_TRY(reconnect());
  Result<StoredHead> locked = lock_head();
  // It may have broken long ago, unnoticed until it was used.
  if (!locked && was_alive && !is_alive()) {
    MEGURI_TRY(reconnect());
    locked = lock_head();
  }
  if (!locked) {
    end_transaction();
    return std::move(locked).error();
  }
  head_ = *std::move(locked);
  is_writing_ = true;
  return ok();
}

// Back to no transaction; the server rolls back what a broken connection had begun.
void PostgresStore::end_transaction() {
  is_writing_ = false;
  is_head_saved_ = false;
  last_leaf_.reset();
  written_books_.clear();
  if (!is_alive()) {
    session_ = nullptr;
    return;
  }
  session_->forget_deferred();
  if (!session_->is_idle() && !session_->run_script("ROLLBACK")) session_ = nullptr;
}

Status PostgresStore::roll_back() {
  end_transaction();
  return ok();
}

Status PostgresStore::commit() {
  MEGURI_CHECK(is_writing_);
  if (!is_alive()) return lost();
  if (is_head_saved_) {
    Parameters parameters;
    parameters.add(place_.schema + "_journal").add(std::to_string(head_.position()));
    session_->defer(postgres::notify_statement, std::move(parameters));
  }
  Status committed = session_->commit();
  if (!committed && (is_alive() || !MEGURI_TRY(was_committed()))) return committed;
  const bool is_new = is_head_saved_ && head_.frontier.size() > known_.size();
  if (is_new) known_ = head_.frontier;
  const bool has_file = is_head_saved_ && head_file_;
  end_transaction();
  return has_file ? head_file_->write(known_) : ok();
}

// The new connection can break like the old one: it is asked again until there is an answer.
Result<bool> PostgresStore::was_committed() {
  const Error unknown = error(ErrorCode::io_failure, "journal.commit_unknown");
  if (!last_leaf_ && written_books_.empty()) return unknown;  // nothing to know it by
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(place_.wait_s);
  while (true) {
    session_ = nullptr;
    Result<bool> found = ask_for_commit();
    if (found || found.error().code == ErrorCode::damaged) return found;
    if (std::chrono::steady_clock::now() >= end) return unknown;
    std::this_thread::sleep_for(between_attempts);
  }
}

// The old session holds the lock until the server has ended what it was sent: whoever gets the lock
// sees how that ended.
Result<bool> PostgresStore::ask_for_commit() {
  MEGURI_TRY(reconnect());
  MEGURI_TRY(lock_head());
  const bool found = MEGURI_TRY(has_what_was_written());
  // Without it the connection is of no use; what was found stands.
  if (!session_->run_script("ROLLBACK")) session_ = nullptr;
  return found;
}

// A leaf hash is of its salt, so that no other entry has it. A book that says the same is as good
// as the one that was written.
Result<bool> PostgresStore::has_what_was_written() {
  if (last_leaf_) {
    const auto found = MEGURI_TRY(leaf_hashes_after(last_position_ - 1, 1));
    return !found.empty() && found.front() == *last_leaf_;
  }
  for (const BookDraft& written : written_books_) {
    const auto found = MEGURI_TRY(find_book(written.id));
    if (!found || found->book.name != written.name || found->book.sample != written.sample ||
        !std::ranges::includes(found->book.layers, written.layers)) {
      return false;
    }
  }
  return true;
}

// What only reads can be asked again on a new connection.
Result<Rows> PostgresStore::read(const Statement& statement, const Parameters& parameters) {
  const bool may_reconnect = !is_writing_ && !is_connecting_;
  if (is_alive()) {
    Result<Rows> rows = session_->run(statement, parameters);
    if (rows || is_alive() || !may_reconnect) return rows;
  }
  if (!may_reconnect) return lost();
  MEGURI_TRY(reconnect());
  return session_->run(statement, parameters);
}

// Waits for the commit, or for the next read.
Status PostgresStore::write(const Statement& statement, Parameters parameters) {
  MEGURI_CHECK(is_writing_);
  if (!is_alive()) return lost();
  session_->defer(statement, std::move(parameters));
  return ok();
}

Result<std::vector<StoredBook>> PostgresStore::books() {
  const Rows rows = MEGURI_TRY(read(postgres::books_statement, {}));
  return read_all(rows, postgres::read_book_row);
}

Result<std::optional<StoredBook>> PostgresStore::find_book(std::string_view id) {
  const Rows rows = MEGURI_TRY(read(postgres::find_book_statement, Parameters().add(id)));
  if (rows.size() == 0) return std::optional<StoredBook>();
  return std::optional<StoredBook>(MEGURI_TRY(postgres::read_book_row(rows, 0)));
}

Result<std::int64_t> PostgresStore::insert_book(const BookDraft& book) {
  MEGURI_CHECK(is_writing_);
  const Rows next = MEGURI_TRY(read(postgres::next_book_statement, {}));
  StoredBook row;
  row.number = next.integer(0, 0);
  row.book = book;
  MEGURI_TRY(read(postgres::insert_book_statement, postgres::insert_book_parameters(row)));
  written_books_.push_back(book);
  return row.number;
}

Status PostgresStore::update_book(const StoredBook& book) {
  written_books_.push_back(book.book);
  return write(postgres::update_book_statement, postgres::update_book_parameters(book));
}

Result<std::vector<std::optional<StoredEntry>>> PostgresStore::find_entries(
    std::int64_t book_number, std::span<const std::string> client_ids) {
  return postgres::find_in_blocks(ask(), book_number, client_ids);
}

Status PostgresStore::insert_entries(std::span<const StoredEntry> entries) {
  MEGURI_CHECK(is_writing_);
  if (!is_alive()) return lost();
  if (entries.empty()) return ok();
  last_position_ = entries.back().position;
  last_leaf_ = entries.back().leaf_hash;
  return postgres::insert_into_blocks(ask(), entries);
}

Result<std::vector<StoredEntry>> PostgresStore::entries_after(std::int64_t position,
                                                              std::int64_t limit) {
  return postgres::entries_after(ask(), position, limit);
}

Result<std::vector<Digest>> PostgresStore::leaf_hashes_after(std::int64_t position,
                                                             std::int64_t limit) {
  return postgres::leaf_hashes_after(ask(), position, limit);
}

Result<std::vector<StoredEntry>> PostgresStore::entries_of_book(std::int64_t book_number,
                                                                std::int64_t after_sequence,
                                                                std::int64_t limit) {
  return postgres::entries_of_book(ask(), book_number, after_sequence, limit);
}

Result<std::vector<StoredAccount>> PostgresStore::find_accounts(std::int64_t book_number,
                                                                std::span<const AccountKey> keys) {
  std::vector<StoredAccount> accounts(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    accounts[i].book_number = book_number;
    accounts[i].site = keys[i].site;
    accounts[i].lot = keys[i].lot;
    accounts[i].material = keys[i].material;
  }
  for (std::size_t from = 0; from < keys.size(); from += keys_at_once) {
    const auto some = keys.subspan(from, std::min(keys_at_once, keys.size() - from));
    const Rows rows = MEGURI_TRY(read(postgres::find_accounts_statement,
                                      postgres::find_accounts_parameters(book_number, some)));
    for (int row = 0; row < rows.size(); ++row) {
      const auto at = from + static_cast<std::size_t>(rows.integer(row, 7)) - 1;
      accounts.at(at) = MEGURI_TRY(postgres::read_account_row(rows, row));
    }
  }
  return accounts;
}

// Within each book from 1, under the lock.
Status PostgresStore::number_new_accounts(std::span<StoredAccount* const> accounts) {
  std::map<std::int64_t, std::int64_t> last;
  for (const StoredAccount* const account : accounts)
    last[account->book_number] = 0;
  std::vector<std::int64_t> books;
  books.reserve(last.size());
  for (const auto& [book, number] : last)
    books.push_back(book);
  const Rows rows =
      MEGURI_TRY(read(postgres::last_account_numbers_statement, Parameters().add(books)));
  for (int row = 0; row < rows.size(); ++row)
    last[rows.integer(row, 0)] = rows.integer(row, 1);
  for (StoredAccount* const account : accounts)
    account->number = ++last[account->book_number];
  return ok();
}

Status PostgresStore::save_accounts(std::span<StoredAccount*> accounts) {
  MEGURI_CHECK(is_writing_);
  std::vector<StoredAccount*> inserted;
  std::vector<StoredAccount*> updated;
  for (StoredAccount* const account : accounts)
    (account->number == 0 ? inserted : updated).push_back(account);
  if (!inserted.empty()) MEGURI_TRY(number_new_accounts(inserted));
  const auto write_in_parts = [this](const std::vector<StoredAccount*>& all,
                                     const Statement& statement,
                                     const auto& parameters) -> Status {
    for (std::size_t from = 0; from < all.size(); from += keys_at_once) {
      const std::vector<const StoredAccount*> some(
          all.begin() + static_cast<std::ptrdiff_t>(from),
          all.begin() + static_cast<std::ptrdiff_t>(std::min(from + keys_at_once, all.size())));
      MEGURI_TRY(write(statement, parameters(some)));
    }
    return ok();
  };
  MEGURI_TRY(write_in_parts(
      inserted, postgres::insert_accounts_statement, postgres::insert_accounts_parameters));
  return write_in_parts(
      updated, postgres::update_accounts_statement, postgres::update_accounts_parameters);
}

Result<std::vector<StoredAccount>> PostgresStore::accounts(std::int64_t book_number) {
  const Rows rows = MEGURI_TRY(read(postgres::accounts_statement, Parameters().add(book_number)));
  return read_all(rows, postgres::read_account_row);
}

Result<std::optional<StoredOutcome>> PostgresStore::find_outcome(std::int64_t book_number,
                                                                 std::int64_t sequence) {
  const Rows rows = MEGURI_TRY(
      read(postgres::find_outcome_statement, Parameters().add(book_number).add(sequence)));
  if (rows.size() == 0) return std::optional<StoredOutcome>();
  return std::optional<StoredOutcome>(MEGURI_TRY(postgres::read_outcome_row(rows, 0)));
}

Status PostgresStore::save_outcomes(std::span<const StoredOutcome> outcomes) {
  if (outcomes.empty()) return ok();
  return write(postgres::save_outcomes_statement, postgres::save_outcomes_parameters(outcomes));
}

Result<std::vector<StoredOutcome>> PostgresStore::outcomes(std::int64_t book_number) {
  const Rows rows = MEGURI_TRY(read(postgres::outcomes_statement, Parameters().add(book_number)));
  return read_all(rows, postgres::read_outcome_row);
}

// While it is locked nobody else can change it. Who only reads notices, too, that commits are gone.
Result<StoredHead> PostgresStore::head() {
  if (is_writing_) return head_;
  StoredHead now = MEGURI_TRY(stored_head());
  MEGURI_TRY(expect_no_less(now));
  known_ = now.frontier;
  return now;
}

Result<StoredHead> PostgresStore::stored_head() {
  const Rows rows = MEGURI_TRY(read(postgres::head_statement, {}));
  if (rows.size() != 1) return row_damaged("head", 1);
  return postgres::read_head_row(rows, 0);
}

Status PostgresStore::save_head(const StoredHead& head) {
  MEGURI_TRY(write(postgres::save_head_statement, postgres::save_head_parameters(head)));
  head_ = head;
  is_head_saved_ = true;
  return ok();
}

// Pages are checked by the server where it keeps checksums of them. An index that was not built to
// its end would hide rows.
Status PostgresStore::check() {
  const Rows rows = MEGURI_TRY(read(postgres::indexes_statement, Parameters().add(place_.schema)));
  if (rows.integer(0, 0) >= postgres_indexes) return ok();
  return error(ErrorCode::damaged, "journal.database_damaged", {{"detail", "an index is missing"}});
}

Result<std::int64_t> PostgresStore::size_bytes() {
  const Rows rows = MEGURI_TRY(read(postgres::size_statement, Parameters().add(place_.schema)));
  return rows.integer(0, 0);
}

Result<std::optional<std::string>> PostgresStore::log_key() {
  const Rows rows = MEGURI_TRY(read(postgres::log_key_statement, {}));
  if (rows.size() == 0) return std::optional<std::string>();
  return std::optional<std::string>(rows.text(0, 0));
}

// Twice is as good as once, so that these two may be sent again on a new connection, as reads are.
Status PostgresStore::record_log_key(std::string_view public_key) {
  MEGURI_TRY(read(postgres::record_log_key_statement, Parameters().add(public_key)));
  return ok();
}

Status PostgresStore::put_document(const Digest& digest, std::string_view bytes) {
  MEGURI_TRY(read(postgres::put_document_statement, Parameters().add(view_of(digest)).add(bytes)));
  return ok();
}

Result<std::optional<std::string>> PostgresStore::find_document(const Digest& digest) {
  const Rows rows =
      MEGURI_TRY(read(postgres::find_document_statement, Parameters().add(view_of(digest))));
  if (rows.size() == 0) return std::optional<std::string>();
  return std::optional<std::string>(rows.text(0, 0));
}

}  // namespace

Result<std::unique_ptr<Store>> open_postgres_store(const std::string& connection_uri,
                                                   OpenMode mode,
                                                   const std::filesystem::path& head_file_path) {
  Place place = MEGURI_TRY(postgres::parse_place(connection_uri));
  auto session = MEGURI_TRY(postgres::connect(place));
  MEGURI_TRY(postgres::set_up_tables(*session, place, mode));
  std::optional<HeadFile> head_file;
  if (!head_file_path.empty()) head_file = MEGURI_TRY(HeadFile::open(head_file_path));
  auto store =
      std::make_unique<PostgresStore>(std::move(place), std::move(session), std::move(head_file));
  MEGURI_TRY(store->compare_with_head_file(mode));
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace meguri
