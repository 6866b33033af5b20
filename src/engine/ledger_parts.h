// SPDX-License-Identifier: Apache-2.0
// ledger_parts: what answers about books share: masses as texts, entries with what became of them,
// shipments, and the moment an answer speaks of.
//
// Functions are const towards the books; any thread.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/answers.h"
#include "facts/ledger.h"
#include "journal/entry.h"
#include "journal/journal.h"
#include "wire/json.h"

namespace meguri {

// "12.5 t" as {value, unit, display}.
JsonObject mass_text(Mass mass);
// "12.5": for CSV.
std::string tonnes_text(Mass mass);

// not_found if there is no such book.
Result<BookSummary> book_of(const AnswerContext& context, std::string_view id);

// The position an answer speaks of: the one asked for, never later than the request's.
std::int64_t position_of(const AnswerContext& context);
// A day (whole, inclusive) or a moment. Errors: invalid_input about that field.
Result<std::optional<Instant>> end_of_field(const AnswerContext& context, std::string_view field);
Result<std::optional<Instant>> start_of_field(const AnswerContext& context, std::string_view field);
// From the fields at_position, recorded_until and event_until.
Result<AsOf> as_of_fields(const AnswerContext& context);
JsonObject as_of_document(const AnswerContext& context, const AsOf& as_of);
// Errors: invalid_input if the field is below 1 or above `most`.
Result<std::int64_t> limit_field_of(const AnswerContext& context, std::int64_t most);
// Where the next page begins, or null.
Json next_offset(std::int64_t offset, std::size_t shown, std::int64_t total);

// What became of an entry.
struct Fate {
  std::string
      state;  // standing, corrected; of a shipment open, overdue, received, declined, recalled
  std::optional<EntryRow> by;  // the entry that did it
  std::optional<EntryRow> corrected_by;
  std::vector<EntryRow> replaced_by;
};
// One for each entry; all of one book.
Result<std::vector<Fate>> fates_of(const AnswerContext& context,
                                   std::span<const Entry> entries,
                                   std::int64_t at);

// Names of books: those of their parties in the language, where a pack names them, else their own.
class BookNames {
 public:
  static Result<BookNames> of(const AnswerContext& context);
  [[nodiscard]] std::string name(std::string_view id) const;  // the id, if there is no such book

 private:
  std::map<std::string, std::string, std::less<>> names_;
};

JsonObject entry_link(const AnswerContext& context, const BookNames& books, const EntryRow& entry);
// The shape Entry.
JsonObject entry_document(const AnswerContext& context,
                          const BookNames& books,
                          const Entry& entry,
                          const Fate& fate);
Result<JsonArray> entry_documents(const AnswerContext& context,
                                  std::span<const Entry> entries,
                                  std::int64_t at);
Result<JsonArray> shipment_documents(const AnswerContext& context,
                                     std::span<const ShipmentRow> shipments,
                                     std::int64_t at);

// Entries as rows for CSV, one for each of their lines.
AnswerTable entries_table(const JsonArray& entries, Language language);

}  // namespace meguri
