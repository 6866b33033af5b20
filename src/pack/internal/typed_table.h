// SPDX-License-Identifier: Apache-2.0
// typed_table: the cells of one table, read by the types its columns declare.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/finding.h"
#include "base/japanese_date.h"
#include "matter/period.h"
#include "pack/manifest.h"

namespace meguri {

// One cell; the member that its column's type says is set, unless the cell is empty.
struct TypedCell {
  std::string_view written;  // as published
  bool is_empty = true;      // nothing there (of a number: nothing or a mark for unknown)
  bool is_sound = true;      // false: there is a finding about it
  std::string text;          // text, id, choice, place (as a code)
  std::string alternative;   // of a place: the code it may have been meant for
  std::optional<Decimal> number;
  std::optional<Period> period;
  std::optional<Day> date;
};

struct TypedRow {
  std::int64_t row = 0;          // physical line
  std::vector<TypedCell> cells;  // as PackTable::columns
};

struct TypedTable {
  const PackTable* declaration = nullptr;
  std::string file;  // as findings call it
  std::vector<TypedRow> rows;

  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const;
  // The first column of that type.
  [[nodiscard]] std::optional<std::size_t> column(ColumnType type) const;
  [[nodiscard]] Position position(const TypedRow& row, std::size_t column) const;
};

// The bytes of one table; `written` views into `held`, which must live as long as the result.
struct HeldCells {
  std::vector<std::vector<std::string>> rows;
};
TypedTable read_typed_table(const PackTable& declaration,
                            std::string_view file,
                            std::string_view bytes,
                            HeldCells& held,
                            Findings& findings);

}  // namespace meguri
