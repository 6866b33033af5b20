// SPDX-License-Identifier: Apache-2.0
// What books attest: facts and documents without mass, by the type of their payload.
#include <mutex>

#include "facts/columns.h"
#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"
#include "facts/internal/sql.h"

namespace meguri {

Result<std::vector<AttestedRow>> Columns::attested(const AttestedFilter& filter) const {
  std::vector<AttestedRow> found;
  if (filter.types.empty()) return found;
  const std::scoped_lock lock(state_->reading);
  Sql sql;
  if (!filter.book.empty()) sql.condition("book=" + sql.bind(filter.book));
  std::string types;
  for (const std::string& type : filter.types)
    types += (types.empty() ? "" : ",") + sql.bind(type);
  sql.condition("payload_type IN (" + types + ")");
  if (filter.at > 0) sql.condition("position<=" + std::to_string(filter.at));
  duck::Rows rows = MEGURI_TRY(sql.run(
      state_->reader,
      "SELECT book, sequence, client_id, actor, recorded_at, payload_type, payload, position, "
      "event_from FROM entry" +
          sql.conditions() + " ORDER BY position"));
  while (rows.next()) {
    AttestedRow row;
    row.book = rows.text(0);
    row.sequence = rows.integer(1);
    row.client_id = rows.text(2);
    row.actor = rows.text(3);
    row.recorded_at = rows.instant(4);
    row.payload_type = rows.text(5);
    row.payload = rows.text(6);
    row.position = rows.integer(7);
    row.event_from = rows.instant(8);
    found.push_back(std::move(row));
  }
  return found;
}

}  // namespace meguri
