// SPDX-License-Identifier: Apache-2.0
// content_reader: typed tables → the rows of PackContent, one function per kind of table.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pack/content.h"
#include "pack/internal/typed_table.h"

namespace meguri {

// What a row reader works on: the cells of one row by the names of their columns.
class RowView {
 public:
  RowView(const TypedTable& table, std::uint32_t table_index, const TypedRow& row)
      : table_(table), table_index_(table_index), row_(row) {}

  // The cell under that name; null where the table does not declare it.
  [[nodiscard]] const TypedCell* find(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] Localized localized(std::string_view ja, std::string_view en) const;
  [[nodiscard]] Cell cell(std::size_t column) const;
  [[nodiscard]] Cell cell(std::string_view name) const;
  [[nodiscard]] Position position(std::string_view name) const;
  [[nodiscard]] Position position(std::size_t column) const;
  [[nodiscard]] const TypedRow& row() const { return row_; }
  [[nodiscard]] const TypedTable& table() const { return table_; }

 private:
  const TypedTable& table_;
  std::uint32_t table_index_;
  const TypedRow& row_;
};

class ContentReader {
 public:
  ContentReader(PackContent& content, Findings& findings)
      : content_(content), findings_(findings) {}

  void read(const TypedTable& table, std::uint32_t table_index);

 private:
  void refuse(const Position& where, Message what) {
    findings_.push_back({where, std::move(what)});
  }
  void read_place(const RowView& row);
  void read_quantities(const RowView& row);
  void read_quantity(const RowView& row, std::size_t column, const std::string& place);
  void read_figure(const RowView& row);
  void read_range(const RowView& row, FigureRecord& figure);
  void read_material(const RowView& row);
  void read_site(const RowView& row);
  void read_party(const RowView& row);

  PackContent& content_;
  Findings& findings_;
};

// The rows of an `entries` table, grouped into entries; every fault of grouping and balance.
void read_entries(const TypedTable& table,
                  std::uint32_t table_index,
                  PackContent& content,
                  Findings& findings);

// The mass of a decimal in a unit; a finding where it is finer than a milligram or too large.
std::optional<Mass> exact_mass(const Decimal& number,
                               const std::string& unit,
                               const Position& where,
                               Findings& findings);

}  // namespace meguri
