// SPDX-License-Identifier: Apache-2.0
#include "pack/read.h"

#include <algorithm>
#include <array>

#include "pack/internal/content_reader.h"
#include "pack/internal/reading.h"

namespace meguri {
namespace {

constexpr std::string_view manifest_file = "pack.toml";
constexpr std::array<std::string_view, 5> optional_files = {
    "model.toml", "calculations.toml", "programmes.toml", "expected.toml", "README.md"};

Error refused(Findings findings, std::string_view name) {
  Error failure = error(ErrorCode::findings,
                        "pack.refused",
                        {{"pack", name}, {"count", static_cast<std::int64_t>(findings.size())}});
  failure.findings = std::move(findings);
  return failure;
}

// Places that other tables may name: the pack's own and those of required packs.
class PlaceCheck {
 public:
  PlaceCheck(const PackContent& content, std::span<const PackContent* const> required) {
    add(content);
    for (const PackContent* const pack : required)
      add(*pack);
  }

  void check(const TypedTable& table, Findings& findings) const {
    const std::size_t before = findings.size();
    for (std::size_t i = 0; i < table.declaration->columns.size(); ++i) {
      if (table.declaration->columns[i].type != ColumnType::place) continue;
      for (const TypedRow& row : table.rows) {
        const TypedCell& cell = row.cells[i];
        if (cell.is_empty || !cell.is_sound || codes_.has(cell.text)) continue;
        if (is_empty_) {
          // One finding, not one for each row.
          if (findings.size() > before) return;
          findings.push_back({table.position(row, i), Message{"pack.no_places", {}}});
          continue;
        }
        findings.push_back({table.position(row, i), unknown(cell)});
      }
    }
  }

 private:
  void add(const PackContent& content) {
    for (const PlaceRecord& place : content.places)
      codes_.add(place.code);
    is_empty_ = is_empty_ && content.places.empty();
  }

  [[nodiscard]] Message unknown(const TypedCell& cell) const {
    if (!cell.alternative.empty() && codes_.has(cell.alternative)) {
      return Message{"pack.place_lost_zero", {{"text", cell.text}, {"mended", cell.alternative}}};
    }
    return Message{"pack.place_unknown", {{"place", cell.text}}};
  }

  DeclaredNames codes_;
  bool is_empty_ = true;
};

class PackReader {
 public:
  PackReader(const PackFiles& files, std::span<const PackContent* const> required)
      : files_(files), required_(required) {}

  Result<PackContent> run() {
    auto manifest = read_manifest_file();
    if (!manifest) return refused(std::move(findings_), files_.shown(manifest_file));
    content_.manifest = std::move(*manifest);
    check_required();
    for (const std::string_view file : optional_files)
      read_optional(file);
    read_table_files();
    for (PackDocument& document : documents_)
      content_.documents.push_back(std::move(document));
    std::ranges::sort(content_.documents, {}, &PackDocument::path);
    // What could not be read would make everything that names it a finding, too.
    if (all_tables_have_rows() && !required_missing_) {
      Findings references;
      check_references(content_, required_, references);
      show_paths(references);
      findings_.insert(findings_.end(), references.begin(), references.end());
    }
    if (!findings_.empty()) return refused(std::move(findings_), content_.manifest.id);
    return std::move(content_);
  }

  std::optional<PackManifest> read_manifest_file() {
    auto bytes = read_file(manifest_file);
    if (!bytes) return std::nullopt;
    auto manifest = parse_manifest(*bytes, files_.shown(manifest_file), findings_);
    documents_.push_back({std::string(manifest_file), std::move(*bytes)});
    return manifest;
  }

  [[nodiscard]] Findings& findings() { return findings_; }

 private:
  [[nodiscard]] bool all_tables_have_rows() const {
    return tables_.size() == content_.manifest.tables.size() &&
           std::ranges::none_of(tables_, [](const Read& read) { return read.table.rows.empty(); });
  }

  // A list of places is declared, and nothing of it could be read.
  [[nodiscard]] bool places_failed() const {
    return content_.places.empty() &&
           std::ranges::any_of(content_.manifest.tables, [](const PackTable& table) {
             return table.kind == TableKind::places;
           });
  }

