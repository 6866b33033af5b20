// SPDX-License-Identifier: Apache-2.0
#include "intake/import.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <utility>

#include "base/file.h"
#include "intake/guess.h"
#include "intake/import_records.h"
#include "intake/internal/posting.h"

namespace meguri {
namespace {

constexpr std::size_t chunks_in_flight = 3;

// What the reading thread hands to the posting one.
struct Chunk {
  MappedDrafts drafts;
  FindingLog findings;
  std::int64_t rows = 0;  // read so far
};

// Chunks go round: filled, posted, emptied, filled again.
class Conveyor {
 public:
  Conveyor() {
    for (std::size_t i = 0; i < chunks_in_flight; ++i)
      empty_.push_back(std::make_unique<Chunk>());
  }
  // Waits for an empty one; nothing if the other side has stopped.
  std::unique_ptr<Chunk> take_empty() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_stopped_ || !empty_.empty(); });
    if (is_stopped_) return nullptr;
    auto chunk = std::move(empty_.front());
    empty_.pop_front();
    return chunk;
  }
  void give_full(std::unique_ptr<Chunk> chunk) {
    const std::lock_guard lock(mutex_);
    full_.push_back(std::move(chunk));
    changed_.notify_all();
  }
  // The reading is over, well or not.
  void finish(Status status) {
    const std::lock_guard lock(mutex_);
    if (!status) failure_ = std::move(status).error();
    is_finished_ = true;
    changed_.notify_all();
  }
  // Waits for a full one; nothing at the end.
  Result<std::unique_ptr<Chunk>> take_full() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_finished_ || !full_.empty(); });
    if (full_.empty()) {
      if (failure_) return *failure_;
      return std::unique_ptr<Chunk>();
    }
    auto chunk = std::move(full_.front());
    full_.pop_front();
    return chunk;
  }
  void give_empty(std::unique_ptr<Chunk> chunk) {
    chunk->drafts.clear();
    chunk->findings.clear();
    const std::lock_guard lock(mutex_);
    empty_.push_back(std::move(chunk));
    changed_.notify_all();
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Chunk>> empty_;
  std::deque<std::unique_ptr<Chunk>> full_;
  std::optional<Error> failure_;
  bool is_finished_ = false;
  bool is_stopped_ = false;
};

// Reads and maps until the file ends or the other side stops.
Status fill_chunks(const ImportJob& job, RowMapper& mapper, Conveyor& conveyor) {
  auto chunk = conveyor.take_empty();
  if (chunk == nullptr) return ok();
  // Findings of the file itself come up while it is read, and go with the chunk that is filled.
  FindingLog of_file;
  const auto source = MEGURI_TRY(rows_of(job.survey, job.mapping.shape, of_file));
  TableRows rows;
  while (MEGURI_TRY(source->next(rows))) {
    chunk->findings.take(std::exchange(of_file, FindingLog()));
    mapper.map(rows, chunk->drafts, chunk->findings);
    chunk->rows = mapper.counts().rows;
    if (chunk->drafts.size() < import_chunk_drafts) continue;
    conveyor.give_full(std::move(chunk));
    chunk = conveyor.take_empty();
    if (chunk == nullptr) return ok();
  }
  chunk->findings.take(std::move(of_file));
  mapper.finish(chunk->drafts, chunk->findings);
  chunk->rows = mapper.counts().rows;
  conveyor.give_full(std::move(chunk));
  return ok();
}

// The reading thread, which ends before what it works with does.
class Reader {
 public:
  Reader(const ImportJob& job, RowMapper& mapper, Conveyor& conveyor)
      : conveyor_(conveyor), thread_([&job, &mapper, &conveyor] {
          conveyor.finish(fill_chunks(job, mapper, conveyor));
        }) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    conveyor_.stop();
    thread_.join();
  }

 private:
  Conveyor& conveyor_;
  std::thread thread_;
};

void count(const PostResult& result, bool is_replacement, ImportReport& report) {
  if (result.status == PostStatus::posted) {
    ++report.booked;
    if (is_replacement) ++report.replaced;
    if (report.first_sequence == 0) report.first_sequence = result.sequence;
    report.last_sequence = std::max(report.last_sequence, result.sequence);
  } else if (result.status == PostStatus::already_posted) {
    ++report.already_there;
  } else {
    ++report.refused;
  }
}

void take_results(const ImportJob& job,
                  const std::vector<PostResult>& results,
                  const MappedDrafts& drafts,
                  const Poster& poster,
                  const RowMapper& mapper,
                  ImportReport& report) {
  for (std::size_t i = 0; i < results.size(); ++i) {
    const bool is_registration = drafts.rows(i).first == 0;
    if (!is_registration) count(results[i], poster.is_replacement(i), report);
    if (results[i].is_in_book() || results[i].status == PostStatus::batch_refused) continue;
    report.findings.add(finding_of(results[i], job.survey, mapper, drafts.rows(i).first));
  }
}

