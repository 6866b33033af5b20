// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/verify.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "base/parallel.h"
#include "journal/account.h"
#include "journal/canonical.h"
#include "journal/internal/check_draft.h"

namespace meguri {
namespace {

constexpr std::int64_t batch_entries = 20'000;
constexpr std::size_t entries_per_block = 256;

Error entry_damaged(const StoredEntry& stored, std::string_view book) {
  return error(ErrorCode::damaged,
               "journal.entry_damaged",
               {{"book", book}, {"sequence", stored.sequence}, {"position", stored.position}});
}

Error position_missing(std::int64_t position) {
  return error(ErrorCode::damaged, "journal.position_missing", {{"position", position}});
}

Error book_damaged(std::string_view book, std::int64_t sequence) {
  return error(
      ErrorCode::damaged, "journal.book_damaged", {{"book", book}, {"sequence", sequence}});
}

Error balance_damaged(std::string_view book, const std::string& site, const std::string& lot) {
  return error(ErrorCode::damaged,
               "journal.balance_damaged",
               {{"book", book}, {"site", site}, {"lot", lot}});
}

// REQUIRES: the bytes hash to the row's leaf hash.
Result<Entry> read_sealed(const StoredEntry& stored, std::string_view book) {
  auto parsed = parse_canonical(stored.bytes);
  if (!parsed) return entry_damaged(stored, book);
  Entry entry = std::move(parsed).value();
  if (entry.draft.book != book || entry.sequence != stored.sequence ||
      entry.draft.client_id != stored.client_id) {
    return entry_damaged(stored, book);
  }
  entry.position = stored.position;
  entry.salt = stored.salt;
  entry.leaf_hash = stored.leaf_hash;
  return entry;
}

}  // namespace

Status Verifier::replay_lines(const Entry& entry, RecomputedBook& book) {
  // The entry as a whole: a lot may be touched by several of its lines.
  std::set<Account> touched;
  for (const Line& line : entry.draft.lines) {
    Account account{book.id, line.site, line.lot, line.material};
    book.balances[account] += line.mass.count_mg();
    touched.insert(std::move(account));
  }
  for (const Account& account : touched) {
    if (book.balances[account] < 0 && !is_boundary_site(account.site)) {
      return balance_damaged(book.id, account.site, account.lot);
    }
  }
  return ok();
}

// Where a draft names another entry, that one as it is stored.
Result<StoredEntry> Verifier::named_entry(std::string_view book,
                                          const std::string& client_id,
                                          const StoredEntry& naming) {
  for (const auto& [number, known] : books_) {
    if (known.id != book) continue;
    auto found = MEGURI_TRY(find_entry(store_, number, client_id));
    if (found && found->position < naming.position) return *std::move(found);
  }
  return entry_damaged(naming, book);
}

Result<StoredEntry> Verifier::shipment_of(const EntryDraft& draft, const StoredEntry& stored) {
  const auto name = shipment_name(draft.shipment);
  if (!name) return entry_damaged(stored, draft.book);
  return named_entry(name->book, std::string(name->client_id), stored);
}

void Verifier::set_outcome(const StoredEntry& target, const StoredEntry& by, Outcome outcome) {
  StoredOutcome made;
  made.book_number = target.book_number;
  made.sequence = target.sequence;
  made.outcome = outcome;
  made.by_book_number = by.book_number;
  made.by_sequence = by.sequence;
  books_[target.book_number].outcomes[target.sequence] = made;
}

Status Verifier::replay_outcomes(const Entry& entry, const StoredEntry& stored) {
  const EntryDraft& draft = entry.draft;
  if (ends_shipment(draft)) {
    const StoredEntry target = MEGURI_TRY(shipment_of(draft, stored));
    const bool is_receipt = draft.kind == EntryKind::receive;
    set_outcome(target, stored, is_receipt ? Outcome::received : Outcome::declined);
  }
  if (draft.kind != EntryKind::correction) return ok();
  const StoredEntry target = MEGURI_TRY(named_entry(draft.book, draft.corrects, stored));
  set_outcome(target, stored, Outcome::corrected);
  const Entry corrected = MEGURI_TRY(parse_canonical(target.bytes));
  if (!ends_shipment(corrected.draft)) return ok();
  set_outcome(MEGURI_TRY(shipment_of(corrected.draft, stored)), stored, Outcome::open);
  return ok();
}

Status Verifier::replay(const Entry& entry, const StoredEntry& stored) {
  RecomputedBook& book = books_[stored.book_number];
  const bool is_next = stored.sequence == book.entries + 1;
  if (!is_next || check_balance(entry.draft)) return entry_damaged(stored, book.id);
  book.entries = stored.sequence;
  book.last_recorded_at = entry.recorded_at;
  MEGURI_TRY(replay_lines(entry, book));
  MEGURI_TRY(replay_outcomes(entry, stored));
  ++seen_.entries;
  seen_.lines += static_cast<std::int64_t>(entry.draft.lines.size());
  return ok();
}

// Each is found by its client id, and where it stands: what says so is derived, and a client id
// that is not found would be booked once more.
Status Verifier::find_again(std::span<const StoredEntry> rows) {
  std::map<std::int64_t, std::vector<const StoredEntry*>> rows_of_books;
  for (const StoredEntry& row : rows)
    rows_of_books[row.book_number].push_back(&row);
  for (const auto& [number, some] : rows_of_books) {
    std::vector<std::string> ids;
    for (const StoredEntry* const row : some)
      ids.push_back(row->client_id);
    const auto found = MEGURI_TRY(store_.find_entries(number, ids));
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (found[i] && found[i]->position == some[i]->position) continue;
      return error(ErrorCode::damaged,
                   "journal.client_id_lost",
                   {{"book", names_[number]}, {"sequence", some[i]->sequence}});
    }
  }
  return ok();
}

