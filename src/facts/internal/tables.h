// SPDX-License-Identifier: Apache-2.0
// tables: the tables of the columns and the order in which their rows are given back.
//
// The columns are rebuilt rather than migrated: a change here raises columns_schema_version.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace meguri {

inline constexpr std::int64_t columns_schema_version = 3;

struct TableForm {
  std::string_view name;
  std::string_view columns;
  std::string_view order;
  bool of_pack = false;  // rows go when their pack is dropped; for `pack` itself the key is id
};

inline constexpr std::array<TableForm, 13> table_forms = {{
    {"document",
     "pack VARCHAR, file VARCHAR, sha256 VARCHAR, size_bytes BIGINT, tbl VARCHAR, "
     "table_kind VARCHAR, title_ja VARCHAR, title_en VARCHAR, source VARCHAR, row_count BIGINT",
     "pack, file",
     true},
    {"entry",
     "position BIGINT, book VARCHAR, sequence BIGINT, client_id VARCHAR, kind VARCHAR, "
     "actor VARCHAR, event_from TIMESTAMP, event_until TIMESTAMP, recorded_at TIMESTAMP, "
     "site VARCHAR, evidence VARCHAR, note VARCHAR, corrects VARCHAR, payload_type VARCHAR, "
     "payload BLOB, shipment VARCHAR, deadline TIMESTAMP, other_book VARCHAR, leaf_hash VARCHAR",
     "position",
     false},
    {"figure",
     "key VARCHAR, published VARCHAR, value DECIMAL(38,9), mass_mg BIGINT, unit VARCHAR, "
     "year VARCHAR, source VARCHAR, licence VARCHAR, quality VARCHAR, name_ja VARCHAR, "
     "name_en VARCHAR, note_ja VARCHAR, note_en VARCHAR, place VARCHAR, pack VARCHAR, "
     "tbl VARCHAR, document VARCHAR, row_number BIGINT, column_name VARCHAR",
     "pack, row_number, key",
     true},
    {"flow",
     "pack VARCHAR, run VARCHAR, flow VARCHAR, place VARCHAR, from_site VARCHAR, "
     "to_site VARCHAR, material VARCHAR, period VARCHAR, tense VARCHAR, mass_mg BIGINT, "
     "low_mg BIGINT, high_mg BIGINT",
     "pack, flow, place, period, run, from_site, to_site, material",
     true},
    {"layer",
     "position BIGINT, line_number BIGINT, layer VARCHAR, mass_mg BIGINT",
     "position, line_number, layer",
     false},
    {"line",
     "position BIGINT, book VARCHAR, sequence BIGINT, line_number BIGINT, kind VARCHAR, "
     "event_from TIMESTAMP, event_until TIMESTAMP, recorded_at TIMESTAMP, entry_site VARCHAR, "
     "site VARCHAR, lot VARCHAR, material VARCHAR, mass_mg BIGINT, origin VARCHAR, counterparty "
     "VARCHAR, "
     "basis VARCHAR, uncertainty_mg BIGINT, pieces BIGINT, volume_ml BIGINT, energy_j BIGINT, "
     "money_yen BIGINT, event_month BIGINT",
     "position, line_number",
     false},
    {"material",
     "pack VARCHAR, id VARCHAR, name_ja VARCHAR, name_en VARCHAR, parent VARCHAR, water BOOLEAN",
     "pack, id",
     true},
    {"pack",
     "id VARCHAR, version VARCHAR, hash VARCHAR, title_ja VARCHAR, title_en VARCHAR, "
     "description_ja VARCHAR, description_en VARCHAR, sample BOOLEAN, book VARCHAR, "
     "sequence BIGINT, recorded_at TIMESTAMP",
     "id",
     true},
    {"party",
     "pack VARCHAR, id VARCHAR, name_ja VARCHAR, name_en VARCHAR, corporate_number VARCHAR",
     "pack, id",
     true},
    {"place",
     "code VARCHAR, level VARCHAR, parent VARCHAR, name_ja VARCHAR, name_kana VARCHAR, "
     "name_romaji VARCHAR, latitude DOUBLE, longitude DOUBLE, reports_as VARCHAR, pack VARCHAR, "
     "tbl VARCHAR, document VARCHAR, row_number BIGINT, column_name VARCHAR",
     "code, pack, row_number",
     true},
    {"quantity",
     "place VARCHAR, quantity VARCHAR, period VARCHAR, published VARCHAR, value DECIMAL(38,9), "
     "mass_mg BIGINT, unit VARCHAR, flags VARCHAR, source VARCHAR, quality VARCHAR, "
     "pack VARCHAR, tbl VARCHAR, document VARCHAR, row_number BIGINT, column_name VARCHAR",
     "pack, quantity, place, period, tbl, row_number, column_name",
     true},
    {"site",
     "pack VARCHAR, id VARCHAR, name_ja VARCHAR, name_en VARCHAR, kind VARCHAR, party VARCHAR, "
     "place VARCHAR, sankey_column BIGINT",
     "pack, id",
     true},
    {"source",
     "pack VARCHAR, id VARCHAR, title_ja VARCHAR, title_en VARCHAR, publisher_ja VARCHAR, "
     "publisher_en VARCHAR, year VARCHAR, url VARCHAR, licence VARCHAR, status VARCHAR, "
     "note_ja VARCHAR, note_en VARCHAR",
     "pack, id",
     true},
}};

}  // namespace meguri
