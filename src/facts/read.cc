// SPDX-License-Identifier: Apache-2.0
// Rows out of the tables, in their stated order. `SELECT *` gives the order of internal/tables.h.
#include <algorithm>
#include <mutex>
#include <utility>

#include "facts/columns.h"
#include "facts/internal/columns_state.h"
#include "facts/internal/duck.h"
#include "facts/internal/tables.h"

namespace meguri {
namespace {

using duck::Rows;

// A query over one table that grows by conditions.
class Selection {
 public:
  explicit Selection(std::string_view table) : form_(form_of(table)) {
    sql_ = "SELECT * FROM " + std::string(form_.name);
  }
  // With its 128-bit decimals as texts.
  static Selection with_values(std::string_view table) {
    Selection selection(table);
    selection.sql_ = "SELECT * REPLACE (CAST(value AS VARCHAR) AS value) FROM " +
                     std::string(selection.form_.name);
    return selection;
  }
  // Only if the value is not empty.
  Selection& where(const char* column, std::string_view value) {
    if (value.empty()) return *this;
    parameters_.emplace_back(value);
    condition(std::string(column) + "=$" + std::to_string(parameters_.size()));
    return *this;
  }
  Selection& condition(const std::string& text) {
    conditions_ += (conditions_.empty() ? " WHERE " : " AND ") + text;
    return *this;
  }
  [[nodiscard]] Result<Rows> run(const duck::Connection& reader) const {
    return Rows::query(
        reader, sql_ + conditions_ + " ORDER BY " + std::string(form_.order), parameters_);
  }
  // The layers of the lines that a selection of lines gives.
  [[nodiscard]] Result<Rows> run_layers(const duck::Connection& reader) const {
    return Rows::query(reader,
                       "SELECT * FROM layer WHERE (position, line_number) IN (SELECT position, "
                       "line_number FROM line" +
                           conditions_ + ") ORDER BY position, line_number, layer",
                       parameters_);
  }

