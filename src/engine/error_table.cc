// SPDX-License-Identifier: Apache-2.0
#include "engine/error_table.h"

#include <algorithm>
#include <array>

namespace meguri {
namespace {

constexpr std::array rows{
    ErrorRow{ErrorCode::invalid_input, "invalid_input", 2, 400, "engine.error_invalid_input"},
    ErrorRow{ErrorCode::not_found, "not_found", 4, 404, "engine.error_not_found"},
    ErrorRow{ErrorCode::conflict, "conflict", 7, 409, "engine.error_conflict"},
    ErrorRow{ErrorCode::limit_exceeded, "limit_exceeded", 2, 413, "engine.error_limit_exceeded"},
    ErrorRow{ErrorCode::io_failure, "io_failure", 1, 500, "engine.error_io_failure"},
    ErrorRow{ErrorCode::damaged, "damaged", 1, 500, "engine.error_damaged"},
    ErrorRow{ErrorCode::findings, "findings", 3, 422, "engine.error_findings"},
    ErrorRow{ErrorCode::unavailable, "unavailable", 8, 503, "engine.error_unavailable"},
};

}  // namespace

std::span<const ErrorRow> error_table() { return rows; }

const ErrorRow& error_row(ErrorCode code) {
  const auto* const found = std::ranges::find(rows, code, &ErrorRow::code);
  MEGURI_CHECK(found != rows.end());
  return *found;
}

}  // namespace meguri
