// SPDX-License-Identifier: Apache-2.0
#include "engine/rehearsal.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>

#include "engine/pack_rows.h"
#include "journal/journal.h"

namespace meguri {
namespace {

// A folder of its own that goes when the rehearsal is over.
class TemporaryFolder {
 public:
  static Result<TemporaryFolder> create() {
    std::error_code failed;
    const auto base = std::filesystem::temp_directory_path(failed);
    std::string pattern = (base / "meguri-rehearsal-XXXXXX").string();
    if (failed || ::mkdtemp(pattern.data()) == nullptr) {
      return error(ErrorCode::io_failure, "engine.no_temporary_folder");
    }
    return TemporaryFolder(pattern);
  }
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

Position position_of(const PackContent& content, const EntryRecord& entry) {
  Position where;
  if (entry.lines.empty()) return where;
  const Cell& cell = entry.lines.front().cell;
  where.file = content.manifest.tables.at(cell.table).file;
  where.row = cell.row;
  where.column = "entry";
  return where;
}

}  // namespace

Result<Findings> rehearse_entries(const PackContent& content, const Clock& clock) {
  Findings findings;
  if (content.entries.empty()) return findings;
  const TemporaryFolder folder = MEGURI_TRY(TemporaryFolder::create());
  Journal journal =
      MEGURI_TRY(Journal::open(folder.path() / "journal.sqlite", clock, OpenMode::create));
  for (const BookDraft& book : book_drafts(content))
    MEGURI_TRY(journal.create_book(book));
  const auto drafts = entry_drafts(content, "rehearsal");
  const auto results = MEGURI_TRY(journal.post(drafts, Batch::line_by_line));
  for (std::size_t index = 0; index < results.size(); ++index) {
    if (results[index].status == PostStatus::posted) continue;
    findings.push_back(
        {.where = position_of(content, content.entries[index]), .what = results[index].reason});
  }
  return findings;
}

}  // namespace meguri
