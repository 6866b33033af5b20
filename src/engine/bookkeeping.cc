// SPDX-License-Identifier: Apache-2.0
#include "engine/bookkeeping.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/entry_reading.h"
#include "engine/layer_names.h"

namespace meguri {
namespace {

constexpr std::string_view correction_prefix = "correction-of-";

Result<BookSummary> book_named(const BookkeepingContext& context, const std::string& id) {
  const auto books = MEGURI_TRY(context.journal.books());
  const auto found = std::ranges::find(books, id, &BookSummary::id);
  if (found != books.end()) return *found;
  return error(ErrorCode::not_found, "engine.book_unknown", {{"book", id}});
}

Result<std::vector<PostResult>> write_drafts(const BookkeepingContext& context,
                                             std::span<const EntryDraft> drafts,
                                             Batch batch) {
  if (context.fields.flag("dry_run")) return context.journal.rehearse(drafts, batch);
  return context.journal.post(drafts, batch);
}

// What a refusal is about: the line it names, or the whole entry.
std::string pointer_of(const std::string& entry, const Message& reason) {
  for (const Argument& argument : reason.arguments) {
    std::int64_t line = 0;
    const char* const end = argument.value.data() + argument.value.size();
    if (argument.name == "line" && std::from_chars(argument.value.data(), end, line).ptr == end &&
        line > 0)
      return entry + "/lines/" + std::to_string(line - 1);
  }
  return entry;
}

Error refusal_of(std::span<const PostResult> results, bool is_array) {
  Findings findings;
  for (std::size_t index = 0; index < results.size(); ++index) {
    const PostResult& result = results[index];
    if (result.is_in_book() || result.status == PostStatus::batch_refused) continue;
    const std::string pointer = pointer_of(entry_pointer(is_array, index), result.reason);
    findings.push_back({.where = {.file = "",
                                  .sheet = "",
                                  .row = static_cast<std::int64_t>(index) + 1,
                                  .column = pointer},
                        .what = result.reason});
  }
  Error failure = error(ErrorCode::findings,
                        "engine.entries_refused",
                        {{"count", static_cast<std::int64_t>(findings.size())}});
  failure.findings = std::move(findings);
  return failure;
}

JsonObject result_document(const std::string& client_id,
                           const PostResult& result,
                           bool dry_run,
                           Language language) {
  const bool stands = result.is_in_book() && result.sequence > 0 &&
                      !(dry_run && result.status == PostStatus::posted);
  Json reason = nullptr;
  if (!result.is_in_book()) {
    const Message fix{result.reason.id + ".fix", result.reason.arguments};
    reason =
        JsonObject{{"message", render(result.reason, language)}, {"fix", render(fix, language)}};
  }
  JsonObject document;
  document.reserve(7);
  document.emplace("client_id", client_id);
  document.emplace("status", to_text(result.status));
  document.emplace("in_book", result.is_in_book() && (stands || !dry_run));
  document.emplace("sequence", stands ? Json(result.sequence) : Json(nullptr));
  document.emplace("position", stands ? Json(result.position) : Json(nullptr));
  document.emplace("leaf_hash",
                   stands && !dry_run ? Json(to_hex(result.leaf_hash)) : Json(nullptr));
  document.emplace("reason", std::move(reason));
  return document;
}

void add_row(const JsonObject& document,
             const PostResult& result,
             Language language,
             AnswerTable& table) {
  const auto number = [&](const char* name) {
    const Json& value = document.at(name);
    return value.is_null() ? std::string() : std::to_string(value.as_int64());
  };
  table.rows.push_back({std::string(document.at("client_id").as_string()),
                        std::string(to_text(result.status)),
                        number("sequence"),
                        number("position"),
                        result.is_in_book() ? "" : render(result.reason, language)});
}

Answer answer_of(const PostedEntries& request, std::span<const PostResult> results) {
  std::int64_t posted = 0;
  std::int64_t already = 0;
  Answer answer;
  if (request.wants_table) {
    for (const std::string_view column : {"client_id", "status", "sequence", "position", "why"})
      answer.table.header.push_back(header_text(column, request.language));
  }
  JsonArray documents;
  documents.reserve(results.size());
  for (std::size_t index = 0; index < results.size(); ++index) {
    const PostResult& result = results[index];
    posted += result.status == PostStatus::posted ? 1 : 0;
    already += result.status == PostStatus::already_posted ? 1 : 0;
    documents.emplace_back(
        result_document(request.client_ids[index], result, request.dry_run, request.language));
    if (request.wants_table) {
      add_row(documents.back().get_object(), result, request.language, answer.table);
    }
  }
  const auto all = static_cast<std::int64_t>(results.size());
  answer.created = !request.dry_run && posted > 0 && posted + already == all;
  JsonObject body;
  body.reserve(6);
  body.emplace("book", request.book);
  body.emplace("dry_run", request.dry_run);
  body.emplace("posted", posted);
  body.emplace("already_posted", already);
  body.emplace("refused", all - posted - already);
  body.emplace("results", std::move(documents));
  answer.body = std::move(body);
  return answer;
}

bool is_of_unknown_book(const PostResult& result) {
  return result.status == PostStatus::book_unknown;
}

bool any_refused(std::span<const PostResult> results) {
  return !std::ranges::all_of(results, &PostResult::is_in_book);
}

Error sequence_error(const std::string& book, const std::string& sequence) {
  return error(
      ErrorCode::not_found, "journal.sequence_not_found", {{"book", book}, {"sequence", sequence}});
}

Result<Entry> entry_numbered(const BookkeepingContext& context,
                             const std::string& book,
                             const std::string& text) {
  std::int64_t sequence = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, sequence);
  if (read.ec != std::errc() || read.ptr != end || sequence < 1) return sequence_error(book, text);
  auto entries = MEGURI_TRY(context.journal.read_book(book, sequence - 1, 1));
  if (entries.empty() || entries.front().sequence != sequence) return sequence_error(book, text);
  return std::move(entries.front());
}

// The correction of the entry; the one that is already there if it says the same, so that the same
// request may come twice.
Result<EntryDraft> correction_draft(const BookkeepingContext& context, const Entry& entry) {
  const std::string& reason = context.fields.text("reason");
  const std::string id = std::string(correction_prefix) + std::to_string(entry.sequence);
  const auto booked = context.journal.find(entry.draft.book, id);
  if (!booked && booked.error().code != ErrorCode::not_found) return booked.error();
  if (booked && booked->draft.corrects == entry.draft.client_id && booked->draft.note == reason)
    return booked->draft;
  EntryDraft draft = correction_of(entry, id, context.request.actor, context.clock.now());
  draft.note = reason;
  return draft;
}

}  // namespace

