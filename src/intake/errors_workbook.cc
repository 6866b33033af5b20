// SPDX-License-Identifier: Apache-2.0
#include "intake/errors_workbook.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "intake/finding_text.h"
#include "wire/xlsx_writer.h"

namespace meguri {
namespace {

constexpr std::int64_t rows_max = 10'000;
constexpr std::size_t sentences_max = 20;  // in one cell

struct RowProblems {
  std::set<std::string> columns;
  std::vector<std::string> sentences;
};

std::string sentence_of(Finding finding, Language language) {
  finding.what = with_field_names(std::move(finding.what), language);
  std::string text = render(finding.what, language) + " " + render(finding.fix(), language);
  if (finding.where.column.empty()) return text;
  return render(Message{"intake.column_says", {{"column", finding.where.column}, {"text", text}}},
                language);
}

std::map<std::int64_t, RowProblems> problems_by_row(const ImportPreview& checked,
                                                    Language language) {
  std::map<std::int64_t, RowProblems> problems;
  for (const Finding& finding : checked.findings.kept()) {
    if (finding.where.row == 0) continue;
    RowProblems& row = problems[finding.where.row];
    row.columns.insert(finding.where.column);
    if (row.sentences.size() < sentences_max) {
      row.sentences.push_back(sentence_of(finding, language));
    }
  }
  // The other lines of an entry that cannot be booked: without them it cannot be mended either.
  for (const RowRange& range : checked.bad_rows) {
    constexpr std::int64_t lines_shown = 1'000;
    const std::int64_t last = std::min(range.last, range.first + lines_shown);
    for (std::int64_t row = range.first; row <= last; ++row)
      problems.try_emplace(row);
  }
  return problems;
}

class Writing {
 public:
  Writing(const ImportJob& job, Language language, XlsxWriter& writer)
      : job_(job), language_(language), writer_(writer) {}

  Status header() {
    cells_.clear();
    for (const SurveyColumn& column : job_.survey.columns)
      cells_.push_back({.text = column.name, .look = XlsxLook::header});
    title_ = render("intake.problems_column", language_);
    cells_.push_back({.text = title_, .look = XlsxLook::header});
    MEGURI_TRY(writer_.row(cells_));
    writer_.freeze_here(cells_.size());
    return ok();
  }

  Status row(std::span<const TableCell> cells, std::int64_t row, const RowProblems& problems) {
    const auto& columns = job_.survey.columns;
    texts_.assign(columns.size(), std::string());
    cells_.clear();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      XlsxOutCell out;
      if (i < cells.size()) {
        texts_[i] = text_of(cells[i]);
        out.is_number = cells[i].kind == CellKind::number;
      }
      out.text = texts_[i];
      if (problems.columns.contains(columns[i].name)) out.look = XlsxLook::bad;
      cells_.push_back(out);
    }
    std::string note = render(Message{"intake.row_of_file", {{"row", row}}}, language_);
    for (const std::string& sentence : problems.sentences)
      note += "\n" + sentence;
    cells_.push_back({.text = note, .look = XlsxLook::note});
    return writer_.row(cells_);
  }

 private:
  const ImportJob& job_;
  Language language_;
  XlsxWriter& writer_;
  std::vector<XlsxOutCell> cells_;
  std::vector<std::string> texts_;
  std::string title_;
};

}  // namespace

Result<std::int64_t> write_errors_workbook(const ImportJob& job,
                                           const ImportPreview& checked,
                                           Language language,
                                           const std::filesystem::path& path) {
  const auto problems = problems_by_row(checked, language);
  constexpr double column_width = 14, note_width = 80;
  std::vector<double> widths(job.survey.columns.size(), column_width);
  widths.push_back(note_width);
  XlsxWriter writer =
      MEGURI_TRY(XlsxWriter::create(path, render("intake.problems_sheet", language), widths));
  Writing writing(job, language, writer);
  MEGURI_TRY(writing.header());
  FindingLog unheard(0);
  const auto source = MEGURI_TRY(rows_of(job.survey, job.mapping.shape, unheard));
  TableRows rows;
  std::int64_t written = 0;
  while (written < rows_max && MEGURI_TRY(source->next(rows))) {
    for (const TableRow& row : rows.rows) {
      const auto found = problems.find(row.row);
      if (found == problems.end() || written == rows_max) continue;
      MEGURI_TRY(writing.row(rows.cells_of(row), row.row, found->second));
      ++written;
    }
  }
  MEGURI_TRY(writer.close());
  return written;
}

}  // namespace meguri
