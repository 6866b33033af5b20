// SPDX-License-Identifier: Apache-2.0
// What would fall if a claim, an audit or a certificate were withdrawn, or an entry corrected: the
// books are played without it, and compared.
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "engine/answer_parts.h"
#include "engine/claim_parts.h"
#include "engine/trace_parts.h"

namespace meguri {
namespace {

struct Without {
  std::string subject;  // in words
  CustodyLedger ledger;
};

Result<Without> without_statement(const AnswerContext& context, const CustodyView& view) {
  const std::string& book = context.fields.text("book");
  const std::string& claim = context.fields.text("claim");
  const AttestedRow* const row = find_attested(view.facts, book, claim);
  if (row == nullptr) return no_claim(book, claim);
  std::string subject =
      render(Message{"engine.claim_impact_of_claim", {{"claim", claim}}}, context.language);
  return Without{
      std::move(subject),
      CustodyLedger::play(view.trace->graph(), view.facts, {.without = {row->position}})};
}

Result<Without> without_entry(const AnswerContext& context, const CustodyView& view) {
  const std::string& book = context.fields.text("book");
  const std::int64_t sequence = context.fields.integer("sequence");
  const auto entries = MEGURI_TRY(context.journal.read_book(book, sequence - 1, 1));
  const bool is_there = !entries.empty() && entries.front().sequence == sequence &&
                        entries.front().position <= view.facts.position;
  if (!is_there)
    return error(ErrorCode::not_found,
                 "journal.sequence_not_found",
                 {{"book", book}, {"sequence", sequence}});
  const LotTrace trace = MEGURI_TRY(LotTrace::read(
      context.columns, view.facts.position, view.trace->water(), {entries.front().position}));
  const CustodyFacts facts = MEGURI_TRY(read_custody_facts(context.columns, trace));
  std::string subject =
      render(Message{"engine.claim_impact_of_entry", {{"book", book}, {"sequence", sequence}}},
             context.language);
  return Without{
      std::move(subject),
      CustodyLedger::play(trace.graph(), facts, {.without = {entries.front().position}})};
}

std::string_view change_of(const ClaimRecord& now, const ClaimRecord* then) {
  const bool stands = now.standing == ClaimStanding::stands;
  const bool would_stand = then != nullptr && then->standing == ClaimStanding::stands;
  if (stands && !would_stand) return "falls";
  if (!stands && would_stand) return "rises";
  if (stands && now.by_assurance != then->by_assurance) return "assurance";
  return {};
}

class ImpactWriter {
 public:
  ImpactWriter(const AnswerContext& context, const CustodyView& view, const ClaimWriter& writer)
      : context_(context), view_(view), writer_(writer) {}

  Result<Answer> answer(const Without& without) {
    for (const ClaimRecord& claim : view_.ledger.claims()) {
      const auto& others = without.ledger.claims();
      const auto then = std::ranges::find(others, claim.row, &ClaimRecord::row);
      add(claim, then == others.end() ? nullptr : &*then);
    }
    Contents lost;
    for (const auto& [origin, sum] : lost_)
      lost.emplace(origin, MEGURI_TRY(sum.mass()));
    answer_.body = JsonObject{{"position", view_.facts.position},
                              {"subject", without.subject},
                              {"claims", std::move(changes_)},
                              {"lost", content_documents(context_, lost, {})}};
    return std::move(answer_);
  }

 private:
  void add(const ClaimRecord& claim, const ClaimRecord* then) {
    const std::string_view change = change_of(claim, then);
    if (change.empty()) return;
    if (change == "falls") lose(claim);
    Json why = nullptr;
    if (then != nullptr && then->standing == ClaimStanding::refused)
      why = render(refusal_message(then->verdict, &claim.statement, context_.language),
                   context_.language);
    const JsonObject summary = writer_.summary(view_, claim);
    answer_.table.rows.push_back({text_at(summary, "book"),
                                  text_at(summary, "claim"),
                                  std::string(change),
                                  why.is_null() ? "" : std::string(why.as_string())});
    changes_.push_back(JsonObject{
        {"claim", summary},
        {"change", change},
        {"change_name", render("engine.claim_change_" + std::string(change), context_.language)},
        {"why", std::move(why)}});
  }

  // What rests on a claim that falls, too, is lost with that one, and counted once.
  void lose(const ClaimRecord& claim) {
    fallen_.insert(claim.row);
    for (const Draw& draw : claim.draws) {
      const GroundName& name = view_.ledger.grounds()[draw.ground].name;
      const bool is_counted = name.kind == GroundName::Kind::claim && fallen_.contains(name.index);
      if (!is_counted) lost_[name.origin].add(draw.mass);
    }
  }

  const AnswerContext& context_;
  const CustodyView& view_;
  const ClaimWriter& writer_;
  std::set<std::size_t> fallen_;  // rows
  Answer answer_;
  JsonArray changes_;
  std::map<Origin, MassTotal> lost_;
};

}  // namespace

Result<Answer> answer_claim_impact(const AnswerContext& context) {
  MEGURI_TRY(book_of(context, context.fields.text("book")));
  const bool of_claim = !context.fields.text("claim").empty();
  if (of_claim == (context.fields.integer("sequence") > 0))
    return field_error("claim", "engine.claim_impact_of_what", {});
  const CustodyView view = MEGURI_TRY(custody_view_at(context, context.position));
  const ClaimWriter writer = MEGURI_TRY(ClaimWriter::of(context));
  const Without without =
      MEGURI_TRY(of_claim ? without_statement(context, view) : without_entry(context, view));
  Answer answer = MEGURI_TRY(ImpactWriter(context, view, writer).answer(without));
  for (const std::string_view id : {"book", "claim", "change", "why"})
    answer.table.header.push_back(header_text(id, context.language));
  return answer;
}

}  // namespace meguri
