// SPDX-License-Identifier: Apache-2.0
#include "engine/open_journal.h"

#include <string>
#include <system_error>
#include <utility>

#include "base/file.h"
#include "base/text.h"
#include "journal/shared_log_key.h"

namespace meguri {
namespace {

constexpr std::uint64_t place_bytes_max = 4096;

Status expect_no_shared_journal(const DataFolder& folder) {
  const auto place = read_file(folder.shared_journal_path(), place_bytes_max);
  if (!place && place.error().code == ErrorCode::not_found) return ok();
  return error(ErrorCode::conflict,
               "engine.journal_elsewhere",
               {{"folder", folder.path().string()}, {"place", place ? trimmed(*place) : ""}});
}

}  // namespace

Status expect_no_journal_of_its_own(const EngineOptions& options) {
  std::error_code ignored;
  if (options.journal.empty() ||
      !std::filesystem::exists(options.data / "journal.sqlite", ignored)) {
    return ok();
  }
  return error(
      ErrorCode::conflict, "engine.folder_has_journal", {{"folder", options.data.string()}});
}

Result<Journal> open_journal(const EngineOptions& options,
                             const DataFolder& folder,
                             const Clock& clock) {
  if (options.journal.empty()) {
    MEGURI_TRY(expect_no_shared_journal(folder));
    return Journal::open(folder.journal_path(), clock, OpenMode::create);
  }
  Journal journal = MEGURI_TRY(
      Journal::open_shared(options.journal, folder.head_path(), clock, OpenMode::create));
  MEGURI_TRY(claim_log_key(journal, folder.path()));
  MEGURI_TRY(write_file_durably(folder.shared_journal_path(), journal.place() + "\n"));
  return journal;
}

}  // namespace meguri
