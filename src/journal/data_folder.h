// SPDX-License-Identifier: Apache-2.0
// data_folder: the folder that holds everything, owned by one process at a time.
//
// The owner holds an operating-system lock on meguri.lock, which also says who it is and, once it
// serves, where: any other command reads the address and sends its request there. The lock goes
// when the process does, however it ends.
//
// Thread rule: one thread opens and announces; the paths are const.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

struct FolderHolder {
  std::int64_t process_id = 0;
  std::string address;  // "http://127.0.0.1:8642"; empty while it does not serve
};

class DataFolder {
 public:
  // Creates the folder where there is none. Error unavailable, "journal.folder_in_use" with the
  // arguments `address` (may be empty), `process_id`, `folder`, if another process holds it.
  static Result<DataFolder> open(const std::filesystem::path& folder);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&& other) noexcept;
  ~DataFolder();

  // Writes the address into the lock file, for others to read.
  Status announce(std::string_view address);

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }
  [[nodiscard]] std::filesystem::path journal_path() const;    // journal.sqlite
  [[nodiscard]] std::filesystem::path columns_path() const;    // columns.duckdb
  [[nodiscard]] std::filesystem::path documents_path() const;  // documents/
  // How far this folder saw the journal: journal.head.
  [[nodiscard]] std::filesystem::path head_path() const;
  // Names the shared journal that the folder belongs to: shared-journal. Not there if it has its
  // own.
  [[nodiscard]] std::filesystem::path shared_journal_path() const;

 private:
  DataFolder(std::filesystem::path folder, int descriptor);
  std::filesystem::path folder_;
  int descriptor_ = -1;
};

// Who holds the folder now; nothing if nobody does (or there is no such folder). Does not create or
// lock anything for longer than the call.
Result<std::optional<FolderHolder>> folder_holder(const std::filesystem::path& folder);

}  // namespace meguri
