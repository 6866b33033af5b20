// SPDX-License-Identifier: Apache-2.0
// sheet_formula: a formula of ours as a formula of a spreadsheet over cells.
//
// Cells hold numbers in the units people read; the formula converts where units differ from the
// tonne, the yen and so on, so that `mass * factor` of tonnes is `=B3*B4`. It is blank where a cell
// it needs is blank, as an unknown input is unknown and not zero. Pure; any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "measure/expression.h"

namespace meguri {

struct SheetCell {
  std::string cell;  // "B3"
  UnitOfMeasure unit;
  bool is_truth = false;  // holds 1 or 0
};

// The cell of a name, nothing where it has none.
using SheetCells = std::function<std::optional<SheetCell>(std::string_view name)>;

// With its "=". Nothing where a name has no cell, or where a spreadsheet has no such thing: values
// known only to lie between bounds. REQUIRES: the expression is typed.
std::optional<std::string> sheet_formula(const Expression& expression,
                                         const SheetCells& cells,
                                         const UnitOfMeasure& result,
                                         int days);

}  // namespace meguri