Status Verifier::read_books() {
  for (const StoredBook& book : MEGURI_TRY(store_.books())) {
    books_[book.number].id = book.book.id;
    names_[book.number] = book.book.id;
  }
  return ok();
}

Result<std::vector<StoredEntry>> Verifier::next(std::int64_t last_position) {
  MEGURI_TRY(read_books());
  const std::int64_t left = last_position - seen_.entries;
  if (left <= 0) return std::vector<StoredEntry>();
  auto rows = MEGURI_TRY(store_.entries_after(seen_.entries, std::min(left, batch_entries)));
  if (rows.empty()) return position_missing(seen_.entries + 1);
  const auto entries = MEGURI_TRY(open_stored_entries(rows, names_));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].position != seen_.entries + 1) return position_missing(seen_.entries + 1);
    MEGURI_TRY(replay(entries[i], rows[i]));
  }
  MEGURI_TRY(find_again(rows));
  append_leaves(rows);
  return rows;
}

void Verifier::append_leaves(std::span<const StoredEntry> rows) {
  std::vector<Digest> leaves;
  std::map<std::int64_t, std::vector<Digest>> of_books;
  leaves.reserve(rows.size());
  for (const StoredEntry& row : rows) {
    leaves.push_back(row.leaf_hash);
    of_books[row.book_number].push_back(row.leaf_hash);
  }
  frontier_.append(leaves);
  for (const auto& [number, its_leaves] : of_books)
    books_[number].frontier.append(its_leaves);
}

Result<bool> Verifier::step() {
  return !MEGURI_TRY(next(MEGURI_TRY(store_.head()).position())).empty();
}

Status Verifier::compare_book(const StoredBook& stored) {
  const RecomputedBook& book = books_[stored.number];
  if (stored.entries != book.entries || stored.frontier.head() != book.frontier.head() ||
      stored.last_recorded_at != book.last_recorded_at) {
    return book_damaged(stored.book.id, book.entries);
  }
  const std::vector<StoredAccount> accounts = MEGURI_TRY(store_.accounts(stored.number));
  if (accounts.size() != book.balances.size()) return book_damaged(book.id, book.entries);
  for (const StoredAccount& account : accounts) {
    const auto found = book.balances.find({book.id, account.site, account.lot, account.material});
    if (found == book.balances.end() || found->second != account.balance.count_mg()) {
      return balance_damaged(book.id, account.site, account.lot);
    }
  }
  const std::vector<StoredOutcome> outcomes = MEGURI_TRY(store_.outcomes(stored.number));
  const bool is_same = std::ranges::equal(
      outcomes, book.outcomes, [](const StoredOutcome& kept, const auto& recomputed) {
        return kept == recomputed.second;
      });
  if (!is_same) return book_damaged(book.id, book.entries);
  seen_.accounts += static_cast<std::int64_t>(book.balances.size());
  return ok();
}

Result<Verification> Verifier::finish() {
  for (bool more = true; more;)
    more = MEGURI_TRY(step());
  const StoredHead head = MEGURI_TRY(store_.head());
  const bool is_end = MEGURI_TRY(store_.entries_after(head.position(), 1)).empty();
  if (!is_end || frontier_.size() != head.frontier.size() ||
      frontier_.head() != head.frontier.head()) {
    return error(ErrorCode::damaged, "journal.head_differs", {{"position", seen_.entries}});
  }
  for (const StoredBook& stored : MEGURI_TRY(store_.books()))
    MEGURI_TRY(compare_book(stored));
  return seen_;
}

Result<Entry> open_stored_entry(const StoredEntry& stored, std::string_view book) {
  const auto leaf_hash = canonical_leaf_hash(stored.salt, stored.bytes);
  if (!leaf_hash || *leaf_hash != stored.leaf_hash) return entry_damaged(stored, book);
  return read_sealed(stored, book);
}

Result<std::vector<Entry>> open_stored_entries(std::span<const StoredEntry> stored,
                                               const std::map<std::int64_t, std::string>& names) {
  std::vector<std::optional<Result<Entry>>> opened(stored.size());
  parallel_blocks(stored.size(), entries_per_block, 0, [&](const Block& block) {
    const auto rows = stored.subspan(block.begin, block.end - block.begin);
    std::vector<SaltedBytes> sealed;
    sealed.reserve(rows.size());
    for (const StoredEntry& row : rows)
      sealed.push_back({row.salt, row.bytes});
    const auto hashes = canonical_leaf_hashes(sealed);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto name = names.find(rows[i].book_number);
      const bool is_sealed = name != names.end() && hashes[i] == rows[i].leaf_hash;
      const std::string_view book = name == names.end() ? "" : std::string_view(name->second);
      opened[block.begin + i] =
          is_sealed ? read_sealed(rows[i], book) : Result<Entry>(entry_damaged(rows[i], book));
    }
  });
  std::vector<Entry> entries;
  entries.reserve(stored.size());
  for (auto& entry : opened)
    entries.push_back(MEGURI_TRY(*std::move(entry)));
  return entries;
}

}  // namespace meguri
