// SPDX-License-Identifier: Apache-2.0
#include "simulation/disk.h"

#include <algorithm>
#include <utility>

#include <fmt/core.h>

#include "base/check.h"

namespace meguri::simulation {
namespace {

void apply_to(std::string& bytes, const DiskChange& change) {
  if (change.kind == DiskChange::Kind::truncate) {
    bytes.resize(std::min(bytes.size(), change.offset));
    return;
  }
  if (bytes.size() < change.offset + change.bytes.size()) {
    bytes.resize(change.offset + change.bytes.size());
  }
  bytes.replace(change.offset, change.bytes.size(), change.bytes);
}

// Some sectors of a write and not others.
void apply_sectors(std::string& bytes, const DiskChange& change, Random& random) {
  constexpr std::size_t sector = 512;
  for (std::size_t at = 0; at < change.bytes.size();) {
    const std::size_t size =
        std::min(sector - (change.offset + at) % sector, change.bytes.size() - at);
    if (random.below(2) == 0) {
      DiskChange part = change;
      part.offset += at;
      part.bytes = change.bytes.substr(at, size);
      apply_to(bytes, part);
    }
    at += size;
  }
}

}  // namespace

std::string told(const DiskChange& change) {
  constexpr const char* names[] = {"create", "write", "truncate", "sync", "sync names", "remove"};
  return fmt::format("{} {} at {}, {} bytes",
                     names[static_cast<std::size_t>(change.kind)],
                     change.path.substr(change.path.find_last_of('/') + 1),
                     change.offset,
                     change.bytes.size());
}

void Disk::apply(const DiskChange& change) {
  switch (change.kind) {
    case DiskChange::Kind::create:
      files_.try_emplace(change.path);
      return;
    case DiskChange::Kind::write:
    case DiskChange::Kind::truncate: {
      File& file = files_.at(change.path);
      apply_to(file.now, change);
      file.unsynced.push_back(change);
      return;
    }
    case DiskChange::Kind::sync: {
      File& file = files_.at(change.path);
      for (const DiskChange& each : file.unsynced)
        apply_to(file.synced, each);
      file.unsynced.clear();
      return;
    }
    case DiskChange::Kind::sync_names:
      return sync_names();
    case DiskChange::Kind::remove: {
      const auto file = files_.find(change.path);
      if (file == files_.end()) return;
      if (file->second.has_synced_name) ghosts_[change.path] = file->second.synced;
      files_.erase(file);
      return;
    }
  }
}

void Disk::sync_names() {
  for (auto& [path, file] : files_)
    file.has_synced_name = true;
  ghosts_.clear();
}

void Disk::fail_sync(const std::string& path, Random& random) {
  File& file = files_.at(path);
  for (const DiskChange& each : file.unsynced) {
    if (random.below(2) == 0) apply_to(file.synced, each);
  }
  file.unsynced.clear();
}

DiskChange Disk::torn(const DiskChange& change, Random& random) {
  DiskChange part = change;
  part.bytes.resize(static_cast<std::size_t>(random.below(change.bytes.size() + 1)));
  return part;
}

std::string Disk::survived(const File& file, Survival survival, Random& random) const {
  std::string bytes = file.synced;
  for (const DiskChange& change : file.unsynced) {
    const std::uint64_t fate = survival == Survival::nothing      ? 0
                               : survival == Survival::everything ? 1
                                                                  : random.below(3);
    if (fate == 1) apply_to(bytes, change);
    if (fate == 2 && change.kind == DiskChange::Kind::write) apply_sectors(bytes, change, random);
  }
  return bytes;
}

void Disk::power_cut(Survival survival, Random& random) {
  const auto keeps = [&] {
    return survival == Survival::everything ||
           (survival == Survival::anything && random.below(2) == 0);
  };
  std::map<std::string, std::string> after;
  for (const auto& [path, bytes] : ghosts_) {
    if (!keeps()) after[path] = bytes;  // the removal was lost
  }
  for (const auto& [path, file] : files_) {
    if (!file.has_synced_name && !keeps()) continue;
    after[path] = survived(file, survival, random);
  }
  files_.clear();
  ghosts_.clear();
  for (const auto& [path, bytes] : after)
    files_[path] = File{bytes, bytes, {}, true};
}

const std::string* Disk::find(const std::string& path) const {
  const auto file = files_.find(path);
  return file == files_.end() ? nullptr : &file->second.now;
}

std::vector<std::string> Disk::paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, file] : files_)
    paths.push_back(path);
  return paths;
}

void Disk::flip(const std::string& path, std::size_t at, unsigned bit) {
  File& file = files_.at(path);
  MEGURI_CHECK(at < file.synced.size() && at < file.now.size());
  for (std::string* const bytes : {&file.now, &file.synced}) {
    (*bytes)[at] = static_cast<char>(static_cast<unsigned char>((*bytes)[at]) ^ (1U << bit));
  }
}

}  // namespace meguri::simulation
