// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "base/decimal.h"
#include "intake/import.h"
#include "intake/internal/posting.h"
#include "intake/lint.h"
#include "journal/limits.h"

namespace meguri {
namespace {

class Previewer {
 public:
  Previewer(const ImportJob& job, const PreviewOptions& options)
      : job_(job), options_(options), lint_(job.survey, job.known->place_codes) {}

  Result<ImportPreview> run(const Journal& journal, Progress& progress) {
    auto mapper = RowMapper::create(job_.mapper_input());
    if (!mapper) {
      // What the wizard is there to mend: the rows are shown, and checked as far as it goes.
      for (Finding& finding : std::move(mapper).error().findings)
        preview_.findings.add(std::move(finding));
      mapper = RowMapper::create_partial(job_.mapper_input());
    }
    MEGURI_TRY(read(*mapper, progress));
    preview_.counts = mapper->counts();
    preview_.bad_rows = mapper->bad_rows();
    preview_.mass_in =
        Mass::milligrams(static_cast<std::int64_t>(std::min<Int128>(mass_in_mg_, INT64_MAX)));
    if (options_.rehearses) MEGURI_TRY(rehearse(journal, *mapper));
    sort_findings();
    preview_.notes = lint_.notes();
    return std::move(preview_);
  }

 private:
  Status read(RowMapper& mapper, Progress& progress) {
    FindingLog& findings = preview_.findings;
    const auto source = MEGURI_TRY(rows_of(job_.survey, job_.mapping.shape, findings));
    TableRows rows;
    while (MEGURI_TRY(source->next(rows))) {
      show(rows);
      lint_.look(rows);
      mapper.map(rows, drafts_, findings);
      take_drafts();
      progress.report({Message{"intake.progress_checking", {{"file", job_.survey.file}}},
                       mapper.counts().rows,
                       0});
    }
    mapper.finish(drafts_, findings);
    take_drafts();
    return ok();
  }

  // The first rows as they stand in the file.
  void show(const TableRows& rows) {
    for (const TableRow& row : rows.rows) {
      if (preview_.rows.size() >= options_.rows) return;
      PreviewRow shown;
      shown.row = row.row;
      for (const TableCell& cell : rows.cells_of(row))
        shown.cells.push_back(text_of(cell));
      shown.cells.resize(job_.survey.columns.size());
      preview_.rows.push_back(std::move(shown));
    }
  }

  void take_drafts() {
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      const EntryDraft& draft = drafts_.drafts()[i];
      for (const Line& line : draft.lines)
        if (line.mass > Mass()) mass_in_mg_ += line.mass.count_mg();
      const auto shown = std::ranges::find(preview_.rows, drafts_.rows(i).first, &PreviewRow::row);
      if (shown != preview_.rows.end() && !shown->draft) shown->draft = draft;
      if (options_.rehearses && kept_.size() < drafts_per_post_max) {
        kept_.add(drafts_.rows(i).first, drafts_.rows(i).last) = draft;
      }
    }
    drafts_.clear();
  }

  Status rehearse(const Journal& journal, const RowMapper& mapper) {
    if (kept_.size() == 0) return ok();
    const auto results = MEGURI_TRY(journal.rehearse(kept_.drafts(), Batch::line_by_line));
    const auto corrected = MEGURI_TRY(corrected_entries(journal, job_.book));
    preview_.rehearsed = static_cast<std::int64_t>(results.size());
    for (std::size_t i = 0; i < results.size(); ++i) {
      const PostResult& result = results[i];
      if (result.status == PostStatus::posted) continue;
      if (result.status == PostStatus::already_posted) {
        if (!corrected.contains(result.sequence)) ++preview_.already_there;
        continue;
      }
      if (MEGURI_TRY(is_of_corrected(journal, corrected, kept_.drafts()[i], result))) continue;
      ++preview_.refused;
      preview_.refused_rows += kept_.rows(i).last - kept_.rows(i).first + 1;
      preview_.findings.add(finding_of(result, job_.survey, mapper, kept_.rows(i).first));
      constexpr std::size_t most = 10'000;
      if (preview_.bad_rows.size() < most) preview_.bad_rows.push_back(kept_.rows(i));
      const auto shown = std::ranges::find(preview_.rows, kept_.rows(i).first, &PreviewRow::row);
      if (shown != preview_.rows.end()) shown->draft.reset();
    }
    return ok();
  }

  // An import would book it under another name, in the place of the entry that was taken back.
  static Result<bool> is_of_corrected(const Journal& journal,
                                      const std::unordered_set<std::int64_t>& corrected,
                                      const EntryDraft& draft,
                                      const PostResult& result) {
    if (corrected.empty()) return false;
    if (result.status != PostStatus::client_id_reused_with_other_content) return false;
    const Entry entry = MEGURI_TRY(journal.find(draft.book, draft.client_id));
    return corrected.contains(entry.sequence);
  }

  void sort_findings() {
    const std::int64_t total = preview_.findings.total();
    Findings kept = std::move(preview_.findings).kept();
    std::ranges::stable_sort(kept, {}, [](const Finding& finding) { return finding.where.row; });
    preview_.findings.clear();
    for (Finding& finding : kept)
      preview_.findings.add(std::move(finding));
    preview_.findings.count(total - preview_.findings.total());
  }

  const ImportJob& job_;
  const PreviewOptions& options_;
  ImportPreview preview_;
  MappedDrafts drafts_;
  MappedDrafts kept_;  // for the rehearsal
  Lint lint_;
  Int128 mass_in_mg_ = 0;
};

}  // namespace

Result<ImportPreview> preview_import(const ImportJob& job,
                                     const PreviewOptions& options,
                                     const Journal& journal,
                                     Progress& progress) {
  return Previewer(job, options).run(journal, progress);
}

}  // namespace meguri
