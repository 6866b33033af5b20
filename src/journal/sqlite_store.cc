// SPDX-License-Identifier: Apache-2.0
// The journal's rows in one SQLite file. Derived rows (books, accounts, head) carry a checksum;
// entries are checked by the journal against their leaf hash. A row that an index led to is
// compared with what was asked for: a damaged index leads to a sound row that is another one.
#include <array>
#include <bit>
#include <cstring>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "base/check.h"
#include "journal/head_file.h"
#include "journal/internal/continuation.h"
#include "journal/internal/sqlite.h"
#include "journal/internal/sqlite_blocks.h"
#include "journal/internal/sqlite_log.h"
#include "journal/internal/sqlite_rows.h"
#include "journal/internal/sqlite_schema.h"
#include "journal/store.h"

namespace meguri {
namespace {

using sqlite::Connection;
using sqlite::Statement;

// A commit of more entries than these hands them to the log part by part (some megabytes each).
constexpr std::size_t entries_per_flush = 8192;

class SqliteStore final : public Store {
 public:
  SqliteStore(std::filesystem::path path, Connection connection, HeadFile head_file)
      : path_(std::move(path)),
        connection_(std::move(connection)),
        head_file_(std::move(head_file)) {}

  Status prepare_all();
  Status compare_with_head_file();

  Status begin() override { return sqlite::execute(connection_.get(), "BEGIN IMMEDIATE"); }
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
  [[nodiscard]] std::int64_t schema_version() const override { return journal_schema_version; }

 private:
  Result<StoredAccount> find_account(std::int64_t book_number, const AccountKey& key);
  Result<Statement> prepare(std::string_view sql) const {
    return Statement::prepare(connection_.get(), sql);
  }

