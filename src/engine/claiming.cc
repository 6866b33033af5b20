// SPDX-License-Identifier: Apache-2.0
#include "engine/claiming.h"

#include <algorithm>
#include <span>
#include <utility>

#include "claim/statement.h"
#include "engine/claim_parts.h"
#include "engine/request_fields.h"
#include "engine/trace_parts.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

constexpr std::size_t id_digits = 12;
constexpr std::int64_t day_us = INT64_C(86'400'000'000);

struct Stated {
  CustodyStatement statement;
  std::string id;  // asked for; may be empty
  std::string on;  // a day; may be empty
};

// The same statement has the same id, so that it is booked once; what is claimed of the same matter
// on another day is another claim.
std::string id_of(const Stated& stated, const EntryDraft& draft) {
  if (!stated.id.empty()) return stated.id;
  const std::string stem = draft.payload_type.substr(0, draft.payload_type.find('/'));
  std::string named = draft.payload;
  if (std::holds_alternative<ClaimStatement>(stated.statement))
    named += "\n" + to_text(tokyo_day(draft.event_from));
  return stem + "-" + to_hex(sha256(named)).substr(0, id_digits);
}

// A past day as a whole, today up to now.
Status set_event(const ClaimingContext& context, const std::string& on, EntryDraft& draft) {
  const Instant now = context.answers.clock.now();
  draft.event_from = Instant{now.microseconds - 1};
  draft.event_until = now;
  if (on.empty()) return ok();
  const auto day = parse_day(on);
  if (!day) return field_error("on", day.error().message.id, day.error().message.arguments);
  if (*day > tokyo_day(now)) return field_error("on", "engine.claim_in_the_future", {{"day", on}});
  if (*day == tokyo_day(now)) return ok();
  draft.event_from = tokyo_start(*day);
  draft.event_until = Instant{draft.event_from.microseconds + day_us};
  return ok();
}

Result<EntryDraft> draft_of(const ClaimingContext& context, const Stated& stated) {
  EntryDraft draft;
  draft.book = context.answers.fields.text("book");
  draft.kind = EntryKind::attest;
  draft.actor = context.request.actor;
  draft.payload_type = payload_type_of(stated.statement);
  draft.payload = payload_of(stated.statement);
  MEGURI_TRY(set_event(context, stated.on, draft));
  draft.client_id = id_of(stated, draft);
  return draft;
}

Status held(const ClaimingContext& context,
            const CustodyStatement& statement,
            const Verdict& verdict) {
  if (verdict.refusal == CustodyRefusal::none) return ok();
  const Message why =
      refusal_message(verdict, std::get_if<ClaimStatement>(&statement), context.answers.language);
  return Error{ErrorCode::conflict, why, {}};
}

// The draft as it would stand in the books, if it were made next.
AttestedRow row_of(const ClaimingContext& context, const EntryDraft& draft) {
  AttestedRow row;
  row.book = draft.book;
  row.client_id = draft.client_id;
  row.actor = draft.actor;
  row.event_from = draft.event_from;
  row.recorded_at = context.answers.clock.now();
  row.payload_type = draft.payload_type;
  row.payload = draft.payload;
  return row;
}

Status check_transfer(const ClaimingContext& context, const CustodyStatement& statement) {
  const auto* const transfer = std::get_if<TransferStatement>(&statement);
  if (transfer != nullptr) MEGURI_TRY(book_of(context.answers, transfer->to));
  return ok();
}

Result<Answer> answer_of(const ClaimingContext& context,
                         const CustodyView& view,
                         const EntryDraft& draft,
                         std::string_view outcome,
                         Json sequence) {
  const Language language = context.answers.language;
  Json summary = nullptr;
  if (const ClaimRecord* const claim = view.find(draft.book, draft.client_id))
    summary = MEGURI_TRY(ClaimWriter::of(context.answers)).summary(view, *claim);
  Answer answer;
  answer.created = outcome == "booked";
  answer.body =
      JsonObject{{"book", draft.book},
                 {"type", draft.payload_type},
                 {"id", draft.client_id},
                 {"outcome", outcome},
                 {"outcome_name", render("engine.claim_outcome_" + std::string(outcome), language)},
                 {"sequence", std::move(sequence)},
                 {"claim", std::move(summary)}};
  return answer;
}

Result<Answer> book(const ClaimingContext& context, const Stated& stated) {
  MEGURI_TRY(book_of(context.answers, context.answers.fields.text("book")));
  MEGURI_TRY(check_transfer(context, stated.statement));
  const EntryDraft draft = MEGURI_TRY(draft_of(context, stated));
  const Columns& columns = context.answers.columns;
  const auto trace = MEGURI_TRY(trace_at(context.answers, context.answers.position));
  const CustodyFacts facts = MEGURI_TRY(read_custody_facts(columns, *trace));
  if (const AttestedRow* const row = find_attested(facts, draft.book, draft.client_id)) {
    if (row->payload_type != draft.payload_type || row->payload != draft.payload)
      return error(ErrorCode::conflict, "engine.claim_id_taken", {{"id", draft.client_id}});
    const CustodyView now = MEGURI_TRY(custody_view(columns, trace));
    return answer_of(context, now, draft, "already_booked", row->sequence);
  }
  const CustodyView tried = MEGURI_TRY(custody_view(columns, trace, {row_of(context, draft)}));
  MEGURI_TRY(held(context, stated.statement, tried.ledger.verdicts().back()));
  if (context.answers.fields.flag("dry_run"))
    return answer_of(context, tried, draft, "would_hold", nullptr);
  const auto results = MEGURI_TRY(context.journal.post(std::span(&draft, 1), Batch::atomic));
  if (!results.front().is_in_book()) return Error{ErrorCode::conflict, results.front().reason, {}};
  const std::int64_t position = MEGURI_TRY(context.follow());
  const CustodyView booked = MEGURI_TRY(custody_view_at(context.answers, position));
  const AttestedRow* const row = find_attested(booked.facts, draft.book, draft.client_id);
  if (row == nullptr)
    return error(ErrorCode::unavailable, "engine.claim_columns_behind", {{"id", draft.client_id}});
  // Somebody else may have claimed the same between.
  MEGURI_TRY(held(
      context,
      stated.statement,
      booked.ledger.verdicts().at(static_cast<std::size_t>(row - booked.facts.attested.data()))));
  return answer_of(context, booked, draft, "booked", row->sequence);
}

// "post_consumer=100 kg"
Result<Contents> contents_of(const CheckedFields& fields) {
  Contents contents;
  for (const std::string& said : fields.texts("contents")) {
    const std::size_t equals = said.find('=');
    const auto origin =
        equals == std::string::npos ? std::nullopt : origin_of(said.substr(0, equals));
    if (!origin) return field_error("contents", "engine.claim_content_unclear", {{"text", said}});
    const auto mass = parse_mass_with_unit(std::string_view(said).substr(equals + 1));
    if (!mass || *mass <= Mass{} || !contents.emplace(*origin, *mass).second)
      return field_error("contents", "engine.claim_content_unclear", {{"text", said}});
  }
  return contents;
}

// A lot of an output at one of the account's sites. Where it is not to be found, the ledger says
// so.
Result<LotName> lot_named(const ClaimingContext& context,
                          const std::string& account_name,
                          const std::string& material,
                          const std::string& lot) {
  const std::string& book = context.answers.fields.text("book");
  const CustodyView view = MEGURI_TRY(custody_view_at(context.answers, context.answers.position));
  const auto account = view.ledger.find_account(book, account_name);
  if (!account) return LotName{"-", material.empty() ? "-" : material, lot};
  const AccountStatement& statement = view.ledger.accounts()[*account].statement;
  std::vector<LotName> found;
  for (const std::string& site : statement.sites)
    for (const std::string& output : statement.outputs) {
      const bool may = material.empty() || material == output;
      if (may && view.trace->graph().find({book, site, lot, output}))
        found.push_back({site, output, lot});
    }
  if (found.size() > 1) return field_error("material", "engine.claim_which_material", {});
  if (found.size() == 1) return found.front();
  return LotName{
      statement.sites.front(), material.empty() ? statement.outputs.front() : material, lot};
}

Result<ClaimStatement> claim_of(const ClaimingContext& context) {
  const CheckedFields& fields = context.answers.fields;
  ClaimStatement claim;
  claim.account = fields.text("account");
  claim.shipment = fields.text("shipment");
  const auto mass = parse_mass_with_unit(fields.text("mass"));
  if (!mass || *mass <= Mass{})
    return field_error("mass", "engine.claim_mass_unclear", {{"text", fields.text("mass")}});
  claim.mass = *mass;
  claim.contents = MEGURI_TRY(contents_of(fields));
  claim.model = custody_model_of(fields.text("model"));
  claim.certificates = fields.texts("certificates");
  std::erase(claim.certificates, std::string());
  claim.recipient = fields.text("recipient");
  claim.supersedes = fields.text("supersedes");
  const std::string& lot = fields.text("lot");
  if (lot.empty() == claim.shipment.empty()) return field_error("lot", "engine.claim_of_what", {});
  if (lot.empty()) return claim;
  claim.lot = MEGURI_TRY(lot_named(context, claim.account, fields.text("material"), lot));
  return claim;
}

}  // namespace

Result<Answer> state_custody(const ClaimingContext& context) {
  const CheckedFields& fields = context.answers.fields;
  CustodyStatement statement =
      MEGURI_TRY(read_statement(fields.text("type"), fields.text("statement")));
  return book(context, {std::move(statement), fields.text("id"), fields.text("on")});
}

Result<Answer> make_claim(const ClaimingContext& context) {
  const CheckedFields& fields = context.answers.fields;
  return book(context, {MEGURI_TRY(claim_of(context)), fields.text("id"), fields.text("on")});
}

Result<Answer> withdraw_claim(const ClaimingContext& context) {
  const CheckedFields& fields = context.answers.fields;
  return book(context, {WithdrawalStatement{fields.text("claim"), fields.text("reason")}, {}, {}});
}

}  // namespace meguri
