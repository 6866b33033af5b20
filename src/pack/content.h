// SPDX-License-Identifier: Apache-2.0
// content: everything a pack holds, checked and typed, each value with the cell it stood in.
//
// Every number in it has a unit, a period, a source, a licence and a quality; the reader refuses
// the others. An unknown number is an empty optional and says by which mark; it is never zero.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "base/japanese_date.h"
#include "base/localized.h"
#include "matter/flow.h"
#include "matter/mass.h"
#include "matter/period.h"
#include "pack/calculation.h"
#include "pack/manifest.h"
#include "pack/model.h"

namespace meguri {

struct Cell {
  std::uint32_t table = 0;   // index into PackManifest::tables
  std::uint32_t column = 0;  // index into PackTable::columns
  std::int64_t row = 0;      // physical line of the file, from 1
  std::string text;          // as published
};

struct PlaceRecord {
  std::string code;  // JP, two digits or five
  PlaceLevel level = PlaceLevel::municipality;
  std::string parent;  // empty for the nation
  std::string name_ja;
  std::string name_kana;
  std::string name_romaji;
  std::optional<double> latitude;
  std::optional<double> longitude;
  std::string reports_as;  // empty, or the unit whose figures include this one
  Cell cell;               // of the code
};

struct QuantityRecord {
  std::string place;
  std::string quantity;
  Period period;
  std::optional<Decimal> value;  // nothing: unknown
  std::optional<Mass> mass;      // where the unit is one of mass and the value known
  std::string unit;
  std::string source;  // id in the manifest
  Quality quality = Quality::unverified;
  bool zero_may_be_blank = false;  // the value is 0 and the publisher writes 0 for blanks too
  Cell cell;
};

struct FigureRecord {
  std::string key;
  std::optional<Decimal> value;
  std::optional<Decimal> low;  // the range it lies in, where its source tells one
  std::optional<Decimal> high;
  std::optional<Mass> mass;
  std::string unit;
  Period year;
  std::string source;
  std::string licence;
  Quality quality = Quality::unverified;
  Localized name;
  Localized note;
  std::string place;
  Cell cell;  // of the value
};

struct MaterialRecord {
  std::string id;
  Localized name;
  std::string parent;
  bool water = false;
  Cell cell;
};

struct SiteRecord {
  std::string id;
  Localized name;
  SiteKind kind = SiteKind::plant;
  std::string party;
  std::string place;
  std::optional<std::int64_t> column;
  Cell cell;
};

struct PartyRecord {
  std::string id;
  Localized name;
  std::string corporate_number;
  std::string layers;  // of its book: ids with commas between
  Cell cell;
};

struct LayerRecord {
  std::string layer;
  Mass mass;
};

struct EntryLineRecord {
  std::string site;
  std::string lot;  // empty for boundary accounts
  std::string material;
  Mass mass;  // + into the account, − out of it
  Origin origin = Origin::unknown;
  std::string counterparty;
  std::vector<LayerRecord> layers;  // ascending by layer
  Cell cell;                        // of the mass
};

struct EntryRecord {
  std::string book;
  std::string client_id;
  std::string kind;  // opening, receive, move, transform, use, dispose, adjust, ship, attest
  Day date;
  std::string site;
  std::string evidence;
  Localized note;
  std::string shipment;         // of a receipt: <book>/<entry> of what was shipped
  std::optional<Day> deadline;  // of a shipment: its last day
  std::string payload_type;     // of what is attested, with its version ("claim/1"); may be empty
  std::string payload;          // … and what that is
  std::vector<EntryLineRecord> lines;  // none of what is attested
  Cell cell;                           // of its first row
};

// What expected.toml says should come out.
enum class ExpectedKind : std::uint8_t {
  indicator,
  quantity,
  term,
  derived,
  identity,
  calculation
};

// Of a calculation's run: which step or verdict, with which inputs in place of the sample's.
struct ExpectedRun {
  std::string step;     // or
  std::string verdict;  // one of the two
  std::vector<std::pair<std::string, std::string>> inputs;
  std::optional<std::int64_t> row;  // from 1, of a step or verdict over a list
  std::string outcome;  // instead of a value: yes, no, not_applicable; unknown, undefined, bounded
};

struct Expected {
  ExpectedKind kind = ExpectedKind::indicator;
  std::string id;
  std::string place;             // empty for an identity, and a calculation that asks of none
  std::optional<Period> period;  // nothing where there is no place
  Decimal value;
  std::string unit;
  std::int64_t decimals = 0;         // compared after rounding to these ...
  std::optional<Decimal> tolerance;  // ... unless a largest difference is stated
  ExpectedRun run;                   // of a calculation
  Position where;
};

// A file of the pack, as its hash is taken: the path inside the pack and the bytes.
struct PackDocument {
  std::string path;
  std::string bytes;
};

struct PackContent {
  PackManifest manifest;
  PackModel model;
  std::vector<RuleModel> rules;
  std::vector<CalculationModel> calculations;
  ProgrammeList programmes;
  std::vector<PlaceRecord> places;
  std::vector<QuantityRecord> quantities;
  std::vector<FigureRecord> figures;
  std::vector<MaterialRecord> materials;
  std::vector<SiteRecord> sites;
  std::vector<PartyRecord> parties;
  std::vector<EntryRecord> entries;
  std::vector<Expected> expected;
  std::vector<std::int64_t> table_rows;  // data rows of each table of the manifest
  std::vector<PackDocument> documents;   // every file read, by path
};

}  // namespace meguri
