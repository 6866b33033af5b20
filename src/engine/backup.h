// SPDX-License-Identifier: Apache-2.0
// backup: a copy of a data folder that can stand in for it.
//
// A backup is a folder with the journal, the documents, the log's key and its last checkpoint; not
// the columns, which follow from these. It is a copy as of one moment, made while others read and
// post. Whoever holds it can read the books and sign in the log's name: keep it as safe as the
// original.
//
// Errors: conflict (the place is taken), those of the journal; io_failure. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "journal/journal.h"
#include "seal/sha256.h"
#include "wire/json.h"

namespace meguri {

struct BackupReport {
  std::int64_t entries = 0;
  std::int64_t documents = 0;
  Digest root;  // over the leaf hashes of all entries
};

// From the data folder `data` with its open journal into a new folder, or an empty one.
Result<BackupReport> write_backup(const Journal& journal,
                                  const std::filesystem::path& data,
                                  const std::filesystem::path& folder);

// From a backup into a data folder that has no journal. Everything is verified before it counts: a
// backup that is damaged leaves no journal behind.
Result<BackupReport> restore_backup(const std::filesystem::path& folder,
                                    const std::filesystem::path& data,
                                    const Clock& clock);

// The shape BackupAnswer.
Json backup_document(const BackupReport& report, const std::filesystem::path& folder);

}  // namespace meguri
