// SPDX-License-Identifier: Apache-2.0
// Sealing what was staged, on all cores, and handing it to the store.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/parallel.h"
#include "journal/canonical.h"
#include "journal/internal/posting.h"
#include "seal/random_bytes.h"

namespace meguri {
namespace {

// Below this many entries a second thread costs more than it saves.
constexpr std::size_t entries_per_block = 256;

}  // namespace

Status Posting::seal() {
  const std::size_t count = staged_.size();
  std::vector<Salt> salts(count);
  MEGURI_TRY(fill_with_random_bytes(std::as_writable_bytes(std::span(salts))));
  rows_.resize(count);
  parallel_blocks(count, entries_per_block, 0, [&](const Block& block) {
    for (std::size_t i = block.begin; i < block.end; ++i) {
      const Staged& entry = staged_[i];
      StoredEntry& row = rows_[i];
      row.position = first_position_ + static_cast<std::int64_t>(i) + 1;
      row.book_number = entry.book->number;
      row.sequence = entry.sequence;
      row.client_id = entry.draft->client_id;
      row.salt = salts[i];
      row.bytes = write_canonical(*entry.draft, entry.sequence, entry.recorded_at);
      const auto leaf_hash = canonical_leaf_hash(row.salt, row.bytes);
      MEGURI_CHECK(leaf_hash.has_value());  // what the writer wrote, the reader reads
      row.leaf_hash = *leaf_hash;
    }
  });
  for (std::size_t i = 0; i < count; ++i) {
    staged_[i].book->frontier.append(rows_[i].leaf_hash);
    head_.frontier.append(rows_[i].leaf_hash);
  }
  return ok();
}

Status Posting::save() {
  MEGURI_TRY(seal());
  MEGURI_TRY(store_->insert_entries(rows_));
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
