// SPDX-License-Identifier: Apache-2.0
#include "engine/import_under_way.h"

#include <utility>

namespace meguri {

void ImportUnderWay::begin(ListedImport import) {
  const std::lock_guard lock(mutex_);
  import.state = "running";
  standing_ = ImportStanding{std::move(import), Message{"engine.import_begun", {}}, 0, 0};
}

void ImportUnderWay::report(const Message& what, std::int64_t rows, std::int64_t total) {
  const std::lock_guard lock(mutex_);
  if (!standing_) return;
  standing_->what = what;
  standing_->rows = rows;
  standing_->total = total;
}

void ImportUnderWay::report(const Message& what) {
  const std::lock_guard lock(mutex_);
  if (standing_) standing_->what = what;
}

void ImportUnderWay::end() {
  const std::lock_guard lock(mutex_);
  standing_.reset();
}

std::optional<ImportStanding> ImportUnderWay::standing() const {
  const std::lock_guard lock(mutex_);
  return standing_;
}

}  // namespace meguri