 private:
  static const TableForm& form_of(std::string_view table) {
    const auto* const found = std::ranges::find(table_forms, table, &TableForm::name);
    MEGURI_CHECK(found != table_forms.end());
    return *found;
  }
  const TableForm& form_;
  std::string sql_;
  std::string conditions_;
  std::vector<std::string> parameters_;
};

// DECIMAL(38,9) prints all nine decimals; published values say no more than they must.
std::optional<std::string> without_trailing_zeros(std::optional<std::string> text) {
  if (!text || text->find('.') == std::string::npos) return text;
  text->erase(text->find_last_not_of('0') + 1);
  if (text->back() == '.') text->pop_back();
  return text;
}

CellRow read_cell(const Rows& rows, std::size_t first) {
  return {rows.text(first),
          rows.text(first + 1),
          rows.text(first + 2),
          rows.integer(first + 3),
          rows.text(first + 4)};
}

Result<PackRow> read_pack(const Rows& rows) {
  return PackRow{rows.text(0),
                 rows.text(1),
                 rows.text(2),
                 rows.text(3),
                 rows.text(4),
                 rows.text(5),
                 rows.text(6),
                 rows.boolean(7),
                 rows.text(8),
                 rows.integer(9),
                 rows.instant(10)};
}

Result<SourceRow> read_source(const Rows& rows) {
  return SourceRow{rows.text(0),
                   rows.text(1),
                   rows.text(2),
                   rows.text(3),
                   rows.text(4),
                   rows.text(5),
                   rows.text(6),
                   rows.text(7),
                   rows.text(8),
                   rows.text(9),
                   rows.text(10),
                   rows.text(11)};
}

Result<DocumentRow> read_document(const Rows& rows) {
  return DocumentRow{rows.text(0),
                     rows.text(1),
                     rows.text(2),
                     rows.integer(3),
                     rows.text(4),
                     rows.text(5),
                     rows.text(6),
                     rows.text(7),
                     rows.text(8),
                     rows.integer(9)};
}

Result<PlaceRow> read_place(const Rows& rows) {
  return PlaceRow{rows.text(0),
                  rows.text(1),
                  rows.text(2),
                  rows.text(3),
                  rows.text(4),
                  rows.text(5),
                  rows.real_if_any(6),
                  rows.real_if_any(7),
                  rows.text(8),
                  read_cell(rows, 9)};
}

Result<MaterialRow> read_material(const Rows& rows) {
  return MaterialRow{
      rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.boolean(5)};
}

Result<SiteRow> read_site(const Rows& rows) {
  return SiteRow{rows.text(0),
                 rows.text(1),
                 rows.text(2),
                 rows.text(3),
                 rows.text(4),
                 rows.text(5),
                 rows.text(6),
                 rows.integer_if_any(7)};
}

Result<PartyRow> read_party(const Rows& rows) {
  return PartyRow{rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4)};
}

Result<QuantityRow> read_quantity(const Rows& rows) {
  return QuantityRow{rows.text(0),
                     rows.text(1),
                     rows.text(2),
                     rows.text(3),
                     without_trailing_zeros(rows.text_if_any(4)),
                     rows.mass_if_any(5),
                     rows.text(6),
                     rows.text(7),
                     rows.text(8),
                     rows.text(9),
                     read_cell(rows, 10)};
}

Result<FigureRow> read_figure(const Rows& rows) {
  return FigureRow{rows.text(0),
                   rows.text(1),
                   without_trailing_zeros(rows.text_if_any(2)),
                   rows.mass_if_any(3),
                   rows.text(4),
                   rows.text(5),
                   rows.text(6),
                   rows.text(7),
                   rows.text(8),
                   rows.text(9),
                   rows.text(10),
                   rows.text(11),
                   rows.text(12),
                   rows.text(13),
                   read_cell(rows, 14)};
}

Result<FlowRow> read_flow(const Rows& rows) {
  const auto period = parse_period(rows.text(7));
  const auto tense = tense_of(rows.text(8));
  if (!period || !tense) return unreadable_row("flow");
  FlowRow row;
  row.pack = rows.text(0);
  row.run = rows.text(1);
  row.flow.id = rows.text(2);
  row.flow.place = rows.text(3);
  row.flow.from = rows.text(4);
  row.flow.to = rows.text(5);
  row.flow.material = rows.text(6);
  row.flow.period = *period;
  row.flow.tense = *tense;
  row.flow.mass = {rows.mass_if_any(9), rows.mass_if_any(10), rows.mass_if_any(11)};
  return row;
}

Result<LineRow> read_line(const Rows& rows) {
  const auto kind = entry_kind_of(rows.text(4));
  const auto origin = origin_of(rows.text(13));
  const auto basis = basis_of(rows.text(15));
  if (!kind || !origin || !basis) return unreadable_row("line");
  LineRow row;
  row.position = rows.integer(0);
  row.book = rows.text(1);
  row.sequence = rows.integer(2);
  row.line_number = rows.integer(3);
  row.kind = *kind;
  row.event_from = rows.instant(5);
  row.event_until = rows.instant(6);
  row.recorded_at = rows.instant(7);
  row.entry_site = rows.text(8);
  row.line.site = rows.text(9);
  row.line.lot = rows.text(10);
  row.line.material = rows.text(11);
  row.line.mass = rows.mass(12);
  row.line.origin = *origin;
  row.line.counterparty = rows.text(14);
  row.line.basis = *basis;
  row.line.uncertainty = rows.mass_if_any(16);
  row.line.pieces = rows.integer_if_any(17);
  row.line.volume_ml = rows.integer_if_any(18);
  row.line.energy_j = rows.integer_if_any(19);
  row.line.money_yen = rows.integer_if_any(20);
  return row;
}

// Both ascending by position and line. Layers of lines that were booked after the lines were read
// stand at the end, and are left out.
void give_layers(Rows& layers, std::vector<LineRow>& lines) {
  auto line = lines.begin();
  while (layers.next()) {
    const std::pair at(layers.integer(0), layers.integer(1));
    while (line != lines.end() && std::pair(line->position, line->line_number) < at)
      ++line;
    if (line == lines.end()) return;
    MEGURI_CHECK(std::pair(line->position, line->line_number) == at);
    line->line.layers.push_back({layers.text(2), layers.mass(3)});
  }
}

template <typename Row>
Result<std::vector<Row>> collect(Rows& rows, Result<Row> (*read)(const Rows&)) {
  std::vector<Row> all;
  while (rows.next())
    all.push_back(MEGURI_TRY(read(rows)));
  return all;
}

template <typename Row>
Result<std::vector<Row>> read_all(const duck::Connection& reader,
                                  const Selection& selection,
                                  Result<Row> (*read)(const Rows&)) {
  Rows rows = MEGURI_TRY(selection.run(reader));
  return collect(rows, read);
}

}  // namespace

