// SPDX-License-Identifier: Apache-2.0
// rows: the rows of the columns, as plain values: what was published, where it stood, what was
// booked.
//
// Ids are those of packs, places those of matter/place_code.h, periods the ids of matter/period.h.
// Empty text means "none"; an unknown number is an empty optional, never zero.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "journal/entry.h"
#include "matter/flow.h"
#include "matter/mass.h"

namespace meguri {

// A loaded pack and the report entry that brought it in. Order: id.
struct PackRow {
  std::string id;
  std::string version;
  std::string hash;  // hexadecimal
  std::string title_ja;
  std::string title_en;
  std::string description_ja;
  std::string description_en;
  bool sample = false;
  std::string book;
  std::int64_t sequence = 0;
  Instant recorded_at;
  friend bool operator==(const PackRow&, const PackRow&) = default;
};

// Order: pack, id.
struct SourceRow {
  std::string pack;
  std::string id;
  std::string title_ja;
  std::string title_en;
  std::string publisher_ja;
  std::string publisher_en;
  std::string year;
  std::string url;
  std::string licence;
  std::string status;  // verified | secondary | unverified | derived
  std::string note_ja;
  std::string note_en;
  friend bool operator==(const SourceRow&, const SourceRow&) = default;
};

// A file of a pack; its bytes are in the document store under sha256. Order: pack, file.
struct DocumentRow {
  std::string pack;
  std::string file;    // relative path in the pack
  std::string sha256;  // hexadecimal
  std::int64_t size_bytes = 0;
  std::string table;  // id of the table it holds, or empty
  std::string table_kind;
  std::string title_ja;
  std::string title_en;
  std::string source;     // default source of the table
  std::int64_t rows = 0;  // data rows of the table
  friend bool operator==(const DocumentRow&, const DocumentRow&) = default;
};

// The cell that a published value was read from.
struct CellRow {
  std::string pack;
  std::string table;
  std::string sha256;  // of the document, hexadecimal
  std::int64_t row_number = 0;
  std::string column_name;
  friend bool operator==(const CellRow&, const CellRow&) = default;
};

// Order: code.
struct PlaceRow {
  std::string code;
  std::string level;  // nation | prefecture | municipality | ward
  std::string parent;
  std::string name_ja;
  std::string name_kana;
  std::string name_romaji;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::string reports_as;
  CellRow cell;
  friend bool operator==(const PlaceRow&, const PlaceRow&) = default;
};

// One published number. Order: pack, quantity, place, period, table, row, column.
struct QuantityRow {
  std::string place;
  std::string quantity;
  std::string period;
  std::string text;  // as published
  std::optional<std::string>
      value;  // plain decimal, at most 9 decimals, without trailing zeros; nothing = unknown
  std::optional<Mass> mass;  // where the unit is one of mass and the value is known
  std::string unit;          // of value
  std::string flags;         // flag ids, comma-separated ("zero_may_be_blank")
  std::string source;
  std::string quality;  // verified | secondary | unverified | derived
  CellRow cell;
  friend bool operator==(const QuantityRow&, const QuantityRow&) = default;
};

// Order: pack, row number, key.
struct FigureRow {
  std::string key;
  std::string text;
  std::optional<std::string> value;
  std::optional<Mass> mass;
  std::string unit;
  std::string year;
  std::string source;
  std::string licence;
  std::string quality;
  std::string name_ja;
  std::string name_en;
  std::string note_ja;
  std::string note_en;
  std::string place;
  CellRow cell;
  friend bool operator==(const FigureRow&, const FigureRow&) = default;
};

// Order: pack, id (all three of the following).
struct MaterialRow {
  std::string pack;
  std::string id;
  std::string name_ja;
  std::string name_en;
  std::string parent;
  bool water = false;
  friend bool operator==(const MaterialRow&, const MaterialRow&) = default;
};

struct SiteRow {
  std::string pack;
  std::string id;
  std::string name_ja;
  std::string name_en;
  std::string kind;
  std::string party;
  std::string place;
  std::optional<std::int64_t> column;  // of the Sankey diagram, from the left
  friend bool operator==(const SiteRow&, const SiteRow&) = default;
};

struct PartyRow {
  std::string pack;
  std::string id;
  std::string name_ja;
  std::string name_en;
  std::string corporate_number;
  friend bool operator==(const PartyRow&, const PartyRow&) = default;
};

// A flow of any tense. Order: pack, flow, place, period, run.
struct FlowRow {
  std::string pack;
  std::string run;  // the computation it comes from; empty for published flows
  Flow flow;
  friend bool operator==(const FlowRow& left, const FlowRow& right);
};

// One line of an entry with what identifies the entry. Order: position, line number.
struct LineRow {
  std::int64_t position = 0;
  std::string book;
  std::int64_t sequence = 0;
  std::int64_t line_number = 0;  // from 1
  EntryKind kind = EntryKind::move;
  Instant event_from;
  Instant event_until;
  Instant recorded_at;
  std::string entry_site;
  Line line;
  friend bool operator==(const LineRow&, const LineRow&) = default;
};

struct TableCount {
  std::string table;
  std::int64_t rows = 0;
  friend bool operator==(const TableCount&, const TableCount&) = default;
};

}  // namespace meguri
