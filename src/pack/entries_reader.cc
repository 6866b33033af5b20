// SPDX-License-Identifier: Apache-2.0
// Lines of an `entries` table → entries that balance to the milligram, and what books attest, which
// has a row of its own and no lines.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "matter/mass.h"
#include "pack/internal/content_reader.h"
#include "pack/internal/reading.h"

namespace meguri {
namespace {

// What all lines of an entry say alike.
constexpr std::array<std::string_view, 8> shared = {
    "kind", "date", "site", "evidence", "note_ja", "note_en", "shipment", "deadline"};
// What only lines say; an attestation has none.
constexpr std::array<std::string_view, 6> of_lines = {
    "line_site", "lot", "material", "mass", "origin", "counterparty"};

class EntriesReader {
 public:
  EntriesReader(const TypedTable& table,
                std::uint32_t table_index,
                PackContent& content,
                Findings& findings)
      : table_(table), table_index_(table_index), content_(content), findings_(findings) {}

  void run() {
    const std::size_t first_new = content_.entries.size();
    for (const TypedRow& typed : table_.rows)
      read_line(RowView(table_, table_index_, typed));
    for (std::size_t i = first_new; i < content_.entries.size(); ++i)
      check_balance(i);
  }

 private:
  void refuse(const Position& where, Message what) {
    findings_.push_back({where, std::move(what)});
  }

  void read_line(const RowView& row) {
    const std::string book = row.text("book");
    const std::string id = row.text("entry");
    const auto [known, is_new] =
        index_.emplace(std::pair(book, id), Known{content_.entries.size(), &row.row()});
    if (is_new) {
      begin_entry(row);
    } else {
      compare_with_first(row, *known->second.first);
    }
    check_payload(row);
    if (row.text("kind") == attest_kind) {
      check_attested(row, is_new);
    } else {
      read_movement(row, known->second.index);
    }
  }

  // What a row states beside its entry: a line.
  void read_movement(const RowView& row, std::size_t index) {
    for (const std::string_view name : {"line_site", "material"})
      refuse_empty(row, name);
    EntryRecord& entry = content_.entries[index];
    EntryLineRecord line;
    line.site = row.text("line_site");
    line.lot = row.text("lot");
    line.material = row.text("material");
    line.counterparty = row.text("counterparty");
    line.origin = origin_of(row.text("origin")).value_or(Origin::unknown);
    line.cell = row.cell("mass");
    if (!row.text("origin").empty() && !origin_of(row.text("origin"))) {
      refuse(row.position("origin"),
             Message{"pack.origin_unknown", {{"text", row.text("origin")}}});
    }
    refuse_empty(row, "mass");
    if (const auto mass = mass_of(row)) {
      line.mass = *mass;
    } else {
      incomplete_.insert(index);
    }
    read_layers(row, line);
    entry.lines.push_back(std::move(line));
  }

  std::optional<Mass> mass_of(const RowView& row) {
    const TypedCell& mass = *row.find("mass");
    if (!mass.number) return std::nullopt;
    const PackColumn& column = table_.declaration->columns[*table_.column("mass")];
    return exact_mass(*mass.number, column.unit, row.position("mass"), findings_);
  }

  // Of a column that the table does not require: only an attestation may leave it empty.
  void refuse_empty(const RowView& row, std::string_view name) {
    const TypedCell& cell = *row.find(name);
    const bool is_required = table_.declaration->columns[*table_.column(name)].required;
    if (!cell.is_empty || !cell.is_sound || is_required) return;
    refuse(row.position(name), Message{"pack.cell_empty", {{"column", name}}});
  }

  void check_payload(const RowView& row) {
    const std::string type = row.text("payload_type");
    const std::string payload = row.text("payload");
    if (row.text("kind") != attest_kind) {
      for (const std::string_view name : {"payload_type", "payload"}) {
        if (!row.text(name).empty())
          refuse(row.position(name), Message{"pack.payload_not_here", {{"column", name}}});
      }
    } else if (type.empty() && !payload.empty()) {
      refuse(row.position("payload"), Message{"pack.payload_type_missing", {}});
    } else if (!type.empty() && payload.empty()) {
      refuse(row.position("payload_type"), Message{"pack.payload_missing", {{"type", type}}});
    }
  }

