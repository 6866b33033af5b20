// SPDX-License-Identifier: Apache-2.0
// booked: the books' entries with what their lines moved, in the order in which they were booked,
// for analyses that walk through all of them. Plain values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "journal/entry.h"
#include "matter/mass.h"

namespace meguri {

struct BookedLine {
  std::string site;
  std::string lot;
  std::string material;
  Mass mass;
  Origin origin = Origin::unknown;
  std::string counterparty;
};

// An entry that moved matter; facts without lines are left out.
struct BookedEntry {
  std::int64_t position = 0;
  std::string book;
  std::string client_id;
  EntryKind kind = EntryKind::move;
  std::string shipment;           // of a receipt: what it receives
  std::vector<BookedLine> lines;  // in their order
};

// A correction, or an entry that moved matter in the place of a corrected one, and which it names.
struct NamingEntry {
  std::int64_t position = 0;
  EntryKind kind = EntryKind::move;
  std::int64_t named = 0;  // position
};

// Where entries stand that stand in for corrected ones: what such an entry stands in for may itself
// stand in for another. By position; of `naming` in its order.
std::map<std::int64_t, std::int64_t> places_of(const std::vector<NamingEntry>& naming);

}  // namespace meguri
