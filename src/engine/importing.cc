// SPDX-License-Identifier: Apache-2.0
#include "engine/importing.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "base/file.h"
#include "base/progress.h"
#include "engine/entry_reading.h"
#include "engine/import_documents.h"
#include "engine/work_folder.h"
#include "intake/errors_workbook.h"
#include "intake/finding_text.h"
#include "intake/import.h"
#include "intake/import_records.h"
#include "intake/undo.h"
#include "seal/base64.h"

namespace meguri {
namespace {

constexpr std::uint64_t errors_bytes_max = std::uint64_t{64} << 20U;
constexpr std::size_t accounts_named_max = 200'000;

class SinkProgress final : public Progress {
 public:
  explicit SinkProgress(const ProgressSink& sink) : sink_(sink) {}
  void report(const ProgressStep& step) override {
    if (sink_) sink_(step.what, step.done, step.total);
  }

 private:
  const ProgressSink& sink_;
};

// How far an import is, for whoever asked for it and for whoever asks meanwhile.
class StandingProgress final : public Progress {
 public:
  StandingProgress(const ProgressSink& sink, ImportUnderWay& under_way)
      : sink_(sink), under_way_(under_way) {}
  void report(const ProgressStep& step) override {
    under_way_.report(step.what, step.done, step.total);
    sink_.report(step);
  }

