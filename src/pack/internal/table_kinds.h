// SPDX-License-Identifier: Apache-2.0
// table_kinds: which columns a table of each kind must and may have.
#pragma once

#include <span>
#include <string_view>

#include "base/finding.h"
#include "pack/manifest.h"

namespace meguri {

struct FixedColumn {
  std::string_view name;
  ColumnType type;
  bool required;
};

// In the order of docs/PACKS.md; empty for `quantities`, whose columns are free.
std::span<const FixedColumn> fixed_columns(TableKind kind);

// Fixed columns that are not declared or of another type; number columns that say too little.
void check_table_kind(const PackTable& table, Findings& findings);

}  // namespace meguri
