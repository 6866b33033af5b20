// SPDX-License-Identifier: Apache-2.0
#include "engine/pack_rows.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/japanese_date.h"
#include "engine/layer_names.h"

namespace meguri {
namespace {

class RowWriter {
 public:
  RowWriter(const PackContent& content, const PackReport& report)
      : content_(content), pack_(content.manifest.id) {
    for (const PackReportFile& file : report.files)
      digests_[file.path] = to_hex(file.digest);
  }

  [[nodiscard]] CellRow cell(const Cell& cell) const {
    const PackTable& table = content_.manifest.tables.at(cell.table);
    return {.pack = pack_,
            .table = table.id,
            .sha256 = digests_.at(table.file),
            .row_number = cell.row,
            .column_name = table.columns.at(cell.column).name};
  }

  [[nodiscard]] std::vector<SourceRow> sources() const {
    std::vector<SourceRow> rows;
    for (const PackSource& source : content_.manifest.sources) {
      rows.push_back({.pack = pack_,
                      .id = source.id,
                      .title_ja = source.title.ja,
                      .title_en = source.title.en,
                      .publisher_ja = source.publisher.ja,
                      .publisher_en = source.publisher.en,
                      .year = source.year,
                      .url = source.url,
                      .licence = source.licence,
                      .status = std::string(to_text(source.quality)),
                      .note_ja = source.note.ja,
                      .note_en = source.note.en});
    }
    return rows;
  }

