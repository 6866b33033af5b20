// SPDX-License-Identifier: Apache-2.0
#include "facts/booked.h"

#include <mutex>
#include <set>

#include "base/check.h"
#include "facts/columns.h"
#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"

namespace meguri {
namespace {

using duck::Rows;

Result<EntryKind> kind_of(const std::string& text) {
  const auto kind = entry_kind_of(text);
  if (!kind) return unreadable_row("entry");
  return *kind;
}

Result<BookedLine> read_line(const Rows& rows) {
  const auto origin = origin_of(rows.text(9));
  if (!origin) return unreadable_row("line");
  return BookedLine{rows.text(5), rows.text(6), rows.text(7), rows.mass(8), *origin, rows.text(10)};
}

Result<std::vector<BookedEntry>> read_booked(const duck::Connection& reader,
                                             const std::string& condition) {
  Rows rows = MEGURI_TRY(Rows::query(
      reader,
      "SELECT e.position, e.book, e.client_id, e.kind, e.shipment, l.site, l.lot, l.material, "
      "l.mass_mg, l.origin, l.counterparty FROM entry e JOIN line l ON l.position=e.position "
      "WHERE " +
          condition + " ORDER BY e.position, l.line_number",
      {}));
  std::vector<BookedEntry> entries;
  while (rows.next()) {
    const std::int64_t position = rows.integer(0);
    if (entries.empty() || entries.back().position != position) {
      const EntryKind kind = MEGURI_TRY(kind_of(rows.text(3)));
      entries.push_back({position, rows.text(1), rows.text(2), kind, rows.text(4), {}});
    }
    entries.back().lines.push_back(MEGURI_TRY(read_line(rows)));
  }
  return entries;
}

}  // namespace

std::map<std::int64_t, std::int64_t> places_of(const std::vector<NamingEntry>& naming) {
  std::set<std::int64_t> corrected;
  for (const NamingEntry& entry : naming)
    if (entry.kind == EntryKind::correction) corrected.insert(entry.named);
  std::map<std::int64_t, std::int64_t> places;
  for (const NamingEntry& entry : naming) {
    if (entry.kind == EntryKind::correction || !corrected.contains(entry.named)) continue;
    const auto place = places.find(entry.named);
    places[entry.position] = place == places.end() ? entry.named : place->second;
  }
  return places;
}

Result<std::vector<BookedEntry>> Columns::booked(std::int64_t after, std::int64_t until) const {
  const std::scoped_lock lock(state_->reading);
  return read_booked(
      state_->reader,
      "e.position>" + std::to_string(after) + " AND e.position<=" + std::to_string(until));
}

Result<std::vector<BookedEntry>> Columns::booked_at(
    const std::vector<std::int64_t>& positions) const {
  if (positions.empty()) return std::vector<BookedEntry>();
  std::string list;
  for (const std::int64_t position : positions)
    list += (list.empty() ? "" : ",") + std::to_string(position);
  const std::scoped_lock lock(state_->reading);
  return read_booked(state_->reader, "e.position IN (" + list + ")");
}

Result<std::vector<NamingEntry>> Columns::naming_entries(std::int64_t after,
                                                         std::int64_t until) const {
  const std::scoped_lock lock(state_->reading);
  Rows rows = MEGURI_TRY(
      Rows::query(state_->reader,
                  "SELECT c.position, c.kind, e.position FROM entry c JOIN entry e ON "
                  "e.book=c.book AND e.client_id=c.corrects WHERE c.corrects<>'' AND c.kind NOT IN "
                  "('attest', 'report', 'decline') AND c.position>" +
                      std::to_string(after) + " AND c.position<=" + std::to_string(until) +
                      " ORDER BY c.position",
                  {}));
  std::vector<NamingEntry> entries;
  while (rows.next()) {
    const EntryKind kind = MEGURI_TRY(kind_of(rows.text(1)));
    entries.push_back({rows.integer(0), kind, rows.integer(2)});
  }
  return entries;
}

}  // namespace meguri
