// SPDX-License-Identifier: Apache-2.0
// Books and their entries: books, entries, entry.
#include <algorithm>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/handle.h"
#include "engine/ledger_parts.h"

namespace meguri {
namespace {

constexpr std::int64_t most_entries = 1000;

Result<EntryFilter> filter_of(const AnswerContext& context) {
  EntryFilter filter;
  filter.book = context.fields.text("book");
  filter.q = context.fields.text("q");
  filter.kind = context.fields.text("kind");
  filter.event_from = MEGURI_TRY(start_of_field(context, "from"));
  filter.event_until = MEGURI_TRY(end_of_field(context, "until"));
  filter.at = position_of(context);
  filter.newest_first = context.fields.text("order") == "newest";
  filter.after_sequence = context.fields.integer("after");
  filter.limit = MEGURI_TRY(limit_field_of(context, most_entries));
  return filter;
}

// As the journal seals them: each is checked when it is read.
Result<Entry> read_entry(const AnswerContext& context,
                         std::string_view book,
                         std::int64_t sequence) {
  if (sequence >= 1) {
    auto entries = MEGURI_TRY(context.journal.read_book(book, sequence - 1, 1));
    if (!entries.empty() && entries.front().sequence == sequence) return std::move(entries.front());
  }
  return error(
      ErrorCode::not_found, "journal.sequence_not_found", {{"book", book}, {"sequence", sequence}});
}

// Runs of sequences that follow each other are read in one go.
Result<std::vector<Entry>> read_entries_of(const AnswerContext& context,
                                           const std::string& book,
                                           std::vector<std::int64_t> sequences,
                                           bool newest_first) {
  std::ranges::sort(sequences);
  std::vector<Entry> entries;
  for (std::size_t begin = 0; begin < sequences.size();) {
    std::size_t end = begin + 1;
    while (end < sequences.size() && sequences[end] == sequences[end - 1] + 1)
      ++end;
    const auto run = static_cast<std::int64_t>(end - begin);
    for (Entry& entry : MEGURI_TRY(context.journal.read_book(book, sequences[begin] - 1, run)))
      entries.push_back(std::move(entry));
    begin = end;
  }
  if (newest_first) std::ranges::reverse(entries);
  return entries;
}

// The shipment that an entry is, answers, or ends by its correction.
Result<Json> shipment_of(const AnswerContext& context, const Entry& entry, std::int64_t at) {
  std::string id = entry.draft.shipment;
  if (entry.draft.kind == EntryKind::ship) id = entry.draft.book + "/" + entry.draft.client_id;
  if (id.empty()) return Json(nullptr);
  ShipmentFilter filter;
  filter.id = id;
  filter.now = context.clock.now();
  filter.at = at;
  filter.limit = 1;
  const ShipmentPage page = MEGURI_TRY(context.columns.shipments(filter));
  JsonArray documents = MEGURI_TRY(shipment_documents(context, page.shipments, at));
  return documents.empty() ? Json(nullptr) : std::move(documents.front());
}

}  // namespace

Result<Answer> answer_books(const AnswerContext& context) {
  Answer answer;
  JsonArray books;
  for (const std::string_view id : {"book", "name", "entries", "sample"}) {
    answer.table.header.push_back(header_text(id, context.language));
  }
  for (const BookSummary& book : MEGURI_TRY(context.journal.books())) {
    books.push_back(book_document(context.state, book, context.language));
    answer.table.rows.push_back({book.id,
                                 book_name(context.state, book, context.language),
                                 std::to_string(book.entries),
                                 book.sample ? "true" : "false"});
  }
  answer.body = JsonObject{{"books", std::move(books)}};
  return answer;
}

Result<Answer> answer_entries(const AnswerContext& context) {
  const EntryFilter filter = MEGURI_TRY(filter_of(context));
  const BookSummary book = MEGURI_TRY(book_of(context, filter.book));
  // One more than asked for tells whether there is another page.
  EntryFilter asked = filter;
  ++asked.limit;
  EntryPage page = MEGURI_TRY(context.columns.find_entries(asked));
  const bool more = static_cast<std::int64_t>(page.sequences.size()) > filter.limit;
  if (more) page.sequences.pop_back();
  const Json next = more ? Json(page.sequences.back()) : Json(nullptr);
  const auto entries = MEGURI_TRY(
      read_entries_of(context, filter.book, std::move(page.sequences), filter.newest_first));
  JsonArray documents = MEGURI_TRY(entry_documents(context, entries, filter.at));
  Answer answer;
  answer.table = entries_table(documents, context.language);
  answer.body = JsonObject{{"book", book_document(context.state, book, context.language)},
                           {"entries", std::move(documents)},
                           {"total", page.total},
                           {"next_after", next}};
  return answer;
}

Result<Answer> answer_entry(const AnswerContext& context) {
  const std::string& id = context.fields.text("book");
  const std::int64_t sequence = context.fields.integer("sequence");
  const std::int64_t at = position_of(context);
  const BookSummary book = MEGURI_TRY(book_of(context, id));
  const Entry entry = MEGURI_TRY(read_entry(context, id, sequence));
  if (entry.position > at) {
    return error(
        ErrorCode::not_found, "journal.sequence_not_found", {{"book", id}, {"sequence", sequence}});
  }
  const BookNames books = MEGURI_TRY(BookNames::of(context));
  const std::vector<Fate> fates = MEGURI_TRY(fates_of(context, std::span(&entry, 1), at));
  const Fate& fate = fates.front();
  std::optional<EntryRow> corrects;
  if (!entry.draft.corrects.empty()) {
    corrects = MEGURI_TRY(context.columns.find_entry(id, entry.draft.corrects, at));
  }
  JsonArray replacements;
  for (const EntryRow& row : fate.replaced_by)
    replacements.push_back(entry_link(context, books, row));
  Json shipment = MEGURI_TRY(shipment_of(context, entry, at));
  const auto link = [&](const std::optional<EntryRow>& row) {
    return row ? Json(entry_link(context, books, *row)) : Json(nullptr);
  };
  JsonArray documents{entry_document(context, books, entry, fate)};
  Answer answer;
  answer.table = entries_table(documents, context.language);
  answer.body =
      JsonObject{{"book", book_document(context.state, book, context.language)},
                 {"entry", std::move(documents.front())},
                 {"corrects", link(corrects)},
                 {"corrected_by", link(fate.corrected_by)},
                 {"replaced_by", std::move(replacements)},
                 {"shipment", std::move(shipment)},
                 {"proof", "/api/v1/log/proofs/" + path_part(id) + "/" + std::to_string(sequence)},
                 {"previous", sequence > 1 ? Json(sequence - 1) : Json(nullptr)},
                 {"next", sequence < book.entries ? Json(sequence + 1) : Json(nullptr)}};
  return answer;
}

}  // namespace meguri