  [[nodiscard]] std::vector<DocumentRow> documents(const PackReport& report) const {
    std::vector<DocumentRow> rows;
    for (const PackReportFile& file : report.files) {
      DocumentRow row{.pack = pack_,
                      .file = file.path,
                      .sha256 = to_hex(file.digest),
                      .size_bytes = file.size_bytes,
                      .table = "",
                      .table_kind = "",
                      .title_ja = "",
                      .title_en = "",
                      .source = "",
                      .rows = 0};
      const auto& tables = content_.manifest.tables;
      const auto table = std::ranges::find(tables, file.path, &PackTable::file);
      if (table != tables.end()) {
        row.table = table->id;
        row.table_kind = std::string(to_text(table->kind));
        row.title_ja = table->title.ja;
        row.title_en = table->title.en;
        row.source = table->source;
        row.rows = content_.table_rows.at(static_cast<std::size_t>(table - tables.begin()));
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

  [[nodiscard]] std::vector<PlaceRow> places() const {
    std::vector<PlaceRow> rows;
    for (const PlaceRecord& place : content_.places) {
      rows.push_back({.code = place.code,
                      .level = std::string(to_text(place.level)),
                      .parent = place.parent,
                      .name_ja = place.name_ja,
                      .name_kana = place.name_kana,
                      .name_romaji = place.name_romaji,
                      .latitude = place.latitude,
                      .longitude = place.longitude,
                      .reports_as = place.reports_as,
                      .cell = cell(place.cell)});
    }
    return rows;
  }

  [[nodiscard]] std::vector<QuantityRow> quantities() const {
    std::vector<QuantityRow> rows;
    rows.reserve(content_.quantities.size());
    for (const QuantityRecord& record : content_.quantities) {
      rows.push_back({.place = record.place,
                      .quantity = record.quantity,
                      .period = record.period.id(),
                      .text = record.cell.text,
                      .value = decimal_text(record.value),
                      .mass = record.mass,
                      .unit = record.unit,
                      .flags = record.zero_may_be_blank ? "zero_may_be_blank" : "",
                      .source = record.source,
                      .quality = std::string(to_text(record.quality)),
                      .cell = cell(record.cell)});
    }
    return rows;
  }

  [[nodiscard]] std::vector<FigureRow> figures() const {
    std::vector<FigureRow> rows;
    for (const FigureRecord& record : content_.figures) {
      rows.push_back({.key = record.key,
                      .text = record.cell.text,
                      .value = decimal_text(record.value),
                      .mass = record.mass,
                      .unit = record.unit,
                      .year = record.year.id(),
                      .source = record.source,
                      .licence = record.licence,
                      .quality = std::string(to_text(record.quality)),
                      .name_ja = record.name.ja,
                      .name_en = record.name.en,
                      .note_ja = record.note.ja,
                      .note_en = record.note.en,
                      .place = record.place,
                      .cell = cell(record.cell)});
    }
    return rows;
  }

  [[nodiscard]] std::vector<MaterialRow> materials() const {
    std::vector<MaterialRow> rows;
    for (const MaterialRecord& material : content_.materials) {
      rows.push_back({.pack = pack_,
                      .id = material.id,
                      .name_ja = material.name.ja,
                      .name_en = material.name.en,
                      .parent = material.parent,
                      .water = material.water});
    }
    return rows;
  }

  [[nodiscard]] std::vector<SiteRow> sites() const {
    std::vector<SiteRow> rows;
    for (const SiteRecord& site : content_.sites) {
      rows.push_back({.pack = pack_,
                      .id = site.id,
                      .name_ja = site.name.ja,
                      .name_en = site.name.en,
                      .kind = std::string(to_text(site.kind)),
                      .party = site.party,
                      .place = site.place,
                      .column = site.column});
    }
    return rows;
  }

  [[nodiscard]] std::vector<PartyRow> parties() const {
    std::vector<PartyRow> rows;
    for (const PartyRecord& party : content_.parties) {
      rows.push_back({.pack = pack_,
                      .id = party.id,
                      .name_ja = party.name.ja,
                      .name_en = party.name.en,
                      .corporate_number = party.corporate_number});
    }
    return rows;
  }

 private:
  static std::optional<std::string> decimal_text(const std::optional<Decimal>& value) {
    if (!value) return std::nullopt;
    return to_text(*value);
  }

  const PackContent& content_;
  std::string pack_;
  std::map<std::string, std::string, std::less<>> digests_;
};

PackRow pack_row(const PackContent& content, const PackReport& report, const Entry& entry) {
  const PackManifest& manifest = content.manifest;
  return {.id = manifest.id,
          .version = manifest.version,
          .hash = to_hex(report.hash),
          .title_ja = manifest.title.ja,
          .title_en = manifest.title.en,
          .description_ja = manifest.description.ja,
          .description_en = manifest.description.en,
          .sample = manifest.sample,
          .book = entry.draft.book,
          .sequence = entry.sequence,
          .recorded_at = entry.recorded_at};
}

std::string joined_note(const Localized& note) {
  if (note.en.empty() || note.ja == note.en) return note.ja;
  return note.ja.empty() ? note.en : note.ja + " / " + note.en;
}

}  // namespace

Status append_pack(const PackContent& content,
                   const PackReport& report,
                   const Entry& report_entry,
                   Columns& columns) {
  const RowWriter writer(content, report);
  const std::vector<PackRow> pack{pack_row(content, report, report_entry)};
  MEGURI_TRY(columns.append_packs(pack));
  MEGURI_TRY(columns.append_sources(writer.sources()));
  MEGURI_TRY(columns.append_documents(writer.documents(report)));
  MEGURI_TRY(columns.append_places(writer.places()));
  MEGURI_TRY(columns.append_quantities(writer.quantities()));
  MEGURI_TRY(columns.append_figures(writer.figures()));
  MEGURI_TRY(columns.append_materials(writer.materials()));
  MEGURI_TRY(columns.append_sites(writer.sites()));
  MEGURI_TRY(columns.append_parties(writer.parties()));
  return ok();
}

std::vector<BookDraft> book_drafts(const PackContent& content) {
  std::vector<BookDraft> drafts;
  for (const PartyRecord& party : content.parties) {
    if (std::ranges::find(content.entries, party.id, &EntryRecord::book) == content.entries.end())
      continue;
    drafts.push_back({.id = party.id,
                      .name = party.name.ja + " / " + party.name.en,
                      .sample = content.manifest.sample,
                      .layers = layer_names(party.layers)});
  }
  return drafts;
}

std::vector<EntryDraft> entry_drafts(const PackContent& content, std::string_view actor) {
  std::vector<EntryDraft> drafts;
  for (const EntryRecord& record : content.entries) {
    EntryDraft draft;
    draft.book = record.book;
    draft.client_id = record.client_id;
    draft.kind = entry_kind_of(record.kind).value_or(EntryKind::move);
    draft.actor = std::string(actor);
    draft.event_from = tokyo_start(record.date);
    draft.event_until = tokyo_start(Day{record.date.number + 1});
    draft.site = record.site;
    draft.evidence = record.evidence;
    draft.note = joined_note(record.note);
    draft.shipment = record.shipment;
    draft.payload_type = record.payload_type;
    draft.payload = record.payload;
    if (record.deadline) {
      const Instant next_day = tokyo_start(Day{record.deadline->number + 1});
      draft.deadline = Instant{next_day.microseconds - 1};
    }
    for (const EntryLineRecord& line : record.lines) {
      Line booked;
      booked.site = line.site;
      booked.lot = line.lot;
      booked.material = line.material;
      booked.mass = line.mass;
      booked.origin = line.origin;
      booked.counterparty = line.counterparty;
      for (const LayerRecord& layer : line.layers)
        booked.layers.push_back({layer.layer, layer.mass});
      draft.lines.push_back(std::move(booked));
    }
    drafts.push_back(std::move(draft));
  }
  return drafts;
}

}  // namespace meguri