Result<std::vector<PackRow>> Columns::packs() const {
  const std::scoped_lock lock(state_->reading);
  return read_all(state_->reader, Selection("pack"), read_pack);
}

Result<std::vector<SourceRow>> Columns::sources() const {
  const std::scoped_lock lock(state_->reading);
  return read_all(state_->reader, Selection("source"), read_source);
}

Result<std::vector<DocumentRow>> Columns::documents() const {
  const std::scoped_lock lock(state_->reading);
  return read_all(state_->reader, Selection("document"), read_document);
}

Result<std::vector<PlaceRow>> Columns::places() const {
  const std::scoped_lock lock(state_->reading);
  return read_all(state_->reader, Selection("place"), read_place);
}

Result<std::vector<QuantityRow>> Columns::quantities(const QuantityFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  Selection selection = Selection::with_values("quantity");
  selection.where("pack", filter.pack).where("quantity", filter.quantity);
  selection.where("place", filter.place).where("period", filter.period);
  return read_all(state_->reader, selection, read_quantity);
}

Result<std::vector<FigureRow>> Columns::figures(std::string_view pack) const {
  const std::scoped_lock lock(state_->reading);
  Selection selection = Selection::with_values("figure");
  selection.where("pack", pack);
  return read_all(state_->reader, selection, read_figure);
}

Result<std::vector<MaterialRow>> Columns::materials() const {
  const std::scoped_lock lock(state_->reading);
  return read_all(state_->reader, Selection("material"), read_material);
}

Result<std::vector<SiteRow>> Columns::sites() const {
  const std::scoped_lock lock(state_->reading);
  return read_all(state_->reader, Selection("site"), read_site);
}

Result<std::vector<PartyRow>> Columns::parties() const {
  const std::scoped_lock lock(state_->reading);
  return read_all(state_->reader, Selection("party"), read_party);
}

Result<std::vector<FlowRow>> Columns::flows(const FlowFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  Selection selection("flow");
  selection.where("pack", filter.pack).where("flow", filter.flow).where("place", filter.place);
  selection.where("period", filter.period).where("run", filter.run);
  return read_all(state_->reader, selection, read_flow);
}

Result<std::vector<LineRow>> Columns::lines(const LineFilter& filter) const {
  const std::scoped_lock lock(state_->reading);
  Selection selection("line");
  selection.where("book", filter.book).where("site", filter.site);
  selection.where("material", filter.material);
  if (filter.up_to_position > 0) {
    selection.condition("position<=" + std::to_string(filter.up_to_position));
  }
  auto lines = MEGURI_TRY(read_all(state_->reader, selection, read_line));
  Rows layers = MEGURI_TRY(selection.run_layers(state_->reader));
  give_layers(layers, lines);
  return lines;
}

}  // namespace meguri
