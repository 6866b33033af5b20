// SPDX-License-Identifier: Apache-2.0
// fault_vfs: SQLite and the head file on a Disk that fails on demand.
//
// While a FaultVfs lives it is SQLite's default VFS, and what the journal writes, syncs and draws
// at random by the C library goes through it too (libc_faults.cc): nothing of the journal knows.
// SQLite's files are in memory, an empty file of the same name on the real disk shows that they are
// there; the head file is really written. Everything a history does on it is the same each time.
//
// One at a time, one thread at a time (the journal calls its store so).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "simulation/disk.h"

struct sqlite3;

namespace meguri::simulation {

enum class FaultKind : std::uint8_t { io_error, disk_full };

class FaultVfs {
 public:
  // The files of the disk that begin with this folder are put on the real one as far as needed.
  FaultVfs(std::filesystem::path folder, Disk disk, std::uint64_t seed);
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;
  ~FaultVfs();

  // The one that lives; null if none does.
  static FaultVfs* current();

  [[nodiscard]] const Disk& disk() const { return disk_; }
  // Every change there was, in order, from the beginning or the last call on.
  [[nodiscard]] const std::vector<DiskChange>& changes() const { return changes_; }
  [[nodiscard]] std::int64_t change_count() const {
    return static_cast<std::int64_t>(changes_.size());
  }

  // From the change with this number on (0: the next), so many in a row fail.
  void fail_changes(std::int64_t after, std::int64_t count, FaultKind kind);
  void fail_reads(std::int64_t after, std::int64_t count);
  // The read after so many gives one bit turned.
  void flip_read(std::int64_t after);
  void heal();
  // Prints every change and every fault.
  void trace(bool is_on) { is_traced_ = is_on; }

  // After so many more changes nothing is written and everything fails, until the next start.
  void stop_after(std::int64_t changes) { stop_at_ = attempts_ + changes; }
  // The process starts again; what it wrote is there, synced or not. REQUIRES: no journal is open.
  void start_process();
  // The machine starts again with what survives. REQUIRES: no journal is open.
  void start_machine(Survival survival);
  void flip(const std::string& path, std::size_t at, unsigned bit);

  // SQLite checkpoints by itself after so many pages, in the journal that was opened last.
  void checkpoint_after(int pages);

  // For the C functions. Whether the change happened; not: the caller returns the error kind.
  bool change(DiskChange change);
  // Whether the read may be done; turns a bit of what was read if it is time to.
  bool read(std::string& bytes);
  [[nodiscard]] FaultKind fault_kind() const { return kind_; }
  Random& random() { return random_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  void set_connection(sqlite3* connection) { connection_ = connection; }

 private:
  void show();  // on the real disk

  std::filesystem::path folder_;
  Disk disk_;
  Random random_;
  std::vector<DiskChange> changes_;
  std::int64_t reads_ = 0;
  std::int64_t fail_from_ = -1;
  std::int64_t fail_until_ = -1;
  std::int64_t fail_reads_from_ = -1;
  std::int64_t fail_reads_until_ = -1;
  std::int64_t flip_at_ = -1;
  std::int64_t stop_at_ = -1;
  std::int64_t attempts_ = 0;
  FaultKind kind_ = FaultKind::io_error;
  bool is_stopped_ = false;
  bool is_traced_ = false;
  sqlite3* connection_ = nullptr;
};

}  // namespace meguri::simulation
