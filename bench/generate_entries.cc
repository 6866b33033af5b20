// SPDX-License-Identifier: Apache-2.0
// generate_entries <count> <folder>: the same weighings as CSV, as Parquet and in PostgreSQL's
// binary COPY form, for bench/bulk.py.
//
// A year of manifests of one book: an id of its own in each row, eight materials, five thousand
// lots.
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include <duckdb.h>

namespace {

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "generate_entries: %s\n", why.c_str());
  std::exit(1);
}

std::string rows_sql(const std::string& count) {
  return "SELECT DATE '2024-04-01' + CAST(i * 365 // " + count +
         " AS INTEGER) AS date, 'M' || lpad(CAST(i AS VARCHAR), 10, '0') AS manifest, "
         "'material-' || CAST(i % 8 AS VARCHAR) AS material, "
         "CAST(i % 977 + 1 AS DECIMAL(9,1)) + 0.5 AS mass_kg, "
         "'lot-' || CAST(i % 5000 AS VARCHAR) AS lot FROM range(" +
         count + ") r(i)";
}

void write_csv_and_parquet(const std::string& count, const std::string& folder) {
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  if (duckdb_open(nullptr, &database) != DuckDBSuccess ||
      duckdb_connect(database, &connection) != DuckDBSuccess) {
    stop("DuckDB cannot be opened");
  }
  for (const std::string& target :
       {folder + "/entries.csv' (HEADER)", folder + "/entries.parquet' (FORMAT parquet)"}) {
    duckdb_result result;
    const std::string sql = "COPY (" + rows_sql(count) + ") TO '" + target;
    if (duckdb_query(connection, sql.c_str(), &result) != DuckDBSuccess) {
      stop(duckdb_result_error(&result));
    }
    duckdb_destroy_result(&result);
  }
  duckdb_disconnect(&connection);
  duckdb_close(&database);
}

// PostgreSQL's documentation, "COPY", "Binary Format": big-endian, each field after its length.
class CopyFile {
 public:
  explicit CopyFile(const std::string& path) : out_(path, std::ios::binary) {
    out_.write("PGCOPY\n\377\r\n\0", 11);
    number(0, 4);
    number(0, 4);
  }
  void row(std::uint64_t fields) { number(fields, 2); }
  void text(std::string_view bytes) {
    number(bytes.size(), 4);
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  void integer(std::int64_t value) {
    number(8, 4);
    number(static_cast<std::uint64_t>(value), 8);
  }
  void finish() {
    number(0xFFFF, 2);
    if (!out_.flush()) stop("the COPY file cannot be written");
  }

 private:
  void number(std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
      out_.put(static_cast<char>(value >> static_cast<unsigned>(shift)));
  }
  std::ofstream out_;
};

void write_copy(std::int64_t count, const std::string& folder) {
  constexpr std::int64_t day_us = 86'400'000'000;
  constexpr std::int64_t start_us = 765'244'800'000'000;  // 2024-04-01 since 2000-01-01
  CopyFile file(folder + "/entries.pgcopy");
  char manifest[32];
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t day = start_us + i * 365 / count * day_us;
    std::snprintf(manifest, sizeof manifest, "M%010" PRId64, i);
    file.row(9);
    file.text(manifest);
    file.integer(day);
    file.integer(day + day_us);
    file.text("receive");
    file.text("market");
    file.text("yard");
    file.text("lot-" + std::to_string(i % 5000));
    file.text("material-" + std::to_string(i % 8));
    file.integer((i % 977 + 1) * 1'000'000 + 500'000);
  }
  file.finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) stop("usage: generate_entries <count> <folder>");
  const std::int64_t count = std::strtoll(argv[1], nullptr, 10);
  if (count < 1) stop("the count must be at least 1");
  write_csv_and_parquet(std::to_string(count), argv[2]);
  write_copy(count, argv[2]);
}
