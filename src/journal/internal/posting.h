// SPDX-License-Identifier: Apache-2.0
// posting: one durable commit from its first draft to just before the commit.
//
// Works inside a transaction of the store and holds what it decides in memory until save(): a draft
// is either rejected, leaving nothing behind, or staged. Several calls of post() can share one
// Posting and so one commit. Entries are sealed together, on all cores. The caller commits or rolls
// back and throws the Posting away; the drafts must live until then. Not for several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/result.h"
#include "journal/entry.h"
#include "journal/internal/account_table.h"
#include "journal/internal/rejection.h"
#include "journal/journal.h"
#include "journal/post_status.h"
#include "journal/store.h"

namespace meguri {

class Posting {
 public:
  // Reads the head. REQUIRES: a transaction has begun, or nothing will be saved.
  static Result<Posting> start(Store& store, Instant now);

  // One result per draft, in order; leaf hashes of new entries come with complete(). An Error is
  // the store's; a draft that cannot be booked is a PostResult. Of an atomic batch that fails,
  // nothing stays.
  Result<std::vector<PostResult>> post(std::span<const EntryDraft> drafts, Batch batch);
  [[nodiscard]] bool has_changes() const { return !staged_.empty(); }
  // Of the last entry, once saved.
  [[nodiscard]] std::int64_t position() const { return head_.position(); }
  // Seals what was staged and writes entries, balances, outcomes, books and head.
  Status save();
  // The leaf hashes of new entries. REQUIRES: save() was ok.
  void complete(std::vector<PostResult>& results) const;

 private:
  // An entry that will be written; its position is first_position_ + its index + 1.
  struct Staged {
    const EntryDraft* draft = nullptr;
    StoredBook* book = nullptr;
    std::int64_t sequence = 0;
    Instant recorded_at;
    std::optional<Instant> recorded_before;  // of the entry before it in the book
  };
  // What one draft does to one account.
  struct Change {
    std::size_t account = 0;
    Int128 balance_mg = 0;
    std::int64_t line = 0;  // the first that names the account
  };
  // An entry by its client id, staged or stored.
  struct Found {
    EntryDraft draft;
    std::int64_t sequence = 0;
  };
  using OutcomeKey = std::pair<std::int64_t, std::int64_t>;  // book number, sequence
  // The drafts of one call that go to one book, with what the store has under their client ids.
  struct Group {
    std::vector<const EntryDraft*> drafts;
    std::vector<std::string> client_ids;
    std::vector<std::optional<StoredEntry>> earlier;
    std::vector<std::size_t> accounts;  // of all lines, draft by draft
    std::size_t next = 0;               // of drafts …
    std::size_t next_account = 0;       // … and of accounts
  };
  // How to take back what an atomic batch staged.
  struct AccountUndo {
    std::size_t account = 0;
    Mass balance;
    bool was_changed = false;
  };
  struct OutcomeUndo {
    OutcomeKey key;
    std::optional<StoredOutcome> outcome;
    bool was_changed = false;
  };
  struct Outcomes {
    std::optional<StoredOutcome> outcome;  // nothing: the store has none
    bool is_changed = false;
  };
  struct ClientKey {
    std::int64_t book_number = 0;
    std::string_view client_id;
    friend bool operator==(const ClientKey&, const ClientKey&) = default;
  };
  struct ClientKeyHash {
    std::size_t operator()(const ClientKey& key) const {
      return std::hash<std::string_view>()(key.client_id) ^
             static_cast<std::size_t>(key.book_number);
    }
  };

  Posting(Store& store, Instant now, StoredHead head);

  Result<StoredBook*> book_of(std::string_view id);
  Result<std::optional<Found>> find(const StoredBook& book, const std::string& client_id);
  Result<Outcome> outcome_of(const OutcomeKey& key);
  void set_outcome(const StoredOutcome& outcome);

  Result<std::map<StoredBook*, Group>> sort_by_book(std::span<const EntryDraft> drafts,
                                                    std::vector<PostResult>& results);
  Result<PostResult> post_one(const EntryDraft& draft,
                              StoredBook& book,
                              const std::optional<StoredEntry>& earlier,
                              std::span<const std::size_t> accounts);
  Result<std::optional<PostResult>> earlier_entry(const EntryDraft& draft,
                                                  const StoredBook& book,
                                                  const std::optional<StoredEntry>& earlier);
  // Both remember the entry that this one ends: a corrected one, a shipment.
  Result<std::optional<Rejection>> check_correction(const EntryDraft& draft,
                                                    const StoredBook& book);
  Result<std::optional<Rejection>> check_corrected(const EntryDraft& draft,
                                                   const StoredBook& book,
                                                   const Found& target);
  Result<std::optional<Rejection>> check_shipment(const EntryDraft& draft);
  void gather_changes(const EntryDraft& draft, std::span<const std::size_t> accounts);
  std::optional<Rejection> check_changes(const EntryDraft& draft) const;
  PostResult stage(const EntryDraft& draft, StoredBook& book);
  void undo_to(std::size_t staged);
  void seal(std::size_t begin, std::size_t end, std::span<const Salt> salts);
  Status seal_and_insert();

  Store* store_;
  Instant now_;
  StoredHead head_;
  std::int64_t first_position_;
  std::map<std::string, std::optional<StoredBook>, std::less<>> books_;
  AccountTable accounts_;
  std::map<OutcomeKey, Outcomes> outcomes_;
  std::vector<Staged> staged_;
  std::unordered_map<ClientKey, std::size_t, ClientKeyHash> staged_by_client_id_;
  std::vector<StoredEntry> rows_;  // of staged_, once sealed
  // Of the draft at hand; members so that their memory is used again.
  std::vector<Change> changes_;
  std::vector<StoredOutcome> pending_outcomes_;  // by_sequence not yet known
  // Of the batch at hand.
  std::vector<AccountUndo> account_undo_;
  std::vector<OutcomeUndo> outcome_undo_;
};

}  // namespace meguri
