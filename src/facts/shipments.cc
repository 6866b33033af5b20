// SPDX-License-Identifier: Apache-2.0
// Shipments and what became of them. A receipt that was turned round leaves its shipment open.
#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "facts/columns.h"
#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"
#include "facts/internal/sql.h"
#include "facts/ledger.h"

namespace meguri {
namespace {

using duck::Rows;

// The table `shipment`: ship entries with their state and what ended them.
std::string with_shipments(const ShipmentFilter& filter, const std::string& chosen) {
  const std::string at = filter.at > 0 ? " AND position<=" + std::to_string(filter.at) : "";
  return "WITH undone AS (SELECT book, corrects, MIN(position) AS at FROM entry WHERE "
         "kind='correction'" +
         at +
         " GROUP BY book, corrects), receipt AS (SELECT shipment, MAX(position) AS at FROM entry r "
         "WHERE kind='receive' AND shipment<>''" +
         at +
         " AND NOT EXISTS(SELECT 1 FROM undone u WHERE u.book=r.book AND u.corrects=r.client_id) "
         "GROUP BY shipment), refusal AS (SELECT shipment, MAX(position) AS at FROM entry WHERE "
         "kind='decline'" +
         at +
         " GROUP BY shipment), shipment AS (SELECT s.*, COALESCE(u.at, r.at, d.at) AS ended_at, "
         "CASE WHEN u.at IS NOT NULL THEN 'recalled' WHEN r.at IS NOT NULL THEN 'received' WHEN "
         "d.at IS NOT NULL THEN 'declined' WHEN deadline<" +
         sql_moment(filter.now) +
         " THEN 'overdue' ELSE 'open' END AS state FROM (SELECT *, book || '/' || client_id AS id "
         "FROM entry WHERE kind='ship'" +
         at + chosen +
         ") s LEFT JOIN undone u ON u.book=s.book AND u.corrects=s.client_id LEFT JOIN receipt r "
         "ON "
         "r.shipment=s.id LEFT JOIN refusal d ON d.shipment=s.id) ";
}

std::string chosen_by(const ShipmentFilter& filter, Sql& sql) {
  std::string chosen;
  if (!filter.id.empty()) chosen += " AND book || '/' || client_id=" + sql.bind(filter.id);
  if (filter.book.empty()) return chosen;
  const std::string book = sql.bind(filter.book);
  if (filter.direction == "outgoing") return chosen + " AND book=" + book;
  if (filter.direction == "incoming") return chosen + " AND other_book=" + book;
  return chosen + " AND (book=" + book + " OR other_book=" + book + ")";
}

ShipmentRow read_shipment(const Rows& rows) {
  ShipmentRow row;
  row.position = rows.integer(0);
  row.from_book = rows.text(1);
  row.to_book = rows.text(2);
  row.sequence = rows.integer(3);
  row.client_id = rows.text(4);
  row.state = rows.text(5);
  row.shipped_at = rows.instant(6);
  row.deadline = rows.instant(7);
  row.evidence = rows.text(8);
  row.note = rows.text(9);
  row.ended_position = rows.integer_if_any(10);
  return row;
}

// Masses by position and material: what went into transit, or what stands at `difference`.
Result<std::map<std::pair<std::int64_t, std::string>, Mass>> masses_at(
    const duck::Connection& reader,
    const std::vector<std::int64_t>& positions,
    const std::string& condition) {
  std::map<std::pair<std::int64_t, std::string>, Mass> masses;
  if (positions.empty()) return masses;
  std::string list;
  for (const std::int64_t position : positions)
    list += (list.empty() ? "" : ",") + std::to_string(position);
  Rows rows =
      MEGURI_TRY(Sql().run(reader,
                           "SELECT position, material, TRY_CAST(SUM(mass_mg) AS BIGINT) FROM line "
                           "WHERE position IN (" +
                               list + ") AND " + condition + " GROUP BY position, material"));
  while (rows.next())
    masses[{rows.integer(0), rows.text(1)}] = rows.mass(2);
  return masses;
}

Status give_materials(const duck::Connection& reader, std::vector<ShipmentRow>& shipments) {
  std::vector<std::int64_t> sent;
  std::vector<std::int64_t> received;
  for (const ShipmentRow& row : shipments) {
    sent.push_back(row.position);
    if (row.state == "received") received.push_back(row.ended_position.value_or(0));
  }
  const auto shipped = MEGURI_TRY(masses_at(reader, sent, "starts_with(site, 'transit/')"));
  const auto differing = MEGURI_TRY(masses_at(reader, received, "site='difference'"));
  for (ShipmentRow& row : shipments) {
    for (auto each = shipped.lower_bound({row.position, ""});
         each != shipped.end() && each->first.first == row.position;
         ++each) {
      ShippedMaterial material{each->first.second, each->second, std::nullopt};
      if (row.state == "received") {
        const auto found = differing.find({*row.ended_position, material.material});
        material.difference = found == differing.end() ? Mass() : -found->second;
      }
      row.materials.push_back(std::move(material));
    }
  }
  return ok();
}

}  // namespace

Result<ShipmentPage> Columns::shipments(const ShipmentFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  ShipmentPage page;
  Sql counting;
  const std::string counted = with_shipments(filter, chosen_by(filter, counting));
  Rows counts = MEGURI_TRY(counting.run(
      state_->reader, counted + "SELECT state, COUNT(*)::BIGINT FROM shipment GROUP BY state"));
  std::map<std::string, std::int64_t, std::less<>> by_state;
  while (counts.next())
    by_state[counts.text(0)] = counts.integer(1);
  for (const char* const state : {"open", "overdue", "received", "declined", "recalled"}) {
    page.counts.emplace_back(state, by_state[state]);
    if (filter.state.empty() || filter.state == state) page.total += by_state[state];
  }
  Sql sql;
  const std::string chosen = with_shipments(filter, chosen_by(filter, sql));
  if (!filter.state.empty()) sql.condition("state=" + sql.bind(filter.state));
  Rows rows = MEGURI_TRY(sql.run(
      state_->reader,
      chosen +
          "SELECT position, book, other_book, sequence, client_id, state, event_from, deadline, "
          "evidence, note, ended_at FROM shipment" +
          sql.conditions() + " ORDER BY position DESC LIMIT " + std::to_string(filter.limit) +
          " OFFSET " + std::to_string(filter.offset)));
  while (rows.next())
    page.shipments.push_back(read_shipment(rows));
  MEGURI_TRY(give_materials(state_->reader, page.shipments));
  return page;
}

}  // namespace meguri
