// SPDX-License-Identifier: Apache-2.0
// Rows into the tables, by DuckDB's appender. The order of the values is that of internal/tables.h.
#include "base/decimal.h"
#include "base/japanese_date.h"
#include "facts/columns.h"
#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"
#include "journal/account.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

using duck::Appender;

// What DECIMAL(38,9) holds; DuckDB would round the rest away.
constexpr int decimals_max = 9;
constexpr int whole_digits_max = 28;

// The value times 10^9, or nothing for none.
Result<std::optional<Int128>> storable(const std::optional<std::string>& value) {
  using Answer = std::optional<Int128>;
  if (!value) return Answer();
  const Decimal decimal = MEGURI_TRY(parse_decimal(*value)).normalized();
  const Int128 limit = power_of_ten(whole_digits_max);
  const Int128 whole = decimal.coefficient() / power_of_ten(decimal.scale());
  if (decimal.scale() > decimals_max || whole >= limit || whole <= -limit) {
    return error(ErrorCode::limit_exceeded, "facts.value_too_fine", {{"value", *value}});
  }
  return Answer(decimal.coefficient() * power_of_ten(decimals_max - decimal.scale()));
}

void add_value(Appender& appender, const std::optional<Int128>& value) {
  if (value) {
    appender.add_scaled(*value);
  } else {
    appender.add_null();
  }
}

void add_cell(Appender& appender, const CellRow& cell) {
  appender.add(cell.pack).add(cell.table).add(cell.sha256).add(cell.row_number);
  appender.add(cell.column_name);
}

Status put(Appender& out, const PackRow& row) {
  out.add(row.id).add(row.version).add(row.hash).add(row.title_ja).add(row.title_en);
  out.add(row.description_ja).add(row.description_en).add_bool(row.sample).add(row.book);
  out.add(row.sequence).add(row.recorded_at);
  return ok();
}

Status put(Appender& out, const SourceRow& row) {
  out.add(row.pack).add(row.id).add(row.title_ja).add(row.title_en).add(row.publisher_ja);
  out.add(row.publisher_en).add(row.year).add(row.url).add(row.licence).add(row.status);
  out.add(row.note_ja).add(row.note_en);
  return ok();
}

Status put(Appender& out, const DocumentRow& row) {
  out.add(row.pack).add(row.file).add(row.sha256).add(row.size_bytes).add(row.table);
  out.add(row.table_kind).add(row.title_ja).add(row.title_en).add(row.source).add(row.rows);
  return ok();
}

Status put(Appender& out, const PlaceRow& row) {
  out.add(row.code).add(row.level).add(row.parent).add(row.name_ja).add(row.name_kana);
  out.add(row.name_romaji).add(row.latitude).add(row.longitude).add(row.reports_as);
  add_cell(out, row.cell);
  return ok();
}

Status put(Appender& out, const QuantityRow& row) {
  const std::optional<Int128> value = MEGURI_TRY(storable(row.value));
  out.add(row.place).add(row.quantity).add(row.period).add(row.text);
  add_value(out, value);
  out.add(row.mass).add(row.unit).add(row.flags).add(row.source).add(row.quality);
  add_cell(out, row.cell);
  return ok();
}

Status put(Appender& out, const FigureRow& row) {
  const std::optional<Int128> value = MEGURI_TRY(storable(row.value));
  out.add(row.key).add(row.text);
  add_value(out, value);
  out.add(row.mass).add(row.unit).add(row.year);
  out.add(row.source).add(row.licence).add(row.quality).add(row.name_ja).add(row.name_en);
  out.add(row.note_ja).add(row.note_en).add(row.place);
  add_cell(out, row.cell);
  return ok();
}

Status put(Appender& out, const MaterialRow& row) {
  out.add(row.pack).add(row.id).add(row.name_ja).add(row.name_en).add(row.parent);
  out.add_bool(row.water);
  return ok();
}

Status put(Appender& out, const SiteRow& row) {
  out.add(row.pack).add(row.id).add(row.name_ja).add(row.name_en).add(row.kind).add(row.party);
  out.add(row.place).add(row.column);
  return ok();
}

Status put(Appender& out, const PartyRow& row) {
  out.add(row.pack).add(row.id).add(row.name_ja).add(row.name_en).add(row.corporate_number);
  return ok();
}

Status put(Appender& out, const FlowRow& row) {
  const Flow& flow = row.flow;
  out.add(row.pack).add(row.run).add(flow.id).add(flow.place).add(flow.from).add(flow.to);
  out.add(flow.material).add(flow.period.id()).add(to_text(flow.tense)).add(flow.mass.point);
  out.add(flow.mass.low).add(flow.mass.high);
  return ok();
}

