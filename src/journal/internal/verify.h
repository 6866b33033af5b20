// SPDX-License-Identifier: Apache-2.0
// verify: stored rows against their seals: one entry on reading, or all of them from the beginning.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"
#include "journal/account.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "journal/store.h"
#include "seal/merkle.h"

namespace meguri {

// The entry, rehashed and compared with its leaf hash and its row. damaged, naming book and
// sequence.
Result<Entry> open_stored_entry(const StoredEntry& stored, std::string_view book);

// Many, on all cores, in their order; the first that is damaged is the Error. `names` are the ids
// of books by their numbers; an entry of another book is damaged.
Result<std::vector<Entry>> open_stored_entries(std::span<const StoredEntry> stored,
                                               const std::map<std::int64_t, std::string>& names);

// One book as its entries say it is.
struct RecomputedBook {
  std::string id;
  std::int64_t entries = 0;
  Frontier frontier;
  std::optional<Instant> last_recorded_at;
  std::map<Account, Int128> balances;
  std::map<std::int64_t, StoredOutcome> outcomes;
};

// Everything that is stored, recomputed from the entries and compared. Others may write between the
// calls of step(), not during one.
class Verifier {
 public:
  explicit Verifier(Store& store) : store_(store) {}
  // Replays the next entries; false once there was nothing left to replay.
  Result<bool> step();
  // The same with what was replayed, for those who copy it; none at the end or at `last_position`.
  Result<std::vector<StoredEntry>> next(std::int64_t last_position);
  // Replays the rest and compares. REQUIRES: nobody writes.
  Result<Verification> finish();

  // What the entries replayed so far say there is, by the numbers of the store's books.
  [[nodiscard]] const std::map<std::int64_t, RecomputedBook>& books() const { return books_; }
  [[nodiscard]] const Frontier& frontier() const { return frontier_; }

 private:
  Status replay(const Entry& entry, const StoredEntry& stored);
  Status replay_lines(const Entry& entry, RecomputedBook& book);
  Status replay_outcomes(const Entry& entry, const StoredEntry& stored);
  // What replay() leaves out: the trees, whose nodes are hashed side by side.
  void append_leaves(std::span<const StoredEntry> rows);
  Result<StoredEntry> named_entry(std::string_view book,
                                  const std::string& client_id,
                                  const StoredEntry& naming);
  Result<StoredEntry> shipment_of(const EntryDraft& draft, const StoredEntry& stored);
  void set_outcome(const StoredEntry& target, const StoredEntry& by, Outcome outcome);
  Status find_again(std::span<const StoredEntry> rows);
  Status read_books();
  Status compare_book(const StoredBook& stored);

  Store& store_;
  std::map<std::int64_t, RecomputedBook> books_;
  std::map<std::int64_t, std::string> names_;
  Frontier frontier_;
  Verification seen_;
};

}  // namespace meguri
