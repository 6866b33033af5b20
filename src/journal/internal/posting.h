// SPDX-License-Identifier: Apache-2.0
// posting: one post() from its first draft to just before its commit.
//
// Works inside a transaction of the store. A draft is either rejected, leaving nothing behind, or
// its entry is inserted at once and its balances are kept here until save(). The caller commits or
// rolls back and throws the Posting away.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/result.h"
#include "journal/entry.h"
#include "journal/internal/check_draft.h"
#include "journal/post_status.h"
#include "journal/store.h"

namespace meguri {

class Posting {
 public:
  // Reads the head. REQUIRES: a transaction has begun.
  static Result<Posting> start(Store& store, Instant now);

  // An Error is the store's; a draft that cannot be booked is a PostResult.
  Result<PostResult> post(const EntryDraft& draft);
  // Writes balances, books and head.
  Status save();
  [[nodiscard]] bool has_changes() const { return posted_ > 0; }
  // Position before the first draft: what lies beyond was booked by this call.
  [[nodiscard]] std::int64_t first_position() const { return head_.position() - posted_; }

 private:
  // What one draft does to one account.
  struct Change {
    std::size_t account = 0;  // index into accounts_
    Int128 balance_mg = 0;
    std::int64_t line = 0;  // the first that names the account
  };

  Posting(Store& store, Instant now, StoredHead head)
      : store_(&store), now_(now), head_(std::move(head)) {}

  Result<StoredBook*> book_of(const std::string& id);
  Result<std::optional<PostResult>> earlier_entry(const EntryDraft& draft, const StoredBook& book);
  Result<std::optional<Rejection>> check_correction(const EntryDraft& draft,
                                                    const StoredBook& book);
  Result<std::size_t> account_of(const StoredBook& book, const Line& line);
  Status gather_changes(const EntryDraft& draft, const StoredBook& book);
  std::optional<Rejection> check_changes(const EntryDraft& draft) const;
  Result<PostResult> append(const EntryDraft& draft, StoredBook& book);

  Store* store_;
  Instant now_;
  StoredHead head_;
  std::int64_t posted_ = 0;
  std::unordered_map<std::string, std::optional<StoredBook>> books_;
  std::vector<StoredBook*> changed_books_;
  std::unordered_map<std::string, std::size_t> account_index_;
  std::deque<StoredAccount> accounts_;
  std::vector<char> account_changed_;
  // Of the draft at hand; members so that their memory is used again.
  std::vector<Change> changes_;
  std::unordered_map<std::size_t, std::size_t> change_index_;
  std::string key_;
};

}  // namespace meguri
