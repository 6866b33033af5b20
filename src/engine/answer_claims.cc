// SPDX-License-Identifier: Apache-2.0
// Claims of a book, one claim with what it is drawn from and what rests on it, and certificates.
#include <algorithm>
#include <set>
#include <utility>

#include "engine/answer_parts.h"
#include "engine/claim_parts.h"
#include "engine/trace_parts.h"

namespace meguri {
namespace {

constexpr std::int64_t most_claims = 5000;

void append_row(const JsonObject& claim, AnswerTable& table) {
  for (const Json& part : claim.at("contents").as_array()) {
    table.rows.push_back(
        {text_at(claim, "book"),
         text_at(claim, "claim"),
         text_at(claim, "made_on"),
         text_at(claim, "account"),
         text_at(claim.at("subject"), "lot") + text_at(claim.at("subject"), "shipment"),
         text_at(claim.at("mass"), "value"),
         text_at(claim.at("mass"), "unit"),
         text_at(part, "kind"),
         text_at(part.at("mass"), "value"),
         text_at(part, "percent"),
         text_at(claim, "model"),
         text_at(claim, "standing"),
         text_at(claim, "why")});
  }
}

AnswerTable claims_table(Language language) {
  AnswerTable table;
  for (const std::string_view id : {"book",
                                    "claim",
                                    "made_on",
                                    "account",
                                    "subject",
                                    "mass",
                                    "unit",
                                    "origin",
                                    "content",
                                    "share_percent",
                                    "model",
                                    "standing",
                                    "why"})
    table.header.push_back(header_text(id, language));
  return table;
}

struct GroundOfClaim {
  const Ground* ground = nullptr;
  Mass mass;
};

// Of the entry that brought it: "<book>, entry <sequence>".
Result<std::map<std::int64_t, EntryRow>> entries_of(const AnswerContext& context,
                                                    const CustodyView& view,
                                                    const std::vector<GroundOfClaim>& grounds) {
  std::set<std::int64_t> positions;
  for (const GroundOfClaim& each : grounds)
    if (each.ground->name.kind == GroundName::Kind::source)
      positions.insert(view.trace->graph().node(each.ground->name.index).position);
  std::map<std::int64_t, EntryRow> rows;
  for (EntryRow& row : MEGURI_TRY(
           context.columns.entries_at({positions.begin(), positions.end()}, view.facts.position)))
    rows.emplace(row.position, std::move(row));
  return rows;
}

Result<JsonArray> ground_documents(const AnswerContext& context,
                                   const CustodyView& view,
                                   const ClaimWriter& writer,
                                   const ClaimRecord& claim) {
  std::vector<GroundOfClaim> grounds;
  for (const Draw& draw : claim.draws)
    grounds.push_back({&view.ledger.grounds()[draw.ground], draw.mass});
  std::ranges::stable_sort(grounds, std::greater(), &GroundOfClaim::mass);
  const auto entries = MEGURI_TRY(entries_of(context, view, grounds));
  JsonArray documents;
  for (const GroundOfClaim& each : grounds) {
    const GroundName& name = each.ground->name;
    std::string book;
    std::string claim_id;
    std::int64_t sequence = 0;
    std::string text;
    if (name.kind == GroundName::Kind::claim) {
      const AttestedRow& row = view.facts.attested[name.index];
      book = row.book;
      claim_id = row.client_id;
      sequence = row.sequence;
      text = render(Message{"engine.claim_of_supplier",
                            {{"book", writer.book_name(book)}, {"claim", claim_id}}},
                    context.language);
    } else {
      const TraceNode& node = view.trace->graph().node(name.index);
      const auto entry = entries.find(node.position);
      if (entry != entries.end()) {
        book = entry->second.book;
        sequence = entry->second.sequence;
      }
      text = boundary_name(context, view.trace->graph().boundary(node.subject));
    }
    documents.push_back(
        JsonObject{{"kind", name.kind == GroundName::Kind::claim ? "claim" : "receipt"},
                   {"name", std::move(text)},
                   {"book", book},
                   {"book_name", writer.book_name(book)},
                   {"sequence", sequence},
                   {"claim", std::move(claim_id)},
                   {"origin", to_text(name.origin)},
                   {"origin_name", origin_name(name.origin, context.language)},
                   {"mass", mass_text(each.mass)}});
  }
  return documents;
}

bool rests_on(const CustodyView& view, const ClaimRecord& claim, const ClaimRecord& ground) {
  return std::ranges::any_of(claim.draws, [&](const Draw& draw) {
    const GroundName& name = view.ledger.grounds()[draw.ground].name;
    return name.kind == GroundName::Kind::claim && name.index == ground.row;
  });
}

}  // namespace

Result<Answer> answer_claims(const AnswerContext& context) {
  const BookSummary book = MEGURI_TRY(book_of(context, context.fields.text("book")));
  const std::string& account = context.fields.text("account");
  const std::string& standing = context.fields.text("standing");
  const std::int64_t offset = context.fields.integer("offset");
  const std::int64_t limit = MEGURI_TRY(limit_field_of(context, most_claims));
  const CustodyView view = MEGURI_TRY(custody_view(context));
  const ClaimWriter writer = MEGURI_TRY(ClaimWriter::of(context));
  std::vector<const ClaimRecord*> claims;
  for (const ClaimRecord& claim : view.ledger.claims()) {
    const bool fits = view.row_of(claim).book == book.id &&
                      (account.empty() || claim.statement.account == account) &&
                      (standing.empty() || to_text(claim.standing) == standing);
    if (fits) claims.push_back(&claim);
  }
  std::ranges::reverse(claims);
  Answer answer;
  answer.table = claims_table(context.language);
  JsonArray documents;
  const auto total = static_cast<std::int64_t>(claims.size());
  for (std::int64_t at = offset; at < std::min(total, offset + limit); ++at) {
    JsonObject document = writer.summary(view, *claims[static_cast<std::size_t>(at)]);
    append_row(document, answer.table);
    documents.push_back(std::move(document));
  }
  const Json next = next_offset(offset, documents.size(), total);
  answer.body = JsonObject{{"book", book_document(context.state, book, context.language)},
                           {"position", view.facts.position},
                           {"claims", std::move(documents)},
                           {"total", total},
                           {"next_offset", next}};
  return answer;
}

Result<Answer> answer_claim(const AnswerContext& context) {
  MEGURI_TRY(book_of(context, context.fields.text("book")));
  const CustodyView view = MEGURI_TRY(custody_view(context));
  const ClaimRecord* const claim =
      view.find(context.fields.text("book"), context.fields.text("claim"));
  if (claim == nullptr) return no_claim(context.fields.text("book"), context.fields.text("claim"));
  const ClaimWriter writer = MEGURI_TRY(ClaimWriter::of(context));
  JsonArray resting;
  for (const ClaimRecord& each : view.ledger.claims())
    if (rests_on(view, each, *claim)) resting.push_back(writer.summary(view, each));
  Answer answer;
  JsonObject summary = writer.summary(view, *claim);
  answer.table = claims_table(context.language);
  append_row(summary, answer.table);
  answer.body = JsonObject{{"position", view.facts.position},
                           {"claim", std::move(summary)},
                           {"matter", matter_documents(context, *claim)},
                           {"assurance", assurance_documents(context, *claim)},
                           {"routes", route_documents(context, *claim)},
                           {"grounds", MEGURI_TRY(ground_documents(context, view, writer, *claim))},
                           {"rest_on_it", std::move(resting)}};
  return answer;
}

Result<Answer> answer_certificates(const AnswerContext& context) {
  const BookSummary book = MEGURI_TRY(book_of(context, context.fields.text("book")));
  const CustodyView view = MEGURI_TRY(custody_view(context));
  const ClaimWriter writer = MEGURI_TRY(ClaimWriter::of(context));
  const auto named = [&](const std::string& id) {
    return JsonObject{{"id", id}, {"name", writer.book_name(id)}};
  };
  Answer answer;
  for (const std::string_view id :
       {"id", "origin", "mass", "unit", "issuer", "holder", "state", "purpose"})
    answer.table.header.push_back(header_text(id, context.language));
  JsonArray documents;
  for (const Certificate& certificate : view.ledger.certificates()) {
    const std::string& issuer = view.facts.attested[certificate.issue].book;
    if (issuer != book.id && certificate.holder != book.id) continue;
    const std::string_view state = to_text(certificate.state);
    const JsonObject mass = mass_text(certificate.mass);
    answer.table.rows.push_back({certificate.id,
                                 std::string(to_text(certificate.origin)),
                                 std::string(mass.at("value").as_string()),
                                 std::string(mass.at("unit").as_string()),
                                 issuer,
                                 certificate.holder,
                                 std::string(state),
                                 certificate.purpose});
    documents.push_back(
        JsonObject{{"id", certificate.id},
                   {"origin", to_text(certificate.origin)},
                   {"origin_name", origin_name(certificate.origin, context.language)},
                   {"mass", mass},
                   {"issuer", named(issuer)},
                   {"holder", named(certificate.holder)},
                   {"state", state},
                   {"state_name", claim_word("certificate", state, context.language)},
                   {"purpose", certificate.purpose}});
  }
  answer.body = JsonObject{{"book", book_document(context.state, book, context.language)},
                           {"position", view.facts.position},
                           {"certificates", std::move(documents)}};
  return answer;
}

}  // namespace meguri
