// SPDX-License-Identifier: Apache-2.0
#include "facts/parquet_rows.h"

#include <array>
#include <cmath>
#include <optional>
#include <system_error>
#include <utility>

#include "base/decimal.h"
#include "base/japanese_date.h"
#include "facts/internal/duck.h"

namespace meguri {
namespace {

// How a column is asked for, and how its cells then stand in memory.
enum class ColumnForm : std::uint8_t {
  text,
  integer,
  decimal,
  real,
  day,
  local_time,
  time,
  boolean
};

struct ColumnPlan {
  std::string name;
  ColumnForm form = ColumnForm::text;
  std::uint8_t scale = 0;
};

std::string in_quotes(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char c : text) {
    if (c == quote) result += quote;
    result += c;
  }
  return result + quote;
}

std::string table_of(const std::filesystem::path& path) {
  return "read_parquet(" + in_quotes(path.string(), '\'') + ")";
}

class ResultOwner {
 public:
  ResultOwner() = default;
  ResultOwner(const ResultOwner&) = delete;
  ResultOwner& operator=(const ResultOwner&) = delete;
  ~ResultOwner() { duckdb_destroy_result(&result_); }
  duckdb_result* get() { return &result_; }

 private:
  duckdb_result result_{};
};

Error unreadable(std::string_view file, duckdb_result* result) {
  const char* const reason = duckdb_result_error(result);
  return error(ErrorCode::invalid_input,
               "facts.parquet_unreadable",
               {{"file", file}, {"detail", reason == nullptr ? "" : reason}});
}

struct Opened {
  duck::Database database;
  duck::Connection connection;
};

Result<Opened> open_engine() {
  const std::array<duck::Setting, 4> settings = {{{"autoinstall_known_extensions", "false"},
                                                  {"autoload_known_extensions", "false"},
                                                  {"memory_limit", "500MB"},
                                                  {"threads", "1"}}};
  duck::Database database = MEGURI_TRY(duck::Database::open(":memory:", settings));
  duck::Connection connection = MEGURI_TRY(duck::Connection::open(database));
  return Opened{std::move(database), std::move(connection)};
}

ColumnPlan plan_of(duckdb_result* result, idx_t column) {
  ColumnPlan plan;
  plan.name = duckdb_column_name(result, column);
  switch (duckdb_column_type(result, column)) {
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
      plan.form = ColumnForm::integer;
      break;
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      plan.form = ColumnForm::real;
      break;
    case DUCKDB_TYPE_DATE:
      plan.form = ColumnForm::day;
      break;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
      plan.form = ColumnForm::local_time;
      break;
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      plan.form = ColumnForm::time;
      break;
    case DUCKDB_TYPE_BOOLEAN:
      plan.form = ColumnForm::boolean;
      break;
    case DUCKDB_TYPE_DECIMAL: {
      duckdb_logical_type type = duckdb_column_logical_type(result, column);
      if (duckdb_decimal_width(type) <= 18) {
        plan.form = ColumnForm::decimal;
        plan.scale = duckdb_decimal_scale(type);
      }
      duckdb_destroy_logical_type(&type);
      break;
    }
    default:
      break;
  }
  return plan;
}

// Every form has one representation: 64-bit numbers, doubles, days, booleans or texts.
std::string expression_of(const ColumnPlan& plan) {
  std::string name = in_quotes(plan.name, '"');
  switch (plan.form) {
    case ColumnForm::integer:
      return "CAST(" + name + " AS BIGINT)";
    case ColumnForm::decimal:
      return "CAST(" + name + " AS DECIMAL(18," + std::to_string(plan.scale) + "))";
    case ColumnForm::real:
      return "CAST(" + name + " AS DOUBLE)";
    case ColumnForm::local_time:
      return "CAST(" + name + " AS TIMESTAMP)";
    case ColumnForm::day:
    case ColumnForm::time:
    case ColumnForm::boolean:
      return name;
    case ColumnForm::text:
      break;
  }
  return "CAST(" + name + " AS VARCHAR)";
}

Result<std::vector<ColumnPlan>> plans_of(const duck::Connection& connection,
                                         const std::filesystem::path& path,
                                         std::string_view file) {
  ResultOwner result;
  const std::string sql = "SELECT * FROM " + table_of(path) + " LIMIT 0";
  if (duckdb_query(connection.get(), sql.c_str(), result.get()) != DuckDBSuccess) {
    return unreadable(file, result.get());
  }
  std::vector<ColumnPlan> plans;
  for (idx_t column = 0; column < duckdb_column_count(result.get()); ++column)
    plans.push_back(plan_of(result.get(), column));
  return plans;
}

class ParquetRows final : public RowSource {
 public:
  ParquetRows(Opened engine, std::vector<ColumnPlan> plans, std::string file)
      : engine_(std::move(engine)), plans_(std::move(plans)), file_(std::move(file)) {}
  ~ParquetRows() override {
    if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
  }

  Status start(const std::filesystem::path& path) {
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < plans_.size(); ++i)
      sql += (i == 0 ? "" : ", ") + expression_of(plans_[i]);
    sql += " FROM " + table_of(path);
    duckdb_prepared_statement statement = nullptr;
    duckdb_state state = duckdb_prepare(engine_.connection.get(), sql.c_str(), &statement);
    if (state == DuckDBSuccess) {
      state = duckdb_execute_prepared_streaming(statement, result_.get());
    }
    duckdb_destroy_prepare(&statement);
    if (state != DuckDBSuccess) return unreadable(file_, result_.get());
    return ok();
  }

