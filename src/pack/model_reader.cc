// SPDX-License-Identifier: Apache-2.0
// model.toml → PackModel. What its parts say about each other is checked in references.cc.
#include <algorithm>
#include <array>

#include "pack/internal/read_all.h"
#include "pack/internal/reading.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 7> site_kinds = {
    "sector", "process", "stock", "boundary", "plant", "transit", "discrepancy"};
constexpr std::array<std::string_view, 2> flow_statuses = {"reported", "derived"};
constexpr std::array<std::string_view, 3> betters = {"lower", "higher", "none"};
constexpr std::array<std::string_view, 5> themes = {
    "generation", "recycling", "disposal", "cost", "other"};
constexpr std::int64_t most_decimals = 9;

FormulaText read_formula(TomlTable& table, std::string_view key) {
  return {table.text(key), table.position(key)};
}

QuantityModel read_quantity(TomlTable& table) {
  QuantityModel model;
  model.id = read_formula_id(table);
  model.name = table.localized("name");
  model.unit = read_unit(table);
  model.sum = table.boolean("sum", true);
  model.stands = table.boolean("stands", false);
  model.available = table.boolean("available", true);
  model.meaning = read_note(table, "meaning");
  // What nobody can look up must be explained.
  model.why = model.available ? read_note(table, "why") : table.localized("why");
  return model;
}

DerivedModel read_derived(TomlTable& table) {
  DerivedModel model;
  model.id = read_formula_id(table);
  model.name = table.localized("name");
  model.unit = read_unit(table);
  model.formula = read_formula(table, "formula");
  model.sum = table.boolean("sum", true);
  model.zero_may_be_blank = table.boolean("zero_may_be_blank", false);
  model.meaning = read_note(table, "meaning");
  model.note = read_note(table, "note");
  return model;
}

SiteModel read_site(TomlTable& table) {
  SiteModel model;
  model.id = read_id(table);
  model.name = table.localized("name");
  const auto kind = table.choice("kind", site_kinds);
  model.kind = site_kind_of(kind.value_or("sector")).value_or(SiteKind::sector);
  model.column = table.optional_integer("column");
  return model;
}

FlowModel read_flow(TomlTable& table) {
  FlowModel model;
  model.id = read_id(table);
  model.from = table.text("from");
  model.to = table.text("to");
  if (!model.from.empty() && model.from == model.to) {
    table.refuse("to", Message{"pack.flow_to_itself", {{"id", model.id}}});
  }
  model.material = table.text("material");
  model.mass = read_formula(table, "mass");
  model.name = table.localized("name");
  if (table.has("status")) {
    const auto status = table.choice("status", flow_statuses);
    model.status = figure_status_of(status.value_or("reported")).value_or(FigureStatus::reported);
  }
  model.part_of = table.text("part_of", "");
  model.note = read_note(table, "note");
  return model;
}

TermModel read_term(TomlTable& table) {
  TermModel model;
  model.id = read_formula_id(table);
  model.name = table.localized("name");
  model.from = table.texts("from");
  model.to = table.texts("to");
  model.material = table.texts("material");
  model.flow = table.texts("flow");
  model.meaning = read_note(table, "meaning");
  return model;
}

std::optional<PotentialModel> read_potential(TomlTable& indicator) {
  auto table = indicator.table("potential");
  if (!table) return std::nullopt;
  PotentialModel model;
  model.effect = table->text("effect");
  model.formula = read_formula(*table, "formula");
  if (table->has("unit")) model.unit = read_unit(*table);
  table->refuse_unknown_keys();
  return model;
}

IndicatorModel read_indicator(TomlTable& table) {
  IndicatorModel model;
  model.id = read_id(table);
  model.measure = table.text("measure");
  model.definition = read_id(table, "definition");
  model.name = table.localized("name");
  model.definition_name = table.localized("definition_name");
  model.formula = read_formula(table, "formula");
  model.unit = read_unit(table);
  model.decimals = table.integer("decimals", 1);
  if (model.decimals < 0 || model.decimals > most_decimals) {
    table.refuse("decimals", Message{"pack.decimals_range", {{"limit", most_decimals}}});
    model.decimals = 1;
  }
  const auto better = std::ranges::find(betters, table.choice("better", betters).value_or("none"));
  model.better = static_cast<Better>(better - betters.begin());
  model.rank = table.boolean("rank", true);
  model.levels = read_levels(table);
  model.theme = table.choice("theme", themes).value_or("other");
  model.potential = read_potential(table);
  model.needs = table.texts("needs");
  model.source = table.text("source", "");
  model.note = read_note(table, "note");
  return model;
}

