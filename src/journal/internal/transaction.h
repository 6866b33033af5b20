// SPDX-License-Identifier: Apache-2.0
// transaction: rolls back at the end of the scope unless it was committed.
#pragma once

#include <memory>

#include "base/result.h"
#include "journal/store.h"

namespace meguri {

class Transaction {
 public:
  static Result<std::unique_ptr<Transaction>> begin(Store& store) {
    MEGURI_TRY(store.begin());
    return std::unique_ptr<Transaction>(new Transaction(store));
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    // Nothing can be done about a failing rollback; the next begin() reports it.
    if (!is_committed_) (void)store_.roll_back().has_value();
  }
  Status commit() {
    MEGURI_TRY(store_.commit());
    is_committed_ = true;
    return ok();
  }

 private:
  explicit Transaction(Store& store) : store_(store) {}
  Store& store_;
  bool is_committed_ = false;
};

}  // namespace meguri