  std::filesystem::path path_;
  Connection connection_;
  HeadFile head_file_;
  std::optional<Frontier> unwritten_head_;  // saved in this transaction
  std::size_t unflushed_entries_ = 0;       // inserted in this transaction since the last flush
  // After the connection, so that they end before it closes.
  std::optional<sqlite::WriteAheadLog> log_;
  std::optional<SqliteBlocks> blocks_;
  std::optional<Statement> find_account_;
  std::optional<Statement> find_outcome_;
  std::optional<Statement> insert_account_;
  std::optional<Statement> update_account_;
  std::optional<Statement> last_account_;
  std::optional<Statement> find_book_;
  std::optional<Statement> update_book_;
  std::optional<Statement> head_;
  std::optional<Statement> save_head_;
};

Status SqliteStore::prepare_all() {
  blocks_ = MEGURI_TRY(SqliteBlocks::prepare(connection_.get()));
  find_account_ = MEGURI_TRY(
      prepare(std::string(account_columns) + "WHERE book=? AND site=? AND lot=? AND material=?"));
  find_outcome_ = MEGURI_TRY(prepare(std::string(outcome_columns) + "WHERE book=? AND sequence=?"));
  insert_account_ = MEGURI_TRY(
      prepare("INSERT INTO account(number, book, site, lot, material, balance_mg, checksum) "
              "VALUES(?,?,?,?,?,?,?)"));
  update_account_ =
      MEGURI_TRY(prepare("UPDATE account SET balance_mg=?, checksum=? WHERE number=?"));
  last_account_ = MEGURI_TRY(prepare("SELECT COALESCE(MAX(number),0) FROM account"));
  find_book_ = MEGURI_TRY(prepare(std::string(book_columns) + "WHERE id=?"));
  update_book_ = MEGURI_TRY(
      prepare("UPDATE book SET entries=?, last_recorded_at=?, roots=?, checksum=?, layers=? "
              "WHERE number=?"));
  head_ = MEGURI_TRY(prepare("SELECT position, roots, checksum FROM head WHERE one=1"));
  save_head_ = MEGURI_TRY(
      prepare("INSERT OR REPLACE INTO head(one, position, roots, checksum) VALUES(1,?,?,?)"));
  log_.emplace(connection_.get(), path_);
  return ok();
}

Status SqliteStore::compare_with_head_file() {
  const StoredHead stored = MEGURI_TRY(head());
  std::optional<Frontier> known = MEGURI_TRY(head_file_.read());
  if (!known) {
    if (stored.position() != 0) return error(ErrorCode::damaged, "journal.head_missing");
    return head_file_.write(stored.frontier);
  }
  const bool is_behind = known->size() < stored.frontier.size();
  MEGURI_TRY(expect_continues(*this, stored, *std::move(known)));
  return is_behind ? head_file_.write(stored.frontier) : ok();
}

Status SqliteStore::commit() {
  MEGURI_TRY(sqlite::execute(connection_.get(), "COMMIT"));
  log_->committed();
  unflushed_entries_ = 0;
  if (!unwritten_head_) return ok();
  const Frontier head = *std::exchange(unwritten_head_, std::nullopt);
  return head_file_.write(head);
}

Status SqliteStore::roll_back() {
  unflushed_entries_ = 0;
  unwritten_head_.reset();
  if (sqlite3_get_autocommit(connection_.get()) != 0) return ok();
  return sqlite::execute(connection_.get(), "ROLLBACK");
}

Result<std::vector<StoredBook>> SqliteStore::books() {
  Statement select = MEGURI_TRY(prepare(std::string(book_columns) + "ORDER BY id"));
  std::vector<StoredBook> books;
  while (MEGURI_TRY(select.step()))
    books.push_back(MEGURI_TRY(read_book_row(select)));
  return books;
}

Result<std::optional<StoredBook>> SqliteStore::find_book(std::string_view id) {
  Statement& select = *find_book_;
  const sqlite::ResetAfter reset(select);
  select.bind(1, id);
  if (!MEGURI_TRY(select.step())) return std::optional<StoredBook>();
  StoredBook book = MEGURI_TRY(read_book_row(select));
  if (book.book.id != id) return row_damaged("book", book.number);
  return std::optional<StoredBook>(std::move(book));
}

Result<std::int64_t> SqliteStore::insert_book(const BookDraft& book) {
  Statement next = MEGURI_TRY(prepare("SELECT COALESCE(MAX(number),0)+1 FROM book"));
  MEGURI_TRY(next.step());
  StoredBook row;
  row.number = next.integer(0);
  row.book = book;
  Statement insert = MEGURI_TRY(
      prepare("INSERT INTO book(number, id, name, sample, entries, last_recorded_at, roots, "
              "checksum, layers) VALUES(?,?,?,?,0,NULL,?,?,?)"));
  const std::string layers = layers_text(book.layers);
  insert.bind(1, row.number).bind(2, book.id).bind(3, book.name).bind(4, book.sample ? 1 : 0);
  insert.bind_blob(5, {}).bind(6, checksum_of(row)).bind(7, layers);
  MEGURI_TRY(insert.run());
  return row.number;
}

Status SqliteStore::update_book(const StoredBook& book) {
  Statement& update = *update_book_;
  const std::string roots = bytes_of(book.frontier);
  const std::string layers = layers_text(book.book.layers);
  update.bind(1, book.entries).bind_blob(3, roots).bind(4, checksum_of(book));
  update.bind(5, layers).bind(6, book.number);
  if (book.last_recorded_at) {
    update.bind(2, book.last_recorded_at->microseconds);
  } else {
    update.bind_null(2);
  }
  return update.run();
}

Result<std::vector<std::optional<StoredEntry>>> SqliteStore::find_entries(
    std::int64_t book_number, std::span<const std::string> client_ids) {
  return blocks_->find(book_number, client_ids);
}

Status SqliteStore::insert_entries(std::span<const StoredEntry> entries) {
  MEGURI_TRY(blocks_->insert(entries));
  unflushed_entries_ += entries.size();
  if (unflushed_entries_ < entries_per_flush) return ok();
  unflushed_entries_ = 0;
  log_->flush_early();
  return ok();
}

Result<std::vector<StoredEntry>> SqliteStore::entries_after(std::int64_t position,
                                                            std::int64_t limit) {
  return blocks_->after(position, limit);
}

Result<std::vector<Digest>> SqliteStore::leaf_hashes_after(std::int64_t position,
                                                           std::int64_t limit) {
  return blocks_->leaf_hashes_after(position, limit);
}

Result<std::vector<StoredEntry>> SqliteStore::entries_of_book(std::int64_t book_number,
                                                              std::int64_t after_sequence,
                                                              std::int64_t limit) {
  return blocks_->of_book(book_number, after_sequence, limit);
}

Result<StoredAccount> SqliteStore::find_account(std::int64_t book_number, const AccountKey& key) {
  find_account_->bind(1, book_number).bind(2, key.site).bind(3, key.lot).bind(4, key.material);
  if (MEGURI_TRY(find_account_->step())) {
    auto account = read_account_row(*find_account_);
    find_account_->reset();
    const StoredAccount found = MEGURI_TRY(std::move(account));
    const bool is_asked_for = found.book_number == book_number && found.site == key.site &&
                              found.lot == key.lot && found.material == key.material;
    if (!is_asked_for) return row_damaged("account", found.number);
    return found;
  }
  StoredAccount unsaved;
  unsaved.book_number = book_number;
  unsaved.site = key.site;
  unsaved.lot = key.lot;
  unsaved.material = key.material;
  return unsaved;
}

Result<std::vector<StoredAccount>> SqliteStore::find_accounts(std::int64_t book_number,
                                                              std::span<const AccountKey> keys) {
  std::vector<StoredAccount> accounts;
  accounts.reserve(keys.size());
  for (const AccountKey& key : keys)
    accounts.push_back(MEGURI_TRY(find_account(book_number, key)));
  return accounts;
}

Status SqliteStore::save_accounts(std::span<StoredAccount*> accounts) {
  MEGURI_TRY(last_account_->step());
  std::int64_t number = last_account_->integer(0);
  last_account_->reset();
  for (StoredAccount* const account : accounts) {
    const bool is_new = account->number == 0;
    if (is_new) account->number = ++number;
    const std::int64_t checksum = checksum_of(*account);
    const std::int64_t balance_mg = account->balance.count_mg();
    if (is_new) {
      insert_account_->bind(1, account->number).bind(2, account->book_number);
      insert_account_->bind(3, account->site).bind(4, account->lot).bind(5, account->material);
      insert_account_->bind(6, balance_mg).bind(7, checksum);
      MEGURI_TRY(insert_account_->run());
    } else {
      update_account_->bind(1, balance_mg).bind(2, checksum).bind(3, account->number);
      MEGURI_TRY(update_account_->run());
    }
  }
  return ok();
}

Result<std::vector<StoredAccount>> SqliteStore::accounts(std::int64_t book_number) {
  Statement select = MEGURI_TRY(
      prepare(std::string(account_columns) + "WHERE book=? ORDER BY site, lot, material"));
  select.bind(1, book_number);
  std::vector<StoredAccount> accounts;
  while (MEGURI_TRY(select.step()))
    accounts.push_back(MEGURI_TRY(read_account_row(select)));
  return accounts;
}

Result<std::optional<StoredOutcome>> SqliteStore::find_outcome(std::int64_t book_number,
                                                               std::int64_t sequence) {
  find_outcome_->bind(1, book_number).bind(2, sequence);
  if (!MEGURI_TRY(find_outcome_->step())) return std::optional<StoredOutcome>();
  auto outcome = read_outcome_row(*find_outcome_);
  find_outcome_->reset();
  return std::optional<StoredOutcome>(MEGURI_TRY(std::move(outcome)));
}

Status SqliteStore::save_outcomes(std::span<const StoredOutcome> outcomes) {
  if (outcomes.empty()) return ok();
  Statement save = MEGURI_TRY(
      prepare("INSERT OR REPLACE INTO outcome(book, sequence, outcome, by_book, by_sequence, "
              "checksum) VALUES(?,?,?,?,?,?)"));
  for (const StoredOutcome& outcome : outcomes) {
    save.bind(1, outcome.book_number).bind(2, outcome.sequence);
    save.bind(3, static_cast<std::int64_t>(outcome.outcome));
    save.bind(4, outcome.by_book_number).bind(5, outcome.by_sequence).bind(6, checksum_of(outcome));
    MEGURI_TRY(save.run());
  }
  return ok();
}

Result<std::vector<StoredOutcome>> SqliteStore::outcomes(std::int64_t book_number) {
  Statement select =
      MEGURI_TRY(prepare(std::string(outcome_columns) + "WHERE book=? ORDER BY sequence"));
  select.bind(1, book_number);
  std::vector<StoredOutcome> outcomes;
  while (MEGURI_TRY(select.step()))
    outcomes.push_back(MEGURI_TRY(read_outcome_row(select)));
  return outcomes;
}

Result<StoredHead> SqliteStore::head() {
  Statement& select = *head_;
  const sqlite::ResetAfter reset(select);
  if (!MEGURI_TRY(select.step())) {
    // No row is right before the first entry only.
    if (!MEGURI_TRY(blocks_->is_empty())) return row_damaged("head", 1);
    return StoredHead();
  }
  return read_head_row(select);
}

Status SqliteStore::save_head(const StoredHead& head) {
  Statement& save = *save_head_;
  const std::string roots = bytes_of(head.frontier);
  save.bind(1, head.position()).bind_blob(2, roots).bind(3, checksum_of(head));
  MEGURI_TRY(save.run());
  unwritten_head_ = head.frontier;
  return ok();
}

Status SqliteStore::check() {
  Statement check = MEGURI_TRY(prepare("PRAGMA integrity_check(1)"));
  if (!MEGURI_TRY(check.step())) return row_damaged("schema", 0);
  const std::string answer = check.text(0);
  if (answer == "ok") return ok();
  return error(ErrorCode::damaged, "journal.file_damaged", {{"detail", answer}});
}

Result<std::int64_t> SqliteStore::size_bytes() {
  std::int64_t total = 0;
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::path file = path_;
    file += suffix;
    std::error_code failure;
    const auto size = std::filesystem::file_size(file, failure);
    if (!failure) total += static_cast<std::int64_t>(size);
  }
  return total;
}

Status set_up(sqlite3* connection) {
  // Exclusive locking: this process owns the file while it is open, and no shared memory is needed.
  // cell_size_check: a damaged page is noticed where it is read.
  MEGURI_TRY(sqlite::execute(connection, "PRAGMA locking_mode=EXCLUSIVE"));
  MEGURI_TRY(sqlite::execute(connection, "PRAGMA cell_size_check=ON"));
  Statement mode = MEGURI_TRY(Statement::prepare(connection, "PRAGMA journal_mode=WAL"));
  if (!MEGURI_TRY(mode.step()) || mode.text(0) != "wal") {
    return error(ErrorCode::io_failure, "journal.file_failed", {{"detail", "no WAL"}});
  }
  mode.reset();
  MEGURI_TRY(sqlite::execute(connection, "PRAGMA synchronous=FULL"));
  return sqlite::execute(connection, "PRAGMA cache_size=-65536");
}

Result<std::int64_t> pragma(sqlite3* connection, std::string_view name) {
  Statement read =
      MEGURI_TRY(Statement::prepare(connection, std::string("PRAGMA ") + std::string(name)));
  MEGURI_TRY(read.step());
  return read.integer(0);
}

// Up to version 2 an entry was a row of its own.
Status move_entries_into_blocks(sqlite3* connection) {
  constexpr std::size_t entries_at_once = 10'000;
  SqliteBlocks blocks = MEGURI_TRY(SqliteBlocks::prepare(connection));
  Statement select = MEGURI_TRY(Statement::prepare(
      connection,
      "SELECT position, book, sequence, client_id, salt, leaf_hash, bytes FROM entry "
      "ORDER BY position"));
  std::vector<StoredEntry> entries;
  for (bool more = true; more;) {
    more = MEGURI_TRY(select.step());
    if (more) entries.push_back(MEGURI_TRY(read_entry_row(select)));
    if (more && entries.size() < entries_at_once) continue;
    MEGURI_TRY(blocks.insert(entries));
    entries.clear();
  }
  return ok();
}

Status take_step(sqlite3* connection, std::size_t step) {
  MEGURI_TRY(sqlite::execute(connection, journal_migrations[step]));
  constexpr std::size_t into_blocks = 2;
  if (step != into_blocks) return ok();
  MEGURI_TRY(move_entries_into_blocks(connection));
  return sqlite::execute(connection, "DROP TABLE entry");
}

// Every step up from `version`, or none of them.
Status migrate(sqlite3* connection, std::int64_t version) {
  MEGURI_TRY(sqlite::execute(connection, "BEGIN IMMEDIATE"));
  for (auto step = static_cast<std::size_t>(version); step < journal_migrations.size(); ++step) {
    Status done = take_step(connection, step);
    if (done) continue;
    (void)sqlite::execute(connection, "ROLLBACK").has_value();
    return done;
  }
  return sqlite::execute(connection, "COMMIT");
}

Status create_or_check_schema(sqlite3* connection) {
  const std::int64_t application = MEGURI_TRY(pragma(connection, "application_id"));
  const std::int64_t version = MEGURI_TRY(pragma(connection, "user_version"));
  Statement tables =
      MEGURI_TRY(Statement::prepare(connection, "SELECT COUNT(*) FROM sqlite_schema"));
  MEGURI_TRY(tables.step());
  const bool is_empty = tables.integer(0) == 0;
  tables.reset();
  if (is_empty && application == 0 && version == 0) return migrate(connection, 0);
  if (application != journal_application_id || version < 1) {
    return error(ErrorCode::invalid_input, "journal.not_a_journal");
  }
  if (version > journal_schema_version) {
    return error(ErrorCode::conflict,
                 "journal.newer_schema",
                 {{"found", version}, {"known", journal_schema_version}});
  }
  if (version == journal_schema_version) return ok();
  return migrate(connection, version);
}

// So that the names of new files survive a crash too. The write-ahead log is new at each opening;
// SQLite syncs its name itself, but only once and without looking whether that failed.
Status sync_folder(const std::filesystem::path& folder) {
  const std::filesystem::path name = folder.empty() ? "." : folder;
  const int descriptor = ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) {
    return error(ErrorCode::io_failure, "journal.file_failed", {{"detail", std::strerror(errno)}});
  }
  return ok();
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& path, OpenMode mode) {
  std::error_code ignored;
  const bool exists = std::filesystem::exists(path, ignored);
  std::filesystem::path head_path = path;
  head_path.replace_extension(".head");
  if (!exists && mode != OpenMode::create) {
    return error(ErrorCode::not_found, "journal.not_found", {{"path", path.string()}});
  }
  Connection connection = MEGURI_TRY(sqlite::open(path.string()));
  MEGURI_TRY(set_up(connection.get()));
  MEGURI_TRY(sqlite::settle_log(connection.get()));
  MEGURI_TRY(create_or_check_schema(connection.get()));
  HeadFile head_file = MEGURI_TRY(HeadFile::open(head_path));
  MEGURI_TRY(sync_folder(path.parent_path()));
  auto store = std::make_unique<SqliteStore>(path, std::move(connection), std::move(head_file));
  MEGURI_TRY(store->prepare_all());
  if (mode != OpenMode::adopt) MEGURI_TRY(store->compare_with_head_file());
  return std::unique_ptr<Store>(std::move(store));
}

}  // namespace meguri
