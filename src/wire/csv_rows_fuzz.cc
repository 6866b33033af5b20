// SPDX-License-Identifier: Apache-2.0
// Reads bytes as an endless CSV. Where the reader for whole files finds nothing wrong, both give
// the same cells in the same rows.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "base/check.h"
#include "wire/csv.h"
#include "wire/csv_rows.h"

namespace {

std::filesystem::path work_file() {
  const char* const memory = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
  return std::filesystem::path(memory) / ("meguri_csv_rows_fuzz_" + std::to_string(::getpid()));
}

struct Row {
  std::int64_t row = 0;
  std::vector<std::string> cells;
};

std::vector<Row> stream(const std::string& bytes, meguri::FindingLog& findings) {
  std::ofstream(work_file(), std::ios::binary | std::ios::trunc) << bytes;
  meguri::CsvSurvey survey;
  survey.take(bytes);
  survey.finish();
  meguri::CsvForm form = survey.form();
  form.separator = ',';
  const auto source =
      std::move(meguri::rows_of_csv(work_file(), "fuzz.csv", form, findings)).value();
  std::vector<Row> all;
  meguri::TableRows rows;
  std::int64_t last = 0;
  while (source->next(rows).value()) {
    for (const meguri::TableRow& row : rows.rows) {
      MEGURI_CHECK(row.row > last);
      last = row.row;
      if (row.is_damaged) continue;
      Row read{row.row, {}};
      for (const meguri::TableCell& cell : rows.cells_of(row))
        read.cells.push_back(meguri::text_of(cell));
      all.push_back(std::move(read));
    }
  }
  std::filesystem::remove(work_file());
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  meguri::FindingLog log;
  const std::vector<Row> streamed = stream(bytes, log);
  meguri::Findings findings;
  const meguri::CsvTable table = meguri::read_csv(bytes, "fuzz.csv", findings);
  if (!findings.empty() || table.header.empty()) return 0;
  MEGURI_CHECK(log.empty());
  std::size_t at = 0;
  const auto is_same = [&](std::int64_t row, const std::vector<std::string>& cells) {
    bool is_blank = true;
    for (const std::string& cell : cells)
      is_blank = is_blank && meguri::trimmed(meguri::fold_width(cell)).empty();
    if (is_blank) return true;  // the stream leaves them out
    if (at >= streamed.size()) return false;
    const Row& read = streamed[at++];
    return read.row == row && read.cells == cells;
  };
  MEGURI_CHECK(is_same(table.header_row, table.header));
  for (const meguri::CsvRecord& record : table.records)
    MEGURI_CHECK(is_same(record.row, record.cells));
  MEGURI_CHECK(at == streamed.size());
  return 0;
}
