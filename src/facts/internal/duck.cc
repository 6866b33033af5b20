// SPDX-License-Identifier: Apache-2.0
#include "facts/internal/duck.h"

#include <utility>

#include "base/check.h"
#include "base/text.h"

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
  MEGURI_TRY(appender.make_chunk());
  return appender;
}

Appender::Appender(Appender&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)),
      chunk_(std::exchange(other.chunk_, nullptr)),
      columns_(std::move(other.columns_)),
      row_(other.row_),
      column_(other.column_),
      has_bad_text_(other.has_bad_text_) {}

Appender::~Appender() {
  duckdb_destroy_data_chunk(&chunk_);
  duckdb_appender_destroy(&handle_);
}

Error Appender::last_failure() const {
  return failure(text_or(duckdb_appender_error(handle_), "append"));
}

Status Appender::make_chunk() {
  std::vector<duckdb_logical_type> types(duckdb_appender_column_count(handle_));
  columns_.resize(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) {
    types[i] = duckdb_appender_column_type(handle_, i);
    columns_[i].type = duckdb_get_type_id(types[i]);
  }
  chunk_ = duckdb_create_data_chunk(types.data(), types.size());
  for (duckdb_logical_type& type : types)
    duckdb_destroy_logical_type(&type);
  if (chunk_ == nullptr) return failure("chunk");
  look_up_vectors();
  return ok();
}

// A reset of the chunk may give its vectors other memory.
void Appender::look_up_vectors() {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    columns_[i].vector = duckdb_data_chunk_get_vector(chunk_, i);
    columns_[i].data = duckdb_vector_get_data(columns_[i].vector);
  }
}

template <typename Value>
Value& Appender::next(duckdb_type type) {
  MEGURI_CHECK(column_ < columns_.size() && columns_[column_].type == type);
  return static_cast<Value*>(columns_[column_++].data)[row_];
}

void Appender::add_string(duckdb_type type, std::string_view bytes) {
  MEGURI_CHECK(column_ < columns_.size() && columns_[column_].type == type);
  const duckdb_vector vector = columns_[column_++].vector;
  duckdb_vector_assign_string_element_len(vector, row_, bytes.data(), bytes.size());
}

Appender& Appender::add(std::string_view text) {
  has_bad_text_ = has_bad_text_ || first_invalid_utf8(text).has_value();
  add_string(DUCKDB_TYPE_VARCHAR, has_bad_text_ ? std::string_view() : text);
  return *this;
}

Appender& Appender::add(std::int64_t number) {
  next<std::int64_t>(DUCKDB_TYPE_BIGINT) = number;
  return *this;
}

Appender& Appender::add(double number) {
  next<double>(DUCKDB_TYPE_DOUBLE) = number;
  return *this;
}

Appender& Appender::add(Instant instant) {
  next<duckdb_timestamp>(DUCKDB_TYPE_TIMESTAMP).micros = instant.microseconds;
  return *this;
}

Appender& Appender::add_null() {
  MEGURI_CHECK(column_ < columns_.size());
  const duckdb_vector vector = columns_[column_++].vector;
  duckdb_vector_ensure_validity_writable(vector);
  duckdb_validity_set_row_invalid(duckdb_vector_get_validity(vector), row_);
  return *this;
}

Appender& Appender::add_bool(bool value) {
  next<bool>(DUCKDB_TYPE_BOOLEAN) = value;
  return *this;
}

Appender& Appender::add_bytes(std::string_view bytes) {
  add_string(DUCKDB_TYPE_BLOB, bytes);
  return *this;
}

Appender& Appender::add_scaled(Int128 coefficient) {
  next<Int128>(DUCKDB_TYPE_DECIMAL) = coefficient;
  return *this;
}

Status Appender::end_row() {
  MEGURI_CHECK(column_ == columns_.size());
  if (has_bad_text_) return error(ErrorCode::invalid_input, "facts.text_not_utf8");
  column_ = 0;
  if (++row_ < duckdb_vector_size()) return ok();
  return flush();
}

Status Appender::flush() {
  duckdb_data_chunk_set_size(chunk_, row_);
  if (duckdb_append_data_chunk(handle_, chunk_) != DuckDBSuccess) return last_failure();
  duckdb_data_chunk_reset(chunk_);
  look_up_vectors();
  row_ = 0;
  return ok();
}

Status Appender::close() {
  MEGURI_CHECK(column_ == 0);
  MEGURI_TRY(flush());
  if (duckdb_appender_close(handle_) != DuckDBSuccess) return last_failure();
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
