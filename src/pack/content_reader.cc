// SPDX-License-Identifier: Apache-2.0
#include "pack/internal/content_reader.h"

#include "pack/internal/reading.h"
#include "pack/internal/table_kinds.h"

namespace meguri {
namespace {

constexpr int most_decimals = 9;

std::optional<std::int64_t> whole(const TypedCell* cell) {
  if (cell == nullptr || !cell->number) return std::nullopt;
  return cell->number->to_int64();
}

std::optional<double> real(const TypedCell* cell) {
  if (cell == nullptr || !cell->number) return std::nullopt;
  return cell->number->to_double();
}

bool is_sound(const RowView& row, std::string_view name) {
  const TypedCell* const cell = row.find(name);
  return cell != nullptr && cell->is_sound && !cell->is_empty;
}

}  // namespace

// ---- one row ----

const TypedCell* RowView::find(std::string_view name) const {
  const auto column = table_.column(name);
  return column ? &row_.cells[*column] : nullptr;
}

std::string RowView::text(std::string_view name) const {
  const TypedCell* const found = find(name);
  return found == nullptr ? std::string() : found->text;
}

Localized RowView::localized(std::string_view ja, std::string_view en) const {
  return {text(ja), text(en)};
}

Cell RowView::cell(std::size_t column) const {
  return {table_index_,
          static_cast<std::uint32_t>(column),
          row_.row,
          std::string(row_.cells[column].written)};
}

Cell RowView::cell(std::string_view name) const { return cell(table_.column(name).value_or(0)); }

Position RowView::position(std::string_view name) const {
  return position(table_.column(name).value_or(0));
}

Position RowView::position(std::size_t column) const { return table_.position(row_, column); }

std::optional<Mass> exact_mass(const Decimal& number,
                               const std::string& unit,
                               const Position& where,
                               Findings& findings) {
  const auto mass = parse_mass(to_text(number), unit);
  if (mass) return *mass;
  findings.push_back(
      {where, Message{"pack.mass_inexact", {{"text", to_text(number)}, {"unit", unit}}}});
  return std::nullopt;
}

// ---- kinds ----

void ContentReader::read(const TypedTable& table, std::uint32_t table_index) {
  const TableKind kind = table.declaration->kind;
  content_.table_rows[table_index] = static_cast<std::int64_t>(table.rows.size());
  // A table that lacks a column of its kind has its finding already.
  for (const FixedColumn& fixed : fixed_columns(kind)) {
    if (fixed.required && !table.column(fixed.name)) return;
  }
  if (kind == TableKind::entries) {
    read_entries(table, table_index, content_, findings_);
    return;
  }
  for (const TypedRow& typed : table.rows) {
    const RowView row(table, table_index, typed);
    switch (kind) {
      case TableKind::places:
        read_place(row);
        break;
      case TableKind::quantities:
        read_quantities(row);
        break;
      case TableKind::figures:
        read_figure(row);
        break;
      case TableKind::materials:
        read_material(row);
        break;
      case TableKind::sites:
        read_site(row);
        break;
      case TableKind::parties:
        read_party(row);
        break;
      case TableKind::entries:
        break;
    }
  }
}

void ContentReader::read_place(const RowView& row) {
  PlaceRecord place;
  place.code = row.text("code");
  place.level = place_level_of(row.text("level")).value_or(PlaceLevel::municipality);
  place.parent = row.text("parent");
  place.name_ja = row.text("name_ja");
  place.name_kana = row.text("name_kana");
  place.name_romaji = row.text("name_romaji");
  place.latitude = real(row.find("latitude"));
  place.longitude = real(row.find("longitude"));
  place.reports_as = row.text("reports_as");
  place.cell = row.cell("code");
  if (place.level != PlaceLevel::nation && place.parent.empty() && is_sound(row, "level")) {
    refuse(row.position("parent"), Message{"pack.parent_missing", {{"place", place.code}}});
  }
  const bool has_both = place.latitude.has_value() == place.longitude.has_value();
  if (!has_both || (place.latitude && (*place.latitude < -90 || *place.latitude > 90)) ||
      (place.longitude && (*place.longitude < -180 || *place.longitude > 180))) {
    refuse(row.position("latitude"), Message{"pack.coordinates", {{"place", place.code}}});
  }
  content_.places.push_back(std::move(place));
  read_quantities(row);
}

void ContentReader::read_quantities(const RowView& row) {
  const auto place_column = row.table().column(ColumnType::place);
  if (!place_column) return;
  const TypedCell& place = row.row().cells[*place_column];
  if (place.is_empty && place.is_sound &&
      !row.table().declaration->columns[*place_column].required) {
    refuse(row.position(*place_column),
           Message{"pack.cell_empty",
                   {{"column", row.table().declaration->columns[*place_column].name}}});
  }
  for (std::size_t i = 0; i < row.row().cells.size(); ++i) {
    if (!row.table().declaration->columns[i].quantity.empty()) read_quantity(row, i, place.text);
  }
}

void ContentReader::read_quantity(const RowView& row,
                                  std::size_t column,
                                  const std::string& place) {
  const PackTable& table = *row.table().declaration;
  const PackColumn& declared = table.columns[column];
  const TypedCell& cell = row.row().cells[column];
  std::optional<Period> period = declared.period;
  if (const auto at = row.table().column(ColumnType::period); !period && at) {
    period = row.row().cells[*at].period;
    if (!period && !row.row().cells[*at].is_sound) return;
  } else if (!period && !table.period) {
    return;  // said of the column already
  }
  if (!period) period = table.period;
  if (!period) {
    refuse(row.position(column), Message{"pack.period_missing", {{"column", declared.name}}});
    return;
  }
  QuantityRecord record;
  record.place = place;
  record.quantity = declared.quantity;
  record.period = *period;
  record.value = cell.number;
  record.unit = declared.unit;
  record.source = declared.source.empty() ? table.source : declared.source;
  const PackSource* const source = content_.manifest.source(record.source);
  if (source != nullptr) record.quality = source->quality;
  record.cell = row.cell(column);
  if (cell.number) {
    record.zero_may_be_blank = declared.zero_may_be_blank && cell.number->is_zero();
    if (cell.number->normalized().scale() > most_decimals) {
      refuse(row.position(column),
             Message{"pack.too_many_decimals",
                     {{"text", to_text(*cell.number)}, {"limit", std::int64_t{most_decimals}}}});
    }
    if (is_mass_unit(declared.unit)) {
      record.mass = exact_mass(*cell.number, declared.unit, row.position(column), findings_);
    }
  }
  content_.quantities.push_back(std::move(record));
}

void ContentReader::read_figure(const RowView& row) {
  FigureRecord figure;
  figure.key = row.text("key");
  figure.unit = row.text("unit");
  figure.source = row.text("source");
  figure.licence = row.text("licence");
  figure.quality = quality_of(row.text("status")).value_or(Quality::unverified);
  figure.name = row.localized("name_ja", "name_en");
  figure.note = row.localized("note_ja", "note_en");
  figure.place = row.text("place");
  figure.cell = row.cell("value");
  // Whatever a figure must have, even if the table does not declare the column as required.
  for (const std::string_view needed : {"key", "unit", "year", "source", "licence", "status"}) {
    const TypedCell* const cell = row.find(needed);
    const auto column = row.table().column(needed);
    if (cell == nullptr || !cell->is_empty || !cell->is_sound) continue;
    if (row.table().declaration->columns[*column].required) continue;
    refuse(row.position(needed), Message{"pack.cell_empty", {{"column", needed}}});
  }
  if (is_sound(row, "key") && !is_formula_id(figure.key)) {
    refuse(row.position("key"), Message{"pack.formula_id_malformed", {{"id", figure.key}}});
  }
  if (const TypedCell* const year = row.find("year"); year != nullptr && year->period) {
    figure.year = *year->period;
  }
  if (is_sound(row, "unit") && !is_known_unit(figure.unit)) {
    refuse(row.position("unit"), Message{"pack.unit_unknown", {{"unit", figure.unit}}});
  }
  if (const TypedCell* const value = row.find("value"); value != nullptr && value->number) {
    figure.value = value->number;
    if (is_mass_unit(figure.unit)) {
      figure.mass = exact_mass(*value->number, figure.unit, row.position("value"), findings_);
    }
  }
  read_range(row, figure);
  content_.figures.push_back(std::move(figure));
}

void ContentReader::read_range(const RowView& row, FigureRecord& figure) {
  if (const TypedCell* const low = row.find("low"); low != nullptr) figure.low = low->number;
  if (const TypedCell* const high = row.find("high"); high != nullptr) figure.high = high->number;
  const bool is_half = figure.low.has_value() != figure.high.has_value();
  const bool is_range = figure.low && figure.high && figure.value;
  const bool holds = is_range && *figure.low <= *figure.value && *figure.value <= *figure.high;
  if (is_half || (figure.low && !holds)) {
    refuse(row.position("low"), Message{"pack.range_malformed", {{"key", figure.key}}});
  }
}

void ContentReader::read_material(const RowView& row) {
  content_.materials.push_back({row.text("id"),
                                row.localized("name_ja", "name_en"),
                                row.text("parent"),
                                row.text("water") == "yes",
                                row.cell("id")});
}

void ContentReader::read_site(const RowView& row) {
  SiteRecord site;
  site.id = row.text("id");
  site.name = row.localized("name_ja", "name_en");
  const auto kind = site_kind_of(row.text("kind"));
  if (!kind && is_sound(row, "kind")) {
    refuse(row.position("kind"), Message{"pack.site_kind_unknown", {{"text", row.text("kind")}}});
  }
  site.kind = kind.value_or(SiteKind::plant);
  site.party = row.text("party");
  site.place = row.text("place");
  site.column = whole(row.find("column"));
  site.cell = row.cell("id");
  content_.sites.push_back(std::move(site));
}

void ContentReader::read_party(const RowView& row) {
  content_.parties.push_back({row.text("id"),
                              row.localized("name_ja", "name_en"),
                              row.text("corporate_number"),
                              row.text("layers"),
                              row.cell("id")});
}

}  // namespace meguri
