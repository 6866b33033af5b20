// SPDX-License-Identifier: Apache-2.0
#include "pack/internal/typed_table.h"

#include <algorithm>
#include <map>

#include "base/nearest.h"
#include "base/text.h"
#include "matter/place_code.h"
#include "pack/internal/reading.h"
#include "wire/csv.h"
#include "wire/number_reading.h"

namespace meguri {
namespace {

std::string trimmed(std::string_view text) {
  const std::string normal = nfkc(text);
  const std::size_t begin = normal.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return normal.substr(begin, normal.find_last_not_of(" \t") - begin + 1);
}

// As written but for spaces around it, wide ones included.
std::string without_spaces_around(std::string_view text) {
  constexpr std::string_view wide = "\u3000";
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  for (;;) {
    if (!text.empty() && is_space(text.front())) {
      text.remove_prefix(1);
    } else if (!text.empty() && is_space(text.back())) {
      text.remove_suffix(1);
    } else if (text.starts_with(wide)) {
      text.remove_prefix(wide.size());
    } else if (text.ends_with(wide)) {
      text.remove_suffix(wide.size());
    } else {
      return std::string(text);
    }
  }
}

class CellReader {
 public:
  CellReader(const PackColumn& column, Position where, Findings& findings)
      : column_(column), where_(std::move(where)), findings_(findings) {}

  TypedCell read(std::string_view written) {
    cell_.written = written;
    const std::string content = trimmed(written);
    cell_.is_empty = content.empty();
    if (!cell_.is_empty) read_content(written, content);
    if (cell_.is_empty && cell_.is_sound && column_.required) {
      refuse(Message{"pack.cell_empty", {{"column", column_.name}}});
    }
    return std::move(cell_);
  }

 private:
  void refuse(Message what) {
    cell_.is_sound = false;
    findings_.push_back({where_, std::move(what)});
  }

  void read_content(std::string_view written, const std::string& content) {
    switch (column_.type) {
      case ColumnType::text:
        cell_.text = without_spaces_around(written);
        break;
      case ColumnType::place:
        read_place(content);
        break;
      case ColumnType::period:
        read_period_cell(content);
        break;
      case ColumnType::number:
      case ColumnType::integer:
        read_number_cell(written);
        break;
      case ColumnType::date:
        read_date(content);
        break;
      case ColumnType::choice:
        read_choice(content);
        break;
      case ColumnType::id:
        cell_.text = content;
        if (!is_id(content)) refuse(Message{"pack.id_malformed", {{"id", content}}});
        break;
    }
  }

  void read_place(const std::string& content) {
    using Problem = PlaceCodeReading::Problem;
    const PlaceCodeReading reading = read_place_code(content);
    cell_.text = reading.code;
    cell_.alternative = reading.alternative;
    switch (reading.problem) {
      case Problem::none:
        break;
      case Problem::not_a_code:
        refuse(Message{"pack.place_malformed", {{"text", content}}});
        break;
      case Problem::wrong_check_digit: {
        const std::string right = reading.code.size() == 5
                                      ? reading.code + place_check_digit(reading.code)
                                      : reading.code;
        refuse(Message{"pack.place_check_digit", {{"text", content}, {"mended", right}}});
        break;
      }
      case Problem::lost_leading_zero:
        refuse(Message{"pack.place_lost_zero", {{"text", content}, {"mended", reading.code}}});
        break;
    }
  }

  void read_period_cell(const std::string& content) {
    const auto period = parse_period(content);
    if (period) {
      cell_.period = *period;
    } else {
      refuse(Message{"pack.period_malformed", {{"text", content}}});
    }
  }

  void read_date(const std::string& content) {
    const auto day = parse_day(content);
    if (day) {
      cell_.date = *day;
    } else {
      refuse(Message{"pack.date_malformed", {{"text", content}}});
    }
  }

  void read_choice(const std::string& content) {
    cell_.text = content;
    if (std::ranges::find(column_.choices, content) != column_.choices.end()) return;
    std::string all;
    for (const std::string& choice : column_.choices)
      all += (all.empty() ? "" : ", ") + choice;
    refuse(Message{"pack.choice_unknown", {{"text", content}, {"choices", all}}});
  }

  void read_number_cell(std::string_view written) {
    auto reading = read_number(written);
    if (!reading) {
      refuse(reading.error().message);
      return;
    }
    cell_.is_empty = !reading->value.has_value();
    cell_.number = reading->value;
    if (!cell_.number) return;
    const std::string number = to_text(*cell_.number);
    if (column_.type == ColumnType::integer && !cell_.number->normalized().to_int64()) {
      refuse(Message{"pack.not_an_integer", {{"text", number}}});
    }
    const bool is_mass = !column_.unit.empty() && is_mass_unit(column_.unit);
    std::optional<Decimal> minimum = column_.minimum;
    if (!minimum && is_mass) minimum = Decimal{};
    if (minimum && *cell_.number < *minimum) {
      refuse(Message{"pack.below_minimum",
                     {{"text", number}, {"minimum", to_text(*minimum)}, {"unit", column_.unit}}});
    }
  }

