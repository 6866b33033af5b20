// SPDX-License-Identifier: Apache-2.0
// duck: DuckDB's C interface with owners: database, connection, appender, rows.
//
// Only sources of this room include it. Errors: io_failure, damaged (checksum, no such format),
// unavailable (another process has the file). One thread per connection.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <duckdb.h>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/result.h"
#include "matter/mass.h"

namespace meguri::duck {

// What DuckDB's message asks of the caller.
Error failure(std::string_view detail);

struct Setting {
  const char* name;
  std::string value;
};

class Database {
 public:
  static Result<Database> open(const std::string& path, std::span<const Setting> settings);
  [[nodiscard]] duckdb_database get() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(duckdb_database handle) const { duckdb_close(&handle); }
  };
  explicit Database(duckdb_database handle) : handle_(handle) {}
  std::unique_ptr<std::remove_pointer_t<duckdb_database>, Close> handle_;
};

class Connection {
 public:
  static Result<Connection> open(const Database& database);
  [[nodiscard]] duckdb_connection get() const { return handle_.get(); }
  [[nodiscard]] Status run(const std::string& sql) const;

 private:
  struct Close {
    void operator()(duckdb_connection handle) const { duckdb_disconnect(&handle); }
  };
  explicit Connection(duckdb_connection handle) : handle_(handle) {}
  std::unique_ptr<std::remove_pointer_t<duckdb_connection>, Close> handle_;
};

// Appends rows, value by value, through chunks of DuckDB's vectors: its calls for single values
// cost several times as much. A text that is no UTF-8 and what DuckDB refuses are noticed at
// end_row or close. REQUIRES: the values come in the order and with the types of the table's
// columns.
class Appender {
 public:
  static Result<Appender> open(const Connection& connection, const std::string& table);
  Appender(Appender&& other) noexcept;
  Appender& operator=(Appender&&) = delete;
  ~Appender();

  Appender& add(std::string_view text);
  Appender& add(std::int64_t number);
  Appender& add(double number);
  Appender& add(Mass mass) { return add(mass.count_mg()); }
  Appender& add(Instant instant);
  // A template, so that a plain text is never taken for an optional one.
  template <typename Value>
  Appender& add(const std::optional<Value>& value) {
    return value ? add(*value) : add_null();
  }
  Appender& add_null();
  Appender& add_bool(bool value);
  Appender& add_bytes(std::string_view bytes);
  // DECIMAL(38, …): the value times ten to the power of its column's decimals.
  Appender& add_scaled(Int128 coefficient);
  Status end_row();
  // Hands the rows over and says whether all of them fitted. Destroying without it hands over at
  // most some: the caller rolls back.
  Status close();

 private:
  struct Column {
    duckdb_type type = DUCKDB_TYPE_INVALID;
    duckdb_vector vector = nullptr;
    void* data = nullptr;
  };
  explicit Appender(duckdb_appender handle) : handle_(handle) {}
  Status make_chunk();
  void look_up_vectors();
  // The place of the next value of the row. REQUIRES: its column has that type.
  template <typename Value>
  Value& next(duckdb_type type);
  void add_string(duckdb_type type, std::string_view bytes);
  Status flush();
  Error last_failure() const;

  duckdb_appender handle_ = nullptr;
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<Column> columns_;
  std::uint64_t row_ = 0;
  std::size_t column_ = 0;
  bool has_bad_text_ = false;
};

// The rows of a query, one at a time. Parameters replace $1, $2 … in the text.
class Rows {
 public:
  static Result<Rows> query(const Connection& connection,
                            const std::string& sql,
                            std::span<const std::string> parameters);
  Rows(Rows&& other) noexcept;
  Rows& operator=(Rows&&) = delete;
  ~Rows();

  // Moves to the next row; false at the end.
  bool next();
  // Of the current row. REQUIRES: the column has that type; NULL reads as empty, 0 or false.
  [[nodiscard]] std::string text(std::size_t column) const;
  [[nodiscard]] std::int64_t integer(std::size_t column) const;
  [[nodiscard]] bool boolean(std::size_t column) const;
  [[nodiscard]] Instant instant(std::size_t column) const { return Instant{integer(column)}; }
  [[nodiscard]] Mass mass(std::size_t column) const { return Mass::milligrams(integer(column)); }
  [[nodiscard]] std::optional<std::string> text_if_any(std::size_t column) const;
  [[nodiscard]] std::optional<std::int64_t> integer_if_any(std::size_t column) const;
  [[nodiscard]] std::optional<double> real_if_any(std::size_t column) const;
  [[nodiscard]] std::optional<Mass> mass_if_any(std::size_t column) const;
  [[nodiscard]] std::size_t column_count() const { return columns_.size(); }

 private:
  struct Column {
    void* data = nullptr;
    std::uint64_t* validity = nullptr;
  };
  explicit Rows(duckdb_result result) : result_(result) {}
  bool fetch();
  [[nodiscard]] bool is_null(std::size_t column) const;

  duckdb_result result_{};
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<Column> columns_;
  std::uint64_t row_ = 0;
  std::uint64_t rows_in_chunk_ = 0;
};

}  // namespace meguri::duck
