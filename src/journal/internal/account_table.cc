// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/account_table.h"

#include <utility>

#include "base/check.h"

namespace meguri {

std::size_t AccountTable::KeyHash::operator()(const Key& key) const {
  constexpr std::size_t factor = 0x9E3779B97F4A7C15;  // spreads what is added over all bits
  const std::hash<std::string_view> hash;
  std::size_t all = static_cast<std::size_t>(key.book_number);
  all = all * factor + hash(key.site);
  all = all * factor + hash(key.lot);
  return all * factor + hash(key.material);
}

Result<std::vector<std::size_t>> AccountTable::fetch(std::int64_t book_number,
                                                     std::span<const EntryDraft* const> drafts) {
  std::vector<std::size_t> accounts;
  std::vector<AccountKey> missing;
  accounts.reserve(2 * drafts.size());
  // An account that is not here yet gets the next index; its key views the line until it is.
  for (const EntryDraft* const draft : drafts) {
    for (const Line& line : draft->lines) {
      const Key key{book_number, line.site, line.lot, line.material};
      const auto [at, is_new] = index_.try_emplace(key, rows_.size() + missing.size());
      if (is_new) missing.push_back({line.site, line.lot, line.material});
      accounts.push_back(at->second);
    }
  }
  if (missing.empty()) return accounts;
  auto found = store_->find_accounts(book_number, missing);
  for (const AccountKey& key : missing)
    index_.erase(Key{book_number, key.site, key.lot, key.material});
  std::vector<StoredAccount> rows = MEGURI_TRY(std::move(found));
  MEGURI_CHECK(rows.size() == missing.size());
  for (StoredAccount& account : rows) {
    const StoredAccount& kept = rows_.emplace_back(Row{std::move(account), false}).account;
    index_.emplace(Key{book_number, kept.site, kept.lot, kept.material}, rows_.size() - 1);
  }
  return accounts;
}

void AccountTable::set_balance(std::size_t index, Mass balance) {
  rows_[index].account.balance = balance;
  rows_[index].is_changed = true;
}

void AccountTable::restore(std::size_t index, Mass balance, bool was_changed) {
  rows_[index].account.balance = balance;
  rows_[index].is_changed = was_changed;
}

std::vector<StoredAccount*> AccountTable::changed() {
  std::vector<StoredAccount*> changed;
  for (Row& row : rows_) {
    if (row.is_changed) changed.push_back(&row.account);
  }
  return changed;
}

}  // namespace meguri