// By row, as the user reads them; those about the whole file first.
FindingLog in_order(FindingLog findings) {
  const std::int64_t total = findings.total();
  Findings kept = std::move(findings).kept();
  std::ranges::stable_sort(kept, {}, [](const Finding& finding) { return finding.where.row; });
  FindingLog sorted;
  for (Finding& finding : kept)
    sorted.add(std::move(finding));
  sorted.count(total - sorted.total());
  return sorted;
}

Error refused_whole(const ImportJob& job, FindingLog&& findings) {
  Error failure = error(ErrorCode::findings,
                        "intake.nothing_booked",
                        {{"file", job.survey.file}, {"count", findings.total()}});
  failure.findings = std::move(findings).kept();
  return failure;
}

ProgressStep step_of(const ImportJob& job, std::string_view message_id, std::int64_t rows) {
  const std::int64_t about = job.survey.rows_about;
  return {Message{std::string(message_id), {{"file", job.survey.file}}},
          rows,
          about > 0 ? std::max(about, rows) : 0};
}

// Everything mapped before anything is booked.
Status map_whole(const ImportJob& job,
                 RowMapper& mapper,
                 MappedDrafts& drafts,
                 FindingLog& findings,
                 Progress& progress) {
  const auto source = MEGURI_TRY(rows_of(job.survey, job.mapping.shape, findings));
  TableRows rows;
  while (MEGURI_TRY(source->next(rows))) {
    mapper.map(rows, drafts, findings);
    progress.report(step_of(job, "intake.progress_checking", mapper.counts().rows));
    if (drafts.size() <= import_entries_per_commit_max) continue;
    return error(ErrorCode::limit_exceeded,
                 "intake.too_many_for_one_commit",
                 {{"limit", static_cast<std::int64_t>(import_entries_per_commit_max)}});
  }
  mapper.finish(drafts, findings);
  return ok();
}

Result<bool> keep_file(const ImportJob& job, const DocumentStore& documents) {
  if (job.survey.size_bytes > kept_file_bytes_max) return false;
  const std::string bytes = MEGURI_TRY(read_file(job.survey.path, kept_file_bytes_max));
  const Digest digest = MEGURI_TRY(documents.put(bytes));
  if (digest == job.survey.sha256) return true;
  return error(ErrorCode::conflict, "intake.file_changed", {{"file", job.survey.file}});
}

// What an import works with.
struct Surroundings {
  Journal& journal;
  const DocumentStore& documents;
  const Clock& clock;
  Progress& progress;
};

Result<std::optional<EntryDraft>> registration(const ImportJob& job,
                                               const Surroundings& with,
                                               ImportReport& report) {
  report.is_kept = MEGURI_TRY(keep_file(job, with.documents));
  auto draft = MEGURI_TRY(attest_draft(with.journal,
                                       with.clock,
                                       job.book,
                                       "import/" + job.import_id,
                                       job.actor,
                                       {import_type, to_payload(record_of(job, report.is_kept))}));
  report.is_registered = draft.has_value();
  return draft;
}

Status import_each(const ImportJob& job,
                   RowMapper& mapper,
                   Poster& poster,
                   const Surroundings& with,
                   ImportReport& report) {
  if (const auto draft = MEGURI_TRY(registration(job, with, report))) {
    const auto posted = MEGURI_TRY(with.journal.post(std::span(&*draft, 1), Batch::atomic));
    if (!posted.front().is_in_book()) return Error{ErrorCode::conflict, posted.front().reason, {}};
  }
  Conveyor conveyor;
  const Reader reader(job, mapper, conveyor);
  while (auto chunk = MEGURI_TRY(conveyor.take_full())) {
    report.findings.take(std::move(chunk->findings));
    if (chunk->drafts.size() > 0) {
      const auto results = MEGURI_TRY(poster.post(chunk->drafts, Batch::line_by_line));
      take_results(job, results, chunk->drafts, poster, mapper, report);
    }
    with.progress.report(step_of(job, "intake.progress_importing", chunk->rows));
    conveyor.give_empty(std::move(chunk));
  }
  return ok();
}

// The registration and all entries in one commit, or nothing.
Status import_whole(const ImportJob& job,
                    RowMapper& mapper,
                    Poster& poster,
                    const Surroundings& with,
                    ImportReport& report) {
  MappedDrafts drafts;
  MEGURI_TRY(map_whole(job, mapper, drafts, report.findings, with.progress));
  if (!report.findings.empty()) return refused_whole(job, in_order(std::move(report.findings)));
  if (auto draft = MEGURI_TRY(registration(job, with, report))) {
    drafts.add_in_front() = std::move(*draft);
  }
  if (drafts.size() == 0) return ok();
  with.progress.report(step_of(job, "intake.progress_importing", mapper.counts().rows));
  const auto results = MEGURI_TRY(poster.post(drafts, Batch::atomic));
  take_results(job, results, drafts, poster, mapper, report);
  if (!report.findings.empty()) return refused_whole(job, in_order(std::move(report.findings)));
  return ok();
}

