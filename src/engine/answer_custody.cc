// SPDX-License-Identifier: Apache-2.0
// The custody accounts of a book: by which model, what came in, what was claimed, what is left.
#include <algorithm>
#include <utility>

#include "base/number_text.h"
#include "engine/answer_parts.h"
#include "engine/claim_parts.h"

namespace meguri {
namespace {

constexpr double percent_of_ppm = 1e4;

// Sums over what the ledger holds exactly; larger than any mass only if the books are.
class ContentSums {
 public:
  void add(Origin origin, Mass mass) { sums_[origin].add(mass); }
  [[nodiscard]] Result<Contents> contents() const {
    Contents contents;
    for (const auto& [origin, sum] : sums_)
      contents.emplace(origin, MEGURI_TRY(sum.mass()));
    return contents;
  }

 private:
  std::map<Origin, MassTotal> sums_;
};

Result<Contents> received_by(const CustodyLedger& ledger, const CustodyAccount& account) {
  ContentSums sums;
  for (const Receipt& receipt : account.receipts)
    for (const ReceiptPart& part : receipt.parts)
      sums.add(ledger.grounds()[part.ground].name.origin, part.credit);
  return sums.contents();
}

// Of the first period that is not closed.
Json next_period_end(const CustodyAccount& account) {
  if (account.statement.period_months == 0) return nullptr;
  const Day within = account.closed ? Day{account.closed->number + 1} : account.statement.from;
  return Json(to_text(Day{next_period(account.statement, within).number - 1}));
}

JsonArray audit_documents(const CustodyAccount& account) {
  JsonArray audits;
  for (const AuditStatement& audit : account.audits)
    audits.push_back(audit_document(audit));
  return audits;
}

Json positive_or_null(int number) { return number > 0 ? Json(number) : Json(nullptr); }

class AccountWriter {
 public:
  AccountWriter(const AnswerContext& context, const CustodyView& view, const ClaimWriter& writer)
      : context_(context), view_(view), writer_(writer) {}

  Result<JsonObject> account(CustodyAccountIndex index, Day day) const {
    const CustodyAccount& account = view_.ledger.accounts()[index];
    JsonObject document = terms(account);
    const Contents received = MEGURI_TRY(received_by(view_.ledger, account));
    document.emplace("received", content_documents(context_, received, {}));
    MEGURI_TRY(add_claims(index, document));
    document.emplace("left",
                     content_documents(context_, credit_left(view_.ledger, account, day), {}));
    return document;
  }

 private:
  [[nodiscard]] JsonObject terms(const CustodyAccount& account) const {
    const AccountStatement& statement = account.statement;
    const Language language = context_.language;
    const auto ppm = static_cast<double>(statement.conversion_ppm);
    return {{"account", statement.account},
            {"sequence", view_.facts.attested[account.row].sequence},
            {"sites", writer_.sites(statement.sites)},
            {"model", to_text(statement.model)},
            {"model_name", claim_word("model", to_text(statement.model), language)},
            {"inputs", writer_.materials(statement.inputs)},
            {"outputs", writer_.materials(statement.outputs)},
            {"conversion_percent", plain_number_text(ppm / percent_of_ppm, 4)},
            {"period_months", positive_or_null(statement.period_months)},
            {"credit_months", positive_or_null(statement.credit_months)},
            {"carry_over", statement.carry_over},
            {"route", to_text(statement.route)},
            {"route_name", claim_word("route", to_text(statement.route), language)},
            {"fillers", writer_.materials(statement.fillers)},
            {"bio_based", writer_.materials(statement.bio_based)},
            {"from", to_text(statement.from)},
            {"closed", account.closed ? Json(to_text(*account.closed)) : Json(nullptr)},
            {"next_period_end", next_period_end(account)},
            {"audits", audit_documents(account)}};
  }

