// SPDX-License-Identifier: Apache-2.0
// The head file and the folder on the failing disk, and salts by the dice: the linker gives these
// functions to whoever calls pwrite, fdatasync, fsync or RAND_bytes in the rooms (--wrap in
// CMakeLists.txt). Without a FaultVfs they are the functions themselves.
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>

#include <sys/stat.h>
#include <sys/types.h>

#include "simulation/fault_vfs.h"

namespace {

using meguri::simulation::DiskChange;
using meguri::simulation::FaultKind;
using meguri::simulation::FaultVfs;

// The file's name, if it is one of the failing disk.
std::string path_of(int descriptor) {
  FaultVfs* const vfs = FaultVfs::current();
  if (vfs == nullptr) return {};
  std::error_code failed;
  const auto path =
      std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(descriptor), failed).string();
  return !failed && path.starts_with(vfs->folder().string()) ? path : std::string();
}

bool apply(DiskChange change) {
  FaultVfs& vfs = *FaultVfs::current();
  const bool is_new =
      change.kind != DiskChange::Kind::sync_names && vfs.disk().find(change.path) == nullptr;
  if (is_new && !vfs.change({DiskChange::Kind::create, change.path, 0, {}})) {
    errno = EIO;
    return false;
  }
  const bool is_write = change.kind == DiskChange::Kind::write;
  if (vfs.change(std::move(change))) return true;
  errno = is_write && vfs.fault_kind() == FaultKind::disk_full ? ENOSPC : EIO;
  return false;
}

// Files that were created on the real disk without a write; the folder's names are synced with
// them.
bool note_new_files(const std::string& folder) {
  std::error_code failed;
  for (const auto& file : std::filesystem::directory_iterator(folder, failed)) {
    const std::string path = file.path().string();
    if (FaultVfs::current()->disk().find(path) != nullptr) continue;
    if (!FaultVfs::current()->change({DiskChange::Kind::create, path, 0, {}})) return false;
  }
  return true;
}

}  // namespace

extern "C" {

ssize_t __real_pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset);
int __real_fdatasync(int descriptor);
int __real_fsync(int descriptor);
int __real_RAND_bytes(unsigned char* target, int size);

ssize_t __wrap_pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset);
int __wrap_fdatasync(int descriptor);
int __wrap_fsync(int descriptor);
int __wrap_RAND_bytes(unsigned char* target, int size);

ssize_t __wrap_pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset) {
  const std::string path = path_of(descriptor);
  if (path.empty()) return __real_pwrite(descriptor, bytes, size, offset);
  DiskChange change{DiskChange::Kind::write, path, static_cast<std::size_t>(offset), {}};
  change.bytes.assign(static_cast<const char*>(bytes), size);
  const std::string* const before = FaultVfs::current()->disk().find(path);
  const std::string old = before == nullptr ? std::string() : *before;
  const bool is_done = apply(std::move(change));
  // What the disk has by now, also where the write was torn, is what will be read.
  const std::string* const after = FaultVfs::current()->disk().find(path);
  if (after != nullptr && *after != old) __real_pwrite(descriptor, after->data(), after->size(), 0);
  return is_done ? static_cast<ssize_t>(size) : -1;
}

int __wrap_fdatasync(int descriptor) {
  const std::string path = path_of(descriptor);
  if (path.empty()) return __real_fdatasync(descriptor);
  return apply({DiskChange::Kind::sync, path, 0, {}}) ? 0 : -1;
}

int __wrap_fsync(int descriptor) {
  const std::string path = path_of(descriptor);
  if (path.empty()) return __real_fsync(descriptor);
  const bool is_folder = std::filesystem::is_directory(path);
  if (is_folder && !note_new_files(path)) {
    errno = EIO;
    return -1;
  }
  const auto kind = is_folder ? DiskChange::Kind::sync_names : DiskChange::Kind::sync;
  return apply({kind, path, 0, {}}) ? 0 : -1;
}

int __wrap_RAND_bytes(unsigned char* target, int size) {
  FaultVfs* const vfs = FaultVfs::current();
  if (vfs == nullptr) return __real_RAND_bytes(target, size);
  for (int i = 0; i < size; ++i)
    target[i] = static_cast<unsigned char>(vfs->random().below(256));
  return 1;
}

}  // extern "C"
