// SPDX-License-Identifier: Apache-2.0
// disk: files as a power cut sees them: what was synced, and what was written since and may be
// lost, whole or in part, in any order.
//
// A plain state: copy it to have another machine with the same disk. Names of files are synced by
// themselves, as in a folder. Not for several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"

namespace meguri::simulation {

struct DiskChange {
  enum class Kind : std::uint8_t { create, write, truncate, sync, sync_names, remove };
  Kind kind = Kind::write;
  std::string path;
  std::size_t offset = 0;  // of truncate: the new size
  std::string bytes;
};
std::string told(const DiskChange& change);

// What a power cut leaves of what was not synced.
enum class Survival : std::uint8_t { nothing, everything, anything };

class Disk {
 public:
  void apply(const DiskChange& change);
  // A sync that failed: some of the file's changes reached the disk, and the others never will,
  // though they are still seen until then.
  void fail_sync(const std::string& path, Random& random);
  // Applied in part: a prefix of the bytes.
  static DiskChange torn(const DiskChange& change, Random& random);

  // The machine starts again: from here on everything is synced.
  void power_cut(Survival survival, Random& random);

  // Null if there is no such file.
  [[nodiscard]] const std::string* find(const std::string& path) const;
  [[nodiscard]] std::vector<std::string> paths() const;
  // Turns one bit, as the disk itself does. REQUIRES: the file has that byte.
  void flip(const std::string& path, std::size_t at, unsigned bit);

 private:
  struct File {
    std::string now;
    std::string synced;
    std::vector<DiskChange> unsynced;  // writes and truncations
    bool has_synced_name = false;
  };
  std::string survived(const File& file, Survival survival, Random& random) const;
  void sync_names();

  std::map<std::string, File> files_;
  // Removed, or replaced by a new file of the same name, but the folder does not know it yet.
  std::map<std::string, std::string> ghosts_;
};

}  // namespace meguri::simulation
