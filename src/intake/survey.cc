// SPDX-License-Identifier: Apache-2.0
#include "intake/survey.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "base/file.h"
#include "base/japanese_date.h"
#include "facts/parquet_rows.h"
#include "intake/exact_unit.h"
#include "intake/internal/header_guess.h"
#include "wire/ndjson_rows.h"
#include "wire/number_reading.h"

namespace meguri {
namespace {

constexpr std::size_t head_rows_max = 240;
constexpr std::size_t columns_max = 2'000;
constexpr std::size_t samples_max = 5;
constexpr std::size_t sheets_looked_at = 12;
constexpr std::size_t ndjson_head_bytes = std::size_t{1} << 20U;

FileKind kind_of(std::string_view head, std::string_view file) {
  if (head.starts_with("PAR1")) return FileKind::parquet;
  if (head.starts_with("PK\x03\x04") || head.starts_with("\xD0\xCF\x11\xE0")) return FileKind::xlsx;
  if (file.ends_with(".ndjson") || file.ends_with(".jsonl")) return FileKind::ndjson;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  return trimmed(head).starts_with('{') ? FileKind::ndjson : FileKind::csv;
}

// Reads every byte once: the hash, the size, how the text is written.
Status read_through(FileSurvey& survey, const FileForm& form) {
  Sha256 hash;
  CsvSurvey text;
  std::string head;
  MEGURI_TRY(read_in_pieces(survey.path, [&](std::string_view piece) {
    if (survey.size_bytes == 0) {
      head = piece;
      survey.kind = form.kind.value_or(kind_of(head, survey.file));
    }
    survey.size_bytes += piece.size();
    hash.update(piece);
    survey.rows_about += std::ranges::count(piece, '\n');
    if (survey.kind == FileKind::csv) text.take(piece);
    return ok();
  }));
  survey.sha256 = hash.finish();
  text.finish();
  survey.csv = text.form();
  if (form.encoding &&
      !(form.encoding == Encoding::utf8 && survey.csv.encoding == Encoding::utf8_bom)) {
    survey.csv.encoding = *form.encoding;
  }
  if (form.separator) survey.csv.separator = *form.separator;
  return ok();
}

Error no_table(const FileSurvey& survey) {
  return error(ErrorCode::invalid_input, "intake.no_table", {{"file", survey.file}});
}

bool is_value(const TableCell& cell) {
  switch (cell.kind) {
    case CellKind::number:
    case CellKind::day:
    case CellKind::instant:
    case CellKind::boolean:
      return true;
    case CellKind::text: {
      const auto number = read_number(cell.text);
      if (number && number->value) return true;
      return parse_day(trimmed(cell.text)).has_value();
    }
    case CellKind::empty:
    case CellKind::error:
      return false;
  }
  return false;
}

HeadRow head_row(const TableRow& row, std::span<const TableCell> cells) {
  HeadRow head;
  head.row = row.row;
  for (const TableCell& cell : cells.first(std::min(cells.size(), columns_max))) {
    const std::string text = text_of(cell);
    head.cells.push_back({std::string(trimmed(fold_width(text))).empty()
                              ? std::string()
                              : std::string(trimmed(text)),
                          is_value(cell),
                          cell.is_copy});
  }
  return head;
}

Result<std::vector<HeadRow>> head_of(RowSource& source) {
  std::vector<HeadRow> head;
  TableRows rows;
  while (head.size() < head_rows_max && MEGURI_TRY(source.next(rows))) {
    for (const TableRow& row : rows.rows) {
      if (head.size() == head_rows_max) break;
      head.push_back(head_row(row, rows.cells_of(row)));
    }
  }
  return head;
}

// Rows from the very first one, header and all. Findings of a look are told when the file is read.
Result<std::unique_ptr<RowSource>> raw_rows(const FileSurvey& survey, FindingLog& findings) {
  if (survey.kind == FileKind::csv) {
    std::vector<std::string> names;
    for (const SurveyColumn& column : survey.columns)
      names.push_back(column.name);
    return rows_of_csv(survey.path, survey.file, survey.csv, findings, std::move(names));
  }
  MEGURI_CHECK(survey.kind == FileKind::xlsx);
  const XlsxBook book = MEGURI_TRY(XlsxBook::open(survey.path, survey.file));
  return book.rows(survey.sheet, survey.sheet_form);
}

struct SheetLook {
  std::size_t sheet = 0;
  XlsxSheetForm form;
  std::vector<HeadRow> head;
  int score = 0;
};

Result<SheetLook> look_at(const XlsxBook& book, std::size_t sheet) {
  SheetLook look;
  look.sheet = sheet;
  look.form = MEGURI_TRY(book.survey(sheet));
  const auto rows = MEGURI_TRY(book.rows(sheet, look.form));
  look.head = MEGURI_TRY(head_of(*rows));
  look.score = look.head.empty() ? -1'000 : guess_header(look.head).score;
  return look;
}

// The sheet that was asked for, or the visible one that looks most like a table of this kind.
Result<std::vector<HeadRow>> choose_sheet(FileSurvey& survey, const FileForm& form) {
  const XlsxBook book = MEGURI_TRY(XlsxBook::open(survey.path, survey.file));
  std::optional<SheetLook> best;
  for (std::size_t i = 0; i < book.sheets().size(); ++i) {
    const XlsxSheet& sheet = book.sheets()[i];
    survey.sheets.push_back({sheet.name, 0, 0, sheet.is_hidden});
    if (form.sheet ? *form.sheet != sheet.name : sheet.is_hidden) continue;
    if (!form.sheet && i >= sheets_looked_at) continue;
    SheetLook look = MEGURI_TRY(look_at(book, i));
    survey.sheets.back().rows = look.form.rows;
    survey.sheets.back().columns = look.form.columns;
    if (!best || look.score > best->score) best = std::move(look);
  }
  if (!best) {
    return error(ErrorCode::invalid_input,
                 "intake.sheet_unknown",
                 {{"file", survey.file}, {"sheet", form.sheet.value_or("")}});
  }
  survey.sheet = best->sheet;
  survey.sheet_form = std::move(best->form);
  return std::move(best->head);
}

void set_header(FileSurvey& survey, const FileForm& form, const std::vector<HeadRow>& head) {
  HeaderGuess guess = guess_header(head);
  if (form.header_row) {
    const auto at = std::ranges::lower_bound(head, *form.header_row, {}, &HeadRow::row);
    guess.index = at == head.end() ? head.size() - 1 : static_cast<std::size_t>(at - head.begin());
    guess.rows = *form.header_row == 0 ? 0 : guess_header_rows(head, guess.index);
    if (*form.header_row == 0) guess.index = 0;
  }
  if (form.header_rows && guess.rows > 0) {
    guess.rows = static_cast<std::size_t>(*form.header_rows);
  }
  guess.rows = std::min(guess.rows, head.size() - guess.index);
  survey.header_rows = static_cast<std::int64_t>(guess.rows);
  survey.header_row = guess.rows == 0 ? 0 : head[guess.index].row;
  survey.last_header_row = guess.rows == 0 ? 0 : head[guess.index + guess.rows - 1].row;
  for (std::size_t i = 0; i < guess.index; ++i)
    for (const HeadCell& cell : head[i].cells)
      if (!cell.text.empty() && !cell.is_copy) survey.title.push_back(cell.text);
  std::size_t columns = 0;
  for (const HeadRow& row : head)
    columns = std::max(columns, row.cells.size());
  for (const std::string& name : header_names(head, guess.index, guess.rows, columns))
    survey.columns.push_back({.name = name, .header = name, .unit = {}, .samples = {}});
}

// Names that can be told apart: a letter where there is none, a number behind the second of two.
void finish_names(FileSurvey& survey) {
  std::set<std::string> taken;
  for (std::size_t i = 0; i < survey.columns.size(); ++i) {
    SurveyColumn& column = survey.columns[i];
    if (column.name.empty()) column.name = column_letters(i);
    const std::string wanted = column.name;
    for (int number = 2; !taken.insert(column.name).second; ++number)
      column.name = wanted + " (" + std::to_string(number) + ")";
    if (const auto unit = unit_in_header(column.header)) column.unit = unit->name;
  }
  // Columns without a name and without a cell are what formatting leaves behind.
  while (!survey.columns.empty() && survey.columns.back().header.empty() &&
         survey.columns.back().samples.empty()) {
    survey.columns.pop_back();
  }
}

void take_samples(FileSurvey& survey, const std::vector<HeadRow>& head) {
  std::vector<std::size_t> values(survey.columns.size()), filled(survey.columns.size());
  for (const HeadRow& row : head) {
    if (row.row <= survey.last_header_row) continue;
    for (std::size_t i = 0; i < std::min(row.cells.size(), survey.columns.size()); ++i) {
      const HeadCell& cell = row.cells[i];
      if (cell.text.empty()) continue;
      ++filled[i];
      if (cell.is_value) ++values[i];
      auto& samples = survey.columns[i].samples;
      if (samples.size() < samples_max && std::ranges::find(samples, cell.text) == samples.end()) {
        samples.push_back(cell.text);
      }
    }
  }
  for (std::size_t i = 0; i < survey.columns.size(); ++i) {
    SurveyColumn& column = survey.columns[i];
    const bool mostly_values = values[i] * 2 > filled[i];
    column.has_days = mostly_values && std::ranges::any_of(column.samples, [](const auto& text) {
                        return parse_day(text).has_value();
                      });
    column.has_numbers = mostly_values && !column.has_days;
  }
}

// Keys and typed columns have names of their own: there is nothing to guess.
Status set_named_columns(FileSurvey& survey) {
  std::vector<std::string> names;
  if (survey.kind == FileKind::parquet) {
    ParquetForm form = MEGURI_TRY(survey_parquet(survey.path, survey.file));
    survey.rows_about = form.rows;
    names = std::move(form.columns);
  } else {
    FileReader reader = MEGURI_TRY(FileReader::open(survey.path));
    std::string head;
    MEGURI_TRY(reader.read(head, ndjson_head_bytes));
    names = keys_of_ndjson(head);
  }
  for (std::string& name : names)
    survey.columns.push_back({.name = name, .header = name, .unit = {}, .samples = {}});
  FindingLog unheard(0);
  const auto source = MEGURI_TRY(rows_of(survey, ImportShape::movements, unheard));
  take_samples(survey, MEGURI_TRY(head_of(*source)));
  return ok();
}

class RowsBelowHeader final : public RowSource {
 public:
  RowsBelowHeader(std::unique_ptr<RowSource> source, std::int64_t last_header_row)
      : source_(std::move(source)), last_header_row_(last_header_row) {}
  Result<bool> next(TableRows& rows) override {
    while (MEGURI_TRY(source_->next(rows))) {
      if (is_below_) return true;
      std::erase_if(rows.rows, [&](const TableRow& row) { return row.row <= last_header_row_; });
      is_below_ = !rows.rows.empty();
      if (is_below_) return true;
    }
    return false;
  }

