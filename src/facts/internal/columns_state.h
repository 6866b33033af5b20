// SPDX-License-Identifier: Apache-2.0
// columns_state: what a Columns owns: one connection that writes, one that reads.
#pragma once

#include <filesystem>
#include <mutex>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "facts/columns.h"
#include "facts/internal/duck.h"

namespace meguri {

// A row holds a word that nobody writes there.
inline Error unreadable_row(std::string_view table) {
  return error(ErrorCode::damaged, "facts.row_unreadable", {{"table", table}});
}

struct Columns::State {
  State(std::filesystem::path path_in,
        duck::Database database_in,
        duck::Connection writer_in,
        duck::Connection reader_in)
      : path(std::move(path_in)),
        database(std::move(database_in)),
        writer(std::move(writer_in)),
        reader(std::move(reader_in)) {}

  // Runs `work(writer)` inside the transaction that was begun, or else in one of its own, so that
  // it leaves all of its rows or none. (An appender that is destroyed hands over what it has.)
  template <typename Work>
  Status write(Work work) {
    const std::scoped_lock lock(writing);
    if (in_transaction) return work(writer);
    MEGURI_TRY(writer.run("BEGIN TRANSACTION"));
    Status status = work(writer);
    if (status) return writer.run("COMMIT");
    // The reason matters more than whether the way back worked too.
    (void)writer.run("ROLLBACK").has_value();
    return status;
  }

  std::filesystem::path path;
  duck::Database database;
  duck::Connection writer;
  duck::Connection reader;
  std::mutex writing;
  std::mutex reading;
  bool in_transaction = false;  // guarded by writing
};

}  // namespace meguri
