// SPDX-License-Identifier: Apache-2.0
// journal: the books: the one truth that everything else can be rebuilt from.
//
//   SystemClock clock;
//   Journal journal = MEGURI_TRY(Journal::open(folder.journal_path(), clock, OpenMode::create));
//   MEGURI_TRY(journal.create_book({.id = "recycler", .name = "…", .sample = true}));
//   auto results = MEGURI_TRY(journal.post(drafts, Batch::atomic));
//
// What holds after any sequence of calls and any crash:
//  - no unbalanced entry, no lot below zero, no gap in a book's sequence or in the positions;
//  - a post() that returned is on the disk, all of it; one that did not return is there whole or
//    not at all;
//  - the same client id with the same content books once and answers the same;
//  - an entry that reads back reads back as it was sealed, or the read is refused as damaged,
//  naming
//    book and sequence; commits that the disk lost are noticed when the journal is opened.
//
// Errors: damaged, io_failure, unavailable (another writer), not_found (OpenMode::must_exist),
// limit_exceeded. A draft that cannot be booked is no Error but a PostStatus.
// Several processes may have one journal open in PostgreSQL; a SQLite file belongs to one.
// Thread rule: any thread may call anything. Reading calls wait for one another; posts that wait
// together share one durable commit and are each answered after it. post() of n lines is O(n log
// accounts).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "journal/account.h"
#include "journal/entry.h"
#include "journal/post_status.h"
#include "seal/merkle_proof.h"
#include "seal/sha256.h"

namespace meguri {

class Store;

// adopt: verifies all of what is there and then takes it as the truth, also where its head file is
// missing or says otherwise; the way to open a restored copy.
enum class OpenMode : std::uint8_t { create, must_exist, adopt };

// Atomic: all drafts or none. Line by line: each by itself, in the order given; still one commit.
enum class Batch : std::uint8_t { atomic, line_by_line };

struct BookDraft {
  std::string id;  // a well-formed id, without "/"
  std::string name;
  bool sample = false;  // invented data; every screen says so
  // The layers its entries may state, ascending: "carbon", "water". Any well-formed ids.
  std::vector<std::string> layers = {};
  friend bool operator==(const BookDraft&, const BookDraft&) = default;
};

struct BookSummary {
  std::string id;
  std::string name;
  bool sample = false;
  std::vector<std::string> layers;
  std::int64_t entries = 0;  // also the last sequence
  std::optional<Instant> last_recorded_at;
  Digest head;  // RFC 9162 tree head over the leaf hashes of the book
  friend bool operator==(const BookSummary&, const BookSummary&) = default;
};

struct Verification {
  std::int64_t entries = 0;
  std::int64_t lines = 0;
  std::int64_t accounts = 0;
};

struct EntryOutcome {
  std::int64_t sequence = 0;
  Outcome outcome = Outcome::open;
  std::string by_book;  // the entry that did it
  std::int64_t by_sequence = 0;
  friend bool operator==(const EntryOutcome&, const EntryOutcome&) = default;
};

// Gets the answer of a post for which no thread waits: short, must not throw, post or wait.
using PostDone = std::function<void(Result<std::vector<PostResult>>)>;

class Journal {
 public:
  // Opens or creates the file and checks it against its head file (<path without extension>.head).
  // The clock must outlive the journal.
  static Result<Journal> open(const std::filesystem::path& path, const Clock& clock, OpenMode mode);
  // In PostgreSQL, together with other processes (docs/formats/journal.md says what the URI holds).
  // The head file, if a path is given, is this process's own.
  static Result<Journal> open_shared(const std::string& uri,
                                     const std::filesystem::path& head_file,
                                     const Clock& clock,
                                     OpenMode mode);
  // On any store.
  static Result<Journal> open(std::unique_ptr<Store> store, const Clock& clock);

  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  // ok also if the book is there and says the same; layers it does not have yet are added to it.
  // conflict if name or flag differ.
  Status create_book(const BookDraft& book);
  // One result per draft, in order. limit_exceeded beyond drafts_per_post_max.
  Result<std::vector<PostResult>> post(std::span<const EntryDraft> drafts, Batch batch);
  // The same without a thread that waits: returns at once, and `done` is called once, after the
  // durable commit, on the thread that booked (an Error may come before this returns). Posts of one
  // thread are booked and answered in their order.
  void post_later(std::vector<EntryDraft> drafts, Batch batch, PostDone done);
  // Answers all that was posted for later and takes no more of them: unavailable.
  void finish_posts();

  // What post() would answer now, without booking anything; leaf hashes are empty.
  [[nodiscard]] Result<std::vector<PostResult>> rehearse(std::span<const EntryDraft> drafts,
                                                         Batch batch) const;

  // Entries after the position, in order of position; at most `limit`.
  [[nodiscard]] Result<std::vector<Entry>> read(std::int64_t after_position,
                                                std::int64_t limit) const;
  // Entries of a book after the sequence, in order; not_found if there is no such book.
  [[nodiscard]] Result<std::vector<Entry>> read_book(std::string_view book,
                                                     std::int64_t after_sequence,
                                                     std::int64_t limit) const;
  // not_found if the book has no such client id.
  [[nodiscard]] Result<Entry> find(std::string_view book, std::string_view client_id) const;
  // What became of the book's entries since, in order of sequence; open ones are left out.
  [[nodiscard]] Result<std::vector<EntryOutcome>> outcomes(std::string_view book) const;
  // In order of id.
  [[nodiscard]] Result<std::vector<BookSummary>> books() const;
  // Zero for an account that nothing was booked on.
  [[nodiscard]] Result<Mass> balance(const Account& account) const;
  // Accounts of a book with their balances, also zero ones, in order of account.
  [[nodiscard]] Result<std::vector<Balance>> balances(std::string_view book) const;
  // Of the last entry; 0 for an empty journal.
  [[nodiscard]] Result<std::int64_t> position() const;
  // Of the last entry that this process knows of: never behind what post() has answered here. Waits
  // for nobody; other processes' entries show once something was read.
  [[nodiscard]] std::int64_t known_position() const;
  // The tree over the leaf hashes of all entries, in order of position.
  [[nodiscard]] Result<TreeHead> head() const;
  // As they are stored, in order of position; at most `limit`. Whether an entry still has its hash
  // is seen when it is read.
  [[nodiscard]] Result<std::vector<Digest>> leaf_hashes(std::int64_t after_position,
                                                        std::int64_t limit) const;
  [[nodiscard]] Result<std::int64_t> size_bytes() const;
  [[nodiscard]] std::int64_t schema_version() const;

  // Whether other processes may have it open, too. The next calls are for such a journal only; they
  // are those of journal/shared_shelf.h.
  [[nodiscard]] bool is_shared() const;
  [[nodiscard]] std::string place() const;
  [[nodiscard]] Result<std::optional<std::string>> log_key() const;
  Status record_log_key(std::string_view public_key);
  Status put_document(const Digest& digest, std::string_view bytes);
  [[nodiscard]] Result<std::optional<std::string>> find_document(const Digest& digest) const;

  // A copy of all that is booked now, as a journal of its own at `path`; others may write meanwhile
  // (journal/backup.h). conflict if there is a file.
  [[nodiscard]] Result<TreeHead> back_up(const std::filesystem::path& path) const;
  // Rehashes every entry, rebuilds every balance, tree head and sequence and compares. O(journal).
  [[nodiscard]] Result<Verification> verify() const;

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  Status adopt();
  std::unique_ptr<State> state_;
};

}  // namespace meguri
