// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/sqlite_log.h"

#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "journal/internal/sqlite.h"

namespace meguri::sqlite {
namespace {

// Pages of 4 KiB.
constexpr int frames_usual = 4'000;
constexpr int frames_of_large_commit = 500;
constexpr int frames_max = 32'768;  // what a reopening after a kill has to read

}  // namespace

Status settle_log(sqlite3* connection) {
  MEGURI_TRY(execute(connection, "SELECT 1 FROM sqlite_schema"));  // opens and recovers the log
  sqlite3_file* log = nullptr;
  const int found = sqlite3_file_control(
      connection, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&log));
  if (found != SQLITE_OK || log == nullptr || log->pMethods == nullptr) {
    return error(ErrorCode::io_failure, "journal.file_failed", {{"detail", "no WAL"}});
  }
  const int synced = log->pMethods->xSync(log, SQLITE_SYNC_FULL);
  if (synced == SQLITE_OK) return ok();
  return failure(connection, synced);
}

WriteAheadLog::WriteAheadLog(sqlite3* connection, std::filesystem::path file)
    : connection_(connection), log_(std::move(file)) {
  log_ += "-wal";
  sqlite3_wal_hook(connection_, note_frames, this);
}

WriteAheadLog::~WriteAheadLog() {
  sqlite3_wal_hook(connection_, nullptr, nullptr);
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  if (syncing_.joinable()) syncing_.join();
}

int WriteAheadLog::note_frames(void* self, sqlite3*, const char*, int frames) {
  static_cast<WriteAheadLog*>(self)->frames_ = frames;
  return SQLITE_OK;
}

void WriteAheadLog::flush_early() {
  if (sqlite3_db_cacheflush(connection_) != SQLITE_OK) return;
  {
    const std::lock_guard lock(mutex_);
    is_asked_ = true;
  }
  if (!syncing_.joinable()) syncing_ = std::thread([this] { sync_when_asked(); });
  changed_.notify_all();
}

// Through a descriptor of its own: nobody holds locks on the log, so that closing it drops none.
void WriteAheadLog::sync_when_asked() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return is_asked_ || is_stopping_; });
    if (is_stopping_) return;
    is_asked_ = false;
    lock.unlock();
    const int descriptor = ::open(log_.c_str(), O_RDWR | O_CLOEXEC);
    if (descriptor >= 0) {
      (void)::fdatasync(descriptor);
      ::close(descriptor);
    }
    lock.lock();
  }
}

void WriteAheadLog::committed() {
  const int grown = frames_ - frames_before_;
  const bool is_large = grown >= frames_of_large_commit;
  if (frames_ >= (is_large ? frames_max : frames_usual)) {
    // The next commit begins the log anew.
    const int done =
        sqlite3_wal_checkpoint_v2(connection_, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (done == SQLITE_OK) frames_ = 0;
  }
  frames_before_ = frames_;
}

}  // namespace meguri::sqlite
