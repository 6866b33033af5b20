// SPDX-License-Identifier: Apache-2.0
// columns_state: what a Columns owns: one connection that writes, one that reads.
#pragma once

#include <filesystem>
#include <mutex>
#include <utility>

#include "facts/columns.h"
#include "facts/internal/duck.h"

namespace meguri {

struct Columns::State {
  State(std::filesystem::path path_in,
        duck::Database database_in,
        duck::Connection writer_in,
        duck::Connection reader_in)
      : path(std::move(path_in)),
        database(std::move(database_in)),
        writer(std::move(writer_in)),
        reader(std::move(reader_in)) {}

  std::filesystem::path path;
  duck::Database database;
  duck::Connection writer;
  duck::Connection reader;
  std::mutex writing;
  std::mutex reading;
  bool in_transaction = false;  // guarded by writing
};

}  // namespace meguri