  // References know the files as the pack does; people know them as they named the folder.
  void show_paths(Findings& references) const {
    for (Finding& finding : references) {
      for (const PackDocument& document : content_.documents) {
        if (finding.where.file == document.path) {
          finding.where.file = files_.shown(document.path);
          break;
        }
      }
    }
  }

  std::optional<std::string> read_file(std::string_view path) {
    const std::size_t before = findings_.size();
    auto bytes = files_.read(path, findings_);
    if (bytes) return std::move(*bytes);
    if (findings_.size() == before) {
      const bool is_missing = bytes.error().code == ErrorCode::not_found;
      Message what{"pack.file_missing", {{"file", path}}};
      if (!is_missing) what = Message{"pack.file_unreadable", {{"file", path}}};
      findings_.push_back({Position{files_.shown(path), "", 0, ""}, std::move(what)});
    }
    return std::nullopt;
  }

  void check_required() {
    for (const std::string& id : content_.manifest.required_packs) {
      const bool is_there = std::ranges::any_of(
          required_, [&](const PackContent* pack) { return pack->manifest.id == id; });
      if (is_there) continue;
      required_missing_ = true;
      findings_.push_back({Position{files_.shown(manifest_file), "", 0, "requires"},
                           Message{"pack.required_missing", {{"pack", id}}}});
    }
  }

  void read_optional(std::string_view path) {
    Findings ignored;
    auto bytes = files_.read(path, ignored);
    if (!bytes) {
      if (bytes.error().code != ErrorCode::not_found) read_file(path);
      return;
    }
    const std::string shown = files_.shown(path);
    if (path == "model.toml") content_.model = parse_model(*bytes, shown, findings_);
    if (path == "calculations.toml") {
      CalculationFile file = parse_calculations(*bytes, shown, findings_);
      content_.rules = std::move(file.rules);
      content_.calculations = std::move(file.calculations);
    }
    if (path == "programmes.toml") {
      content_.programmes = parse_programmes(*bytes, shown, findings_);
    }
    if (path == "expected.toml") content_.expected = parse_expected(*bytes, shown, findings_);
    documents_.push_back({std::string(path), std::move(*bytes)});
  }

  void read_table_files() {
    const auto& tables = content_.manifest.tables;
    content_.table_rows.assign(tables.size(), 0);
    held_.resize(tables.size());
    for (std::uint32_t i = 0; i < tables.size(); ++i) {
      auto bytes = tables[i].file.empty() ? std::nullopt : read_file(tables[i].file);
      if (!bytes) continue;
      tables_.push_back(
          {i,
           read_typed_table(tables[i], files_.shown(tables[i].file), *bytes, held_[i], findings_)});
      documents_.push_back({tables[i].file, std::move(*bytes)});
    }
    // Places first: the others name them.
    std::stable_partition(tables_.begin(), tables_.end(), [&](const Read& read) {
      return tables[read.index].kind == TableKind::places;
    });
    ContentReader reader(content_, findings_);
    for (const Read& read : tables_)
      reader.read(read.table, read.index);
    if (required_missing_ || places_failed()) return;
    const PlaceCheck places(content_, required_);
    for (const Read& read : tables_)
      places.check(read.table, findings_);
  }

  struct Read {
    std::uint32_t index;
    TypedTable table;
  };

  const PackFiles& files_;
  std::span<const PackContent* const> required_;
  Findings findings_;
  PackContent content_;
  bool required_missing_ = false;
  std::vector<HeldCells> held_;
  std::vector<Read> tables_;
  std::vector<PackDocument> documents_;
};

}  // namespace

Result<PackManifest> read_manifest(const PackFiles& files) {
  PackReader reader(files, {});
  auto manifest = reader.read_manifest_file();
  if (manifest && reader.findings().empty()) return std::move(*manifest);
  return refused(std::move(reader.findings()), files.shown(manifest_file));
}

Result<PackContent> read_pack(const PackFiles& files,
                              std::span<const PackContent* const> required) {
  return PackReader(files, required).run();
}

}  // namespace meguri
