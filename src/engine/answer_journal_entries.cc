// SPDX-License-Identifier: Apache-2.0
// Entries of all books in the order they were booked: what a follower of the journal reads.
#include <string>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/ledger_parts.h"

namespace meguri {
namespace {

constexpr std::int64_t most_entries = 1000;

}  // namespace

Result<Answer> answer_journal_entries(const AnswerContext& context) {
  const std::int64_t after = context.fields.integer("after");
  const std::int64_t limit = context.fields.integer("limit");
  if (limit < 1 || limit > most_entries) {
    return field_error("limit", "engine.limit_too_large", {{"most", most_entries}});
  }
  const auto entries = MEGURI_TRY(context.journal.read(after, limit));
  const std::int64_t position = MEGURI_TRY(context.journal.position());
  // A follower that knows more than the books has seen others, or these before they were restored.
  if (after > position) {
    return error(ErrorCode::conflict,
                 "engine.after_beyond_journal",
                 {{"after", after}, {"position", position}});
  }
  JsonArray documents = MEGURI_TRY(entry_documents(context, entries, context.position));
  Answer answer;
  answer.table = entries_table(documents, context.language);
  answer.body = JsonObject{{"entries", std::move(documents)},
                           {"next_after", entries.empty() ? after : entries.back().position},
                           {"position", position}};
  return answer;
}

}  // namespace meguri
