// SPDX-License-Identifier: Apache-2.0
// fields: what a row of a file can say about an entry: the targets of a mapping.
//
// Spelled as in templates. All of it is constant; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace meguri {

// movements: one row is one entry of two lines. lines: rows with one entry id are one entry.
// entries: every line of an NDJSON file is a whole entry in the JSON of the API.
enum class ImportShape : std::uint8_t { movements, lines, entries };
std::string_view to_text(ImportShape shape);
std::optional<ImportShape> import_shape_of(std::string_view name);

// `from` and `to` are accounts of a movement, `line_site` with `lot` the account of a line.
enum class ImportField : std::uint8_t {
  book,
  kind,
  date,
  until,
  client_id,
  entry,
  from,
  from_lot,
  to,
  to_lot,
  line_site,
  lot,
  site,
  material,
  to_material,
  mass,
  unit,
  density,
  moisture,
  uncertainty,
  pieces,
  volume,
  energy,
  money,
  origin,
  counterparty,
  evidence,
  note,
  actor,
  shipment,
  deadline,
  corrects
};
inline constexpr std::size_t import_fields_count = 32;
std::string_view to_text(ImportField field);
std::optional<ImportField> import_field_of(std::string_view name);

enum class FieldValue : std::uint8_t { text, number, date, site, material, choice };
std::string_view to_text(FieldValue value);

enum class FieldNeed : std::uint8_t {
  none,
  optional,
  required
};  // none: the shape has no such field

struct FieldTraits {
  ImportField field;
  std::string_view id;
  FieldValue value;
  FieldNeed in_movements;
  FieldNeed in_lines;
  std::span<const std::string_view>
      units;  // that make sense; the first one is meant without a unit
};
std::span<const FieldTraits> field_catalogue();
const FieldTraits& traits_of(ImportField field);
FieldNeed need_of(ImportField field, ImportShape shape);

}  // namespace meguri