  const PackColumn& column_;
  Position where_;
  Findings& findings_;
  TypedCell cell_;
};

// Where each declared column stands in the file; findings for what does not match.
class HeaderMatch {
 public:
  HeaderMatch(const PackTable& declaration,
              const CsvTable& csv,
              const std::string& file,
              Findings& findings)
      : declaration_(declaration), csv_(csv), file_(file), findings_(findings) {}

  // One per declared column; nothing unless all of them are there.
  std::optional<std::vector<std::size_t>> match() {
    std::vector<std::size_t> positions;
    std::vector<bool> used(csv_.header.size(), false);
    std::vector<const PackColumn*> lacking;
    for (const PackColumn& column : declaration_.columns) {
      const auto found = csv_.column(column.name);
      if (found) {
        used[*found] = true;
        positions.push_back(*found);
      } else {
        lacking.push_back(&column);
      }
    }
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (!used[i]) refuse_unknown(csv_.header[i]);
    }
    for (const PackColumn* const column : lacking) {
      refuse(column->name, Message{"pack.column_lacking", {{"column", column->name}}});
    }
    if (!lacking.empty()) return std::nullopt;
    return positions;
  }

 private:
  void refuse(const std::string& column, Message what) {
    findings_.push_back({Position{file_, "", csv_.header_row, column}, std::move(what)});
  }

  void refuse_unknown(const std::string& name) {
    std::vector<std::string> known;
    for (const PackColumn& column : declaration_.columns)
      known.push_back(column.name);
    if (const auto near = nearest(name, known)) {
      refuse(name, Message{"pack.column_unknown_near", {{"column", name}, {"nearest", *near}}});
    } else {
      refuse(name, Message{"pack.column_unknown", {{"column", name}}});
    }
  }

  const PackTable& declaration_;
  const CsvTable& csv_;
  const std::string& file_;
  Findings& findings_;
};

// What tells rows apart: places by code, periods by id, numbers by value, the rest as written.
std::string key_part(const TypedCell& cell) {
  if (cell.period) return cell.period->id();
  if (cell.date) return to_text(*cell.date);
  if (cell.number) return to_text(cell.number->normalized());
  return cell.text.empty() ? std::string(cell.written) : cell.text;
}

void refuse_double_rows(const TypedTable& table, Findings& findings) {
  std::vector<std::size_t> columns;
  for (const std::string& name : table.declaration->key) {
    if (const auto column = table.column(name)) columns.push_back(*column);
  }
  if (columns.empty()) return;
  std::map<std::vector<std::string>, std::int64_t> seen;
  for (const TypedRow& row : table.rows) {
    std::vector<std::string> key;
    bool is_sound = true;
    for (const std::size_t column : columns) {
      is_sound = is_sound && row.cells[column].is_sound;
      key.push_back(key_part(row.cells[column]));
    }
    if (!is_sound) continue;
    std::string shown;
    for (const std::string& part : key)
      shown += (shown.empty() ? "" : " / ") + part;
    const auto [first, is_new] = seen.emplace(std::move(key), row.row);
    if (is_new) continue;
    findings.push_back({table.position(row, columns.front()),
                        Message{"pack.row_twice", {{"key", shown}, {"other", first->second}}}});
  }
}

}  // namespace

std::optional<std::size_t> TypedTable::column(std::string_view name) const {
  const auto found = std::ranges::find(declaration->columns, name, &PackColumn::name);
  if (found == declaration->columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - declaration->columns.begin());
}

std::optional<std::size_t> TypedTable::column(ColumnType type) const {
  const auto found = std::ranges::find(declaration->columns, type, &PackColumn::type);
  if (found == declaration->columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - declaration->columns.begin());
}

Position TypedTable::position(const TypedRow& row, std::size_t column) const {
  return {file, "", row.row, declaration->columns[column].name};
}

TypedTable read_typed_table(const PackTable& declaration,
                            std::string_view file,
                            std::string_view bytes,
                            HeldCells& held,
                            Findings& findings) {
  TypedTable table{&declaration, std::string(file), {}};
  const std::size_t findings_before = findings.size();
  CsvTable csv = read_csv(bytes, file, findings);
  const bool every_row_reads = findings.size() == findings_before;
  if (csv.header_row == 0) return table;
  const auto positions = HeaderMatch(declaration, csv, table.file, findings).match();
  if (!positions) return table;
  // Rows that could not be read have findings of their own; the table is not empty then.
  if (csv.records.empty() && every_row_reads) {
    findings.push_back({Position{table.file, "", 0, ""}, Message{"pack.table_empty", {}}});
  }
  held.rows.reserve(csv.records.size());
  for (CsvRecord& record : csv.records) {
    held.rows.push_back(std::move(record.cells));
    TypedRow row;
    row.row = record.row;
    for (std::size_t i = 0; i < declaration.columns.size(); ++i) {
      CellReader reader(declaration.columns[i],
                        Position{table.file, "", record.row, declaration.columns[i].name},
                        findings);
      row.cells.push_back(reader.read(held.rows.back()[(*positions)[i]]));
    }
    table.rows.push_back(std::move(row));
  }
  refuse_double_rows(table, findings);
  return table;
}

}  // namespace meguri
