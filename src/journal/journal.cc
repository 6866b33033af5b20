// SPDX-License-Identifier: Apache-2.0
#include "journal/journal.h"

#include <map>
#include <mutex>
#include <utility>

#include "journal/canonical.h"
#include "journal/internal/posting.h"
#include "journal/internal/verify.h"
#include "journal/limits.h"
#include "journal/store.h"

namespace meguri {

struct Journal::State {
  State(std::unique_ptr<Store> store_in, const Clock& clock_in)
      : store(std::move(store_in)), clock(&clock_in) {}
  std::unique_ptr<Store> store;
  const Clock* clock;
  std::mutex mutex;  // one call at a time: the store has one connection
};

namespace {

// Rolls back at the end of the scope unless the transaction was committed.
class Transaction {
 public:
  static Result<std::unique_ptr<Transaction>> begin(Store& store) {
    MEGURI_TRY(store.begin());
    return std::unique_ptr<Transaction>(new Transaction(store));
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    // Nothing can be done about a failing rollback; the next begin() reports it.
    if (!is_committed_) (void)store_.roll_back().has_value();
  }
  Status commit() {
    MEGURI_TRY(store_.commit());
    is_committed_ = true;
    return ok();
  }

 private:
  explicit Transaction(Store& store) : store_(store) {}
  Store& store_;
  bool is_committed_ = false;
};

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

// In an atomic batch that failed, nothing stays of what it booked.
void refuse_batch(std::span<const EntryDraft> drafts,
                  std::int64_t first_position,
                  std::vector<PostResult>& results) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i].is_in_book() || results[i].position <= first_position) continue;
    Rejection refused = reject(drafts[i], PostStatus::batch_refused);
    results[i] = PostResult{};
    results[i].status = refused.status;
    results[i].reason = std::move(refused.reason);
  }
}

bool all_in_book(const std::vector<PostResult>& results) {
  for (const PostResult& result : results) {
    if (!result.is_in_book()) return false;
  }
  return true;
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
  if (mode != OpenMode::adopt) return journal;
  MEGURI_TRY(journal.verify());
  Store& store = *journal.state_->store;
  const auto transaction = MEGURI_TRY(Transaction::begin(store));
  MEGURI_TRY(store.save_head(MEGURI_TRY(store.head())));
  MEGURI_TRY(transaction->commit());
  return journal;
}

Result<Journal> Journal::open(std::unique_ptr<Store> store, const Clock& clock) {
  return Journal(std::make_unique<State>(std::move(store), clock));
}

Status Journal::create_book(const BookDraft& book) {
  const std::scoped_lock lock(state_->mutex);
  if (!is_well_formed_id(book.id) || book.id.find('/') != std::string::npos ||
      book.name.size() > text_bytes_max || !is_well_formed_text(book.name)) {
    return error(ErrorCode::invalid_input, "journal.book_malformed", {{"book", book.id}});
  }
  Store& store = *state_->store;
  const auto transaction = MEGURI_TRY(Transaction::begin(store));
  const auto known = MEGURI_TRY(store.find_book(book.id));
  if (known && known->book == book) return ok();
  if (known) return error(ErrorCode::conflict, "journal.book_exists", {{"book", book.id}});
  MEGURI_TRY(store.insert_book(book));
  return transaction->commit();
}

Result<std::vector<PostResult>> Journal::post(std::span<const EntryDraft> drafts, Batch batch) {
  const std::scoped_lock lock(state_->mutex);
  if (drafts.size() > drafts_per_post_max) {
    return error(ErrorCode::limit_exceeded,
                 "journal.too_many_drafts",
                 {{"drafts", static_cast<std::int64_t>(drafts.size())},
                  {"limit", static_cast<std::int64_t>(drafts_per_post_max)}});
  }
  Store& store = *state_->store;
  const auto transaction = MEGURI_TRY(Transaction::begin(store));
  Posting posting = MEGURI_TRY(Posting::start(store, state_->clock->now()));
  std::vector<PostResult> results;
  results.reserve(drafts.size());
  for (const EntryDraft& draft : drafts)
    results.push_back(MEGURI_TRY(posting.post(draft)));
  if (batch == Batch::atomic && !all_in_book(results)) {
    refuse_batch(drafts, posting.first_position(), results);
    return results;
  }
  if (!posting.has_changes()) return results;
  MEGURI_TRY(posting.save());
  MEGURI_TRY(transaction->commit());
  return results;
}

Result<std::vector<Entry>> Journal::read(std::int64_t after_position, std::int64_t limit) const {
  const std::scoped_lock lock(state_->mutex);
  Store& store = *state_->store;
  std::map<std::int64_t, std::string> names;
  for (const StoredBook& book : MEGURI_TRY(store.books()))
    names[book.number] = book.book.id;
  const std::int64_t last = MEGURI_TRY(store.head()).position();
  std::vector<Entry> entries;
  std::int64_t expected = after_position;
  for (const StoredEntry& stored : MEGURI_TRY(store.entries_after(after_position, limit))) {
    if (stored.position != ++expected) return position_missing(expected);
    entries.push_back(MEGURI_TRY(open_stored_entry(stored, names[stored.book_number])));
  }
  const bool is_short = static_cast<std::int64_t>(entries.size()) < limit;
  if (is_short && after_position < last && expected != last) return position_missing(expected + 1);
  return entries;
}

Result<std::vector<Entry>> Journal::read_book(std::string_view book,
                                              std::int64_t after_sequence,
                                              std::int64_t limit) const {
  const std::scoped_lock lock(state_->mutex);
  Store& store = *state_->store;
  const StoredBook row = MEGURI_TRY(find_book(store, book));
  std::vector<Entry> entries;
  std::int64_t expected = after_sequence;
  for (const StoredEntry& stored :
       MEGURI_TRY(store.entries_of_book(row.number, after_sequence, limit))) {
    if (stored.sequence != ++expected) return rows_missing(book, expected);
    entries.push_back(MEGURI_TRY(open_stored_entry(stored, book)));
  }
  const bool is_short = static_cast<std::int64_t>(entries.size()) < limit;
  if (is_short && after_sequence < row.entries && expected != row.entries) {
    return rows_missing(book, expected + 1);
  }
  return entries;
}

Result<Entry> Journal::find(std::string_view book, std::string_view client_id) const {
  const std::scoped_lock lock(state_->mutex);
  Store& store = *state_->store;
  const StoredBook row = MEGURI_TRY(find_book(store, book));
  const auto stored = MEGURI_TRY(store.find_entry(row.number, client_id));
  if (!stored) {
    return error(ErrorCode::not_found,
                 "journal.entry_not_found",
                 {{"book", book}, {"client_id", client_id}});
  }
  return open_stored_entry(*stored, book);
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
  return MEGURI_TRY(store.find_account(book->number, account.site, account.lot, account.material))
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
  return MEGURI_TRY(state_->store->head()).position();
}

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

Result<Verification> Journal::verify() const {
  const std::scoped_lock lock(state_->mutex);
  return verify_store(*state_->store);
}

}  // namespace meguri