Result<Answer> create_book(const BookkeepingContext& context) {
  BookDraft draft;
  draft.id = context.fields.text("id");
  draft.name = context.fields.text("name").empty() ? draft.id : context.fields.text("name");
  draft.sample = context.fields.flag("sample");
  draft.layers = layer_names(context.fields.text("layers"));
  const auto before = book_named(context, draft.id);
  MEGURI_TRY(context.journal.create_book(draft));
  const BookSummary book = MEGURI_TRY(book_named(context, draft.id));
  std::string_view outcome = "created";
  if (before) outcome = before->layers == book.layers ? "unchanged" : "extended";
  Answer answer;
  answer.created = !before;
  answer.body = JsonObject{{"book", book_document(context.state, book, context.request.language)},
                           {"outcome", outcome}};
  return answer;
}

PostedEntries EntriesToPost::about() const {
  PostedEntries told = request;
  told.client_ids.reserve(drafts.size());
  for (const EntryDraft& draft : drafts)
    told.client_ids.push_back(draft.client_id);
  return told;
}

Result<EntriesToPost> entries_to_post(const CheckedFields& fields, const Request& request) {
  EntryReadingOptions options;
  options.book = fields.text("book");
  options.actor = request.actor;
  options.idempotency_key = fields.text("idempotency_key");
  const auto document = request.documents.find("entries");
  ReadEntries read = MEGURI_TRY(document == request.documents.end()
                                    ? read_entries(fields.text("entries"), options)
                                    : read_entry_document(document->second, options));
  EntriesToPost entries;
  entries.drafts = std::move(read.drafts);
  entries.request.book = options.book;
  entries.request.batch = fields.text("batch") == "atomic" ? Batch::atomic : Batch::line_by_line;
  entries.request.is_array = read.is_array;
  entries.request.dry_run = fields.flag("dry_run");
  entries.request.wants_table = request.wants_table;
  entries.request.language = request.language;
  return entries;
}

Result<Answer> answer_to_post(const PostedEntries& request, std::span<const PostResult> results) {
  if (std::ranges::any_of(results, is_of_unknown_book))
    return error(ErrorCode::not_found, "engine.book_unknown", {{"book", request.book}});
  if (request.batch == Batch::atomic && any_refused(results)) {
    return refusal_of(results, request.is_array);
  }
  return answer_of(request, results);
}

Result<Answer> post_entries(const BookkeepingContext& context) {
  const EntriesToPost entries = MEGURI_TRY(entries_to_post(context.fields, context.request));
  const auto results = MEGURI_TRY(write_drafts(context, entries.drafts, entries.request.batch));
  return answer_to_post(entries.about(), results);
}

Result<Answer> correct_entries(const BookkeepingContext& context) {
  const std::string& book = context.fields.text("book");
  MEGURI_TRY(book_named(context, book));
  std::vector<Entry> entries;
  for (const std::string& sequence : context.fields.texts("sequences")) {
    if (sequence.empty()) continue;
    entries.push_back(MEGURI_TRY(entry_numbered(context, book, sequence)));
  }
  // The newest first: what came later may stand on what came before.
  std::ranges::sort(entries, std::ranges::greater(), &Entry::sequence);
  const auto is_same = [](const Entry& a, const Entry& b) { return a.sequence == b.sequence; };
  entries.erase(std::unique(entries.begin(), entries.end(), is_same), entries.end());
  std::vector<EntryDraft> drafts;
  drafts.reserve(entries.size());
  for (const Entry& entry : entries)
    drafts.push_back(MEGURI_TRY(correction_draft(context, entry)));
  const auto results = MEGURI_TRY(write_drafts(context, drafts, Batch::atomic));
  if (any_refused(results)) return refusal_of(results, true);
  EntriesToPost corrections;
  corrections.drafts = std::move(drafts);
  corrections.request.book = book;
  corrections.request.dry_run = context.fields.flag("dry_run");
  corrections.request.language = context.request.language;
  return answer_of(corrections.about(), results);
}

}  // namespace meguri
