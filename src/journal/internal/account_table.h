// SPDX-License-Identifier: Apache-2.0
// account_table: the accounts that one posting touches, each read from the store once.
//
// An account is known by its index here. Not for several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "journal/entry.h"
#include "journal/store.h"

namespace meguri {

class AccountTable {
 public:
  explicit AccountTable(Store& store) : store_(&store) {}

  // The account of each line, draft by draft. Reads from the store what is not here yet, in one
  // call. O(lines).
  Result<std::vector<std::size_t>> fetch(std::int64_t book_number,
                                         std::span<const EntryDraft* const> drafts);

  [[nodiscard]] const StoredAccount& at(std::size_t index) const { return rows_[index].account; }
  // Whether anything was ever booked on it, in the store or by this posting.
  [[nodiscard]] bool is_known(std::size_t index) const {
    return rows_[index].account.number != 0 || rows_[index].is_changed;
  }
  void set_balance(std::size_t index, Mass balance);
  // Undoes a change; `was_changed` as before it.
  void restore(std::size_t index, Mass balance, bool was_changed);
  [[nodiscard]] bool is_changed(std::size_t index) const { return rows_[index].is_changed; }
  // For Store::save_accounts.
  std::vector<StoredAccount*> changed();

 private:
  // Views into the table's own rows, or into a line while it is looked up.
  struct Key {
    std::int64_t book_number = 0;
    std::string_view site;
    std::string_view lot;
    std::string_view material;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Row {
    StoredAccount account;
    bool is_changed = false;
  };

  Store* store_;
  std::deque<Row> rows_;  // a deque, so that the views stay valid
  std::unordered_map<Key, std::size_t, KeyHash> index_;
};

}  // namespace meguri
