// SPDX-License-Identifier: Apache-2.0
// import_under_way: the import that is being booked at this moment, and how far it is.
//
// Books tell of an import once something of it is booked and shown, which may be minutes after it
// was begun. There is at most one at a time. Any thread may call anything.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "base/message.h"
#include "engine/import_lists.h"

namespace meguri {

struct ImportStanding {
  ListedImport import;     // state: running
  Message what;            // what is being done
  std::int64_t rows = 0;   // done, of `total`
  std::int64_t total = 0;  // about; 0 = not known
};

class ImportUnderWay {
 public:
  void begin(ListedImport import);
  // Nothing happens when none is under way.
  void report(const Message& what, std::int64_t rows, std::int64_t total);
  // The rows are booked; what is left has no rows to count.
  void report(const Message& what);
  void end();
  [[nodiscard]] std::optional<ImportStanding> standing() const;

 private:
  mutable std::mutex mutex_;
  std::optional<ImportStanding> standing_;
};

}  // namespace meguri
