// SPDX-License-Identifier: Apache-2.0
// postgres_rows: the rows of the journal in PostgreSQL as values, and values as the parameters of
// the statements that write them (postgres_statements.h).
//
// A row whose checksum or form is wrong is refused as damaged, naming table and number. Pure; any
// thread.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "journal/internal/postgres.h"
#include "journal/internal/stored_rows.h"
#include "journal/store.h"

namespace meguri::postgres {

Result<StoredBook> read_book_row(const Rows& rows, int row);
Result<StoredEntry> read_entry_row(const Rows& rows, int row);
Result<StoredAccount> read_account_row(const Rows& rows, int row);
Result<StoredOutcome> read_outcome_row(const Rows& rows, int row);
Result<StoredHead> read_head_row(const Rows& rows, int row);

// All rows, by one of the readers above.
template <typename T>
Result<std::vector<T>> read_all(const Rows& rows, Result<T> (*read)(const Rows&, int)) {
  std::vector<T> values;
  values.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row)
    values.push_back(MEGURI_TRY(read(rows, row)));
  return values;
}

Parameters insert_book_parameters(const StoredBook& book);
Parameters update_book_parameters(const StoredBook& book);
Parameters find_accounts_parameters(std::int64_t book_number, std::span<const AccountKey> keys);
Parameters insert_accounts_parameters(std::span<const StoredAccount* const> accounts);
Parameters update_accounts_parameters(std::span<const StoredAccount* const> accounts);
Parameters save_outcomes_parameters(std::span<const StoredOutcome> outcomes);
Parameters save_head_parameters(const StoredHead& head);

}  // namespace meguri::postgres
