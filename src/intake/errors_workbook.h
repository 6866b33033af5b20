// SPDX-License-Identifier: Apache-2.0
// errors_workbook: the rows that cannot be booked, as a workbook for the user to mend.
//
// The header and the user's own rows, the cells with a problem coloured, and behind them a column
// that says what is wrong and how to mend it. The workbook can itself be imported. At most 10,000
// rows. Errors: those of the survey, io_failure. One thread.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/message.h"
#include "base/result.h"
#include "intake/import.h"

namespace meguri {

// How many rows were written. `checked` is a preview of the same job.
Result<std::int64_t> write_errors_workbook(const ImportJob& job,
                                           const ImportPreview& checked,
                                           Language language,
                                           const std::filesystem::path& path);

}  // namespace meguri
