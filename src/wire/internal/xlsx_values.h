// SPDX-License-Identifier: Apache-2.0
// xlsx_values: what stands in a cell of a workbook: numbers, days, references.
//
// Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wire/table_rows.h"

namespace meguri {

// A stored number ("1234.5", "1.2E-3", "0.30000000000000004") rounded to the 15 significant digits
// that spreadsheets show. Nothing if it is no number, or has more than 18 decimals or digits.
struct XlsxNumber {
  std::int64_t coefficient = 0;
  std::uint8_t scale = 0;
};
std::optional<XlsxNumber> read_xlsx_number(std::string_view text);

// The day or instant that a serial number means; nothing outside the years 1900 to 9999. Times are
// rounded to whole seconds.
std::optional<TableCell> date_of_serial(const XlsxNumber& serial, bool is_1904);

// "BC12" → column 55, row 12; nothing if it is no reference.
struct XlsxReference {
  std::int64_t column = 0;
  std::int64_t row = 0;
};
std::optional<XlsxReference> read_xlsx_reference(std::string_view text);

}  // namespace meguri
