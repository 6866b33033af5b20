// SPDX-License-Identifier: Apache-2.0
#include "pack/internal/table_kinds.h"

#include <algorithm>
#include <array>

#include "pack/internal/reading.h"

namespace meguri {
namespace {

using enum ColumnType;

constexpr std::array<FixedColumn, 9> place_columns = {{{"code", place, true},
                                                       {"level", choice, true},
                                                       {"parent", place, true},
                                                       {"name_ja", text, true},
                                                       {"name_kana", text, true},
                                                       {"name_romaji", text, true},
                                                       {"latitude", number, true},
                                                       {"longitude", number, true},
                                                       {"reports_as", place, false}}};
constexpr std::array<FixedColumn, 14> figure_columns = {{{"key", id, true},
                                                         {"value", number, true},
                                                         {"low", number, false},
                                                         {"high", number, false},
                                                         {"unit", text, true},
                                                         {"year", period, true},
                                                         {"source", id, true},
                                                         {"licence", text, true},
                                                         {"status", choice, true},
                                                         {"name_ja", text, true},
                                                         {"name_en", text, true},
                                                         {"note_ja", text, false},
                                                         {"note_en", text, false},
                                                         {"place", place, false}}};
constexpr std::array<FixedColumn, 5> material_columns = {{{"id", id, true},
                                                          {"name_ja", text, true},
                                                          {"name_en", text, true},
                                                          {"parent", id, false},
                                                          {"water", choice, false}}};
constexpr std::array<FixedColumn, 7> site_columns = {{{"id", id, true},
                                                      {"name_ja", text, true},
                                                      {"name_en", text, true},
                                                      {"kind", choice, true},
                                                      {"party", id, false},
                                                      {"place", place, false},
                                                      {"column", number, false}}};
constexpr std::array<FixedColumn, 5> party_columns = {{{"id", id, true},
                                                       {"name_ja", text, true},
                                                       {"name_en", text, true},
                                                       {"corporate_number", text, false},
                                                       {"layers", text, false}}};
constexpr std::array<FixedColumn, 18> entry_columns = {{{"book", id, true},
                                                        {"entry", id, true},
                                                        {"kind", choice, true},
                                                        {"date", date, true},
                                                        {"site", id, true},
                                                        {"line_site", text, true},
                                                        {"lot", text, true},
                                                        {"material", id, true},
                                                        {"mass", number, true},
                                                        {"origin", choice, false},
                                                        {"counterparty", id, false},
                                                        {"evidence", text, false},
                                                        {"note_ja", text, false},
                                                        {"note_en", text, false},
                                                        {"shipment", text, false},
                                                        {"deadline", date, false},
                                                        {"payload_type", text, false},
                                                        {"payload", text, false}}};

bool is_number(ColumnType type) {
  return type == ColumnType::number || type == ColumnType::integer;
}

bool may_report(TableKind kind) {
  return kind == TableKind::quantities || kind == TableKind::places;
}

class KindCheck {
 public:
  KindCheck(const PackTable& table, Findings& findings) : table_(table), findings_(findings) {}

  void run() {
    if (table_.columns.empty()) {
      refuse(table_.where, "pack.columns_missing", {{"table", table_.id}});
      return;
    }
    for (const FixedColumn& fixed : fixed_columns(table_.kind))
      check_fixed(fixed);
    for (const PackColumn& column : table_.columns)
      check_column(column);
    if (table_.kind == TableKind::quantities) check_quantities();
  }

 private:
  void refuse(const Position& where, std::string_view id, std::vector<Argument> arguments) {
    findings_.push_back({where, Message{std::string(id), std::move(arguments)}});
  }

  void check_fixed(const FixedColumn& fixed) {
    const auto found = std::ranges::find(table_.columns, fixed.name, &PackColumn::name);
    if (found == table_.columns.end()) {
      if (!fixed.required) return;
      refuse(
          table_.where,
          "pack.kind_column_missing",
          {{"kind", to_text(table_.kind)}, {"column", fixed.name}, {"type", to_text(fixed.type)}});
      return;
    }
    const bool numbers = is_number(fixed.type) && is_number(found->type);
    if (found->type != fixed.type && !numbers) {
      refuse(found->where,
             "pack.kind_column_type",
             {{"column", fixed.name}, {"type", to_text(fixed.type)}});
    }
  }

  [[nodiscard]] bool is_fixed(const PackColumn& column) const {
    return std::ranges::any_of(fixed_columns(table_.kind),
                               [&](const FixedColumn& fixed) { return fixed.name == column.name; });
  }

  void check_column(const PackColumn& column) {
    if (!is_number(column.type)) return;
    if (!column.quantity.empty()) {
      if (!may_report(table_.kind) || is_fixed(column)) {
        refuse(column.where, "pack.quantity_not_here", {{"kind", to_text(table_.kind)}});
      } else if (!column.period && !table_.period && !has_type(ColumnType::period)) {
        refuse(column.where, "pack.period_missing", {{"column", column.name}});
      }
      return;
    }
    if (table_.kind == TableKind::quantities) {
      refuse(column.where, "pack.quantity_missing", {{"column", column.name}});
    }
    if (!column.layer.empty() && (table_.kind != TableKind::entries || is_fixed(column))) {
      refuse(column.where, "pack.layer_not_here", {{"column", column.name}});
    }
    const bool holds_mass = column.name == "mass" || !column.layer.empty();
    if (table_.kind == TableKind::entries && holds_mass && !is_mass_unit(column.unit)) {
      refuse(column.where, "pack.mass_unit_missing", {{"column", column.name}});
    }
  }

  [[nodiscard]] bool has_type(ColumnType type) const {
    return std::ranges::find(table_.columns, type, &PackColumn::type) != table_.columns.end();
  }

  void check_quantities() {
    if (!has_type(ColumnType::place)) {
      refuse(table_.where, "pack.place_column_missing", {{"table", table_.id}});
    }
  }

  const PackTable& table_;
  Findings& findings_;
};

}  // namespace

std::span<const FixedColumn> fixed_columns(TableKind kind) {
  switch (kind) {
    case TableKind::places:
      return place_columns;
    case TableKind::quantities:
      return {};
    case TableKind::figures:
      return figure_columns;
    case TableKind::materials:
      return material_columns;
    case TableKind::sites:
      return site_columns;
    case TableKind::parties:
      return party_columns;
    case TableKind::entries:
      return entry_columns;
  }
  return {};
}

void check_table_kind(const PackTable& table, Findings& findings) {
  KindCheck(table, findings).run();
}

}  // namespace meguri
