// SPDX-License-Identifier: Apache-2.0
// measure_flows make FOLDER LINES   lays so many invented lines of books down in the columns
// measure_flows ask FOLDER          one indicator by party and month: prints every group, then the
//                                   seconds of each of three rounds
//
// What bench/measure_flows.py times beside PostgreSQL and SQLite, which hold the same lines.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>

#include <duckdb.h>

#include "base/check.h"
#include "facts/columns.h"

namespace meguri {
namespace {

// The columns' own writers take entries of a journal only, and a hundred million of them would take
// hours to book: their table is filled from outside.
void make(const std::filesystem::path& folder, const std::string& lines) {
  const std::filesystem::path path = folder / "columns.duckdb";
  { const Columns columns = Columns::open(path, {}).value(); }
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  MEGURI_CHECK(duckdb_open(path.c_str(), &database) == DuckDBSuccess);
  MEGURI_CHECK(duckdb_connect(database, &connection) == DuckDBSuccess);
  const std::string insert =
      "INSERT INTO line SELECT i+1, 'party ' || CAST((i*7919)%499 AS text), i+1, 1, "
      "CASE i%3 WHEN 0 THEN 'receive' WHEN 1 THEN 'transform' ELSE 'dispose' END, "
      "make_timestamp((1680274800+(i*104729)%94694400)*1000000), "
      "make_timestamp((1680274800+(i*104729)%94694400)*1000000), "
      "make_timestamp(1800000000000000), 'hall', 'hall', 'lot ' || CAST(i%100 AS text), "
      "'material ' || CAST(i%12 AS text), (1+(i*31337)%999983) * CASE WHEN i%3=2 OR (i%3=1 AND "
      "i%2=0) THEN -1 ELSE 1 END, CASE (i*13)%5 WHEN 0 THEN 'unknown' WHEN 1 THEN "
      "'virgin' WHEN 2 THEN 'pre_consumer' WHEN 3 THEN 'post_consumer' ELSE 'reused' "
      "END, '', 'wet', NULL, NULL, NULL, NULL, NULL, year(day)*12+month(day)-1 FROM (SELECT i, "
      "make_timestamp((1680307200+(i*104729)%94694400)*1000000) AS day FROM range(" +
      lines + ") t(i))";
  MEGURI_CHECK(duckdb_query(connection, insert.c_str(), nullptr) == DuckDBSuccess);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
}

SumFilter indicator() {
  SumTerm received;
  received.kinds = {EntryKind::receive};
  received.of_stock = true;
  received.except_materials = {"material 3", "material 6"};
  SumTerm recycled = received;
  recycled.origins = {Origin::pre_consumer, Origin::post_consumer};
  SumFilter filter;
  filter.terms = {received, recycled};
  filter.by = PeriodKind::month;
  return filter;
}

void ask(const std::filesystem::path& folder) {
  const Columns columns =
      Columns::open(folder / "columns.duckdb", {.memory_limit_mb = 8'000}).value();
  std::vector<double> seconds;
  std::vector<SumRow> rows;
  constexpr int rounds = 3;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    rows = columns.recorded_sums(indicator()).value();
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  for (const SumRow& row : rows) {
    std::cout << row.book << '|' << row.period->id() << '|' << row.terms[0].sum << '|'
              << row.terms[1].sum << '|' << row.terms[1].sum_if_so << '\n';
  }
  for (const double each : seconds)
    std::cerr << each << '\n';
}

}  // namespace
}  // namespace meguri

int main(int count, char** words) {
  if (count == 4 && std::string(words[1]) == "make") {
    meguri::make(words[2], words[3]);
  } else if (count == 3 && std::string(words[1]) == "ask") {
    meguri::ask(words[2]);
  } else {
    std::cerr << "measure_flows make FOLDER LINES | ask FOLDER\n";
    return 2;
  }
  return 0;
}
