// SPDX-License-Identifier: Apache-2.0
// ledger: what the columns are asked about books: entries that fit, balances as of any moment,
// statements, shipments and what became of them.
//
// Every filter has an `at`: an answer speaks of the journal up to that position, whatever is booked
// meanwhile. Plain values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "journal/entry.h"
#include "matter/mass.h"

namespace meguri {

// What was known: up to a position of the journal (0 = all of it), recorded before and over before
// a moment.
struct AsOf {
  std::int64_t position = 0;
  std::optional<Instant> recorded_before = {};
  std::optional<Instant> event_before = {};  // event_until is not after it
};

struct EntryFilter {
  std::string book;
  std::string q = {};  // in client id, evidence, note, site, lot, material, counterparty, or a name
  std::string kind = {};
  std::optional<Instant> event_from = {};  // the event touches [event_from, event_until)
  std::optional<Instant> event_until = {};
  std::int64_t at = 0;
  bool newest_first = false;
  std::int64_t after_sequence = 0;  // in the order asked for; 0 = from its beginning
  std::int64_t limit = 0;
};

struct EntryPage {
  std::vector<std::int64_t> sequences;  // in the order asked for
  std::int64_t total = 0;               // of all pages
};

// An entry without its lines.
struct EntryRow {
  std::int64_t position = 0;
  std::string book;
  std::int64_t sequence = 0;
  std::string client_id;
  EntryKind kind = EntryKind::move;
  Instant recorded_at;
  std::string corrects;
  std::string shipment;
  bool is_corrected = false;  // as of the position asked for
};

// Facts that books attest: entries with a payload of one of these types.
struct AttestedFilter {
  std::string book = {};  // empty = any
  std::vector<std::string> types;
  std::int64_t at = 0;
};

struct AttestedRow {
  std::int64_t position = 0;
  std::string book;
  std::int64_t sequence = 0;
  std::string client_id;
  std::string actor;
  Instant event_from;
  Instant recorded_at;
  std::string payload_type;
  std::string payload;
};

struct AccountFilter {
  std::string book;
  std::string q = {};  // in site, lot, material, or a name
  std::string site = {};
  std::string material = {};
  bool with_zero = false;
  AsOf as_of = {};
  std::int64_t offset = 0;
  std::int64_t limit = 0;
};

struct AccountRow {
  std::string site;
  std::string lot;
  std::string material;
  Mass mass;
  std::int64_t lines = 0;
  Instant last_event;  // the latest beginning of an event
  std::int64_t last_sequence = 0;
};

struct AccountPage {
  std::vector<AccountRow> accounts;  // by site, material, lot
  std::int64_t total = 0;
  Mass stock;  // of all that fit and have a lot
};

struct StatementFilter {
  std::string book;
  std::string site;
  std::string lot;
  std::string material;
  AsOf as_of = {};
  std::int64_t offset = 0;
  std::int64_t limit = 0;
};

struct StatementRow {
  std::int64_t sequence = 0;
  std::int64_t line_number = 0;
  std::string client_id;
  EntryKind kind = EntryKind::move;
  Instant event_from;
  Instant event_until;
  Instant recorded_at;
  std::string counterparty;
  std::string evidence;
  std::string note;
  Mass mass;
  Mass balance;  // after it
};

struct StatementPage {
  std::vector<StatementRow> lines;  // in the order of booking
  std::int64_t total = 0;
  Mass before;   // the first line of the page
  Mass balance;  // after the last line of the last page
};

struct ShipmentFilter {
  std::string book = {};       // at either end
  std::string state = {};      // open, overdue, received, declined, recalled
  std::string direction = {};  // of the book: outgoing, incoming
  std::string id = {};         // <book>/<client id>
  Instant now;                 // decides what is overdue
  std::int64_t at = 0;
  std::int64_t offset = 0;
  std::int64_t limit = 0;
};

struct ShippedMaterial {
  std::string material;
  Mass shipped;
  std::optional<Mass> difference;  // received - shipped; nothing unless received
};

struct ShipmentRow {
  std::int64_t position = 0;
  std::string from_book;
  std::string to_book;
  std::int64_t sequence = 0;
  std::string client_id;
  std::string state;
  Instant shipped_at;
  Instant deadline;
  std::string evidence;
  std::string note;
  std::optional<std::int64_t> ended_position;  // of its receipt, refusal or recall
  std::vector<ShippedMaterial> materials;      // by material
};

struct ShipmentPage {
  std::vector<ShipmentRow> shipments;  // newest first
  std::int64_t total = 0;
  std::vector<std::pair<std::string, std::int64_t>> counts;  // by state, whichever is asked for
};

}  // namespace meguri
