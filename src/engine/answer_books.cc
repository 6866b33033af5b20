// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/answer_parts.h"
#include "engine/answers.h"

namespace meguri {
namespace {

constexpr std::int64_t most_entries = 1000;

}  // namespace

void append_entry_rows(const Json& entry, AnswerTable& table) {
  for (const Json& line : entry.at("lines").as_array()) {
    table.rows.push_back({text_at(entry, "book"),
                          std::to_string(entry.at("sequence").as_int64()),
                          text_at(entry, "client_id"),
                          text_at(entry, "kind"),
                          text_at(entry, "event_from"),
                          text_at(entry, "event_until"),
                          text_at(line, "site"),
                          text_at(line, "lot"),
                          text_at(line, "material"),
                          text_at(line.at("mass"), "value"),
                          text_at(line.at("mass"), "unit"),
                          text_at(line, "origin"),
                          text_at(line, "counterparty"),
                          text_at(entry, "evidence"),
                          text_at(entry, "note")});
  }
}

void append_entry_header(Language language, std::vector<std::string>& header) {
  for (const std::string_view column : {"book",
                                        "sequence",
                                        "client_id",
                                        "kind",
                                        "event_from",
                                        "event_until",
                                        "site",
                                        "lot",
                                        "material",
                                        "mass",
                                        "unit",
                                        "origin",
                                        "counterparty",
                                        "document",
                                        "note"}) {
    header.push_back(header_text(column, language));
  }
}

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
  const std::string& id = context.fields.text("book");
  const std::int64_t limit = context.fields.integer("limit");
  if (limit < 1 || limit > most_entries) {
    return field_error("limit", "engine.limit_too_large", {{"most", most_entries}});
  }
  const auto books = MEGURI_TRY(context.journal.books());
  const auto book = std::ranges::find(books, id, &BookSummary::id);
  if (book == books.end()) {
    return error(ErrorCode::not_found, "engine.book_unknown", {{"book", id}});
  }
  const auto entries =
      MEGURI_TRY(context.journal.read_book(id, context.fields.integer("after"), limit));
  Answer answer;
  append_entry_header(context.language, answer.table.header);
  JsonArray documents;
  for (const Entry& entry : entries) {
    documents.push_back(entry_document(context.state, entry, context.language));
    append_entry_rows(documents.back(), answer.table);
  }
  const bool more = !entries.empty() && entries.back().sequence < book->entries;
  answer.body = JsonObject{{"book", book_document(context.state, *book, context.language)},
                           {"entries", std::move(documents)},
                           {"next_after", more ? Json(entries.back().sequence) : Json(nullptr)}};
  return answer;
}

}  // namespace meguri
