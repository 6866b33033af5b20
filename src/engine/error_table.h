// SPDX-License-Identifier: Apache-2.0
// error_table: one row per error code: its exit code, HTTP status and problem type.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace meguri {

struct ErrorRow {
  ErrorCode code;
  std::string_view name;  // as on the wire: "not_found"
  int exit_code;  // 1 runtime, 2 usage, 3 findings, 4 not found, 5 refused, 7 conflict, 8 busy
  int http_status;
  std::string_view title_id;  // message id of the title
};

std::span<const ErrorRow> error_table();
const ErrorRow& error_row(ErrorCode code);

// Exit codes of the command line that are no error codes.
inline constexpr int exit_ok = 0;
inline constexpr int exit_usage = 2;
inline constexpr int exit_interrupted = 130;

}  // namespace meguri
