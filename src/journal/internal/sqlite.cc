// SPDX-License-Identifier: Apache-2.0
#include "journal/internal/sqlite.h"

namespace meguri::sqlite {

Error failure(sqlite3* connection, int code) {
  const std::string detail =
      connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return error(ErrorCode::unavailable, "journal.file_in_use", {{"detail", detail}});
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return error(ErrorCode::damaged, "journal.file_damaged", {{"detail", detail}});
    case SQLITE_TOOBIG:
      return error(ErrorCode::limit_exceeded, "journal.file_failed", {{"detail", detail}});
    default:
      return error(ErrorCode::io_failure, "journal.file_failed", {{"detail", detail}});
  }
}

// Memory statistics cost a lock for every allocation, and nobody reads them. Without effect where
// SQLite is in use already.
void configure_once() {
  static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)code;
}

Result<Connection> open(const std::string& path) {
  configure_once();
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Connection connection(raw);
  if (code != SQLITE_OK) return failure(raw, code);
  sqlite3_extended_result_codes(raw, 1);
  return connection;
}

Status execute(sqlite3* connection, const char* sql) {
  const int code = sqlite3_exec(connection, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(connection, code);
  return ok();
}

Result<Statement> Statement::prepare(sqlite3* connection, std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(connection,
                                      sql.data(),
                                      static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT,
                                      &raw,
                                      nullptr);
  // Our statements are right for our tables; where they are not, the tables are not ours any more.
  if (code == SQLITE_ERROR) return failure(connection, SQLITE_CORRUPT);
  if (code != SQLITE_OK) return failure(connection, code);
  return Statement(raw);
}

void Statement::note(int code) {
  if (bind_code_ == SQLITE_OK) bind_code_ = code;
}

Statement& Statement::bind(int index, std::int64_t value) {
  note(sqlite3_bind_int64(statement_.get(), index, value));
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  // A null pointer would bind NULL; an empty text is not unknown.
  const char* const start = text.empty() ? "" : text.data();
  note(sqlite3_bind_text(statement_.get(), index, start, static_cast<int>(text.size()), nullptr));
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  const char* const start = bytes.empty() ? "" : bytes.data();
  note(sqlite3_bind_blob64(statement_.get(), index, start, bytes.size(), nullptr));
  return *this;
}

Statement& Statement::bind_null(int index) {
  note(sqlite3_bind_null(statement_.get(), index));
  return *this;
}

Result<bool> Statement::step() {
  const int bound = bind_code_;
  const int code = bound == SQLITE_OK ? sqlite3_step(statement_.get()) : bound;
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    reset();
    return false;
  }
  const Error reason = failure(sqlite3_db_handle(statement_.get()), code);
  reset();
  return reason;
}

Status Statement::run() {
  while (MEGURI_TRY(step())) {
  }
  return ok();
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  bind_code_ = SQLITE_OK;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const { return std::string(bytes(column)); }

std::string_view Statement::bytes(int column) const {
  const void* const start = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (start == nullptr) return {};
  return {static_cast<const char*>(start), static_cast<std::size_t>(size)};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

}  // namespace meguri::sqlite
