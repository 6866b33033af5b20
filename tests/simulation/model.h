// SPDX-License-Identifier: Apache-2.0
// model: what the journal promises, in the plainest words: maps, lists and one judgement.
//
// Written from the headers of the journal and from nothing else: no code of the journal is called.
// A copy of a model is another world that can go on by itself; drafts are shared between copies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/decimal.h"
#include "journal/account.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "journal/post_status.h"

namespace meguri::simulation {

// What a post is answered, as far as it can be foretold: hashes are random.
struct Verdict {
  PostStatus status = PostStatus::posted;
  std::int64_t sequence = 0;
  std::int64_t position = 0;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};
std::string told(const Verdict& verdict);
Verdict verdict_of(const PostResult& result);

struct Booked {
  std::shared_ptr<const EntryDraft> draft;
  std::int64_t sequence = 0;
  std::int64_t position = 0;
  Instant recorded_at;
};

struct Ending {
  Outcome outcome = Outcome::open;
  std::string by_book;
  std::int64_t by_sequence = 0;
};

struct ModelBook {
  BookDraft about;
  std::map<std::string, Booked> by_client_id;
  std::int64_t entries = 0;
  std::optional<Instant> last_recorded_at;
  std::map<std::int64_t, Ending> endings;  // by sequence
};

class Model {
 public:
  void create_book(const BookDraft& book);
  std::vector<Verdict> post(std::span<const EntryDraft> drafts, Batch batch, Instant now);
  // The first reason against the draft; posted if there is none.
  [[nodiscard]] PostStatus judge(const EntryDraft& draft, Instant now) const;

  [[nodiscard]] const std::map<std::string, ModelBook>& books() const { return books_; }
  [[nodiscard]] const std::vector<Booked>& history() const { return history_; }
  [[nodiscard]] std::int64_t position() const { return static_cast<std::int64_t>(history_.size()); }
  // Every account that anything was ever booked on.
  [[nodiscard]] const std::map<Account, Int128>& balances() const { return balances_; }
  [[nodiscard]] const Booked* find(std::string_view book, std::string_view client_id) const;
  // The entry that "<book>/<client id>" names.
  [[nodiscard]] const Booked* find_shipment(std::string_view name) const;
  [[nodiscard]] Outcome outcome_of(const Booked& entry) const;

 private:
  Verdict post_one(const EntryDraft& draft, Instant now);
  void end(const Booked& entry, Outcome outcome, const Booked& by);
  [[nodiscard]] bool has_fault(const EntryDraft& draft, PostStatus status, Instant now) const;
  [[nodiscard]] bool has_correction_fault(const EntryDraft& draft,
                                          PostStatus status,
                                          Instant now) const;
  [[nodiscard]] bool has_shipment_fault(const EntryDraft& draft, PostStatus status) const;
  [[nodiscard]] bool has_balance_fault(const EntryDraft& draft, PostStatus status) const;

  std::map<std::string, ModelBook> books_;
  std::vector<Booked> history_;
  std::map<Account, Int128> balances_;
};

// Whether the draft alone, without any book, earns this status; for those that need no book.
bool has_fault_of_form(const EntryDraft& draft, PostStatus status);
bool has_fault_of_content(const EntryDraft& draft,
                          PostStatus status,
                          std::span<const std::string> layers);

bool carries_no_mass(EntryKind kind);
bool is_boundary(std::string_view site);
// The parts of "transit/<from>/<to>"; empty if it is none.
struct Way {
  std::string from;
  std::string to;
};
std::optional<Way> way_of(std::string_view site);

}  // namespace meguri::simulation
