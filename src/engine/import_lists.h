// SPDX-License-Identifier: Apache-2.0
// import_lists: what books remember of imports: the imports with what became of them, and the saved
// templates, as of what the columns hold.
//
// Any thread may read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "engine/answers.h"
#include "facts/columns.h"
#include "intake/import_records.h"

namespace meguri {

struct SavedTemplate {
  std::string book;
  std::string actor;
  Instant saved_at;
  ImportTemplate saved;
};
// The last version of each name, by book and name.
Result<std::vector<SavedTemplate>> templates_of(const Columns& columns, std::string_view book);

struct ListedImport {
  std::string book;
  std::string actor;
  Instant at;         // when something last became of it
  std::string state;  // running, interrupted, finished, undone, partly_undone
  ImportRecord record;
  std::int64_t booked = 0;   // by all its runs
  std::int64_t refused = 0;  // by the last one
  std::int64_t undone = 0;
};
// As far as the books tell: one that has no result yet is interrupted. The newest first.
Result<std::vector<ListedImport>> imports_of(const Columns& columns, std::string_view book);

// The shapes ImportTemplate and ImportSummary.
JsonObject template_document(const SavedTemplate& saved);
JsonObject import_document(const ListedImport& import);

}  // namespace meguri