  void check_attested(const RowView& row, bool is_new) {
    if (!is_new)
      refuse(row.position("entry"), Message{"pack.attest_twice", {{"entry", row.text("entry")}}});
    for (const std::string_view name : of_lines)
      refuse_filled(row, name);
    for (const PackColumn& column : table_.declaration->columns)
      if (!column.layer.empty()) refuse_filled(row, column.name);
  }

  void refuse_filled(const RowView& row, std::string_view name) {
    const TypedCell* const cell = row.find(name);
    if (cell == nullptr || cell->is_empty) return;
    refuse(row.position(name), Message{"pack.attest_with_line", {{"column", name}}});
  }

  // An empty cell states nothing: how much of the line is of that layer is not known.
  void read_layers(const RowView& row, EntryLineRecord& line) {
    for (const PackColumn& column : table_.declaration->columns) {
      if (column.layer.empty()) continue;
      const TypedCell* const cell = row.find(column.name);
      if (cell == nullptr || !cell->number) continue;
      const auto exact =
          exact_mass(*cell->number, column.unit, row.position(column.name), findings_);
      if (exact) line.layers.push_back({column.layer, *exact});
    }
    std::ranges::sort(line.layers, {}, &LayerRecord::layer);
  }

  void begin_entry(const RowView& row) {
    EntryRecord entry;
    entry.book = row.text("book");
    entry.client_id = row.text("entry");
    entry.kind = row.text("kind");
    const TypedCell* const date = row.find("date");
    if (date != nullptr && date->date) entry.date = *date->date;
    entry.site = row.text("site");
    entry.evidence = row.text("evidence");
    entry.note = row.localized("note_ja", "note_en");
    entry.shipment = row.text("shipment");
    const TypedCell* const deadline = row.find("deadline");
    if (deadline != nullptr) entry.deadline = deadline->date;
    entry.payload_type = row.text("payload_type");
    entry.payload = row.text("payload");
    entry.cell = row.cell("entry");
    const bool is_known = entry.kind.empty() || entry.kind == attest_kind ||
                          std::ranges::find(entry_kinds, entry.kind) != entry_kinds.end();
    if (!is_known) {
      refuse(row.position("kind"), Message{"pack.entry_kind_unknown", {{"text", entry.kind}}});
    }
    content_.entries.push_back(std::move(entry));
  }

  void compare_with_first(const RowView& row, const TypedRow& first) {
    const RowView before(table_, table_index_, first);
    for (const std::string_view name : shared) {
      const TypedCell* const cell = row.find(name);
      if (cell == nullptr) continue;
      const TypedCell& other = *before.find(name);
      if (cell->text == other.text && cell->date == other.date) continue;
      refuse(row.position(name),
             Message{"pack.entry_differs",
                     {{"entry", row.text("entry")}, {"column", name}, {"other", first.row}}});
    }
  }

  void check_balance(std::size_t index) {
    if (incomplete_.contains(index)) return;
    const EntryRecord& entry = content_.entries[index];
    if (entry.lines.empty()) return;
    MassTotal total;
    for (const EntryLineRecord& line : entry.lines)
      total.add(line.mass);
    const auto difference = total.mass();
    if (difference && difference->count_mg() == 0) return;
    refuse({table_.file, "", entry.cell.row, "mass"},
           Message{"pack.entry_unbalanced",
                   {{"entry", entry.client_id},
                    {"difference", difference ? to_decimal(*difference, "kg") : "∞"}}});
  }

  struct Known {
    std::size_t index;
    const TypedRow* first;
  };

  const TypedTable& table_;
  std::uint32_t table_index_;
  PackContent& content_;
  Findings& findings_;
  std::map<std::pair<std::string, std::string>, Known> index_;
  std::set<std::size_t> incomplete_;
};

}  // namespace

void read_entries(const TypedTable& table,
                  std::uint32_t table_index,
                  PackContent& content,
                  Findings& findings) {
  EntriesReader(table, table_index, content, findings).run();
}

}  // namespace meguri
