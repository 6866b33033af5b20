// SPDX-License-Identifier: Apache-2.0
// parquet_rows: a Parquet file of any size, row by row, its columns keeping their types.
//
// Whole numbers and decimals of up to 18 digits are numbers; floating-point ones are the shortest
// decimal that names them; dates, times (without a zone: Tokyo's), booleans and texts are what they
// are; everything else (lists, structs) is a text. Rows come in the order of the file, numbered
// from
// 1. Texts live until the next batch.
//
// Errors: not_found, invalid_input (facts.parquet_unreadable). One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/table_rows.h"

namespace meguri {

struct ParquetForm {
  std::vector<std::string> columns;
  std::int64_t rows = 0;
};

Result<ParquetForm> survey_parquet(const std::filesystem::path& path, std::string_view file);

// A cell for each column of the survey.
Result<std::unique_ptr<RowSource>> rows_of_parquet(const std::filesystem::path& path,
                                                   std::string_view file);

// Writes what a SELECT gives. REQUIRES: text written by the program, never by a user.
Status write_parquet(const std::string& select, const std::filesystem::path& path);

}  // namespace meguri
