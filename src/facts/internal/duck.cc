// SPDX-License-Identifier: Apache-2.0
#include "facts/internal/duck.h"

#include <utility>

namespace meguri::duck {
namespace {

std::string text_or(const char* text, const char* otherwise) {
  return text != nullptr ? text : otherwise;
}

// Frees what DuckDB allocated for a message.
std::string take_text(char* text) {
  std::string copy = text_or(text, "");
  duckdb_free(text);
  return copy;
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

Error failure(std::string_view detail) {
  if (holds(detail, "Could not set lock") || holds(detail, "Conflicting lock")) {
    return error(ErrorCode::unavailable, "facts.file_in_use", {{"detail", detail}});
  }
  if (holds(detail, "not a valid DuckDB") || holds(detail, "checksum") || holds(detail, "orrupt") ||
      holds(detail, "replaying WAL")) {
    return error(ErrorCode::damaged, "facts.file_damaged", {{"detail", detail}});
  }
  return error(ErrorCode::io_failure, "facts.file_failed", {{"detail", detail}});
}

Result<Database> Database::open(const std::string& path, std::span<const Setting> settings) {
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) != DuckDBSuccess) return failure("config");
  bool is_set = true;
  for (const Setting& setting : settings) {
    is_set =
        duckdb_set_config(config, setting.name, setting.value.c_str()) == DuckDBSuccess && is_set;
  }
  duckdb_database handle = nullptr;
  char* message = nullptr;
  const duckdb_state state =
      is_set ? duckdb_open_ext(path.c_str(), &handle, config, &message) : DuckDBError;
  duckdb_destroy_config(&config);
  if (state != DuckDBSuccess) return failure(take_text(message));
  return Database(handle);
}

Result<Connection> Connection::open(const Database& database) {
  duckdb_connection handle = nullptr;
  if (duckdb_connect(database.get(), &handle) != DuckDBSuccess) return failure("connect");
  return Connection(handle);
}

Status Connection::run(const std::string& sql) const {
  duckdb_result result;
  const duckdb_state state = duckdb_query(get(), sql.c_str(), &result);
  Status status = ok();
  if (state != DuckDBSuccess) status = failure(text_or(duckdb_result_error(&result), "query"));
  duckdb_destroy_result(&result);
  return status;
}

Result<Appender> Appender::open(const Connection& connection, const std::string& table) {
  duckdb_appender handle = nullptr;
  const duckdb_state state =
      duckdb_appender_create(connection.get(), nullptr, table.c_str(), &handle);
  Appender appender(handle);
  if (state != DuckDBSuccess) return appender.last_failure();
  return appender;
}

Error Appender::last_failure() const {
  return failure(text_or(duckdb_appender_error(handle_.get()), "append"));
}

Appender& Appender::note(duckdb_state state) {
  has_failed_ = has_failed_ || state != DuckDBSuccess;
  return *this;
}

Appender& Appender::add(std::string_view text) {
  return note(duckdb_append_varchar_length(handle_.get(), text.data(), text.size()));
}

Appender& Appender::add(std::int64_t number) {
  return note(duckdb_append_int64(handle_.get(), number));
}

Appender& Appender::add(double number) { return note(duckdb_append_double(handle_.get(), number)); }

Appender& Appender::add_null() { return note(duckdb_append_null(handle_.get())); }

Appender& Appender::add(Instant instant) {
  return note(duckdb_append_timestamp(handle_.get(), duckdb_timestamp{instant.microseconds}));
}

Appender& Appender::add_bool(bool value) { return note(duckdb_append_bool(handle_.get(), value)); }

Appender& Appender::add_bytes(std::string_view bytes) {
  return note(duckdb_append_blob(handle_.get(), bytes.data(), bytes.size()));
}

Status Appender::end_row() {
  note(duckdb_appender_end_row(handle_.get()));
  if (has_failed_) return last_failure();
  return ok();
}

Status Appender::close() {
  note(duckdb_appender_close(handle_.get()));
  if (has_failed_) return last_failure();
  return ok();
}

Result<Rows> Rows::query(const Connection& connection,
                         const std::string& sql,
                         std::span<const std::string> parameters) {
  duckdb_prepared_statement statement = nullptr;
  duckdb_state state = duckdb_prepare(connection.get(), sql.c_str(), &statement);
  if (state != DuckDBSuccess) {
    const Error reason = failure(text_or(duckdb_prepare_error(statement), "prepare"));
    duckdb_destroy_prepare(&statement);
    return reason;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const std::string& text = parameters[i];
    if (duckdb_bind_varchar_length(statement, i + 1, text.data(), text.size()) != DuckDBSuccess) {
      state = DuckDBError;
    }
  }
  duckdb_result result{};
  if (state == DuckDBSuccess) state = duckdb_execute_prepared(statement, &result);
  duckdb_destroy_prepare(&statement);
  Rows rows(result);
  if (state != DuckDBSuccess) {
    return failure(text_or(duckdb_result_error(&rows.result_), "query"));
  }
  rows.columns_.resize(duckdb_column_count(&rows.result_));
  return rows;
}

Rows::Rows(Rows&& other) noexcept
    : result_(std::exchange(other.result_, duckdb_result{})),
      chunk_(std::exchange(other.chunk_, nullptr)),
      columns_(std::move(other.columns_)),
      row_(other.row_),
      rows_in_chunk_(other.rows_in_chunk_) {}

Rows::~Rows() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  duckdb_destroy_result(&result_);
}

bool Rows::fetch() {
  if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  chunk_ = duckdb_fetch_chunk(result_);
  if (chunk_ == nullptr) return false;
  rows_in_chunk_ = duckdb_data_chunk_get_size(chunk_);
  row_ = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_, i);
    columns_[i] = {duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector)};
  }
  return rows_in_chunk_ > 0;
}

bool Rows::next() {
  if (chunk_ != nullptr && row_ + 1 < rows_in_chunk_) {
    ++row_;
    return true;
  }
  return fetch();
}

bool Rows::is_null(std::size_t column) const {
  std::uint64_t* const validity = columns_[column].validity;
  return validity != nullptr && !duckdb_validity_row_is_valid(validity, row_);
}

std::optional<std::string> Rows::text_if_any(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  duckdb_string_t* const text = static_cast<duckdb_string_t*>(columns_[column].data) + row_;
  return std::string(duckdb_string_t_data(text), duckdb_string_t_length(*text));
}

std::string Rows::text(std::size_t column) const { return text_if_any(column).value_or(""); }

std::optional<std::int64_t> Rows::integer_if_any(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return static_cast<const std::int64_t*>(columns_[column].data)[row_];
}

std::int64_t Rows::integer(std::size_t column) const { return integer_if_any(column).value_or(0); }

bool Rows::boolean(std::size_t column) const {
  return !is_null(column) && static_cast<const bool*>(columns_[column].data)[row_];
}

std::optional<double> Rows::real_if_any(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return static_cast<const double*>(columns_[column].data)[row_];
}

std::optional<Mass> Rows::mass_if_any(std::size_t column) const {
  const auto count = integer_if_any(column);
  if (!count) return std::nullopt;
  return Mass::milligrams(*count);
}

}  // namespace meguri::duck
