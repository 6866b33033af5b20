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

JsonObject result_document(const EntryDraft& draft,
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
  return {{"client_id", draft.client_id},
          {"status", to_text(result.status)},
          {"in_book", result.is_in_book() && (stands || !dry_run)},
          {"sequence", stands ? Json(result.sequence) : Json(nullptr)},
          {"position", stands ? Json(result.position) : Json(nullptr)},
          {"leaf_hash", stands && !dry_run ? Json(to_hex(result.leaf_hash)) : Json(nullptr)},
          {"reason", std::move(reason)}};
}

Answer answer_of(const BookkeepingContext& context,
                 std::span<const EntryDraft> drafts,
                 std::span<const PostResult> results) {
  const Language language = context.request.language;
  const bool dry_run = context.fields.flag("dry_run");
  std::int64_t posted = 0;
  std::int64_t already = 0;
  Answer answer;
  for (const std::string_view column : {"client_id", "status", "sequence", "position", "why"})
    answer.table.header.push_back(header_text(column, language));
  JsonArray documents;
  for (std::size_t index = 0; index < results.size(); ++index) {
    const PostResult& result = results[index];
    posted += result.status == PostStatus::posted ? 1 : 0;
    already += result.status == PostStatus::already_posted ? 1 : 0;
    JsonObject document = result_document(drafts[index], result, dry_run, language);
    const auto number = [&](const char* name) {
      return document[name].is_null() ? std::string() : std::to_string(document[name].as_int64());
    };
    answer.table.rows.push_back({drafts[index].client_id,
                                 std::string(to_text(result.status)),
                                 number("sequence"),
                                 number("position"),
                                 result.is_in_book() ? "" : render(result.reason, language)});
    documents.push_back(std::move(document));
  }
  const auto all = static_cast<std::int64_t>(results.size());
  answer.created = !dry_run && posted > 0 && posted + already == all;
  answer.body = JsonObject{{"book", context.fields.text("book")},
                           {"dry_run", dry_run},
                           {"posted", posted},
                           {"already_posted", already},
                           {"refused", all - posted - already},
                           {"results", std::move(documents)}};
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

Result<Answer> post_entries(const BookkeepingContext& context) {
  EntryReadingOptions options;
  options.book = context.fields.text("book");
  options.actor = context.request.actor;
  options.idempotency_key = context.fields.text("idempotency_key");
  const ReadEntries read = MEGURI_TRY(read_entries(context.fields.text("entries"), options));
  const Batch batch =
      context.fields.text("batch") == "atomic" ? Batch::atomic : Batch::line_by_line;
  const auto results = MEGURI_TRY(write_drafts(context, read.drafts, batch));
  // Asked afterwards: a question before would wait for the commit of others, and then miss the
  // next.
  if (results.empty() || std::ranges::any_of(results, is_of_unknown_book))
    MEGURI_TRY(book_named(context, options.book));
  if (batch == Batch::atomic && any_refused(results)) return refusal_of(results, read.is_array);
  return answer_of(context, read.drafts, results);
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
  for (const Entry& entry : entries)
    drafts.push_back(MEGURI_TRY(correction_draft(context, entry)));
  const auto results = MEGURI_TRY(write_drafts(context, drafts, Batch::atomic));
  if (any_refused(results)) return refusal_of(results, true);
  return answer_of(context, drafts, results);
}

}  // namespace meguri