// Who stands at the other end of a handing over: of a shipment its receiver, of what answers it the
// sender.
std::string_view other_book(const EntryDraft& draft) {
  if (const auto shipment = shipment_name(draft.shipment)) return shipment->book;
  if (draft.kind != EntryKind::ship) return {};
  for (const Line& line : draft.lines) {
    if (const auto ends = transit_ends(line.site)) return ends->to;
  }
  return {};
}

Status put(Appender& out, const Entry& entry) {
  const EntryDraft& draft = entry.draft;
  out.add(entry.position).add(draft.book).add(entry.sequence).add(draft.client_id);
  out.add(to_text(draft.kind)).add(draft.actor).add(draft.event_from).add(draft.event_until);
  out.add(entry.recorded_at).add(draft.site).add(draft.evidence).add(draft.note);
  out.add(draft.corrects).add(draft.payload_type).add_bytes(draft.payload);
  out.add(draft.shipment).add(draft.deadline).add(other_book(draft));
  out.add(to_hex(entry.leaf_hash));
  return ok();
}

// In which month the event began, in Tokyo, as months since the year 0: sums by period group by it,
// and finding it anew for every line would take longer than all the rest.
std::int64_t event_month(const EntryDraft& draft) {
  constexpr std::int64_t months_per_year = 12;
  const CivilDate date = civil_of(tokyo_day(draft.event_from));
  return date.year * months_per_year + date.month - 1;
}

Status put_lines(Appender& out, const Entry& entry) {
  const EntryDraft& draft = entry.draft;
  const std::int64_t month = event_month(draft);
  std::int64_t number = 0;
  for (const Line& line : draft.lines) {
    out.add(entry.position).add(draft.book).add(entry.sequence).add(++number);
    out.add(to_text(draft.kind)).add(draft.event_from).add(draft.event_until);
    out.add(entry.recorded_at).add(draft.site);
    out.add(line.site).add(line.lot).add(line.material).add(line.mass).add(to_text(line.origin));
    out.add(line.counterparty).add(to_text(line.basis)).add(line.uncertainty).add(line.pieces);
    out.add(line.volume_ml).add(line.energy_j).add(line.money_yen).add(month);
    MEGURI_TRY(out.end_row());
  }
  return ok();
}

Status put_layers(Appender& out, const Entry& entry) {
  std::int64_t number = 0;
  for (const Line& line : entry.draft.lines) {
    ++number;
    for (const LayerMass& layer : line.layers) {
      out.add(entry.position).add(number).add(layer.layer).add(layer.mass);
      MEGURI_TRY(out.end_row());
    }
  }
  return ok();
}

template <typename Row>
Status append_rows(const duck::Connection& writer, const char* table, std::span<const Row> rows) {
  if (rows.empty()) return ok();
  Appender appender = MEGURI_TRY(Appender::open(writer, table));
  for (const Row& row : rows) {
    MEGURI_TRY(put(appender, row));
    MEGURI_TRY(appender.end_row());
  }
  return appender.close();
}

}  // namespace

Status Columns::append_packs(std::span<const PackRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "pack", rows); });
}

Status Columns::append_sources(std::span<const SourceRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "source", rows); });
}

Status Columns::append_documents(std::span<const DocumentRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "document", rows); });
}

Status Columns::append_places(std::span<const PlaceRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "place", rows); });
}

Status Columns::append_quantities(std::span<const QuantityRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "quantity", rows); });
}

Status Columns::append_figures(std::span<const FigureRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "figure", rows); });
}

Status Columns::append_materials(std::span<const MaterialRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "material", rows); });
}

Status Columns::append_sites(std::span<const SiteRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "site", rows); });
}

Status Columns::append_parties(std::span<const PartyRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "party", rows); });
}

Status Columns::append_flows(std::span<const FlowRow> rows) {
  return state_->write(
      [&](const duck::Connection& writer) { return append_rows(writer, "flow", rows); });
}

Status Columns::append_entries(std::span<const Entry> entries) {
  return state_->write([&](const duck::Connection& writer) -> Status {
    MEGURI_TRY(append_rows(writer, "entry", entries));
    if (entries.empty()) return ok();
    Appender lines = MEGURI_TRY(Appender::open(writer, "line"));
    for (const Entry& entry : entries)
      MEGURI_TRY(put_lines(lines, entry));
    MEGURI_TRY(lines.close());
    Appender layers = MEGURI_TRY(Appender::open(writer, "layer"));
    for (const Entry& entry : entries)
      MEGURI_TRY(put_layers(layers, entry));
    return layers.close();
  });
}

}  // namespace meguri
