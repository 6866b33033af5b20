// SPDX-License-Identifier: Apache-2.0
// Reads bytes as a table. Whatever they are: problems have a row and a known message, records have
// as many cells as the header and ascending rows, and writing the table and reading it again gives
// the same cells without a problem.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "wire/csv.h"
#include "wire/csv_writer.h"

namespace meguri {
namespace {

void check_table(const CsvTable& table, const Findings& findings) {
  MEGURI_CHECK(!findings.empty() || table.header_row > 0);
  std::int64_t last_row = table.header_row;
  for (const CsvRecord& record : table.records) {
    MEGURI_CHECK(record.cells.size() == table.header.size());
    MEGURI_CHECK(record.row > last_row);
    last_row = record.row;
  }
  for (const Finding& finding : findings) {
    MEGURI_CHECK(finding.where.row >= 0);
    MEGURI_CHECK(render(finding.what, Language::ja) != finding.what.id);
    MEGURI_CHECK(render(finding.fix(), Language::en) != finding.fix().id);
  }
}

void check_round_trip(const CsvTable& table) {
  CsvWriter writer;
  writer.row(table.header);
  for (const CsvRecord& record : table.records)
    writer.row(record.cells);
  Findings findings;
  CsvLimits limits;
  const CsvTable again = read_csv(writer.text(), "again.csv", findings, limits);
  MEGURI_CHECK(findings.empty());
  MEGURI_CHECK(again.header == table.header);
  MEGURI_CHECK(again.records.size() == table.records.size());
  for (std::size_t i = 0; i < table.records.size(); ++i) {
    MEGURI_CHECK(again.records[i].cells == table.records[i].cells);
  }
}

}  // namespace
}  // namespace meguri

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  meguri::Findings findings;
  meguri::CsvLimits limits;
  limits.line_bytes = 200;
  const meguri::CsvTable table = meguri::read_csv(bytes, "fuzz.csv", findings, limits);
  meguri::check_table(table, findings);
  if (findings.empty()) meguri::check_round_trip(table);
  return 0;
}
