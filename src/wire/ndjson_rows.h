// SPDX-License-Identifier: Apache-2.0
// ndjson_rows: files with one JSON value per line (NDJSON, JSON Lines), row by row.
//
// Flat objects become rows: the column is the key, and numbers keep the digits they were written
// with. A member that is itself an object or a list is an error cell. UTF-8 only. Memory: a few
// pieces and one line.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/finding_log.h"
#include "base/result.h"
#include "wire/table_rows.h"

namespace meguri {

inline constexpr std::size_t ndjson_line_bytes_max = std::size_t{16} << 20U;

// The keys of the first objects of a file, in order of appearance; `head` may end within a line.
// Lines that are no objects are passed over.
std::vector<std::string> keys_of_ndjson(std::string_view head);

// A cell for each of `columns`; other keys are left out. Findings: wire.ndjson_malformed,
// wire.ndjson_no_object, wire.csv_line_too_long. Errors: not_found, io_failure.
Result<std::unique_ptr<RowSource>> rows_of_ndjson(const std::filesystem::path& path,
                                                  std::string file,
                                                  const std::vector<std::string>& columns,
                                                  FindingLog& findings);

// One cell a row: the line as text.
Result<std::unique_ptr<RowSource>> lines_of_ndjson(const std::filesystem::path& path,
                                                   std::string file,
                                                   FindingLog& findings);

}  // namespace meguri