MeasureModel read_measure(TomlTable& table) {
  MeasureModel model;
  model.id = read_id(table);
  model.name = table.localized("name");
  model.primary = table.text("primary");
  model.note = read_note(table, "note");
  return model;
}

BandModel read_band(TomlTable& table) {
  BandModel model;
  model.id = read_id(table);
  model.name = table.localized("name");
  model.quantity = table.text("quantity");
  model.from = table.optional_decimal("from");
  model.below = table.optional_decimal("below");
  if (model.from && model.below && *model.from >= *model.below) {
    table.refuse("below", Message{"pack.band_empty", {{"id", model.id}}});
  }
  return model;
}

FlagModel read_flag(TomlTable& table) {
  FlagModel model;
  model.id = read_id(table);
  model.name = table.localized("name");
  model.when = read_formula(table, "when");
  model.text = table.localized("text");
  model.indicators = table.texts("indicators");
  model.excludes_rank = table.boolean("excludes_rank", false);
  return model;
}

Decimal required_decimal(TomlTable& table, std::string_view key) {
  const bool is_there = table.has(key);
  const auto number = table.optional_decimal(key);
  if (!is_there) table.refuse(key, Message{"pack.key_missing", {{"key", key}}});
  return number.value_or(Decimal{});
}

IdentityModel read_identity(TomlTable& table) {
  IdentityModel model;
  model.id = read_id(table);
  model.name = table.localized("name");
  model.formula = read_formula(table, "formula");
  model.equals = required_decimal(table, "equals");
  model.tolerance = table.optional_decimal("tolerance").value_or(Decimal{});
  if (model.tolerance.is_negative()) {
    table.refuse("tolerance", Message{"pack.tolerance_negative", {{"id", model.id}}});
  }
  model.unit = read_unit(table);
  model.note = read_note(table, "note");
  return model;
}

DiagramFlowModel read_diagram_flow(TomlTable& table) {
  DiagramFlowModel model;
  model.id = read_id(table);
  model.from = table.text("from");
  model.to = table.text("to");
  model.material = table.text("material");
  model.mass = read_formula(table, "mass");
  model.name = read_note(table, "name");
  model.part_of = table.text("part_of", "");
  model.note = read_note(table, "note");
  return model;
}

DiagramModel read_diagram(TomlTable& table) {
  DiagramModel model;
  model.id = read_id(table);
  model.title = table.localized("title");
  model.period = read_period(table);
  if (!table.has("period")) {
    table.refuse("period", Message{"pack.key_missing", {{"key", "period"}}});
  }
  read_all(table, "flow", read_diagram_flow, model.flows);
  model.note = read_note(table, "note");
  return model;
}

LimitModel read_limit(TomlTable& table) {
  LimitModel model;
  model.id = read_id(table);
  model.text = table.localized("text");
  return model;
}

}  // namespace

PackModel parse_model(std::string_view bytes, std::string_view file, Findings& findings) {
  PackModel model;
  const auto document = parse_toml(bytes, file, findings);
  if (!document) return model;
  TomlTable root = document->root();
  model.key_figures = root.texts("key_figures");
  read_all(root, "limit", read_limit, model.limits);
  read_all(root, "quantity", read_quantity, model.quantities);
  read_all(root, "derived", read_derived, model.derived);
  read_all(root, "site", read_site, model.sites);
  read_all(root, "flow", read_flow, model.flows);
  read_all(root, "term", read_term, model.terms);
  read_all(root, "indicator", read_indicator, model.indicators);
  read_all(root, "measure", read_measure, model.measures);
  read_all(root, "band", read_band, model.bands);
  read_all(root, "flag", read_flag, model.flags);
  read_all(root, "identity", read_identity, model.identities);
  read_all(root, "diagram", read_diagram, model.diagrams);
  root.refuse_unknown_keys();
  return model;
}

}  // namespace meguri
