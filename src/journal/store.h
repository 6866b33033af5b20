// SPDX-License-Identifier: Apache-2.0
// store: where the journal keeps its rows: the port behind which SQLite and PostgreSQL stand.
//
// The journal decides what may be booked, seals it and keeps the tree heads; a store keeps rows,
// gives them back unchanged or refuses them as damaged, and makes a commit durable. Calls take many
// keys or rows at a time, so that a driver behind a network needs one round trip for a batch. A
// driver passes store_conformance_test.cc.
//
// Thread rule: the journal makes one call at a time. Several processes may have one store open
// where the driver says so; begin() then waits for the writer before it, and whatever is read
// between begin() and commit() is what was committed last.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "journal/account.h"
#include "journal/journal.h"
#include "matter/mass.h"
#include "seal/merkle.h"
#include "seal/random_bytes.h"
#include "seal/sha256.h"

namespace meguri {

struct StoredBook {
  std::int64_t number = 0;  // the store's own, from 1; 0 before it is inserted
  BookDraft book;
  std::int64_t entries = 0;
  std::optional<Instant> last_recorded_at;
  Frontier frontier;  // over the leaf hashes of the book
};

struct StoredEntry {
  std::int64_t position = 0;
  std::int64_t book_number = 0;
  std::int64_t sequence = 0;
  std::string client_id;
  Salt salt;
  Digest leaf_hash;
  std::string bytes;  // canonical
  friend bool operator==(const StoredEntry&, const StoredEntry&) = default;
};

struct AccountKey {
  std::string site;
  std::string lot;
  std::string material;
};

struct StoredAccount {
  std::int64_t number = 0;  // the store's own, from 1; 0 before it is saved
  std::int64_t book_number = 0;
  std::string site;
  std::string lot;
  std::string material;
  Mass balance;
};

struct StoredOutcome {
  std::int64_t book_number = 0;
  std::int64_t sequence = 0;
  Outcome outcome = Outcome::open;
  // The entry that did it.
  std::int64_t by_book_number = 0;
  std::int64_t by_sequence = 0;
  friend bool operator==(const StoredOutcome&, const StoredOutcome&) = default;
};

// The whole journal: how many entries, and the tree over their leaf hashes in order of position.
struct StoredHead {
  Frontier frontier;
  [[nodiscard]] std::int64_t position() const { return static_cast<std::int64_t>(frontier.size()); }
};

class SharedShelf;

class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // One transaction at a time. begin() makes this process the only writer (unavailable if it cannot
  // be); commit() is durable when it returns, and after an Error of it or of any write the caller
  // rolls back. roll_back() of nothing is ok.
  virtual Status begin() = 0;
  virtual Status commit() = 0;
  virtual Status roll_back() = 0;

  virtual Result<std::vector<StoredBook>> books() = 0;  // in order of id
  virtual Result<std::optional<StoredBook>> find_book(std::string_view id) = 0;
  virtual Result<std::int64_t> insert_book(const BookDraft& book) = 0;  // its number
  virtual Status update_book(const StoredBook& book) = 0;               // entries, time, frontier

  // One answer for each client id, in their order.
  virtual Result<std::vector<std::optional<StoredEntry>>> find_entries(
      std::int64_t book_number, std::span<const std::string> client_ids) = 0;
  // In ascending order of position.
  virtual Status insert_entries(std::span<const StoredEntry> entries) = 0;
  virtual Result<std::vector<StoredEntry>> entries_after(std::int64_t position,
                                                         std::int64_t limit) = 0;
  // The hashes alone; a driver that can read them without the entries overrides this.
  virtual Result<std::vector<Digest>> leaf_hashes_after(std::int64_t position, std::int64_t limit) {
    std::vector<Digest> hashes;
    for (const StoredEntry& entry : MEGURI_TRY(entries_after(position, limit)))
      hashes.push_back(entry.leaf_hash);
    return hashes;
  }
  virtual Result<std::vector<StoredEntry>> entries_of_book(std::int64_t book_number,
                                                           std::int64_t after_sequence,
                                                           std::int64_t limit) = 0;

  // One account for each key, in their order; with number 0 and no mass if nothing was saved for
  // it.
  virtual Result<std::vector<StoredAccount>> find_accounts(std::int64_t book_number,
                                                           std::span<const AccountKey> keys) = 0;
  // Inserts those with number 0 and gives them one; updates the others' balances.
  virtual Status save_accounts(std::span<StoredAccount*> accounts) = 0;
  // Of one book, in order of site, lot, material.
  virtual Result<std::vector<StoredAccount>> accounts(std::int64_t book_number) = 0;

  virtual Result<std::optional<StoredOutcome>> find_outcome(std::int64_t book_number,
                                                            std::int64_t sequence) = 0;
  // Takes the place of an earlier outcome of the same entry.
  virtual Status save_outcomes(std::span<const StoredOutcome> outcomes) = 0;
  // Of the entries of one book, in order of sequence.
  virtual Result<std::vector<StoredOutcome>> outcomes(std::int64_t book_number) = 0;

  virtual Result<StoredHead> head() = 0;
  virtual Status save_head(const StoredHead& head) = 0;

  // Everything the driver can check about its own files. damaged, or ok.
  virtual Status check() = 0;
  virtual Result<std::int64_t> size_bytes() = 0;
  [[nodiscard]] virtual std::int64_t schema_version() const = 0;

  // Of a store that several processes have open (journal/shared_shelf.h); null for a file.
  virtual SharedShelf* shelf() { return nullptr; }
};

// For one key; what the calls above do for many.
Result<std::optional<StoredEntry>> find_entry(Store& store,
                                              std::int64_t book_number,
                                              const std::string& client_id);
Result<StoredAccount> find_account(Store& store, std::int64_t book_number, const AccountKey& key);

// SQLite 3, WAL, synchronous=FULL, with the head file beside it (journal/head_file.h): one file,
// one process. OpenMode::adopt skips the comparison with the head file and writes it anew.
Result<std::unique_ptr<Store>> open_sqlite_store(const std::filesystem::path& path, OpenMode mode);

// PostgreSQL 15, for several processes at once: a URI as libpq takes it, in which the parameters
// meguri_schema, meguri_wait_s and meguri_fsync are ours (docs/formats/journal.md). The head file,
// if a path is given, remembers how far this process saw the journal; OpenMode::adopt skips the
// comparison with it. begin() waits for other writers as long as meguri_wait_s says. A connection
// that broke is made anew by the next call outside a transaction.
Result<std::unique_ptr<Store>> open_postgres_store(const std::string& connection_uri,
                                                   OpenMode mode,
                                                   const std::filesystem::path& head_file_path);

}  // namespace meguri
