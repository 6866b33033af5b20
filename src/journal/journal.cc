// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <utility>

#include "base/check.h"
#include "journal/backup.h"
#include "journal/internal/group_commit.h"
#include "journal/internal/posting.h"
#include "journal/internal/transaction.h"
#include "journal/internal/verify.h"
#include "journal/limits.h"
#include "journal/shared_shelf.h"
#include "journal/store.h"

namespace meguri {

struct Journal::State {
  State(std::unique_ptr<Store> store_in, const Clock& clock_in)
      : store(std::move(store_in)), clock(&clock_in), commits(*store, mutex, clock_in) {}
  // REQUIRES: the journal is shared.
  [[nodiscard]] SharedShelf& shelf() const {
    MEGURI_CHECK(store->shelf() != nullptr);
    return *store->shelf();
  }
  std::unique_ptr<Store> store;
  const Clock* clock;
  std::mutex mutex;  // one call at a time: the store has one connection
  GroupCommit commits;
};

namespace {

Error no_such_book(std::string_view book) {
  return error(ErrorCode::not_found, "journal.book_not_found", {{"book", book}});
}

Error position_missing(std::int64_t position) {
  return error(ErrorCode::damaged, "journal.position_missing", {{"position", position}});
}

Error rows_missing(std::string_view book, std::int64_t sequence) {
  return error(
      ErrorCode::damaged, "journal.entry_missing", {{"book", book}, {"sequence", sequence}});
}

BookSummary summary_of(const StoredBook& book) {
  BookSummary summary;
  summary.id = book.book.id;
  summary.name = book.book.name;
  summary.sample = book.book.sample;
  summary.layers = book.book.layers;
  summary.entries = book.entries;
  summary.last_recorded_at = book.last_recorded_at;
  summary.head = book.frontier.head();
  return summary;
}

Result<StoredBook> find_book(Store& store, std::string_view id) {
  auto book = MEGURI_TRY(store.find_book(id));
  if (!book) return no_such_book(id);
  return *std::move(book);
}

Result<std::map<std::int64_t, std::string>> names_of_books(Store& store) {
  std::map<std::int64_t, std::string> names;
  for (const StoredBook& book : MEGURI_TRY(store.books()))
    names[book.number] = book.book.id;
  return names;
}

bool are_layers(const std::vector<std::string>& layers) {
  return layers.size() <= layers_max && std::ranges::all_of(layers, is_well_formed_id) &&
         std::ranges::adjacent_find(layers, std::greater_equal<>()) == layers.end();
}

// Of both, ascending, each once.
std::vector<std::string> united(std::span<const std::string> some,
                                std::span<const std::string> others) {
  std::vector<std::string> all;
  std::ranges::set_union(some, others, std::back_inserter(all));
  return all;
}

}  // namespace

Journal::Journal(std::unique_ptr<State> state) : state_(std::move(state)) {}
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

Result<Journal> Journal::open(const std::filesystem::path& path,
                              const Clock& clock,
                              OpenMode mode) {
  Journal journal = MEGURI_TRY(open(MEGURI_TRY(open_sqlite_store(path, mode)), clock));
  if (mode == OpenMode::adopt) MEGURI_TRY(journal.adopt());
  return journal;
}

Result<Journal> Journal::open_shared(const std::string& uri,
                                     const std::filesystem::path& head_file,
                                     const Clock& clock,
                                     OpenMode mode) {
  auto store = MEGURI_TRY(open_postgres_store(uri, mode, head_file));
  Journal journal = MEGURI_TRY(open(std::move(store), clock));
  if (mode == OpenMode::adopt) MEGURI_TRY(journal.adopt());
  return journal;
}

Status Journal::adopt() {
  MEGURI_TRY(verify());
  Store& store = *state_->store;
  const auto transaction = MEGURI_TRY(Transaction::begin(store));
  MEGURI_TRY(store.save_head(MEGURI_TRY(store.head())));
  return transaction->commit();
}

Result<Journal> Journal::open(std::unique_ptr<Store> store, const Clock& clock) {
  Journal journal(std::make_unique<State>(std::move(store), clock));
  MEGURI_TRY(journal.position());
  return journal;
}

Status Journal::create_book(const BookDraft& book) {
  const std::scoped_lock lock(state_->mutex);
  if (!is_well_formed_id(book.id) || book.id.find('/') != std::string::npos ||
      book.name.size() > text_bytes_max || !is_well_formed_text(book.name) ||
      !are_layers(book.layers)) {
    return error(ErrorCode::invalid_input, "journal.book_malformed", {{"book", book.id}});
  }
  Store& store = *state_->store;
  const auto transaction = MEGURI_TRY(Transaction::begin(store));
  auto known = MEGURI_TRY(store.find_book(book.id));
  if (!known) {
    MEGURI_TRY(store.insert_book(book));
    return transaction->commit();
  }
  if (known->book.name != book.name || known->book.sample != book.sample) {
    return error(ErrorCode::conflict, "journal.book_exists", {{"book", book.id}});
  }
  std::vector<std::string> layers = united(known->book.layers, book.layers);
  if (layers == known->book.layers) return ok();
  if (!are_layers(layers)) {
    return error(ErrorCode::invalid_input, "journal.book_malformed", {{"book", book.id}});
  }
  known->book.layers = std::move(layers);
  MEGURI_TRY(store.update_book(*known));
  return transaction->commit();
}

Status check_count(std::span<const EntryDraft> drafts) {
  if (drafts.size() <= drafts_per_post_max) return ok();
  return error(ErrorCode::limit_exceeded,
               "journal.too_many_drafts",
               {{"drafts", static_cast<std::int64_t>(drafts.size())},
                {"limit", static_cast<std::int64_t>(drafts_per_post_max)}});
}

Result<std::vector<PostResult>> Journal::post(std::span<const EntryDraft> drafts, Batch batch) {
  MEGURI_TRY(check_count(drafts));
  return state_->commits.post(drafts, batch);
}

void Journal::post_later(std::vector<EntryDraft> drafts, Batch batch, PostDone done) {
  if (Status counted = check_count(drafts); !counted) return done(std::move(counted).error());
  state_->commits.post_later(std::move(drafts), batch, std::move(done));
}

void Journal::finish_posts() { state_->commits.stop(); }

Result<std::vector<PostResult>> Journal::rehearse(std::span<const EntryDraft> drafts,
                                                  Batch batch) const {
  MEGURI_TRY(check_count(drafts));
  const std::scoped_lock lock(state_->mutex);
  Posting posting = MEGURI_TRY(Posting::start(*state_->store, state_->clock->now()));
  return posting.post(drafts, batch);
}

// Another process may write between the calls of the store: what is read first may be behind what
// is read after it, never ahead. Rehashing what was read holds nobody up.
Result<std::vector<Entry>> Journal::read(std::int64_t after_position, std::int64_t limit) const {
  std::unique_lock lock(state_->mutex);
  Store& store = *state_->store;
  const std::int64_t last = MEGURI_TRY(store.head()).position();
  const std::vector<StoredEntry> rows = MEGURI_TRY(store.entries_after(after_position, limit));
  const auto names = MEGURI_TRY(names_of_books(store));
  lock.unlock();
  std::int64_t expected = after_position;
  for (const StoredEntry& stored : rows) {
    if (stored.position != ++expected) return position_missing(expected);
  }
  const bool is_short = static_cast<std::int64_t>(rows.size()) < limit;
  if (is_short && expected < last) return position_missing(expected + 1);
  return open_stored_entries(rows, names);
}

Result<std::vector<Entry>> Journal::read_book(std::string_view book,
                                              std::int64_t after_sequence,
                                              std::int64_t limit) const {
  std::unique_lock lock(state_->mutex);
  Store& store = *state_->store;
  const StoredBook row = MEGURI_TRY(find_book(store, book));
  const std::vector<StoredEntry> rows =
      MEGURI_TRY(store.entries_of_book(row.number, after_sequence, limit));
  lock.unlock();
  std::int64_t expected = after_sequence;
  for (const StoredEntry& stored : rows) {
    if (stored.sequence != ++expected) return rows_missing(book, expected);
  }
  std::vector<Entry> entries =
      MEGURI_TRY(open_stored_entries(rows, {{row.number, std::string(book)}}));
  const bool is_short = static_cast<std::int64_t>(entries.size()) < limit;
  if (is_short && expected < row.entries) return rows_missing(book, expected + 1);
  return entries;
}

Result<Entry> Journal::find(std::string_view book, std::string_view client_id) const {
  const std::scoped_lock lock(state_->mutex);
  Store& store = *state_->store;
  const StoredBook row = MEGURI_TRY(find_book(store, book));
  const auto stored = MEGURI_TRY(find_entry(store, row.number, std::string(client_id)));
  if (!stored) {
    return error(ErrorCode::not_found,
                 "journal.entry_not_found",
                 {{"book", book}, {"client_id", client_id}});
  }
  return open_stored_entry(*stored, book);
}

Result<std::vector<EntryOutcome>> Journal::outcomes(std::string_view book) const {
  const std::scoped_lock lock(state_->mutex);
  Store& store = *state_->store;
  const StoredBook row = MEGURI_TRY(find_book(store, book));
  const std::vector<StoredOutcome> rows = MEGURI_TRY(store.outcomes(row.number));
  auto names = MEGURI_TRY(names_of_books(store));
  std::vector<EntryOutcome> outcomes;
  for (const StoredOutcome& stored : rows) {
    if (stored.outcome == Outcome::open) continue;
    outcomes.push_back(
        {stored.sequence, stored.outcome, names[stored.by_book_number], stored.by_sequence});
  }
  return outcomes;
}

Result<std::vector<BookSummary>> Journal::books() const {
  const std::scoped_lock lock(state_->mutex);
  std::vector<BookSummary> summaries;
  for (const StoredBook& book : MEGURI_TRY(state_->store->books())) {
    summaries.push_back(summary_of(book));
  }
  return summaries;
}

Result<Mass> Journal::balance(const Account& account) const {
  const std::scoped_lock lock(state_->mutex);
  Store& store = *state_->store;
  const auto book = MEGURI_TRY(store.find_book(account.book));
  if (!book) return Mass{};
  return MEGURI_TRY(
             find_account(store, book->number, {account.site, account.lot, account.material}))
      .balance;
}

Result<std::vector<Balance>> Journal::balances(std::string_view book) const {
  const std::scoped_lock lock(state_->mutex);
  Store& store = *state_->store;
  const StoredBook row = MEGURI_TRY(find_book(store, book));
  std::vector<Balance> balances;
  for (const StoredAccount& account : MEGURI_TRY(store.accounts(row.number))) {
    balances.push_back(
        {{row.book.id, account.site, account.lot, account.material}, account.balance});
  }
  return balances;
}

Result<std::int64_t> Journal::position() const {
  const std::scoped_lock lock(state_->mutex);
  const std::int64_t position = MEGURI_TRY(state_->store->head()).position();
  state_->commits.note_position(position);
  return position;
}

std::int64_t Journal::known_position() const { return state_->commits.known_position(); }

Result<TreeHead> Journal::head() const {
  const std::scoped_lock lock(state_->mutex);
  const StoredHead head = MEGURI_TRY(state_->store->head());
  return TreeHead{head.frontier.size(), head.frontier.head()};
}

Result<std::vector<Digest>> Journal::leaf_hashes(std::int64_t after_position,
                                                 std::int64_t limit) const {
  const std::scoped_lock lock(state_->mutex);
  return state_->store->leaf_hashes_after(after_position, limit);
}

Result<std::int64_t> Journal::size_bytes() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->store->size_bytes();
}

