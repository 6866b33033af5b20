// SPDX-License-Identifier: Apache-2.0
// sqlite: a connection and its prepared statements, closed when they go out of scope.
//
// Values are bound without copying: they must live until the statement is reset, which `run` and
// the end of a Rows loop do.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "base/result.h"

namespace meguri::sqlite {

struct CloseConnection {
  void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
};
using Connection = std::unique_ptr<sqlite3, CloseConnection>;

// What SQLite's result code asks of the caller.
Error failure(sqlite3* connection, int code);

Result<Connection> open(const std::string& path);
Status execute(sqlite3* connection, const char* sql);

class Statement {
 public:
  static Result<Statement> prepare(sqlite3* connection, std::string_view sql);

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind_blob(int index, std::string_view bytes);
  Statement& bind_null(int index);

  // True if there is a row. The statement resets itself at the end and on failure.
  Result<bool> step();
  // For statements that give no rows.
  Status run();
  void reset();

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;
  // Valid until the next step.
  [[nodiscard]] std::string_view bytes(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  void note(int code);

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bind_code_ = SQLITE_OK;
};

// A kept statement is reset however its use ends: a row left open would hold up the next commit.
class ResetAfter {
 public:
  explicit ResetAfter(Statement& statement) : statement_(statement) {}
  ResetAfter(const ResetAfter&) = delete;
  ResetAfter& operator=(const ResetAfter&) = delete;
  ~ResetAfter() { statement_.reset(); }

 private:
  Statement& statement_;
};

}  // namespace meguri::sqlite
