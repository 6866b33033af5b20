// SPDX-License-Identifier: Apache-2.0
// entry: what a book is made of: a balanced, immutable record of what happened to matter.
//
// A draft is what a caller wants booked; an Entry is a draft with what the journal added when it
// was booked. Lines of one entry add up to zero to the milligram, and so does every layer they
// state. Nothing is ever changed or deleted: a correction is a new entry that turns the corrected
// one round. Matter goes from one book to another in two phases: the sender ships into
// transit/<sender>/<receiver>, the receiver receives what was shipped, with what the scales
// disagree about as a line of its own. The bytes under the seal: docs/formats/journal.md.
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
// its hash and source; its rows become reported flows in the columns. ship: the first phase of a
// handing over, with its deadline; receive with `shipment`: the second; decline: instead of the
// second, without mass. correction: the lines of the corrected entry with their signs turned.
enum class EntryKind : std::uint8_t {
  opening,
  receive,
  move,
  transform,
  use,
  dispose,
  adjust,
  attest,
  report,
  ship,
  decline,
  correction
};
std::string_view to_text(EntryKind kind);
std::optional<EntryKind> entry_kind_of(std::string_view text);

// How the mass was found: as weighed, or from a dry mass and its water, which is then a layer of
// the line. The mass of a line is the wet one in both cases.
enum class Basis : std::uint8_t { wet, dry };
std::string_view to_text(Basis basis);
std::optional<Basis> basis_of(std::string_view text);

// How much of a line's mass is of one element or of water. Its sign is the line's own or it is
// zero.
struct LayerMass {
  std::string layer;  // "water", "carbon": one that the book declares
  Mass mass;
  friend bool operator==(const LayerMass&, const LayerMass&) = default;
};
inline constexpr std::string_view water_layer = "water";

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
  std::vector<LayerMass> layers;  // ascending by layer, each at most once; empty: not stated
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
  // Client id of an entry of the same book: the one that a correction turns round; the one, turned
  // round before, that this one stands in for; the one that a fact is about or takes the place of.
  // May be empty.
  std::string corrects;
  std::string
      payload_type;      // names the form of the payload with its version ("pack/1"); may be empty
  std::string payload;   // bytes
  std::string shipment;  // receive, decline: "<book>/<client id>" of the ship entry
  std::optional<Instant> deadline;  // ship: until then only the receiver can end it
  std::vector<Line> lines;
  friend bool operator==(const EntryDraft&, const EntryDraft&) = default;
};

struct Entry {
  EntryDraft draft;
  std::int64_t sequence = 0;  // within the book: 1, 2, 3 … without gaps
  std::int64_t position = 0;  // within the journal: 1, 2, 3 … without gaps
  Instant recorded_at;
  Salt salt;
  std::uint32_t version = 3;  // of the canonical bytes
  Digest leaf_hash;
  friend bool operator==(const Entry&, const Entry&) = default;
};

// What became of an entry since: of a shipment, or of any entry that was turned round. Derived from
// the entries. A declined shipment becomes a corrected one when its sender takes it back; a
// received one is open again when its receipt is corrected.
enum class Outcome : std::uint8_t { open, declined, received, corrected };
std::string_view to_text(Outcome outcome);

// What `shipment` says: the book, which has no "/" in its id, and the client id within it; views
// into the text. Nothing if it is not of that form.
struct ShipmentName {
  std::string_view book;
  std::string_view client_id;
};
std::optional<ShipmentName> shipment_name(std::string_view text);

// The line with the signs of mass, layers and money turned. Pieces, volume and energy are counts of
// what moved and go with the sign of the mass. REQUIRES: mass and money are not INT64_MIN.
Line turned(Line line);

// The draft that turns the entry round: its lines with all signs turned, `corrects` set. The event
// is the correction's own: at `event`, said by `actor`.
EntryDraft correction_of(const Entry& entry,
                         std::string client_id,
                         std::string actor,
                         Instant event);

}  // namespace meguri
