// SPDX-License-Identifier: Apache-2.0
// sqlite_log: SQLite's write-ahead log: when it is copied into the file, and how its disk is kept
// busy while a long commit is being made.
//
// Small commits copy the log into the file every few megabytes, as SQLite itself would. Large ones
// in a row put it off: every page would be written and synced twice within a moment. What must be
// durable is in the log in either case.
//
// Not for several threads. Must go before the connection does.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include <sqlite3.h>

#include "base/result.h"

namespace meguri::sqlite {

// Makes durable what a process that ended suddenly left in the log: the next one sees it, synced or
// not, and must not answer from what a power cut could still take away.
Status settle_log(sqlite3* connection);

class WriteAheadLog {
 public:
  // `file` is the database's. Takes the place of SQLite's own checkpoints.
  WriteAheadLog(sqlite3* connection, std::filesystem::path file);
  WriteAheadLog(const WriteAheadLog&) = delete;
  WriteAheadLog& operator=(const WriteAheadLog&) = delete;
  ~WriteAheadLog();

  // In the middle of a long transaction: hands what was changed so far to the log, and lets the
  // disk begin with it while the caller goes on. A hint; the commit syncs all the same.
  void flush_early();
  // After a commit. A failure leaves the log longer, nothing else.
  void committed();

 private:
  static int note_frames(void* self, sqlite3*, const char*, int frames);
  void sync_when_asked();

  sqlite3* connection_;
  std::filesystem::path log_;
  int frames_ = 0;         // in the log after the last commit
  int frames_before_ = 0;  // and after the one before
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_asked_ = false;
  bool is_stopping_ = false;
  std::thread syncing_;  // begins with the first flush
};

}  // namespace meguri::sqlite
