// SPDX-License-Identifier: Apache-2.0
#include "facts/ledger.h"

#include <mutex>
#include <utility>

#include "facts/columns.h"
#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"
#include "facts/internal/sql.h"

namespace meguri {
namespace {

using duck::Rows;

Result<Mass> sum_of(const Rows& rows, std::size_t column) {
  const auto mass = rows.mass_if_any(column);
  if (!mass) return error(ErrorCode::limit_exceeded, "matter.mass_out_of_range");
  return *mass;
}

void up_to(Sql& sql, std::int64_t position) {
  if (position > 0) sql.condition("position<=" + std::to_string(position));
}

void known_at(Sql& sql, const AsOf& as_of) {
  up_to(sql, as_of.position);
  if (as_of.recorded_before) sql.condition("recorded_at<" + sql_moment(*as_of.recorded_before));
  if (as_of.event_before) sql.condition("event_until<=" + sql_moment(*as_of.event_before));
}

// "contains(lower(x), lower($1)) OR …"
std::string any_contains(std::initializer_list<const char*> columns, const std::string& text) {
  std::string either;
  for (const char* const column : columns) {
    either += either.empty() ? "" : " OR ";
    either += "contains(lower(" + std::string(column) + "), lower(" + text + "))";
  }
  return either;
}

// Lines of accounts that hold the text in an id or in a name that some pack gives.
std::string account_contains(const std::string& text) {
  const std::string named = any_contains({"name_ja", "name_en"}, text);
  return any_contains({"site", "lot", "material"}, text) +
         " OR site IN (SELECT id FROM site WHERE " + named +
         ") OR material IN (SELECT id FROM material WHERE " + named + ")";
}

std::string page_of(std::int64_t offset, std::int64_t limit) {
  return " LIMIT " + std::to_string(limit) + " OFFSET " + std::to_string(offset);
}

void fit_entries(Sql& sql, const EntryFilter& filter) {
  sql.condition("book=" + sql.bind(filter.book));
  up_to(sql, filter.at);
  if (!filter.kind.empty()) sql.condition("kind=" + sql.bind(filter.kind));
  if (filter.event_from) sql.condition("event_until>" + sql_moment(*filter.event_from));
  if (filter.event_until) sql.condition("event_from<" + sql_moment(*filter.event_until));
  if (filter.q.empty()) return;
  const std::string text = sql.bind(filter.q);
  sql.condition("(" + any_contains({"client_id", "evidence", "note", "site"}, text) +
                " OR position IN (SELECT position FROM line WHERE book=$1 AND (" +
                any_contains({"counterparty"}, text) + " OR " + account_contains(text) + ")))");
}

Result<EntryRow> read_entry(const Rows& rows) {
  const auto kind = entry_kind_of(rows.text(4));
  if (!kind) return unreadable_row("entry");
  EntryRow row;
  row.position = rows.integer(0);
  row.book = rows.text(1);
  row.sequence = rows.integer(2);
  row.client_id = rows.text(3);
  row.kind = *kind;
  row.recorded_at = rows.instant(5);
  row.corrects = rows.text(6);
  row.shipment = rows.text(7);
  row.is_corrected = rows.boolean(8);
  return row;
}

// Entries without their lines, and whether something turned them round since.
std::string entries_select(std::int64_t at) {
  const std::string limit = at > 0 ? " AND c.position<=" + std::to_string(at) : "";
  return "SELECT position, book, sequence, client_id, kind, recorded_at, corrects, shipment, "
         "EXISTS(SELECT 1 FROM entry c WHERE c.kind='correction' AND c.book=e.book AND "
         "c.corrects=e.client_id" +
         limit + ") FROM entry e";
}

Result<std::vector<EntryRow>> collect_entries(Rows rows) {
  std::vector<EntryRow> all;
  while (rows.next())
    all.push_back(MEGURI_TRY(read_entry(rows)));
  return all;
}

Result<StatementRow> read_statement(const Rows& rows) {
  const auto kind = entry_kind_of(rows.text(3));
  if (!kind) return unreadable_row("line");
  StatementRow row;
  row.sequence = rows.integer(0);
  row.line_number = rows.integer(1);
  row.client_id = rows.text(2);
  row.kind = *kind;
  row.event_from = rows.instant(4);
  row.event_until = rows.instant(5);
  row.recorded_at = rows.instant(6);
  row.counterparty = rows.text(7);
  row.evidence = rows.text(8);
  row.note = rows.text(9);
  row.mass = rows.mass(10);
  row.balance = MEGURI_TRY(sum_of(rows, 11));
  return row;
}

}  // namespace

Result<EntryPage> Columns::find_entries(const EntryFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  fit_entries(sql, filter);
  EntryPage page;
  Rows total =
      MEGURI_TRY(sql.run(state_->reader, "SELECT COUNT(*)::BIGINT FROM entry" + sql.conditions()));
  if (total.next()) page.total = total.integer(0);
  if (filter.after_sequence > 0) {
    sql.condition((filter.newest_first ? "sequence<" : "sequence>") +
                  std::to_string(filter.after_sequence));
  }
  Rows rows =
      MEGURI_TRY(sql.run(state_->reader,
                         "SELECT sequence FROM entry" + sql.conditions() + " ORDER BY sequence" +
                             (filter.newest_first ? " DESC" : "") + page_of(0, filter.limit)));
  while (rows.next())
    page.sequences.push_back(rows.integer(0));
  return page;
}

Result<std::vector<EntryRow>> Columns::entries_at(const std::vector<std::int64_t>& positions,
                                                  std::int64_t at) const {
  if (positions.empty()) return std::vector<EntryRow>();
  const std::scoped_lock lock(state_->reading);
  std::string list;
  for (const std::int64_t position : positions)
    list += (list.empty() ? "" : ",") + std::to_string(position);
  return collect_entries(MEGURI_TRY(Sql().run(
      state_->reader, entries_select(at) + " WHERE position IN (" + list + ") ORDER BY position")));
}

Result<std::vector<EntryRow>> Columns::answers_to(std::string_view book,
                                                  const std::vector<std::string>& client_ids,
                                                  std::int64_t at) const {
  if (client_ids.empty()) return std::vector<EntryRow>();
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  std::vector<std::string> shipments;
  shipments.reserve(client_ids.size());
  for (const std::string& id : client_ids)
    shipments.push_back(std::string(book) + "/" + id);
  const std::string own = sql.bind(book);
  sql.condition("((book=" + own + " AND corrects IN (" + sql.bind_all(client_ids) +
                ")) OR shipment IN (" + sql.bind_all(shipments) + "))");
  up_to(sql, at);
  return collect_entries(MEGURI_TRY(
      sql.run(state_->reader, entries_select(at) + sql.conditions() + " ORDER BY position")));
}

Result<std::optional<EntryRow>> Columns::find_entry(std::string_view book,
                                                    std::string_view client_id,
                                                    std::int64_t at) const {
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  sql.condition("book=" + sql.bind(book)).condition("client_id=" + sql.bind(client_id));
  up_to(sql, at);
  auto found = MEGURI_TRY(
      collect_entries(MEGURI_TRY(sql.run(state_->reader, entries_select(at) + sql.conditions()))));
  if (found.empty()) return std::optional<EntryRow>();
  return std::optional<EntryRow>(std::move(found.front()));
}

Result<AccountPage> Columns::accounts(const AccountFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  sql.condition("book=" + sql.bind(filter.book));
  known_at(sql, filter.as_of);
  if (!filter.site.empty()) sql.condition("site=" + sql.bind(filter.site));
  if (!filter.material.empty()) sql.condition("material=" + sql.bind(filter.material));
  if (!filter.q.empty()) sql.condition("(" + account_contains(sql.bind(filter.q)) + ")");
  const std::string fitting =
      "(SELECT site, lot, material, TRY_CAST(SUM(mass_mg) AS BIGINT) AS mass, COUNT(*)::BIGINT AS "
      "lines, MAX(event_from) AS event, MAX(sequence) AS sequence FROM line" +
      sql.conditions() + " GROUP BY site, lot, material" +
      (filter.with_zero ? "" : " HAVING SUM(mass_mg)<>0") + ")";
  AccountPage page;
  Rows totals = MEGURI_TRY(sql.run(
      state_->reader,
      "SELECT COUNT(*)::BIGINT, TRY_CAST(COALESCE(SUM(mass) FILTER (lot<>''), 0) AS BIGINT) FROM " +
          fitting));
  if (totals.next()) {
    page.total = totals.integer(0);
    page.stock = MEGURI_TRY(sum_of(totals, 1));
  }
  Rows rows = MEGURI_TRY(sql.run(state_->reader,
                                 "SELECT * FROM " + fitting + " ORDER BY site, material, lot" +
                                     page_of(filter.offset, filter.limit)));
  while (rows.next()) {
    const Mass mass = MEGURI_TRY(sum_of(rows, 3));
    page.accounts.push_back({rows.text(0),
                             rows.text(1),
                             rows.text(2),
                             mass,
                             rows.integer(4),
                             rows.instant(5),
                             rows.integer(6)});
  }
  return page;
}

Result<StatementPage> Columns::statement(const StatementFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  sql.condition("book=" + sql.bind(filter.book)).condition("site=" + sql.bind(filter.site));
  sql.condition("lot=" + sql.bind(filter.lot));
  sql.condition("material=" + sql.bind(filter.material));
  known_at(sql, filter.as_of);
  StatementPage page;
  Rows totals =
      MEGURI_TRY(sql.run(state_->reader,
                         "SELECT COUNT(*)::BIGINT, TRY_CAST(COALESCE(SUM(mass_mg), 0) AS BIGINT) "
                         "FROM line" +
                             sql.conditions()));
  if (totals.next()) {
    page.total = totals.integer(0);
    page.balance = MEGURI_TRY(sum_of(totals, 1));
  }
  Rows rows = MEGURI_TRY(sql.run(
      state_->reader,
      "SELECT l.sequence, l.line_number, e.client_id, l.kind, l.event_from, l.event_until, "
      "l.recorded_at, l.counterparty, e.evidence, e.note, l.mass_mg, l.balance FROM (SELECT *, "
      "TRY_CAST(SUM(mass_mg) OVER (ORDER BY position, line_number ROWS UNBOUNDED PRECEDING) AS "
      "BIGINT) AS balance FROM line" +
          sql.conditions() + " ORDER BY position, line_number" +
          page_of(filter.offset, filter.limit) +
          ") l JOIN entry e ON e.position=l.position ORDER BY l.position, l.line_number"));
  while (rows.next())
    page.lines.push_back(MEGURI_TRY(read_statement(rows)));
  page.before = page.balance;
  if (!page.lines.empty()) {
    const StatementRow& first = page.lines.front();
    page.before = MEGURI_TRY(add(first.balance, -first.mass));
  }
  return page;
}

}  // namespace meguri