Status attest_result(const ImportJob& job,
                     const ImportReport& report,
                     Journal& journal,
                     const Clock& clock) {
  if (report.booked == 0 && report.refused == 0 && !report.is_registered) {
    // Nothing new: the result of the run before stands, if there was one.
    const auto before = journal.find(job.book, "import/" + job.import_id + "/result");
    if (before) return ok();
    if (before.error().code != ErrorCode::not_found) return before.error();
  }
  const ImportResultRecord record{.id = job.import_id,
                                  .record = record_hash_of(record_of(job, report.is_kept)),
                                  .rows = report.rows,
                                  .entries = report.entries,
                                  .booked = report.booked,
                                  .already_there = report.already_there,
                                  .replaced = report.replaced,
                                  .refused = report.refused,
                                  .first_sequence = report.first_sequence,
                                  .last_sequence = report.last_sequence};
  MEGURI_TRY(attest(journal,
                    clock,
                    job.book,
                    "import/" + job.import_id + "/result",
                    job.actor,
                    {import_result_type, to_payload(record)}));
  return ok();
}

bool has_all_columns(const ImportMapping& mapping, const FileSurvey& survey) {
  return std::ranges::all_of(mapping.fields, [&](const FieldRule& rule) {
    return rule.kind != RuleKind::column || survey.column(rule.text).has_value();
  });
}

// How the file is read was said (another header row), what its columns mean was not.
bool says_form_alone(const ImportMapping& mapping) {
  return mapping.fields.empty() && mapping.shape != ImportShape::entries;
}

}  // namespace

ImportRecord record_of(const ImportJob& job, bool is_kept) {
  return {.id = job.import_id,
          .file = job.survey.file,
          .sha256 = to_hex(job.survey.sha256),
          .size_bytes = static_cast<std::int64_t>(job.survey.size_bytes),
          .sheet = job.survey.sheet_name(),
          .is_kept = is_kept,
          .mapping = job.mapping};
}

MapperInput ImportJob::mapper_input() const {
  return {.survey = &survey,
          .mapping = &mapping,
          .known = known,
          .book = book,
          .actor = actor,
          .import_id = import_id,
          .entry_reader = entry_reader};
}

Result<ImportJob> prepare_import(const std::filesystem::path& path,
                                 std::string_view file,
                                 const ImportRequest& request,
                                 const NamesInUse& known) {
  ImportJob job;
  job.known = &known;
  job.actor = request.actor;
  job.entry_reader = request.entry_reader;
  FileForm form = request.mapping ? request.mapping->file : FileForm();
  if (request.sheet) form.sheet = request.sheet;
  auto survey = survey_file(path, file, form);
  const bool fits = survey && (!request.mapping || has_all_columns(*request.mapping, *survey));
  if (!fits && request.mapping) {
    FileForm open;
    open.sheet = request.sheet;
    auto other = survey_file(path, file, open);
    if (other && has_all_columns(*request.mapping, *other)) survey = std::move(other);
  }
  if (!survey) return std::move(survey).error();
  job.survey = std::move(*survey);
  job.book = request.book;
  if (request.mapping && !says_form_alone(*request.mapping)) {
    job.mapping = *request.mapping;
    job.mapping.file = form_of(job.survey);
  } else {
    std::optional<ImportShape> shape;
    if (request.mapping) shape = request.mapping->shape;
    job.mapping = guess_mapping(job.survey, known, request.book, shape);
  }
  const FieldRule* const rule = job.mapping.rule(ImportField::book);
  if (job.book.empty() && rule != nullptr && rule->kind == RuleKind::constant)
    job.book = rule->text;
  job.import_id = import_id_of(job.book, job.survey.sha256, job.survey.sheet_name());
  return job;
}

Result<ImportReport> run_import(const ImportJob& job,
                                ImportMode mode,
                                Journal& journal,
                                const DocumentStore& documents,
                                const Clock& clock,
                                Progress& progress) {
  if (job.book.empty()) return error(ErrorCode::invalid_input, "intake.book_needed");
  RowMapper mapper = MEGURI_TRY(RowMapper::create(job.mapper_input()));
  ImportReport report;
  Poster poster = MEGURI_TRY(Poster::create(journal, job.book));
  if (mode == ImportMode::each) {
    MEGURI_TRY(import_each(job, mapper, poster, {journal, documents, clock, progress}, report));
  } else {
    MEGURI_TRY(import_whole(job, mapper, poster, {journal, documents, clock, progress}, report));
  }
  report.rows = mapper.counts().rows;
  report.entries = mapper.counts().entries;
  report.refused += mapper.counts().bad_entries;
  report.findings = in_order(std::move(report.findings));
  MEGURI_TRY(attest_result(job, report, journal, clock));
  return report;
}

}  // namespace meguri