 private:
  std::unique_ptr<RowSource> source_;
  std::int64_t last_header_row_;
  bool is_below_ = false;
};

}  // namespace

std::string FileSurvey::sheet_name() const {
  return sheet < sheets.size() ? sheets[sheet].name : std::string();
}

std::optional<std::size_t> FileSurvey::column(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &SurveyColumn::name);
  if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
  // A template made from another month's file, whose header has other spaces.
  const std::string key = match_key(name);
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (match_key(columns[i].name) == key) return i;
  return std::nullopt;
}

Result<FileSurvey> survey_file(const std::filesystem::path& path,
                               std::string_view file,
                               const FileForm& form) {
  FileSurvey survey;
  survey.path = path;
  survey.file = file;
  MEGURI_TRY(read_through(survey, form));
  if (survey.size_bytes == 0) {
    return error(ErrorCode::invalid_input, "intake.file_empty", {{"file", survey.file}});
  }
  if (survey.kind == FileKind::parquet || survey.kind == FileKind::ndjson) {
    MEGURI_TRY(set_named_columns(survey));
    finish_names(survey);
    return survey;
  }
  std::vector<HeadRow> head;
  if (survey.kind == FileKind::xlsx) {
    head = MEGURI_TRY(choose_sheet(survey, form));
    survey.rows_about = survey.sheet_form.rows;
  } else {
    FindingLog unheard(0);
    const auto source = MEGURI_TRY(raw_rows(survey, unheard));
    head = MEGURI_TRY(head_of(*source));
  }
  if (head.empty()) return no_table(survey);
  set_header(survey, form, head);
  survey.rows_about = std::max<std::int64_t>(0, survey.rows_about - survey.last_header_row);
  take_samples(survey, head);
  finish_names(survey);
  return survey;
}

