// SPDX-License-Identifier: Apache-2.0
#include "journal/store.h"

#include <utility>

#include "base/check.h"

namespace meguri {
Result<std::optional<StoredEntry>> find_entry(Store& store,
                                              std::int64_t book_number,
                                              const std::string& client_id) {
  auto found = MEGURI_TRY(store.find_entries(book_number, {&client_id, 1}));
  MEGURI_CHECK(found.size() == 1);
  return std::move(found.front());
}

Result<StoredAccount> find_account(Store& store, std::int64_t book_number, const AccountKey& key) {
  auto found = MEGURI_TRY(store.find_accounts(book_number, {&key, 1}));
  MEGURI_CHECK(found.size() == 1);
  return std::move(found.front());
}

}  // namespace meguri
