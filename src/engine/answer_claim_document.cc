// SPDX-License-Identifier: Apache-2.0
// A claim as its holder gets it: the signed document.
#include <utility>
#include <vector>

#include "claim/claim_document.h"
#include "engine/answer_parts.h"
#include "engine/claim_parts.h"
#include "journal/log.h"

namespace meguri {
namespace {

// The entry as the journal seals it: with the salt that only the books know.
Result<Entry> entry_of(const AnswerContext& context, const AttestedRow& row) {
  auto entries = MEGURI_TRY(context.journal.read_book(row.book, row.sequence - 1, 1));
  MEGURI_CHECK(!entries.empty());
  return std::move(entries.front());
}

}  // namespace

// The books as of the claim itself: whoever asks again gets the same bytes, and what was booked
// later changes only whether the claim still stands.
Result<Answer> answer_claim_document(const AnswerContext& context) {
  const std::string& book = context.fields.text("book");
  const BookSummary issuer = MEGURI_TRY(book_of(context, book));
  const CustodyView now = MEGURI_TRY(custody_view_at(context, context.position));
  const ClaimRecord* const current = now.find(book, context.fields.text("claim"));
  if (current == nullptr)
    return no_claim(context.fields.text("book"), context.fields.text("claim"));
  if (current->standing != ClaimStanding::stands) {
    return error(
        ErrorCode::conflict,
        "engine.claim_does_not_stand",
        {{"claim", context.fields.text("claim")},
         {"standing", claim_word("standing", to_text(current->standing), context.language)}});
  }
  const std::int64_t position = now.row_of(*current).position;
  const CustodyView then = MEGURI_TRY(custody_view_at(context, position));
  const ClaimRecord* const claim = then.find(book, context.fields.text("claim"));
  const bool stood = claim != nullptr && claim->standing == ClaimStanding::stands;
  if (!stood) {
    return error(ErrorCode::conflict,
                 "engine.claim_held_only_later",
                 {{"claim", context.fields.text("claim")}});
  }
  MEGURI_CHECK(context.log != nullptr);
  const Log& log = *context.log;
  const SignedTree tree = MEGURI_TRY(log.checkpoint(position));
  const Entry entry = MEGURI_TRY(entry_of(context, then.row_of(*claim)));
  const ClaimToSign to_sign{then.ledger,
                            then.facts,
                            then.trace->graph(),
                            *claim,
                            issuer.name,  // the same in every language
                            tree.checkpoint,
                            entry.salt};
  Json document =
      MEGURI_TRY(sign_claim(to_sign, [&](std::string_view text) { return log.sign(text); }));
  const std::vector<std::string> withheld = names_in(context.fields.text("withhold"));
  if (!withheld.empty()) document = MEGURI_TRY(withhold(document, withheld));
  Answer answer;
  answer.body = JsonObject{{"name", book + "-" + context.fields.text("claim") + ".json"},
                           {"document", write_json_pretty(document)},
                           {"key", MEGURI_TRY(log.public_key())}};
  return answer;
}

}  // namespace meguri