 private:
  SinkProgress sink_;
  ImportUnderWay& under_way_;
};

ListedImport begun_import(const ImportJob& job, const Clock& clock) {
  ListedImport import;
  import.book = job.book;
  import.actor = job.actor;
  import.at = clock.now();
  import.record = record_of(job, false);
  return import;
}

// Where the file of a request is: on this machine already, or put there for as long as it is asked
// about.
struct GivenFile {
  std::filesystem::path path;
  std::string name;
};

Result<GivenFile> given_file(const ImportingContext& context, const WorkFolder& folder) {
  const CheckedFields& fields = context.fields;
  const std::string& bytes = fields.text("file");
  const std::string& path = fields.text("path");
  // Given without a byte, it is still given: an empty file is not the same as none.
  const auto asked = context.request.fields.find("file");
  const bool has_file = asked != context.request.fields.end() && !asked->second.empty();
  GivenFile given;
  given.name = fields.text("file_name");
  if (has_file == !path.empty()) return field_error("file", "engine.import_one_file", {});
  if (!path.empty()) {
    given.path = path;
    if (given.name.empty()) given.name = given.path.filename().string();
    return given;
  }
  given.path = folder.path() / "file";
  if (given.name.empty()) given.name = "file";
  std::ofstream out(given.path, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return error(ErrorCode::io_failure, "engine.no_temporary_folder");
  return given;
}

Status must_have_book(const Journal& journal, const std::string& id) {
  const auto books = MEGURI_TRY(journal.books());
  if (std::ranges::find(books, id, &BookSummary::id) != books.end()) return ok();
  return error(ErrorCode::not_found, "engine.book_unknown", {{"book", id}});
}

Result<std::optional<ImportMapping>> given_mapping(const ImportingContext& context) {
  const std::string& text = context.fields.text("mapping");
  const std::string& name = context.fields.text("template");
  if (!text.empty() && !name.empty()) {
    return field_error("template", "engine.import_mapping_or_template", {});
  }
  if (!text.empty()) return std::optional(MEGURI_TRY(read_mapping(text)));
  if (name.empty()) return std::optional<ImportMapping>();
  auto found = MEGURI_TRY(find_template(context.journal, context.fields.text("book"), name));
  return std::optional(std::move(found.mapping));
}

EntryReader entry_reader(const std::string& actor) {
  return [actor](std::string_view json, std::string_view book) -> Result<EntryDraft> {
    auto read = MEGURI_TRY(
        read_entries(json, {.book = std::string(book), .actor = actor, .idempotency_key = "-"}));
    if (read.is_array || read.drafts.size() != 1) {
      return error(ErrorCode::invalid_input, "wire.ndjson_no_object");
    }
    EntryDraft draft = std::move(read.drafts.front());
    // The row gives a name to an entry that has none.
    if (draft.client_id == "-") draft.client_id.clear();
    return draft;
  };
}

Result<ImportJob> job_of(const ImportingContext& context,
                         const GivenFile& file,
                         const NamesInUse& known) {
  const std::string& sheet = context.fields.text("sheet");
  ImportRequest request;
  request.book = context.fields.text("book");
  request.actor = context.request.actor;
  request.mapping = MEGURI_TRY(given_mapping(context));
  if (!sheet.empty()) request.sheet = sheet;
  request.entry_reader = entry_reader(context.request.actor);
  return prepare_import(file.path, file.name, request, known);
}

// A request about a file: the folder must outlive the job, and so must the names.
struct Prepared {
  WorkFolder folder;
  std::unique_ptr<NamesInUse> known;
  ImportJob job;
};

Result<Prepared> prepare(const ImportingContext& context) {
  const std::string& book = context.fields.text("book");
  if (!book.empty()) MEGURI_TRY(must_have_book(context.journal, book));
  WorkFolder folder = MEGURI_TRY(WorkFolder::create("import"));
  const GivenFile file = MEGURI_TRY(given_file(context, folder));
  auto known = std::make_unique<NamesInUse>(
      MEGURI_TRY(known_names_of(context.state, context.journal, book)));
  ImportJob job = MEGURI_TRY(job_of(context, file, *known));
  return Prepared{std::move(folder), std::move(known), std::move(job)};
}

std::vector<TemplateFit> template_fits(std::span<const SavedTemplate> templates,
                                       const FileSurvey& survey) {
  std::vector<TemplateFit> fits;
  for (const SavedTemplate& each : templates) {
    const ImportMapping& mapping = each.saved.mapping;
    const bool fit = std::ranges::all_of(mapping.fields, [&](const FieldRule& rule) {
      return rule.kind != RuleKind::column || survey.column(rule.text).has_value();
    });
    fits.push_back({each.saved.name, fit});
  }
  return fits;
}

}  // namespace

Error in_words(Error failure, Language language) {
  failure.findings = with_field_names(std::move(failure.findings), language);
  return failure;
}

Result<NamesInUse> known_names_of(const State& state,
                                  const Journal& journal,
                                  std::string_view book) {
  NamesInUse known;
  for (const LoadedPack& pack : state.packs) {
    for (const MaterialRecord& material : pack.content->materials) {
      const std::vector<std::string> names = {material.name.ja, material.name.en};
      known.materials.add(material.id, names);
    }
    for (const SiteRecord& site : pack.content->sites) {
      const std::vector<std::string> names = {site.name.ja, site.name.en};
      known.sites.add(site.id, names);
      if (!book.empty() && site.party == book) known.own_sites.push_back(site.id);
    }
  }
  std::ranges::sort(known.own_sites);
  for (const PlaceRow& place : state.places.all())
    known.place_codes.push_back(place.code);
  std::ranges::sort(known.place_codes);
  if (book.empty()) return known;
  std::size_t count = 0;
  for (const Balance& balance : MEGURI_TRY(journal.balances(book))) {
    if (++count > accounts_named_max) break;
    if (!known.sites.has(balance.account.site)) known.sites.add(balance.account.site);
    if (!known.materials.has(balance.account.material)) {
      known.materials.add(balance.account.material);
    }
  }
  return known;
}

Result<Answer> import_preview(const ImportingContext& context) {
  const std::int64_t rows = context.fields.integer("rows");
  constexpr std::int64_t rows_max = 200;
  if (rows > rows_max) return field_error("rows", "engine.limit_too_large", {{"most", rows_max}});
  const Prepared prepared = MEGURI_TRY(prepare(context));
  SinkProgress progress(context.progress);
  const ImportPreview preview = MEGURI_TRY(preview_import(
      prepared.job,
      {.rows = static_cast<std::size_t>(rows), .rehearses = context.fields.flag("dry_run")},
      context.journal,
      progress));
  Answer answer;
  const auto fits = template_fits(context.templates, prepared.job.survey);
  answer.body =
      preview_document(prepared.job, preview, fits, context.state, context.request.language);
  return answer;
}

Result<Answer> import_errors(const ImportingContext& context) {
  const Prepared prepared = MEGURI_TRY(prepare(context));
  SinkProgress progress(context.progress);
  const ImportPreview checked = MEGURI_TRY(
      preview_import(prepared.job, {.rows = 0, .rehearses = true}, context.journal, progress));
  const std::filesystem::path path = prepared.folder.path() / "errors.xlsx";
  const std::int64_t rows =
      MEGURI_TRY(write_errors_workbook(prepared.job, checked, context.request.language, path));
  const std::string bytes = MEGURI_TRY(read_file(path, errors_bytes_max));
  Answer answer;
  const std::filesystem::path name(prepared.job.survey.file);
  answer.body = JsonObject{
      {"name", name.stem().string() + ".errors.xlsx"},
      {"media_type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"rows", rows},
      {"findings_total", checked.findings.total()},
      {"content", to_base64(bytes)}};
  return answer;
}

Result<Answer> import_file(const ImportingContext& context) {
  const Prepared prepared = MEGURI_TRY(prepare(context));
  if (!prepared.job.book.empty()) {
    MEGURI_TRY(must_have_book(context.journal, prepared.job.book));
  }
  const bool is_each = context.fields.text("mode") == "each";
  context.under_way.begin(begun_import(prepared.job, context.clock));
  StandingProgress progress(context.progress, context.under_way);
  const ImportReport report =
      MEGURI_TRY(run_import(prepared.job,
                            is_each ? ImportMode::each : ImportMode::all_or_nothing,
                            context.journal,
                            context.documents,
                            context.clock,
                            progress));
  Answer answer;
  answer.created = report.booked > 0;
  answer.body = report_document(prepared.job, report, context.request.language);
  return answer;
}

Result<Answer> undo_import_request(const ImportingContext& context) {
  const std::string& book = context.fields.text("book");
  const std::string& id = context.fields.text("import");
  MEGURI_TRY(must_have_book(context.journal, book));
  SinkProgress progress(context.progress);
  const UndoReport report = MEGURI_TRY(
      undo_import(context.journal, context.clock, book, id, context.request.actor, progress));
  Answer answer;
  answer.body = undo_document(id, book, report, context.request.language);
  return answer;
}

Result<Answer> save_import_template(const ImportingContext& context) {
  const std::string& book = context.fields.text("book");
  MEGURI_TRY(must_have_book(context.journal, book));
  ImportTemplate saved;
  saved.name = context.fields.text("name");
  saved.mapping = MEGURI_TRY(read_mapping(context.fields.text("mapping")));
  const Entry entry =
      MEGURI_TRY(save_template(context.journal, context.clock, book, context.request.actor, saved));
  Answer answer;
  answer.created = true;
  answer.body = JsonObject{{"name", saved.name},
                           {"book", book},
                           {"saved_at", to_text(entry.recorded_at)},
                           {"actor", entry.draft.actor},
                           {"mapping", mapping_document(saved.mapping)}};
  return answer;
}

}  // namespace meguri
