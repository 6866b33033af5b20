// SPDX-License-Identifier: Apache-2.0
#include "simulation/fault_vfs.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>
#include <utility>

#include <fmt/core.h>
#include <sqlite3.h>

#include "base/check.h"
#include "simulation/history.h"

namespace meguri::simulation {
namespace {

using Kind = DiskChange::Kind;

FaultVfs* living = nullptr;  // NOLINT: SQLite's callbacks have no other way to find it

// What SQLite holds of an open file. The path is its only link to the disk.
struct OpenFile {
  sqlite3_file base;
  std::string* path;
  bool is_temporary;
  bool is_name_unsynced;
};

OpenFile& of(sqlite3_file* file) {
  void* const start = file;
  return *static_cast<OpenFile*>(start);
}

int failure(int io_error) {
  return living->fault_kind() == FaultKind::disk_full && io_error != SQLITE_IOERR_READ ? SQLITE_FULL
                                                                                       : io_error;
}

int close_file(sqlite3_file* file) {
  if (of(file).is_temporary) (void)living->change({Kind::remove, *of(file).path, 0, {}});
  delete of(file).path;
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* target, int amount, sqlite3_int64 offset) {
  const auto wanted = static_cast<std::size_t>(amount);
  const std::string* const bytes = living->disk().find(*of(file).path);
  std::string found;
  if (bytes != nullptr && static_cast<std::size_t>(offset) < bytes->size()) {
    found = bytes->substr(static_cast<std::size_t>(offset), wanted);
  }
  if (!living->read(found)) return SQLITE_IOERR_READ;
  std::memset(target, 0, wanted);
  std::memcpy(target, found.data(), found.size());
  return found.size() == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
  DiskChange change{Kind::write, *of(file).path, static_cast<std::size_t>(offset), {}};
  change.bytes.assign(static_cast<const char*>(bytes), static_cast<std::size_t>(amount));
  return living->change(std::move(change)) ? SQLITE_OK : failure(SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return living->change({Kind::truncate, *of(file).path, static_cast<std::size_t>(size), {}})
             ? SQLITE_OK
             : SQLITE_IOERR_TRUNCATE;
}

int sync_file(sqlite3_file* file, int) {
  if (!living->change({Kind::sync, *of(file).path, 0, {}})) return SQLITE_IOERR_FSYNC;
  // Like the one for Unix: once, and whatever becomes of it.
  if (std::exchange(of(file).is_name_unsynced, false)) {
    (void)living->change({Kind::sync_names, {}, 0, {}});
  }
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  const std::string* const bytes = living->disk().find(*of(file).path);
  *size = bytes == nullptr ? 0 : static_cast<sqlite3_int64>(bytes->size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) { return SQLITE_OK; }

int check_lock(sqlite3_file*, int* is_locked) {
  *is_locked = 0;
  return SQLITE_OK;
}

int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
// As SQLite's own for Unix says of any file system.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

// Version 1: no shared memory, as with the exclusive locking that the journal uses anyway.
constexpr sqlite3_io_methods file_methods = {1,
                                             close_file,
                                             read_file,
                                             write_file,
                                             truncate_file,
                                             sync_file,
                                             file_size,
                                             lock_file,
                                             lock_file,
                                             check_lock,
                                             control_file,
                                             sector_size,
                                             characteristics,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr,
                                             nullptr};

int open_file(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* given_flags) {
  static std::int64_t temporary_files = 0;
  file->pMethods = nullptr;
  OpenFile& opened = of(file);
  const std::string path =
      name != nullptr ? name : "temporary " + std::to_string(++temporary_files);
  if (living->disk().find(path) == nullptr) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (!living->change({Kind::create, path, 0, {}})) return SQLITE_CANTOPEN;
  }
  opened.path = new std::string(path);
  opened.is_temporary = name == nullptr;
  const int logs = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
  opened.is_name_unsynced = (flags & logs) != 0;
  opened.base.pMethods = &file_methods;
  if (given_flags != nullptr) *given_flags = flags;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* path, int must_sync) {
  if (living->disk().find(path) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
  if (!living->change({Kind::remove, path, 0, {}})) return SQLITE_IOERR_DELETE;
  if (must_sync == 0) return SQLITE_OK;
  return living->change({Kind::sync_names, {}, 0, {}}) ? SQLITE_OK : SQLITE_IOERR_DIR_FSYNC;
}

// Like the one for Unix: an empty file does not exist.
int access_file(sqlite3_vfs*, const char* path, int flags, int* is_there) {
  const std::string* const bytes = living->disk().find(path);
  *is_there = bytes != nullptr && (flags != SQLITE_ACCESS_EXISTS || !bytes->empty()) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int size, char* target) {
  if (std::strlen(path) >= static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
  std::memcpy(target, path, std::strlen(path) + 1);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* target) {
  for (int i = 0; i < size; ++i)
    target[i] = static_cast<char>(living->random().below(256));
  return size;
}

int sleep_for(sqlite3_vfs*, int microseconds) { return microseconds; }

int current_time(sqlite3_vfs*, double* days) {
  *days = 2'460'000.5;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

sqlite3_vfs make_vfs() {
  sqlite3_vfs vfs{};
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(OpenFile);
  vfs.mxPathname = 1024;
  vfs.zName = "meguri-fault";
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep_for;
  vfs.xCurrentTime = current_time;
  vfs.xGetLastError = last_error;
  return vfs;
}

sqlite3_vfs& vfs() {
  static sqlite3_vfs made = make_vfs();
  return made;
}

// Called by SQLite for each new connection.
int note_connection(sqlite3* connection, char**, const sqlite3_api_routines*) {
  if (living != nullptr) living->set_connection(connection);
  return SQLITE_OK;
}

void let_connections_be_noted() {
  // As SQLite's documentation has it: the entry point has another type than the parameter.
  void (*entry)() = nullptr;
  static_assert(sizeof entry == sizeof &note_connection);
  auto* const noting = &note_connection;
  std::memcpy(&entry, &noting, sizeof entry);
  sqlite3_auto_extension(entry);
}

}  // namespace

FaultVfs::FaultVfs(std::filesystem::path folder, Disk disk, std::uint64_t seed)
    : folder_(std::move(folder)), disk_(std::move(disk)), random_(seed) {
  MEGURI_CHECK(living == nullptr);
  living = this;
  MEGURI_CHECK(sqlite3_vfs_register(&vfs(), 1) == SQLITE_OK);
  let_connections_be_noted();
  sqlite3_randomness(0, nullptr);  // seeds itself again, from here
  show();
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(&vfs());
  sqlite3_randomness(0, nullptr);
  living = nullptr;
}

FaultVfs* FaultVfs::current() { return living; }

void FaultVfs::fail_changes(std::int64_t after, std::int64_t count, FaultKind kind) {
  fail_from_ = attempts_ + after;
  fail_until_ = fail_from_ + count;
  kind_ = kind;
}

void FaultVfs::fail_reads(std::int64_t after, std::int64_t count) {
  fail_reads_from_ = reads_ + after;
  fail_reads_until_ = fail_reads_from_ + count;
}

void FaultVfs::flip_read(std::int64_t after) { flip_at_ = reads_ + after; }

void FaultVfs::heal() {
  fail_from_ = fail_until_ = fail_reads_from_ = fail_reads_until_ = flip_at_ = -1;
  kind_ = FaultKind::io_error;
}

bool FaultVfs::change(DiskChange change) {
  if (is_stopped_) return false;
  if (is_traced_) fmt::print("    {}: {}\n", attempts_, told(change));
  if (stop_at_ == attempts_) {
    if (is_traced_) fmt::print("    stopped\n");
    is_stopped_ = true;
    if (change.kind == Kind::write && random_.below(2) == 0)
      disk_.apply(Disk::torn(change, random_));
    return false;
  }
  const std::int64_t attempt = attempts_++;
  if (attempt >= fail_from_ && attempt < fail_until_) {
    ++tally().faults;
    if (is_traced_) fmt::print("    fails\n");
    if (change.kind == Kind::write && random_.below(2) == 0) {
      change = Disk::torn(change, random_);
      disk_.apply(change);
      changes_.push_back(std::move(change));
    }
    if (change.kind == Kind::sync) disk_.fail_sync(change.path, random_);
    return false;
  }
  disk_.apply(change);
  // An empty file of the name, for those who ask the real disk.
  if (change.kind == Kind::create && change.path.starts_with(folder_.string())) {
    std::ofstream(change.path, std::ios::app).flush();
  }
  std::error_code ignored;
  if (change.kind == Kind::remove) std::filesystem::remove(change.path, ignored);
  changes_.push_back(std::move(change));
  return true;
}

bool FaultVfs::read(std::string& bytes) {
  if (is_stopped_) return false;
  const std::int64_t number = reads_++;
  if (number == flip_at_ && !bytes.empty()) {
    ++tally().flips;
    char& byte = bytes[static_cast<std::size_t>(random_.below(bytes.size()))];
    byte = static_cast<char>(static_cast<unsigned char>(byte) ^ (1U << random_.below(8)));
  }
  const bool fails = number >= fail_reads_from_ && number < fail_reads_until_;
  if (fails) {
    ++tally().faults;
  }
  return !fails;
}

void FaultVfs::start_process() {
  is_stopped_ = false;
  stop_at_ = -1;
  heal();
  show();
}

void FaultVfs::start_machine(Survival survival) {
  disk_.power_cut(survival, random_);
  start_process();
}

void FaultVfs::flip(const std::string& path, std::size_t at, unsigned bit) {
  disk_.flip(path, at, bit);
  show();
}

void FaultVfs::checkpoint_after(int pages) { sqlite3_wal_autocheckpoint(connection_, pages); }

void FaultVfs::show() {
  std::error_code ignored;
  for (const auto& file : std::filesystem::directory_iterator(folder_, ignored)) {
    if (disk_.find(file.path().string()) == nullptr) std::filesystem::remove(file.path(), ignored);
  }
  for (const std::string& path : disk_.paths()) {
    if (!path.starts_with(folder_.string())) continue;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (path.ends_with(".head")) file << *disk_.find(path);
  }
}

}  // namespace meguri::simulation
