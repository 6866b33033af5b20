// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/posting.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.h"
#include "journal/account.h"
#include "journal/internal/check_draft.h"
#include "journal/internal/verify.h"

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

bool all_in_book(std::span<const PostResult> results) {
  return std::ranges::all_of(results, &PostResult::is_in_book);
}

// In an atomic batch that failed, nothing stays of what it staged after that position.
void refuse_batch(std::span<const EntryDraft> drafts,
                  std::int64_t position,
                  std::vector<PostResult>& results) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!results[i].is_in_book() || results[i].position <= position) continue;
    results[i] = result_of(reject(drafts[i], PostStatus::batch_refused));
  }
}

}  // namespace

Posting::Posting(Store& store, Instant now, StoredHead head)
    : store_(&store),
      now_(now),
      head_(std::move(head)),
      first_position_(head_.position()),
      accounts_(store) {}

Result<Posting> Posting::start(Store& store, Instant now) {
  return Posting(store, now, MEGURI_TRY(store.head()));
}

// Null if there is no such book.
Result<StoredBook*> Posting::book_of(std::string_view id) {
  auto known = books_.find(id);
  if (known == books_.end()) {
    known = books_.emplace(std::string(id), MEGURI_TRY(store_->find_book(id))).first;
  }
  return known->second ? &*known->second : nullptr;
}

Result<std::optional<Posting::Found>> Posting::find(const StoredBook& book,
                                                    const std::string& client_id) {
  const auto staged = staged_by_client_id_.find(ClientKey{book.number, client_id});
  if (staged != staged_by_client_id_.end()) {
    const Staged& entry = staged_[staged->second];
    return std::optional<Found>(Found{*entry.draft, entry.sequence});
  }
  const auto stored = MEGURI_TRY(find_entry(*store_, book.number, client_id));
  if (!stored) return std::optional<Found>();
  Entry entry = MEGURI_TRY(open_stored_entry(*stored, book.book.id));
  return std::optional<Found>(Found{std::move(entry.draft), stored->sequence});
}

// What the drafts need is read in one call per book; those that cannot be looked up get their
// result here.
Result<std::map<StoredBook*, Posting::Group>> Posting::sort_by_book(
    std::span<const EntryDraft> drafts, std::vector<PostResult>& results) {
  std::map<StoredBook*, Group> groups;
  if (staged_.empty()) {  // exact growth, call after call, would copy too often
    staged_.reserve(drafts.size());
    staged_by_client_id_.reserve(drafts.size());
  }
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const EntryDraft& draft = drafts[i];
    if (auto rejection = check_form(draft)) {
      results[i] = result_of(*std::move(rejection));
      continue;
    }
    StoredBook* const book = MEGURI_TRY(book_of(draft.book));
    if (book == nullptr) {
      results[i] = result_of(reject(draft, PostStatus::book_unknown));
      continue;
    }
    Group& group = groups[book];
    group.drafts.push_back(&draft);
    group.client_ids.push_back(draft.client_id);
  }
  for (auto& [book, group] : groups) {
    group.earlier = MEGURI_TRY(store_->find_entries(book->number, group.client_ids));
    MEGURI_CHECK(group.earlier.size() == group.drafts.size());
    group.accounts = MEGURI_TRY(accounts_.fetch(book->number, group.drafts));
  }
  return groups;
}

// The answer to a client id that is in the book already; nothing if it is new.
Result<std::optional<PostResult>> Posting::earlier_entry(
    const EntryDraft& draft, const StoredBook& book, const std::optional<StoredEntry>& earlier) {
  using Answer = std::optional<PostResult>;
  const auto refused = [&draft](std::int64_t sequence) {
    return Answer(result_of(
        reject(draft, PostStatus::client_id_reused_with_other_content, {{"sequence", sequence}})));
  };
  const auto staged = staged_by_client_id_.find(ClientKey{book.number, draft.client_id});
  if (staged != staged_by_client_id_.end()) {
    const Staged& entry = staged_[staged->second];
    if (*entry.draft != draft) return refused(entry.sequence);
    StoredEntry row;
    row.sequence = entry.sequence;
    row.position = first_position_ + static_cast<std::int64_t>(staged->second) + 1;
    return Answer(result_of(PostStatus::already_posted, row));
  }
  if (!earlier) return Answer();
  const Entry entry = MEGURI_TRY(open_stored_entry(*earlier, book.book.id));
  if (entry.draft == draft) return Answer(result_of(PostStatus::already_posted, *earlier));
  return refused(earlier->sequence);
}

// Accounts are few in nearly every entry; long ones pay for a table.
void Posting::gather_changes(const EntryDraft& draft, std::span<const std::size_t> accounts) {
  constexpr std::size_t few = 16;
  changes_.clear();
  std::unordered_map<std::size_t, std::size_t> index;
  const auto change_of = [&](std::size_t account, std::int64_t line) -> Change& {
    if (draft.lines.size() <= few) {
      const auto found = std::ranges::find(changes_, account, &Change::account);
      if (found != changes_.end()) return *found;
    } else {
      const auto [at, is_new] = index.try_emplace(account, changes_.size());
      if (!is_new) return changes_[at->second];
    }
    return changes_.emplace_back(Change{account, accounts_.at(account).balance.count_mg(), line});
  };
  for (std::size_t i = 0; i < draft.lines.size(); ++i) {
    change_of(accounts[i], static_cast<std::int64_t>(i) + 1).balance_mg +=
        draft.lines[i].mass.count_mg();
  }
}

