// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/posting.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <utility>

#include "journal/account.h"
#include "journal/canonical.h"

namespace meguri {
namespace {

PostResult result_of(Rejection rejection) {
  PostResult result;
  result.status = rejection.status;
  result.reason = std::move(rejection.reason);
  return result;
}

PostResult result_of(PostStatus status, const StoredEntry& entry) {
  PostResult result;
  result.status = status;
  result.sequence = entry.sequence;
  result.position = entry.position;
  result.leaf_hash = entry.leaf_hash;
  return result;
}

}  // namespace

Result<Posting> Posting::start(Store& store, Instant now) {
  return Posting(store, now, MEGURI_TRY(store.head()));
}

// Null if there is no such book.
Result<StoredBook*> Posting::book_of(const std::string& id) {
  const auto known = books_.find(id);
  if (known != books_.end()) return known->second ? &*known->second : nullptr;
  auto& book = books_[id];
  book = MEGURI_TRY(store_->find_book(id));
  return book ? &*book : nullptr;
}

// The answer to a client id that is in the book already; nothing if it is new.
Result<std::optional<PostResult>> Posting::earlier_entry(const EntryDraft& draft,
                                                         const StoredBook& book) {
  using Answer = std::optional<PostResult>;
  const std::optional<StoredEntry> stored =
      MEGURI_TRY(store_->find_entry(book.number, draft.client_id));
  if (!stored) return Answer();
  const Entry entry = MEGURI_TRY(parse_canonical(stored->bytes));
  if (entry.draft == draft) return Answer(result_of(PostStatus::already_posted, *stored));
  return Answer(result_of(reject(
      draft, PostStatus::client_id_reused_with_other_content, {{"sequence", stored->sequence}})));
}

Result<std::optional<Rejection>> Posting::check_correction(const EntryDraft& draft,
                                                           const StoredBook& book) {
  if (draft.corrects.empty()) return std::optional<Rejection>();
  const auto target = MEGURI_TRY(store_->find_entry(book.number, draft.corrects));
  if (target) return std::optional<Rejection>();
  return std::optional<Rejection>(
      reject(draft, PostStatus::correction_target_unknown, {{"corrects", draft.corrects}}));
}

Result<std::size_t> Posting::account_of(const StoredBook& book, const Line& line) {
  // Ids hold no control characters, so this key is unambiguous.
  key_.assign(std::to_string(book.number)).append(1, '\0').append(line.site).append(1, '\0');
  key_.append(line.lot).append(1, '\0').append(line.material);
  const auto known = account_index_.find(key_);
  if (known != account_index_.end()) return known->second;
  accounts_.push_back(
      MEGURI_TRY(store_->find_account(book.number, line.site, line.lot, line.material)));
  account_changed_.push_back(0);
  account_index_.emplace(key_, accounts_.size() - 1);
  return accounts_.size() - 1;
}

Status Posting::gather_changes(const EntryDraft& draft, const StoredBook& book) {
  changes_.clear();
  change_index_.clear();
  std::int64_t line_number = 0;
  for (const Line& line : draft.lines) {
    ++line_number;
    const std::size_t account = MEGURI_TRY(account_of(book, line));
    const auto [at, is_new] = change_index_.try_emplace(account, changes_.size());
    if (is_new) {
      changes_.push_back({account, accounts_[account].balance.count_mg(), line_number});
    }
    changes_[at->second].balance_mg += line.mass.count_mg();
  }
  return ok();
}

std::optional<Rejection> Posting::check_changes(const EntryDraft& draft) const {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const Change& change : changes_) {
    // -most - 1 is left out, so that every balance can be negated.
    if (change.balance_mg > most || change.balance_mg < -most) {
      return reject(draft,
                    PostStatus::overflow,
                    {{"line", change.line}, {"site", accounts_[change.account].site}});
    }
  }
  for (const Change& change : changes_) {
    const StoredAccount& account = accounts_[change.account];
    if (change.balance_mg >= 0 || is_boundary_site(account.site)) continue;
    const Mass missing = Mass::milligrams(static_cast<std::int64_t>(-change.balance_mg));
    return reject(draft,
                  PostStatus::exceeds_stock,
                  {{"line", change.line},
                   {"site", account.site},
                   {"lot", account.lot},
                   {"material", account.material},
                   {"stock_kg", to_decimal(account.balance, "kg")},
                   {"missing_kg", to_decimal(missing, "kg")}});
  }
  return std::nullopt;
}

Result<PostResult> Posting::append(const EntryDraft& draft, StoredBook& book) {
  // Recording times never go backwards within a book, whatever the clock does.
  const Instant recorded_at = std::max(now_, book.last_recorded_at.value_or(now_));
  StoredEntry entry;
  entry.position = head_.position() + 1;
  entry.book_number = book.number;
  entry.sequence = book.entries + 1;
  entry.client_id = draft.client_id;
  entry.salt = MEGURI_TRY(random_salt());
  entry.bytes = write_canonical(draft, entry.sequence, recorded_at);
  entry.leaf_hash = MEGURI_TRY(canonical_leaf_hash(entry.salt, entry.bytes));
  MEGURI_TRY(store_->insert_entry(entry));
  for (const Change& change : changes_) {
    accounts_[change.account].balance =
        Mass::milligrams(static_cast<std::int64_t>(change.balance_mg));
    account_changed_[change.account] = 1;
  }
  if (std::ranges::find(changed_books_, &book) == changed_books_.end()) {
    changed_books_.push_back(&book);
  }
  book.entries = entry.sequence;
  book.last_recorded_at = recorded_at;
  book.frontier.append(entry.leaf_hash);
  head_.frontier.append(entry.leaf_hash);
  ++posted_;
  return result_of(PostStatus::posted, entry);
}

Result<PostResult> Posting::post(const EntryDraft& draft) {
  if (auto rejection = check_form(draft)) return result_of(*std::move(rejection));
  StoredBook* const book = MEGURI_TRY(book_of(draft.book));
  if (book == nullptr) return result_of(reject(draft, PostStatus::book_unknown));
  if (auto earlier = MEGURI_TRY(earlier_entry(draft, *book))) return *std::move(earlier);
  if (auto rejection = MEGURI_TRY(check_correction(draft, *book))) {
    return result_of(*std::move(rejection));
  }
  if (auto rejection = check_content(draft, now_)) return result_of(*std::move(rejection));
  MEGURI_TRY(gather_changes(draft, *book));
  if (auto rejection = check_changes(draft)) return result_of(*std::move(rejection));
  return append(draft, *book);
}

Status Posting::save() {
  std::vector<StoredAccount*> changed;
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    if (account_changed_[i] != 0) changed.push_back(&accounts_[i]);
  }
  MEGURI_TRY(store_->save_accounts(changed));
  for (const StoredBook* const book : changed_books_)
    MEGURI_TRY(store_->update_book(*book));
  return store_->save_head(head_);
}

}  // namespace meguri
