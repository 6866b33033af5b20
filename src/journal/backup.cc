// SPDX-License-Identifier: Apache-2.0
#include "journal/backup.h"

#include <map>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "journal/internal/transaction.h"
#include "journal/internal/verify.h"

namespace meguri {
namespace {

using Numbers = std::map<std::int64_t, std::int64_t>;  // of a book, there and here

// A book that has come since the copy began has no entry in it.
Status create_books(const std::vector<StoredBook>& books, Store& to, Numbers& numbers) {
  const auto transaction = MEGURI_TRY(Transaction::begin(to));
  for (const StoredBook& book : books)
    numbers[book.number] = MEGURI_TRY(to.insert_book(book.book));
  return transaction->commit();
}

Status insert(std::vector<StoredEntry> rows, const Numbers& numbers, Store& to) {
  for (StoredEntry& row : rows)
    row.book_number = numbers.at(row.book_number);
  const auto transaction = MEGURI_TRY(Transaction::begin(to));
  MEGURI_TRY(to.insert_entries(rows));
  return transaction->commit();
}

Status save_balances(const RecomputedBook& book, std::int64_t number, Store& to) {
  std::vector<StoredAccount> accounts;
  for (const auto& [account, balance_mg] : book.balances) {
    StoredAccount& row = accounts.emplace_back();
    row.book_number = number;
    row.site = account.site;
    row.lot = account.lot;
    row.material = account.material;
    row.balance = Mass::milligrams(static_cast<std::int64_t>(balance_mg));
  }
  std::vector<StoredAccount*> pointers;
  pointers.reserve(accounts.size());
  for (StoredAccount& account : accounts)
    pointers.push_back(&account);
  return to.save_accounts(pointers);
}

Status save_outcomes(const RecomputedBook& book, const Numbers& numbers, Store& to) {
  std::vector<StoredOutcome> outcomes;
  for (const auto& [sequence, outcome] : book.outcomes) {
    StoredOutcome& row = outcomes.emplace_back(outcome);
    row.book_number = numbers.at(outcome.book_number);
    row.by_book_number = numbers.at(outcome.by_book_number);
  }
  return to.save_outcomes(outcomes);
}

// Everything that follows from the entries, and the head last of all.
Status save_derived(const Verifier& copied, const Numbers& numbers, Store& to) {
  const auto transaction = MEGURI_TRY(Transaction::begin(to));
  for (const auto& [number_there, book] : copied.books()) {
    const auto number = numbers.find(number_there);
    if (number == numbers.end()) continue;
    MEGURI_TRY(save_balances(book, number->second, to));
    MEGURI_TRY(save_outcomes(book, numbers, to));
    auto row = MEGURI_TRY(to.find_book(book.id));
    row->entries = book.entries;
    row->last_recorded_at = book.last_recorded_at;
    row->frontier = book.frontier;
    MEGURI_TRY(to.update_book(*row));
  }
  MEGURI_TRY(to.save_head(StoredHead{copied.frontier()}));
  return transaction->commit();
}

}  // namespace

Result<TreeHead> copy_journal(Store& from, std::mutex& mutex, const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) {
    return error(ErrorCode::conflict, "journal.backup_exists", {{"path", path.string()}});
  }
  const std::unique_ptr<Store> to = MEGURI_TRY(open_sqlite_store(path, OpenMode::create));
  Numbers numbers;
  std::int64_t last_position = 0;
  {
    const std::scoped_lock lock(mutex);
    last_position = MEGURI_TRY(from.head()).position();
    MEGURI_TRY(create_books(MEGURI_TRY(from.books()), *to, numbers));
  }
  Verifier reader(from);
  for (bool more = true; more;) {
    std::vector<StoredEntry> rows;
    {
      const std::scoped_lock lock(mutex);
      rows = MEGURI_TRY(reader.next(last_position));
    }
    more = !rows.empty();
    if (more) MEGURI_TRY(insert(std::move(rows), numbers, *to));
  }
  MEGURI_TRY(save_derived(reader, numbers, *to));
  return TreeHead{reader.frontier().size(), reader.frontier().head()};
}

}  // namespace meguri
