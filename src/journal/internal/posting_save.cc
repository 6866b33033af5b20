// SPDX-License-Identifier: Apache-2.0
// Sealing what was staged, on all cores, and handing it to the store.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/parallel.h"
#include "journal/canonical.h"
#include "journal/internal/posting.h"
#include "seal/random_bytes.h"

namespace meguri {
namespace {

// What is sealed while the entries before it are written.
constexpr std::size_t entries_per_block = 2048;

}  // namespace

void Posting::seal(std::size_t begin, std::size_t end, std::span<const Salt> salts) {
  std::vector<SaltedBytes> unsealed;
  unsealed.reserve(end - begin);
  for (std::size_t i = begin; i < end; ++i) {
    const Staged& entry = staged_[i];
    StoredEntry& row = rows_[i];
    row.position = first_position_ + static_cast<std::int64_t>(i) + 1;
    row.book_number = entry.book->number;
    row.sequence = entry.sequence;
    row.client_id = entry.draft->client_id;
    row.salt = salts[i];
    row.bytes = write_canonical(*entry.draft, entry.sequence, entry.recorded_at);
    unsealed.push_back({row.salt, row.bytes});
  }
  const auto hashes = canonical_leaf_hashes(unsealed);
  std::vector<Digest> leaves;
  std::map<std::int64_t, std::pair<StoredBook*, std::vector<Digest>>> of_books;
  leaves.reserve(hashes.size());
  for (std::size_t i = begin; i < end; ++i) {
    const auto& hash = hashes[i - begin];
    MEGURI_CHECK(hash.has_value());  // what the writer wrote, the reader reads
    rows_[i].leaf_hash = *hash;
    leaves.push_back(*hash);
    auto& [book, its_leaves] = of_books[rows_[i].book_number];
    book = staged_[i].book;
    its_leaves.push_back(*hash);
  }
  head_.frontier.append(leaves);
  for (auto& [number, of_book] : of_books)
    of_book.first->frontier.append(of_book.second);
}

// Sealing and writing take about as long as each other: two cores do both at once.
Status Posting::seal_and_insert() {
  const std::size_t count = staged_.size();
  std::vector<Salt> salts(count);
  MEGURI_TRY(fill_with_random_bytes(std::as_writable_bytes(std::span(salts))));
  rows_.resize(count);
  std::size_t sealed = std::min(count, entries_per_block);
  seal(0, sealed, salts);
  for (std::size_t inserted = 0; inserted < count;) {
    const std::size_t next = std::min(count, sealed + entries_per_block);
    const auto ready = std::span<const StoredEntry>(rows_).subspan(inserted, sealed - inserted);
    Status written = ok();
    run_beside(
        next > sealed,
        [&] { seal(sealed, next, salts); },
        [&] { written = store_->insert_entries(ready); });
    MEGURI_TRY(std::move(written));
    inserted = sealed;
    sealed = next;
  }
  return ok();
}

Status Posting::save() {
  MEGURI_TRY(seal_and_insert());
  std::vector<StoredAccount*> changed = accounts_.changed();
  MEGURI_TRY(store_->save_accounts(changed));
  std::vector<StoredOutcome> outcomes;
  for (const auto& [key, outcome] : outcomes_) {
    if (outcome.is_changed) outcomes.push_back(*outcome.outcome);
  }
  MEGURI_TRY(store_->save_outcomes(outcomes));
  std::map<std::int64_t, const StoredBook*> books;
  for (const Staged& entry : staged_)
    books[entry.book->number] = entry.book;
  for (const auto& [number, book] : books)
    MEGURI_TRY(store_->update_book(*book));
  return store_->save_head(head_);
}

void Posting::complete(std::vector<PostResult>& results) const {
  for (PostResult& result : results) {
    if (!result.is_in_book() || result.position <= first_position_) continue;
    result.leaf_hash =
        rows_[static_cast<std::size_t>(result.position - first_position_ - 1)].leaf_hash;
  }
}

}  // namespace meguri
