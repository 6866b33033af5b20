// SPDX-License-Identifier: Apache-2.0
// report_workbook: the diagnosis of a town as a workbook: 現状把握, 指標 with live formulas, 推移
// of all loaded years, わがまちの目標, 比較, 改善提案 with a sheet for each proposal, 出典.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "engine/answers.h"
#include "wire/json.h"

namespace meguri {

// `diagnosis` is the answer DiagnosisAnswer of that place and period. Errors: of the workbook.
Status write_report_workbook(const AnswerContext& context,
                             const Json& diagnosis,
                             PlaceIndex place,
                             PeriodIndex period,
                             const std::filesystem::path& path);

}  // namespace meguri
