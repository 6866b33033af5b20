// SPDX-License-Identifier: Apache-2.0
// manifest: what pack.toml says: who made the pack, from which sources, which tables it holds.
//
// Plain values, as read and checked by pack/read.h; ids are lower case, a-z 0-9 _ - and dots.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/finding.h"
#include "base/localized.h"
#include "matter/flow.h"
#include "matter/period.h"

namespace meguri {

struct PackSource {
  std::string id;
  Localized title;
  Localized publisher;
  std::string year;  // as written: FY2024, CY2022, 2020-10-01, or a range FY2019/FY2023
  std::string url;   // empty: none
  std::string licence;
  Quality quality = Quality::unverified;
  Localized note;  // both empty: none
  Position where;
};

// What a table's rows are; spelled as in pack.toml.
enum class TableKind : std::uint8_t {
  places,
  quantities,
  figures,
  materials,
  sites,
  parties,
  entries
};
std::string_view to_text(TableKind kind);

enum class ColumnType : std::uint8_t { text, place, period, number, integer, date, choice, id };
std::string_view to_text(ColumnType type);

struct PackColumn {
  std::string name;  // the header cell, compared after NFKC
  ColumnType type = ColumnType::text;
  bool required = false;
  std::string quantity;            // of a number column: which quantity it reports
  std::string unit;                // of a number column
  std::string layer;               // of a number column of entries: "water"
  std::string source;              // overrides the table's
  std::optional<Period> period;    // overrides the table's
  std::optional<Decimal> minimum;  // masses: 0 unless stated otherwise
  bool zero_may_be_blank = false;
  std::vector<std::string> choices;
  Position where;
};

struct PackTable {
  std::string id;
  std::string file;  // path inside the pack
  Localized title;
  TableKind kind = TableKind::quantities;
  std::string source;
  std::optional<Period> period;
  std::vector<std::string> key;  // names of columns
  std::vector<PackColumn> columns;
  Position where;
};

struct PackManifest {
  std::int64_t schema = 1;
  std::string id;
  std::string version;
  Localized title;
  Localized description;
  bool sample = false;
  std::vector<std::string> required_packs;
  std::vector<PackSource> sources;
  std::vector<PackTable> tables;

  [[nodiscard]] const PackSource* source(std::string_view source_id) const;
};

}  // namespace meguri
