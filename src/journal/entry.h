// SPDX-License-Identifier: Apache-2.0
// entry: what a book is made of: a balanced, immutable record of what happened to matter.
//
// A draft is what a caller wants booked; an Entry is a draft with what the journal added when it
// was booked. Lines of one entry add up to zero to the milligram. Corrections are new entries that
// name the corrected one. The bytes under the seal are described in docs/formats/journal.md.
//
// Plain values; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "matter/flow.h"
#include "matter/mass.h"
#include "seal/random_bytes.h"
#include "seal/sha256.h"

namespace meguri {

// Spelled as on the wire. attest: a fact or document without mass. report: a published data set,
// its hash and source; its rows become reported flows in the columns.
enum class EntryKind : std::uint8_t {
  opening,
  receive,
  move,
  transform,
  use,
  dispose,
  adjust,
  attest,
  report
};
std::string_view to_text(EntryKind kind);
std::optional<EntryKind> entry_kind_of(std::string_view text);

// How the mass was stated: as weighed, or without its water.
enum class Basis : std::uint8_t { wet, dry };
std::string_view to_text(Basis basis);
std::optional<Basis> basis_of(std::string_view text);

// One account's part in an entry. Positive mass goes into the account, negative comes out of it.
struct Line {
  std::string site;
  std::string lot;  // empty exactly for boundary accounts (journal/account.h)
  std::string material;
  Mass mass;
  Origin origin = Origin::unknown;
  std::string counterparty;  // may be empty
  Basis basis = Basis::wet;
  std::optional<Mass> uncertainty;  // half width of the 95 % interval; not negative
  std::optional<std::int64_t> pieces;
  std::optional<std::int64_t> volume_ml;
  std::optional<std::int64_t> energy_j;
  std::optional<std::int64_t> money_yen;
  friend bool operator==(const Line&, const Line&) = default;
};

struct EntryDraft {
  std::string book;
  std::string client_id;  // the caller's own name for this entry; unique within its book
  EntryKind kind = EntryKind::move;
  std::string actor;   // who says so
  Instant event_from;  // when it happened: [from, until)
  Instant event_until;
  std::string site;      // where it happened; may be empty
  std::string evidence;  // document, manifest number, hash; may be empty
  std::string note;      // free text; may be empty
  std::string corrects;  // client id of the entry of the same book that this one corrects, or empty
  std::string
      payload_type;     // names the form of the payload with its version ("pack/1"); may be empty
  std::string payload;  // bytes
  std::vector<Line> lines;
  friend bool operator==(const EntryDraft&, const EntryDraft&) = default;
};

struct Entry {
  EntryDraft draft;
  std::int64_t sequence = 0;  // within the book: 1, 2, 3 … without gaps
  std::int64_t position = 0;  // within the journal: 1, 2, 3 … without gaps
  Instant recorded_at;
  Salt salt;
  std::uint32_t version = 1;  // of the canonical bytes
  Digest leaf_hash;
  friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace meguri
