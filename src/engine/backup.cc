// SPDX-License-Identifier: Apache-2.0
#include "engine/backup.h"

#include <array>
#include <system_error>

#include "journal/data_folder.h"

namespace meguri {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view journal_name = "journal.sqlite";
constexpr std::string_view documents_name = "documents";
// With the checkpoint first: it must never speak of more than the journal that is copied after it.
constexpr std::array<std::string_view, 3> log_names{"log.checkpoint", "log.key", "log.pub"};

Error failed(const fs::path& path, const std::error_code& failure) {
  return error(ErrorCode::io_failure,
               "engine.cannot_copy",
               {{"file", path.string()}, {"reason", failure.message()}});
}

// With its permissions: the key stays readable by its owner only.
Status copy_if_any(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  if (!fs::exists(from, failure)) return ok();
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, failure);
  if (failure) return failed(from, failure);
  fs::permissions(to, fs::status(from, failure).permissions(), failure);
  if (failure) return failed(to, failure);
  return ok();
}

Status copy_log(const fs::path& from, const fs::path& to) {
  for (const std::string_view name : log_names)
    MEGURI_TRY(copy_if_any(from / name, to / name));
  return ok();
}

// How many files.
Result<std::int64_t> copy_documents(const fs::path& from, const fs::path& to) {
  std::error_code failure;
  if (!fs::exists(from / documents_name, failure)) return std::int64_t{0};
  fs::copy(from / documents_name,
           to / documents_name,
           fs::copy_options::recursive | fs::copy_options::overwrite_existing,
           failure);
  if (failure) return failed(from / documents_name, failure);
  std::int64_t files = 0;
  for (fs::recursive_directory_iterator each(to / documents_name, failure), end;
       !failure && each != end;
       each.increment(failure)) {
    files += each->is_regular_file(failure) ? 1 : 0;
  }
  if (failure) return failed(to / documents_name, failure);
  return files;
}

Status make_empty(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) return failed(folder, failure);
  if (!fs::is_empty(folder, failure)) {
    return error(ErrorCode::conflict, "engine.backup_place_taken", {{"folder", folder.string()}});
  }
  return ok();
}

Result<BackupReport> adopt(const fs::path& journal_path, const Clock& clock) {
  const Journal journal = MEGURI_TRY(Journal::open(journal_path, clock, OpenMode::adopt));
  const Verification verified = MEGURI_TRY(journal.verify());
  const TreeHead head = MEGURI_TRY(journal.head());
  return BackupReport{verified.entries, 0, head.root};
}

void remove_journal(const fs::path& journal_path) {
  std::error_code ignored;
  for (const char* const ending : {"", "-wal", "-shm"})
    fs::remove(fs::path(journal_path.string() + ending), ignored);
  fs::remove(fs::path(journal_path).replace_extension(".head"), ignored);
}

}  // namespace

Json backup_document(const BackupReport& report, const fs::path& folder) {
  return JsonObject{{"directory", folder.string()},
                    {"entries", report.entries},
                    {"documents", report.documents},
                    {"root", to_hex(report.root)}};
}

Result<BackupReport> write_backup(const Journal& journal,
                                  const fs::path& data,
                                  const fs::path& folder) {
  MEGURI_TRY(make_empty(folder));
  MEGURI_TRY(copy_log(data, folder));
  const TreeHead head = MEGURI_TRY(journal.back_up(folder / journal_name));
  const std::int64_t documents = MEGURI_TRY(copy_documents(data, folder));
  return BackupReport{static_cast<std::int64_t>(head.size), documents, head.root};
}

Result<BackupReport> restore_backup(const fs::path& folder,
                                    const fs::path& data,
                                    const Clock& clock) {
  std::error_code failure;
  if (!fs::exists(folder / journal_name, failure)) {
    return error(ErrorCode::not_found, "engine.no_backup", {{"folder", folder.string()}});
  }
  const DataFolder target = MEGURI_TRY(DataFolder::open(data));
  const fs::path journal_path = target.journal_path();
  if (fs::exists(journal_path, failure) || fs::exists(target.shared_journal_path(), failure)) {
    return error(ErrorCode::conflict, "engine.restore_place_taken", {{"folder", data.string()}});
  }
  MEGURI_TRY(copy_log(folder, target.path()));
  const std::int64_t documents = MEGURI_TRY(copy_documents(folder, target.path()));
  MEGURI_TRY(copy_if_any(folder / journal_name, journal_path));
  auto report = adopt(journal_path, clock);
  if (!report) {
    remove_journal(journal_path);
    return report;
  }
  report->documents = documents;
  return report;
}

}  // namespace meguri
