// SPDX-License-Identifier: Apache-2.0
// pack_library: reads loaded packs back from the document store, and projects them into the
// columns.
//
// A pack is parsed once per process however often it is asked for. One thread at a time.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/pack_report.h"
#include "engine/state.h"
#include "facts/columns.h"
#include "facts/document_store.h"
#include "facts/projection.h"
#include "journal/journal.h"
#include "pack/content.h"

namespace meguri {

class PackLibrary final : public ReportProjector {
 public:
  explicit PackLibrary(DocumentStore documents) : documents_(std::move(documents)) {}

  // Keeps the bytes of a pack that was read from a folder; durable when it returns.
  Status store(const PackContent& content);

  // Replaces the rows of an earlier version of the pack.
  Status project(const Entry& report, Columns& columns) override;

  // The packs the columns hold, in the order in which they must be read. Errors: damaged.
  Result<std::vector<LoadedPack>> loaded(const Journal& journal, const Columns& columns);

 private:
  Result<std::shared_ptr<const PackContent>> content_of(const PackReport& report);
  DocumentStore documents_;
  std::map<std::string, std::shared_ptr<const PackContent>, std::less<>> by_hash_;  // hex
  std::map<std::string, std::string, std::less<>> newest_;  // id → hash hex
};

}  // namespace meguri
