// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/verify.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "journal/account.h"
#include "journal/canonical.h"

namespace meguri {
namespace {

constexpr std::int64_t batch_entries = 2000;

Error entry_damaged(const StoredEntry& stored, std::string_view book) {
  return error(ErrorCode::damaged,
               "journal.entry_damaged",
               {{"book", book}, {"sequence", stored.sequence}, {"position", stored.position}});
}

Error book_damaged(std::string_view book, std::int64_t sequence) {
  return error(
      ErrorCode::damaged, "journal.book_damaged", {{"book", book}, {"sequence", sequence}});
}

Error balance_damaged(std::string_view book, const std::string& site, const std::string& lot) {
  return error(ErrorCode::damaged,
               "journal.balance_damaged",
               {{"book", book}, {"site", site}, {"lot", lot}});
}

// One book as the entries say it is.
struct Recomputed {
  std::string id;
  std::int64_t entries = 0;
  Frontier frontier;
  std::optional<Instant> last_recorded_at;
  std::set<std::string> client_ids;
  std::map<Account, Int128> balances;
};

using Books = std::map<std::int64_t, Recomputed>;

bool is_balanced(const EntryDraft& draft) {
  Int128 total_mg = 0;
  for (const Line& line : draft.lines)
    total_mg += line.mass.count_mg();
  return total_mg == 0;
}

Status replay(const StoredEntry& stored, Books& books, Verification& seen) {
  const auto found = books.find(stored.book_number);
  if (found == books.end()) return entry_damaged(stored, "");
  Recomputed& book = found->second;
  const Entry entry = MEGURI_TRY(open_stored_entry(stored, book.id));
  const bool is_next = stored.sequence == book.entries + 1;
  const bool is_new = book.client_ids.insert(stored.client_id).second;
  if (!is_next || !is_new || !is_balanced(entry.draft)) return entry_damaged(stored, book.id);
  book.entries = stored.sequence;
  book.frontier.append(stored.leaf_hash);
  book.last_recorded_at = entry.recorded_at;
  // The entry as a whole: a lot may be touched by several of its lines.
  std::set<Account> touched;
  for (const Line& line : entry.draft.lines) {
    Account account{book.id, line.site, line.lot, line.material};
    book.balances[account] += line.mass.count_mg();
    touched.insert(std::move(account));
  }
  for (const Account& account : touched) {
    if (book.balances[account] < 0 && !is_boundary_site(account.site)) {
      return balance_damaged(book.id, account.site, account.lot);
    }
  }
  ++seen.entries;
  seen.lines += static_cast<std::int64_t>(entry.draft.lines.size());
  return ok();
}

Status compare_book(const StoredBook& stored, const Recomputed& book, Store& store) {
  if (stored.entries != book.entries || stored.frontier.head() != book.frontier.head() ||
      stored.last_recorded_at != book.last_recorded_at) {
    return book_damaged(stored.book.id, book.entries);
  }
  const std::vector<StoredAccount> accounts = MEGURI_TRY(store.accounts(stored.number));
  if (accounts.size() != book.balances.size()) return book_damaged(book.id, book.entries);
  for (const StoredAccount& account : accounts) {
    const auto found = book.balances.find({book.id, account.site, account.lot, account.material});
    if (found == book.balances.end() || found->second != account.balance.count_mg()) {
      return balance_damaged(book.id, account.site, account.lot);
    }
  }
  return ok();
}

}  // namespace

Result<Entry> open_stored_entry(const StoredEntry& stored, std::string_view book) {
  const auto leaf_hash = canonical_leaf_hash(stored.salt, stored.bytes);
  if (!leaf_hash || *leaf_hash != stored.leaf_hash) return entry_damaged(stored, book);
  auto parsed = parse_canonical(stored.bytes);
  if (!parsed) return entry_damaged(stored, book);
  Entry entry = std::move(parsed).value();
  if (entry.draft.book != book || entry.sequence != stored.sequence ||
      entry.draft.client_id != stored.client_id) {
    return entry_damaged(stored, book);
  }
  entry.position = stored.position;
  entry.salt = stored.salt;
  entry.leaf_hash = stored.leaf_hash;
  return entry;
}

Result<Verification> verify_store(Store& store) {
  MEGURI_TRY(store.check());
  Books books;
  const std::vector<StoredBook> stored_books = MEGURI_TRY(store.books());
  for (const StoredBook& book : stored_books)
    books[book.number].id = book.book.id;
  const StoredHead head = MEGURI_TRY(store.head());
  Verification seen;
  Frontier frontier;
  for (bool more = true; more;) {
    const auto rows = MEGURI_TRY(store.entries_after(seen.entries, batch_entries));
    more = !rows.empty();
    for (const StoredEntry& stored : rows) {
      if (stored.position != seen.entries + 1) {
        return error(
            ErrorCode::damaged, "journal.position_missing", {{"position", seen.entries + 1}});
      }
      MEGURI_TRY(replay(stored, books, seen));
      frontier.append(stored.leaf_hash);
    }
  }
  if (frontier.size() != head.frontier.size() || frontier.head() != head.frontier.head()) {
    return error(ErrorCode::damaged, "journal.head_differs", {{"position", seen.entries}});
  }
  for (const StoredBook& stored : stored_books) {
    const Recomputed& book = books[stored.number];
    MEGURI_TRY(compare_book(stored, book, store));
    seen.accounts += static_cast<std::int64_t>(book.balances.size());
  }
  return seen;
}

}  // namespace meguri