FileForm form_of(const FileSurvey& survey) {
  FileForm form;
  form.kind = survey.kind;
  if (survey.kind == FileKind::csv) {
    form.encoding = survey.csv.encoding == Encoding::cp932 ? Encoding::cp932 : Encoding::utf8;
    form.separator = survey.csv.separator;
  }
  if (survey.kind == FileKind::xlsx) form.sheet = survey.sheet_name();
  if (survey.kind == FileKind::csv || survey.kind == FileKind::xlsx) {
    form.header_row = survey.header_row;
    if (survey.header_rows > 0) form.header_rows = survey.header_rows;
  }
  return form;
}

Result<std::unique_ptr<RowSource>> rows_of(const FileSurvey& survey,
                                           ImportShape shape,
                                           FindingLog& findings) {
  if (shape == ImportShape::entries) {
    return lines_of_ndjson(survey.path, survey.file, findings);
  }
  if (survey.kind == FileKind::parquet) return rows_of_parquet(survey.path, survey.file);
  if (survey.kind == FileKind::ndjson) {
    std::vector<std::string> keys;
    for (const SurveyColumn& column : survey.columns)
      keys.push_back(column.header);
    return rows_of_ndjson(survey.path, survey.file, keys, findings);
  }
  auto rows = MEGURI_TRY(raw_rows(survey, findings));
  return std::unique_ptr<RowSource>(
      std::make_unique<RowsBelowHeader>(std::move(rows), survey.last_header_row));
}

Position position_in(const FileSurvey& survey,
                     std::int64_t row,
                     std::optional<std::size_t> column) {
  Position where{survey.file, survey.sheet_name(), row, ""};
  if (column && *column < survey.columns.size()) where.column = survey.columns[*column].name;
  return where;
}

}  // namespace meguri
