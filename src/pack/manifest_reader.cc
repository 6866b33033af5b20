// SPDX-License-Identifier: Apache-2.0
// pack.toml → PackManifest.
#include <algorithm>
#include <array>

#include "base/nearest.h"
#include "pack/internal/reading.h"
#include "pack/internal/table_kinds.h"

namespace meguri {
namespace {

constexpr std::array<std::string_view, 7> kinds = {
    "places", "quantities", "figures", "materials", "sites", "parties", "entries"};
constexpr std::array<std::string_view, 8> types = {
    "text", "place", "period", "number", "integer", "date", "choice", "id"};
constexpr std::array<std::string_view, 4> qualities = {
    "verified", "secondary", "unverified", "derived"};

// FY2024, CY2022, 2020-10-01, or two of them with a slash between.
bool is_year(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return parse_period(text).has_value();
  return parse_period(text.substr(0, slash)).has_value() &&
         parse_period(text.substr(slash + 1)).has_value();
}

PackSource read_source(TomlTable& table) {
  PackSource source;
  source.where = table.position();
  source.id = read_id(table);
  source.title = table.localized("title");
  source.publisher = table.localized("publisher");
  source.year = table.text("year");
  if (!source.year.empty() && !is_year(source.year)) {
    table.refuse("year", Message{"pack.period_malformed", {{"text", source.year}}});
  }
  source.url = table.text("url", "");
  source.licence = table.text("licence");
  const auto status = table.choice("status", qualities);
  if (status) source.quality = quality_of(*status).value_or(Quality::unverified);
  source.note = read_note(table, "note");
  table.refuse_unknown_keys();
  return source;
}

void read_number_keys(TomlTable& table, PackColumn& column) {
  column.quantity = table.text("quantity", "");
  if (table.has("unit")) column.unit = read_unit(table);
  column.layer = table.text("layer", "");
  column.minimum = table.optional_decimal("minimum");
  column.zero_may_be_blank = table.boolean("zero_may_be_blank", false);
  if (!column.quantity.empty() && column.unit.empty() && !table.has("unit")) {
    table.refuse("unit", Message{"pack.unit_missing", {{"column", column.name}}});
  }
}

PackColumn read_column(TomlTable& table) {
  PackColumn column;
  column.where = table.position();
  column.name = table.text("name");
  const auto type = table.choice("type", types);
  const auto found = std::ranges::find(types, type.value_or("text"));
  column.type = static_cast<ColumnType>(found - types.begin());
  column.required = table.boolean("required", false);
  if (column.type == ColumnType::number || column.type == ColumnType::integer) {
    read_number_keys(table, column);
    column.source = table.text("source", "");
    column.period = read_period(table);
  }
  if (column.type == ColumnType::choice) {
    column.choices = table.texts("choices");
    if (column.choices.empty()) {
      table.refuse("choices", Message{"pack.choices_missing", {{"column", column.name}}});
    }
  }
  table.refuse_unknown_keys();
  return column;
}

// Inside the pack: relative, forward slashes, no step upwards.
bool is_inside(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\\') != std::string_view::npos) {
    return false;
  }
  return path != ".." && !path.starts_with("../") && path.find("/../") == std::string_view::npos &&
         !path.ends_with("/..") && path.find('\0') == std::string_view::npos;
}

// Rows are told apart by what they are about.
void default_key(PackTable& table) {
  switch (table.kind) {
    case TableKind::places:
      table.key = {"code"};
      break;
    case TableKind::figures:
      table.key = {"key"};
      break;
    case TableKind::materials:
    case TableKind::sites:
    case TableKind::parties:
      table.key = {"id"};
      break;
    case TableKind::quantities:
      for (const PackColumn& column : table.columns) {
        if (column.type == ColumnType::place || column.type == ColumnType::period) {
          table.key.push_back(column.name);
        }
      }
      break;
    case TableKind::entries:
      break;
  }
}

PackTable read_table(TomlTable& toml) {
  PackTable table;
  table.where = toml.position();
  table.id = read_id(toml);
  table.file = toml.text("file");
  if (!table.file.empty() && !is_inside(table.file)) {
    toml.refuse("file", Message{"pack.path_outside", {{"file", table.file}}});
    table.file.clear();
  }
  table.title = toml.localized("title");
  const auto kind = toml.choice("kind", kinds);
  const auto found = std::ranges::find(kinds, kind.value_or("quantities"));
  table.kind = static_cast<TableKind>(found - kinds.begin());
  table.source = toml.text("source");
  table.period = read_period(toml);
  table.key = toml.texts("key");
  DeclaredNames names;
  for (TomlTable& column : toml.tables("column")) {
    table.columns.push_back(read_column(column));
    const std::string& name = table.columns.back().name;
    if (!name.empty() && !names.add(name)) {
      column.refuse("name", Message{"pack.id_twice", {{"id", name}}});
    }
  }
  for (const std::string& key : table.key) {
    if (!names.has(key)) toml.refuse("key", names.unknown("key_column", key));
  }
  if (table.key.empty()) default_key(table);
  toml.refuse_unknown_keys();
  return table;
}

// Sources named by tables and columns; unique ids and files.
class ManifestCheck {
 public:
  ManifestCheck(const PackManifest& manifest, Findings& findings)
      : manifest_(manifest), findings_(findings) {}

  void run() {
    DeclaredNames sources;
    for (const PackSource& source : manifest_.sources)
      add(sources, source.id, source.where);
    DeclaredNames tables;
    DeclaredNames files;
    for (const PackTable& table : manifest_.tables) {
      add(tables, table.id, table.where);
      if (!table.file.empty()) add(files, table.file, table.where);
      if (!table.source.empty()) refer(sources, table.source, table.where, "source");
      for (const PackColumn& column : table.columns) {
        if (!column.source.empty()) refer(sources, column.source, column.where, "source");
      }
      check_table_kind(table, findings_);
    }
  }

 private:
  void add(DeclaredNames& names, const std::string& id, const Position& where) {
    if (!id.empty() && !names.add(id)) {
      findings_.push_back({where, Message{"pack.id_twice", {{"id", id}}}});
    }
  }

  void refer(const DeclaredNames& names,
             const std::string& id,
             Position where,
             std::string_view key) {
    if (names.has(id)) return;
    if (!where.column.empty()) where.column += ".";
    where.column += key;
    findings_.push_back({where, names.unknown("source", id)});
  }

  const PackManifest& manifest_;
  Findings& findings_;
};

}  // namespace

std::optional<PackManifest> parse_manifest(std::string_view bytes,
                                           std::string_view file,
                                           Findings& findings) {
  const auto document = parse_toml(bytes, file, findings);
  if (!document) return std::nullopt;
  TomlTable root = document->root();
  PackManifest manifest;
  manifest.schema = root.integer("schema");
  if (root.has("schema") && manifest.schema != 1) {
    root.refuse("schema", Message{"pack.schema_unknown", {{"schema", manifest.schema}}});
  }
  manifest.id = read_id(root);
  manifest.version = root.text("version");
  manifest.title = root.localized("title");
  manifest.description = root.localized("description");
  manifest.sample = root.boolean("sample", false);
  manifest.required_packs = root.texts("requires");
  for (TomlTable& table : root.tables("source"))
    manifest.sources.push_back(read_source(table));
  for (TomlTable& table : root.tables("table"))
    manifest.tables.push_back(read_table(table));
  root.refuse_unknown_keys();
  ManifestCheck(manifest, findings).run();
  return manifest;
}

}  // namespace meguri
