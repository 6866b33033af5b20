// SPDX-License-Identifier: Apache-2.0
#include "intake/fields.h"

#include <algorithm>
#include <array>

#include "base/check.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 3> shapes = {"movements", "lines", "entries"};
constexpr std::array<std::string_view, 6> values = {
    "text", "number", "date", "site", "material", "choice"};

constexpr std::array<std::string_view, 11> mass_units = {
    "t", "kg", "g", "mg", "千t", "万t", "t-dry", "kg-dry", "m3", "L", "kL"};
constexpr std::array<std::string_view, 4> plain_mass_units = {"t", "kg", "g", "mg"};
constexpr std::array<std::string_view, 2> density_units = {"t/m3", "kg/m3"};
constexpr std::array<std::string_view, 1> percent = {"%"};
constexpr std::array<std::string_view, 1> pieces = {"個"};
constexpr std::array<std::string_view, 4> volume_units = {"m3", "L", "kL", "mL"};
constexpr std::array<std::string_view, 7> energy_units = {
    "kWh", "MWh", "MJ", "GJ", "TJ", "kJ", "J"};
constexpr std::array<std::string_view, 4> money_units = {"円", "千円", "万円", "百万円"};

using enum FieldNeed;
constexpr FieldValue text = FieldValue::text;

constexpr std::array<FieldTraits, import_fields_count> catalogue = {{
    {ImportField::book, "book", text, required, required, {}},
    {ImportField::kind, "kind", FieldValue::choice, required, required, {}},
    {ImportField::date, "date", FieldValue::date, required, required, {}},
    {ImportField::until, "until", FieldValue::date, optional, optional, {}},
    {ImportField::client_id, "client_id", text, optional, none, {}},
    {ImportField::entry, "entry", text, none, required, {}},
    {ImportField::from, "from", FieldValue::site, required, none, {}},
    {ImportField::from_lot, "from_lot", text, optional, none, {}},
    {ImportField::to, "to", FieldValue::site, required, none, {}},
    {ImportField::to_lot, "to_lot", text, optional, none, {}},
    {ImportField::line_site, "line_site", FieldValue::site, none, required, {}},
    {ImportField::lot, "lot", text, none, optional, {}},
    {ImportField::site, "site", FieldValue::site, optional, optional, {}},
    {ImportField::material, "material", FieldValue::material, required, required, {}},
    {ImportField::to_material, "to_material", FieldValue::material, optional, none, {}},
    {ImportField::mass, "mass", FieldValue::number, required, required, mass_units},
    {ImportField::unit, "unit", text, optional, optional, {}},
    {ImportField::density, "density", FieldValue::number, optional, optional, density_units},
    {ImportField::moisture, "moisture", FieldValue::number, optional, optional, percent},
    {ImportField::uncertainty,
     "uncertainty",
     FieldValue::number,
     optional,
     optional,
     plain_mass_units},
    {ImportField::pieces, "pieces", FieldValue::number, optional, optional, pieces},
    {ImportField::volume, "volume", FieldValue::number, optional, optional, volume_units},
    {ImportField::energy, "energy", FieldValue::number, optional, optional, energy_units},
    {ImportField::money, "money", FieldValue::number, optional, optional, money_units},
    {ImportField::origin, "origin", FieldValue::choice, optional, optional, {}},
    {ImportField::counterparty, "counterparty", text, optional, optional, {}},
    {ImportField::evidence, "evidence", text, optional, optional, {}},
    {ImportField::note, "note", text, optional, optional, {}},
    {ImportField::actor, "actor", text, optional, optional, {}},
    {ImportField::shipment, "shipment", text, optional, optional, {}},
    {ImportField::deadline, "deadline", FieldValue::date, optional, optional, {}},
    {ImportField::corrects, "corrects", text, optional, optional, {}},
}};

template <typename Enum, std::size_t size>
std::optional<Enum> found_in(const std::array<std::string_view, size>& names,
                             std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view to_text(ImportShape shape) { return shapes.at(static_cast<std::size_t>(shape)); }
std::optional<ImportShape> import_shape_of(std::string_view name) {
  return found_in<ImportShape>(shapes, name);
}

std::string_view to_text(ImportField field) { return traits_of(field).id; }
std::optional<ImportField> import_field_of(std::string_view name) {
  const auto* const found = std::ranges::find(catalogue, name, &FieldTraits::id);
  if (found == catalogue.end()) return std::nullopt;
  return found->field;
}

std::string_view to_text(FieldValue value) { return values.at(static_cast<std::size_t>(value)); }

std::span<const FieldTraits> field_catalogue() { return catalogue; }

const FieldTraits& traits_of(ImportField field) {
  const FieldTraits& traits = catalogue.at(static_cast<std::size_t>(field));
  MEGURI_CHECK(traits.field == field);
  return traits;
}

FieldNeed need_of(ImportField field, ImportShape shape) {
  if (shape == ImportShape::entries) return FieldNeed::none;
  const FieldTraits& traits = traits_of(field);
  return shape == ImportShape::movements ? traits.in_movements : traits.in_lines;
}

}  // namespace meguri