  Status add_claims(CustodyAccountIndex index, JsonObject& document) const {
    ContentSums claimed;
    std::int64_t standing = 0;
    std::int64_t refused = 0;
    for (const ClaimRecord& claim : view_.ledger.claims()) {
      const bool is_of_it = claim.account == index &&
                            claim.verdict.refusal != CustodyRefusal::account_unknown &&
                            view_.row_of(claim).book == view_.ledger.accounts()[index].book;
      if (!is_of_it) continue;
      if (claim.standing == ClaimStanding::refused) ++refused;
      if (claim.standing != ClaimStanding::stands) continue;
      ++standing;
      for (const auto& [origin, mass] : claim.statement.contents)
        claimed.add(origin, mass);
    }
    const Contents contents = MEGURI_TRY(claimed.contents());
    document.emplace("claimed", content_documents(context_, contents, {}));
    document.emplace("claims", standing);
    document.emplace("refused", refused);
    return ok();
  }

  const AnswerContext& context_;
  const CustodyView& view_;
  const ClaimWriter& writer_;
};

JsonArray refused_documents(const AnswerContext& context,
                            const CustodyView& view,
                            std::string_view book) {
  JsonArray refused;
  for (std::size_t row = 0; row < view.facts.attested.size(); ++row) {
    const AttestedRow& attested = view.facts.attested[row];
    const Verdict& verdict = view.ledger.verdicts()[row];
    if (attested.book != book || verdict.refusal == CustodyRefusal::none) continue;
    refused.push_back(
        JsonObject{{"type", attested.payload_type},
                   {"id", attested.client_id},
                   {"sequence", attested.sequence},
                   {"why",
                    render(refusal_message(verdict, view.claim_in(row), context.language),
                           context.language)}});
  }
  return refused;
}

std::string list_of(const Json& parts) {
  std::string text;
  for (const Json& part : parts.as_array())
    text += (text.empty() ? "" : "; ") + text_at(part, "kind") + " " +
            text_at(part.at("mass"), "value") + " " + text_at(part.at("mass"), "unit");
  return text;
}

std::string list_of_ids(const Json& named) {
  std::string text;
  for (const Json& each : named.as_array())
    text += (text.empty() ? "" : "; ") + text_at(each, "id");
  return text;
}

void append_row(const JsonObject& account, AnswerTable& table) {
  table.rows.push_back({text_at(account, "account"),
                        list_of_ids(account.at("sites")),
                        text_at(account, "model"),
                        text_at(account, "from"),
                        text_at(account, "closed"),
                        list_of(account.at("received")),
                        list_of(account.at("claimed")),
                        list_of(account.at("left"))});
}

}  // namespace

Result<Answer> answer_custody(const AnswerContext& context) {
  const BookSummary book = MEGURI_TRY(book_of(context, context.fields.text("book")));
  Day day = tokyo_day(context.clock.now());
  if (!context.fields.text("on").empty()) {
    const auto said = parse_day(context.fields.text("on"));
    if (!said) return field_error("on", said.error().message.id, said.error().message.arguments);
    day = *said;
  }
  const CustodyView view = MEGURI_TRY(custody_view(context));
  const ClaimWriter writer = MEGURI_TRY(ClaimWriter::of(context));
  const AccountWriter accounts(context, view, writer);
  Answer answer;
  for (const std::string_view id :
       {"account", "site", "model", "from", "closed", "received", "claimed", "left"})
    answer.table.header.push_back(header_text(id, context.language));
  JsonArray documents;
  for (CustodyAccountIndex index = 0; index < view.ledger.accounts().size(); ++index) {
    if (view.ledger.accounts()[index].book != book.id) continue;
    JsonObject document = MEGURI_TRY(accounts.account(index, day));
    append_row(document, answer.table);
    documents.push_back(std::move(document));
  }
  answer.body = JsonObject{{"book", book_document(context.state, book, context.language)},
                           {"position", view.facts.position},
                           {"on", to_text(day)},
                           {"accounts", std::move(documents)},
                           {"refused", refused_documents(context, view, book.id)}};
  return answer;
}

}  // namespace meguri