std::int64_t Journal::schema_version() const { return state_->store->schema_version(); }

bool Journal::is_shared() const { return state_->store->shelf() != nullptr; }

std::string Journal::place() const { return state_->shelf().place(); }

Result<std::optional<std::string>> Journal::log_key() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->shelf().log_key();
}

Status Journal::record_log_key(std::string_view public_key) {
  const std::scoped_lock lock(state_->mutex);
  return state_->shelf().record_log_key(public_key);
}

Status Journal::put_document(const Digest& digest, std::string_view bytes) {
  const std::scoped_lock lock(state_->mutex);
  return state_->shelf().put_document(digest, bytes);
}

Result<std::optional<std::string>> Journal::find_document(const Digest& digest) const {
  const std::scoped_lock lock(state_->mutex);
  return state_->shelf().find_document(digest);
}

Result<TreeHead> Journal::back_up(const std::filesystem::path& path) const {
  return copy_journal(*state_->store, state_->mutex, path);
}

// Others may read and write between the steps; only the last entries and the comparison are seen by
// nobody else.
Result<Verification> Journal::verify() const {
  Store& store = *state_->store;
  {
    const std::scoped_lock lock(state_->mutex);
    MEGURI_TRY(store.check());
  }
  Verifier verifier(store);
  for (bool more = true; more;) {
    const std::scoped_lock lock(state_->mutex);
    more = MEGURI_TRY(verifier.step());
  }
  const std::scoped_lock lock(state_->mutex);
  const auto transaction = MEGURI_TRY(Transaction::begin(store));
  return verifier.finish();
}

}  // namespace meguri