  Result<bool> next(TableRows& rows) override {
    while (true) {
      rows.clear();
      if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
      chunk_ = duckdb_fetch_chunk(*result_.get());
      if (chunk_ == nullptr) {
        if (duckdb_result_error(result_.get()) != nullptr) return unreadable(file_, result_.get());
        return false;
      }
      const idx_t count = duckdb_data_chunk_get_size(chunk_);
      if (count == 0) return false;
      rows.cells.resize(count * plans_.size());
      for (std::size_t column = 0; column < plans_.size(); ++column)
        fill_column(column, count, rows);
      for (idx_t i = 0; i < count; ++i) {
        const TableRow row{
            .row = ++row_, .begin = i * plans_.size(), .count = plans_.size(), .is_damaged = false};
        if (!is_blank(rows.cells_of(row))) rows.rows.push_back(row);
      }
      if (!rows.rows.empty()) return true;
    }
  }

 private:
  void fill_column(std::size_t column, idx_t count, TableRows& rows) {
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk_, column);
    std::uint64_t* const validity = duckdb_vector_get_validity(vector);
    void* const data = duckdb_vector_get_data(vector);
    const ColumnPlan& plan = plans_[column];
    for (idx_t i = 0; i < count; ++i) {
      if (validity != nullptr && !duckdb_validity_row_is_valid(validity, i)) continue;
      fill_cell(plan, data, i, rows.cells[i * plans_.size() + column], rows.arena);
    }
  }

  static void fill_cell(
      const ColumnPlan& plan, void* data, idx_t at, TableCell& cell, TextArena& arena) {
    switch (plan.form) {
      case ColumnForm::integer:
      case ColumnForm::decimal:
        cell.kind = CellKind::number;
        cell.number = static_cast<const std::int64_t*>(data)[at];
        cell.scale = plan.scale;
        return;
      case ColumnForm::real:
        fill_real(static_cast<const double*>(data)[at], cell, arena);
        return;
      case ColumnForm::day:
        cell.kind = CellKind::day;
        cell.number = static_cast<const duckdb_date*>(data)[at].days;
        return;
      case ColumnForm::local_time: {
        constexpr std::int64_t tokyo = 9LL * 3'600'000'000;
        cell.kind = CellKind::instant;
        cell.number = static_cast<const std::int64_t*>(data)[at] - tokyo;
        return;
      }
      case ColumnForm::time:
        cell.kind = CellKind::instant;
        cell.number = static_cast<const std::int64_t*>(data)[at];
        return;
      case ColumnForm::boolean:
        cell.kind = CellKind::boolean;
        cell.number = static_cast<const bool*>(data)[at] ? 1 : 0;
        return;
      case ColumnForm::text: {
        duckdb_string_t* const text = static_cast<duckdb_string_t*>(data) + at;
        const std::uint32_t length = duckdb_string_t_length(*text);
        if (length == 0) return;
        cell.kind = CellKind::text;
        cell.text = {duckdb_string_t_data(text), length};
        return;
      }
    }
  }

  static void fill_real(double value, TableCell& cell, TextArena& arena) {
    const std::optional<Decimal> decimal = decimal_of(value);
    if (!decimal) {
      cell.kind = CellKind::error;
      cell.text = std::isnan(value) ? "NaN" : "∞";
      return;
    }
    constexpr Int128 most = INT64_MAX;
    const Int128 coefficient = decimal->coefficient();
    if (coefficient > most || coefficient < -most || decimal->scale() > 18) {
      cell.kind = CellKind::text;
      cell.text = arena.keep(to_text(*decimal));
      return;
    }
    cell.kind = CellKind::number;
    cell.number = static_cast<std::int64_t>(coefficient);
    cell.scale = static_cast<std::uint8_t>(decimal->scale());
  }

  Opened engine_;
  std::vector<ColumnPlan> plans_;
  std::string file_;
  ResultOwner result_;
  duckdb_data_chunk chunk_ = nullptr;
  std::int64_t row_ = 0;
};

Status must_exist(const std::filesystem::path& path, std::string_view file) {
  std::error_code failed;
  if (std::filesystem::is_regular_file(path, failed)) return ok();
  return error(ErrorCode::not_found, "base.file_not_found", {{"file", file}});
}

}  // namespace

Result<ParquetForm> survey_parquet(const std::filesystem::path& path, std::string_view file) {
  MEGURI_TRY(must_exist(path, file));
  const Opened engine = MEGURI_TRY(open_engine());
  ParquetForm form;
  for (ColumnPlan& plan : MEGURI_TRY(plans_of(engine.connection, path, file)))
    form.columns.push_back(std::move(plan.name));
  auto counted = duck::Rows::query(engine.connection, "SELECT count(*) FROM " + table_of(path), {});
  if (!counted) return std::move(counted).error();
  if (counted->next()) form.rows = counted->integer(0);
  return form;
}

Result<std::unique_ptr<RowSource>> rows_of_parquet(const std::filesystem::path& path,
                                                   std::string_view file) {
  MEGURI_TRY(must_exist(path, file));
  Opened engine = MEGURI_TRY(open_engine());
  auto plans = MEGURI_TRY(plans_of(engine.connection, path, file));
  auto rows = std::make_unique<ParquetRows>(std::move(engine), std::move(plans), std::string(file));
  MEGURI_TRY(rows->start(path));
  return std::unique_ptr<RowSource>(std::move(rows));
}

Status write_parquet(const std::string& select, const std::filesystem::path& path) {
  const Opened engine = MEGURI_TRY(open_engine());
  return engine.connection.run("COPY (" + select + ") TO " + in_quotes(path.string(), '\'') +
                               " (FORMAT parquet, COMPRESSION zstd)");
}

}  // namespace meguri
