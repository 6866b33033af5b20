// SPDX-License-Identifier: Apache-2.0
// calculation_workbook: a run of a calculation as a sheet with live formulas.
//
// Inputs and figures stand in cells, steps are formulas over them, so that an officer can change a
// number and see what follows, without us. What a spreadsheet cannot compute stands as a value and
// says so.
#pragma once

#include <string>

#include "base/result.h"
#include "engine/calculation_document.h"
#include "wire/workbook.h"

namespace meguri {

// Where a step stands, "'提案'!B12", and what it comes to now as a plain decimal ("": nothing).
struct LinkedCell {
  std::string cell;
  std::string value;
};

// Adds a sheet of that name; the cell of the step `linked`, if one is asked for. Errors: of the
// workbook.
Result<LinkedCell> add_calculation_sheet(const AnswerContext& context,
                                         const AskedCalculation& asked,
                                         std::string_view name,
                                         std::optional<std::uint32_t> linked,
                                         Workbook& book);

}  // namespace meguri
