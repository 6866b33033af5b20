// SPDX-License-Identifier: Apache-2.0
// row_reading: one row of a file under a compiled mapping: what its fields say, problem by problem.
//
//   reading.begin(row, cells, findings);
//   reading.fill_entry(draft);
//   reading.fill_movement(draft);
//   if (reading.is_sound()) …
//
// All problems of a row are found, not only the first. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/finding_log.h"
#include "intake/internal/compiled_mapping.h"
#include "intake/row_mapper.h"
#include "journal/entry.h"
#include "wire/table_rows.h"

namespace meguri {

class RowReading {
 public:
  explicit RowReading(const MapperInput& input) : input_(input) {}
  void compile(Findings& findings) { slots_ = compile_mapping(input_, findings); }

  void begin(std::int64_t row, std::span<const TableCell> cells, FindingLog& findings) {
    row_ = row;
    cells_ = cells;
    findings_ = &findings;
    problems_ = 0;
    is_complete_ = true;
  }
  [[nodiscard]] std::int64_t problems() const { return problems_; }
  // No problem, and no field missing that nothing is mapped to.
  [[nodiscard]] bool is_sound() const { return problems_ == 0 && is_complete_; }

  // What all lines share.
  void fill_entry(EntryDraft& draft);
  // The two lines of a movement.
  void fill_movement(EntryDraft& draft);
  // The line of a row that is one.
  void fill_line(Line& line);
  // Rows of one entry must say the same of it.
  void compare_entry(const EntryDraft& draft);

  // The field's text in this row, trimmed, with if_empty and values applied. Lives until the field
  // is read again.
  std::string_view text(ImportField field);
  void refuse(ImportField field, Message problem);
  void refuse_empty(ImportField field);
  [[nodiscard]] std::optional<std::size_t> column_of(ImportField field) const;

 private:
  Slot& slot(ImportField field) { return slots_[static_cast<std::size_t>(field)]; }
  [[nodiscard]] bool is_mapped(ImportField field) const {
    return slots_[static_cast<std::size_t>(field)].rule != nullptr;
  }
  [[nodiscard]] const TableCell& cell(const Slot& slot) const;
  std::string_view pattern_text(Slot& slot);
  std::string_view replaced_text(Slot& slot, std::string_view text);
  void refuse_error_cell(ImportField field, const TableCell& cell);

  const NamedThing* thing(ImportField field,
                          NamedThing (RowReading::*read)(ImportField, std::string_view));
  NamedThing read_site(ImportField field, std::string_view text);
  NamedThing read_material(ImportField field, std::string_view text);
  NamedThing read_kind(ImportField field, std::string_view text);
  NamedThing read_origin(ImportField field, std::string_view text);
  NamedThing read_name(const KnownNameIndex& index,
                       std::string_view what,
                       ImportField field,
                       std::string_view text);

  const EventSpan* event(ImportField field);
  std::optional<CellNumber> number(ImportField field);
  std::optional<std::int64_t> amount(ImportField field, const ExactUnit& unit);
  // A mass with what else stands in its column: the water of a dry one, the volume of a loose one.
  struct MassReading {
    Mass mass;
    std::optional<Mass> water;
    std::optional<std::int64_t> volume_ml;
    Basis basis = Basis::wet;
  };
  std::optional<CellNumber> needed_number(ImportField field);
  std::optional<ExactAmount> loose_mass(const CellNumber& volume, const ExactUnit& unit);
  bool add_moisture(MassReading& mass, bool is_dry);
  std::optional<MassReading> mass();
  std::optional<ExactUnit> mass_unit();
  void fill_times(EntryDraft& draft);
  void fill_book(EntryDraft& draft);
  void fill_name(EntryDraft& draft);
  void fill_quantities(Line& line, const MassReading& mass);
  void fill_account(Line& line, ImportField site_field, ImportField lot_field);
  void fill_lot(Line& line, ImportField site_field, ImportField lot_field);

  const MapperInput& input_;
  Slots slots_;
  std::int64_t row_ = 0;
  std::span<const TableCell> cells_;
  FindingLog* findings_ = nullptr;
  std::int64_t problems_ = 0;  // of this row
  bool is_complete_ = true;
};

}  // namespace meguri
