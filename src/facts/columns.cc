// SPDX-License-Identifier: Apache-2.0
// Opening, transactions and everything that concerns all tables alike.
#include "facts/columns.h"

#include <algorithm>
#include <array>
#include <system_error>

#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"
#include "facts/internal/tables.h"

namespace meguri {
namespace {

Status create_tables(const duck::Connection& connection) {
  MEGURI_TRY(connection.run("BEGIN TRANSACTION"));
  for (const TableForm& form : table_forms) {
    MEGURI_TRY(connection.run("CREATE TABLE " + std::string(form.name) + "(" +
                              std::string(form.columns) + ")"));
  }
  MEGURI_TRY(connection.run("CREATE TABLE projected(position BIGINT, schema BIGINT)"));
  MEGURI_TRY(connection.run("INSERT INTO projected VALUES(0, " +
                            std::to_string(columns_schema_version) + ")"));
  return connection.run("COMMIT");
}

Result<std::int64_t> first_integer(const duck::Connection& connection, const std::string& sql) {
  duck::Rows rows = MEGURI_TRY(duck::Rows::query(connection, sql, {}));
  if (!rows.next()) return error(ErrorCode::damaged, "facts.other_schema");
  return rows.integer(0);
}

Status create_or_check(const duck::Connection& connection) {
  const std::int64_t tables = MEGURI_TRY(
      first_integer(connection, "SELECT COUNT(*)::BIGINT FROM information_schema.tables"));
  if (tables == 0) return create_tables(connection);
  const auto version = first_integer(connection, "SELECT schema FROM projected");
  if (!version || *version != columns_schema_version) {
    return error(ErrorCode::damaged, "facts.other_schema");
  }
  return ok();
}

std::string in_quotes(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    quoted.push_back(c);
    if (c == '\'') quoted.push_back(c);
  }
  return quoted + "'";
}

std::string deletion_of_pack(const TableForm& form, std::string_view pack) {
  const std::string key = form.name == "pack" ? "id" : "pack";
  return "DELETE FROM " + std::string(form.name) + " WHERE " + key + "=" +
         in_quotes(std::string(pack));
}

std::filesystem::path write_ahead_log(const std::filesystem::path& path) {
  std::filesystem::path log = path;
  log += ".wal";
  return log;
}

}  // namespace

Result<Columns> Columns::open(const std::filesystem::path& path, const ColumnsOptions& options) {
  const std::array<duck::Setting, 4> settings = {
      {{"autoinstall_known_extensions", "false"},
       {"autoload_known_extensions", "false"},
       {"memory_limit", std::to_string(options.memory_limit_mb) + "MB"},
       {"threads", std::to_string(options.threads)}}};
  duck::Database database = MEGURI_TRY(duck::Database::open(path.string(), settings));
  duck::Connection writer = MEGURI_TRY(duck::Connection::open(database));
  MEGURI_TRY(create_or_check(writer));
  duck::Connection reader = MEGURI_TRY(duck::Connection::open(database));
  return Columns(
      std::make_unique<State>(path, std::move(database), std::move(writer), std::move(reader)));
}

Status Columns::remove(const std::filesystem::path& path) {
  for (const std::filesystem::path& file : {path, write_ahead_log(path)}) {
    std::error_code failure;
    std::filesystem::remove(file, failure);
    if (failure) return duck::failure(failure.message());
  }
  return ok();
}

Columns::Columns(std::unique_ptr<State> state) : state_(std::move(state)) {}
Columns::Columns(Columns&&) noexcept = default;
Columns& Columns::operator=(Columns&&) noexcept = default;
Columns::~Columns() = default;

Status Columns::begin() {
  const std::scoped_lock lock(state_->writing);
  MEGURI_CHECK(!state_->in_transaction);
  MEGURI_TRY(state_->writer.run("BEGIN TRANSACTION"));
  state_->in_transaction = true;
  return ok();
}

Status Columns::commit() {
  const std::scoped_lock lock(state_->writing);
  MEGURI_CHECK(state_->in_transaction);
  MEGURI_TRY(state_->writer.run("COMMIT"));
  state_->in_transaction = false;
  return ok();
}

Status Columns::roll_back() {
  const std::scoped_lock lock(state_->writing);
  if (!state_->in_transaction) return ok();
  state_->in_transaction = false;
  return state_->writer.run("ROLLBACK");
}

Result<std::int64_t> Columns::position() const {
  const std::scoped_lock lock(state_->reading);
  return first_integer(state_->reader, "SELECT position FROM projected");
}

Result<std::int64_t> Columns::last_report() const {
  const std::scoped_lock lock(state_->reading);
  return first_integer(state_->reader,
                       "SELECT COALESCE(MAX(position), 0) FROM entry WHERE kind='report'");
}

Status Columns::set_position(std::int64_t position) {
  const std::scoped_lock lock(state_->writing);
  return state_->writer.run("UPDATE projected SET position=" + std::to_string(position));
}

Status Columns::drop_pack(std::string_view pack) {
  return state_->write([&](const duck::Connection& writer) -> Status {
    for (const TableForm& form : table_forms) {
      if (!form.of_pack) continue;
      MEGURI_TRY(writer.run(deletion_of_pack(form, pack)));
    }
    return ok();
  });
}

Result<std::vector<TableCount>> Columns::counts() const {
  const std::scoped_lock lock(state_->reading);
  std::vector<TableCount> counts;
  for (const TableForm& form : table_forms) {
    const std::string sql = "SELECT COUNT(*)::BIGINT FROM " + std::string(form.name);
    const std::int64_t rows = MEGURI_TRY(first_integer(state_->reader, sql));
    counts.push_back({std::string(form.name), rows});
  }
  return counts;
}

Result<std::int64_t> Columns::size_bytes() const {
  std::int64_t total = 0;
  for (const std::filesystem::path& file : {state_->path, write_ahead_log(state_->path)}) {
    std::error_code failure;
    const auto size = std::filesystem::file_size(file, failure);
    if (!failure) total += static_cast<std::int64_t>(size);
  }
  return total;
}

Status Columns::export_parquet(std::string_view table, const std::filesystem::path& path) const {
  const std::scoped_lock lock(state_->reading);
  const auto* const form = std::ranges::find(table_forms, table, &TableForm::name);
  if (form == table_forms.end()) {
    return error(ErrorCode::not_found, "facts.no_such_table", {{"table", table}});
  }
  return state_->reader.run("COPY (SELECT * FROM " + std::string(form->name) + " ORDER BY " +
                            std::string(form->order) + ") TO " + in_quotes(path.string()) +
                            " (FORMAT parquet, COMPRESSION zstd)");
}

Result<std::vector<TextRow>> Columns::query(const std::string& sql) const {
  const std::scoped_lock lock(state_->reading);
  duck::Rows rows = MEGURI_TRY(duck::Rows::query(
      state_->reader, "SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + sql + ")", {}));
  std::vector<TextRow> texts;
  while (rows.next()) {
    TextRow row;
    for (std::size_t i = 0; i < rows.column_count(); ++i)
      row.push_back(rows.text_if_any(i));
    texts.push_back(std::move(row));
  }
  return texts;
}

}  // namespace meguri