std::optional<Rejection> Posting::check_changes(const EntryDraft& draft) const {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const Change& change : changes_) {
    // -most - 1 is left out, so that every balance can be negated.
    if (change.balance_mg > most || change.balance_mg < -most) {
      return reject(draft,
                    PostStatus::overflow,
                    {{"line", change.line}, {"site", accounts_.at(change.account).site}});
    }
  }
  const auto falls_below_zero = [this](const Change& change) {
    return change.balance_mg < 0 && !is_boundary_site(accounts_.at(change.account).site);
  };
  for (const bool is_known : {false, true}) {
    for (const Change& change : changes_) {
      if (!falls_below_zero(change) || accounts_.is_known(change.account) != is_known) continue;
      const StoredAccount& account = accounts_.at(change.account);
      const Mass missing = Mass::milligrams(static_cast<std::int64_t>(-change.balance_mg));
      return reject(draft,
                    is_known ? PostStatus::exceeds_stock : PostStatus::account_unknown,
                    {{"line", change.line},
                     {"site", account.site},
                     {"lot", account.lot},
                     {"material", account.material},
                     {"stock_kg", to_decimal(account.balance, "kg")},
                     {"missing_kg", to_decimal(missing, "kg")}});
    }
  }
  return std::nullopt;
}

PostResult Posting::stage(const EntryDraft& draft, StoredBook& book) {
  // Recording times never go backwards within a book, whatever the clock does.
  Staged entry;
  entry.draft = &draft;
  entry.book = &book;
  entry.sequence = book.entries + 1;
  entry.recorded_before = book.last_recorded_at;
  entry.recorded_at = std::max(now_, book.last_recorded_at.value_or(now_));
  for (const Change& change : changes_) {
    const Mass before = accounts_.at(change.account).balance;
    account_undo_.push_back({change.account, before, accounts_.is_changed(change.account)});
    accounts_.set_balance(change.account,
                          Mass::milligrams(static_cast<std::int64_t>(change.balance_mg)));
  }
  for (StoredOutcome& outcome : pending_outcomes_) {
    outcome.by_book_number = book.number;
    outcome.by_sequence = entry.sequence;
    set_outcome(outcome);
  }
  staged_by_client_id_.emplace(ClientKey{book.number, draft.client_id}, staged_.size());
  staged_.push_back(entry);
  book.entries = entry.sequence;
  book.last_recorded_at = entry.recorded_at;
  PostResult result;
  result.sequence = entry.sequence;
  result.position = first_position_ + static_cast<std::int64_t>(staged_.size());
  return result;
}

Result<PostResult> Posting::post_one(const EntryDraft& draft,
                                     StoredBook& book,
                                     const std::optional<StoredEntry>& earlier,
                                     std::span<const std::size_t> accounts) {
  pending_outcomes_.clear();
  if (auto known = MEGURI_TRY(earlier_entry(draft, book, earlier))) return *std::move(known);
  if (auto rejection = MEGURI_TRY(check_correction(draft, book))) {
    return result_of(*std::move(rejection));
  }
  if (auto rejection = check_content(draft, now_, book.book.layers)) {
    return result_of(*std::move(rejection));
  }
  if (auto rejection = MEGURI_TRY(check_shipment(draft))) return result_of(*std::move(rejection));
  if (auto rejection = check_balance(draft)) return result_of(*std::move(rejection));
  gather_changes(draft, accounts);
  if (auto rejection = check_changes(draft)) return result_of(*std::move(rejection));
  return stage(draft, book);
}

Result<std::vector<PostResult>> Posting::post(std::span<const EntryDraft> drafts, Batch batch) {
  const std::size_t staged_before = staged_.size();
  account_undo_.clear();
  outcome_undo_.clear();
  std::vector<PostResult> results(drafts.size());
  auto groups = MEGURI_TRY(sort_by_book(drafts, results));
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (!results[i].is_in_book()) continue;  // refused already
    StoredBook* const book = MEGURI_TRY(book_of(drafts[i].book));
    Group& group = groups.at(book);
    const std::optional<StoredEntry> earlier = std::move(group.earlier[group.next++]);
    const auto accounts =
        std::span(group.accounts).subspan(group.next_account, drafts[i].lines.size());
    group.next_account += accounts.size();
    results[i] = MEGURI_TRY(post_one(drafts[i], *book, earlier, accounts));
  }
  if (batch == Batch::atomic && !all_in_book(results)) {
    refuse_batch(drafts, first_position_ + static_cast<std::int64_t>(staged_before), results);
    undo_to(staged_before);
  }
  return results;
}

void Posting::undo_to(std::size_t staged) {
  for (auto undo = account_undo_.rbegin(); undo != account_undo_.rend(); ++undo) {
    accounts_.restore(undo->account, undo->balance, undo->was_changed);
  }
  for (auto undo = outcome_undo_.rbegin(); undo != outcome_undo_.rend(); ++undo) {
    outcomes_[undo->key] = Outcomes{undo->outcome, undo->was_changed};
  }
  while (staged_.size() > staged) {
    const Staged& entry = staged_.back();
    staged_by_client_id_.erase(ClientKey{entry.book->number, entry.draft->client_id});
    --entry.book->entries;
    entry.book->last_recorded_at = entry.recorded_before;
    staged_.pop_back();
  }
}

}  // namespace meguri
