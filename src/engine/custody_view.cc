// SPDX-License-Identifier: Apache-2.0
#include "engine/custody_view.h"

#include <algorithm>
#include <utility>

#include "engine/trace_parts.h"

namespace meguri {

const ClaimRecord* CustodyView::find(std::string_view book, std::string_view claim) const {
  const auto found = std::ranges::find_if(ledger.claims(), [&](const ClaimRecord& each) {
    return row_of(each).book == book && row_of(each).client_id == claim;
  });
  return found == ledger.claims().end() ? nullptr : &*found;
}

std::string_view CustodyView::site_of(const ClaimRecord& claim) const {
  if (claim.statement.lot) return claim.statement.lot->site;
  if (claim.verdict.refusal == CustodyRefusal::account_unknown) return {};
  if (claim.account >= ledger.accounts().size()) return {};
  return ledger.accounts()[claim.account].statement.sites.front();
}

const ClaimStatement* CustodyView::claim_in(std::size_t row) const {
  const auto found = std::ranges::find(ledger.claims(), row, &ClaimRecord::row);
  return found == ledger.claims().end() ? nullptr : &found->statement;
}

Result<CustodyView> custody_view(const AnswerContext& context) {
  return custody_view(context.columns, MEGURI_TRY(trace_of(context)));
}

Result<CustodyView> custody_view_at(const AnswerContext& context, std::int64_t position) {
  return custody_view(context.columns, MEGURI_TRY(trace_at(context, position)));
}

Result<CustodyView> custody_view(const Columns& columns,
                                 std::shared_ptr<const LotTrace> trace,
                                 std::vector<AttestedRow> more) {
  CustodyFacts facts = MEGURI_TRY(read_custody_facts(columns, *trace, std::move(more)));
  CustodyLedger ledger = CustodyLedger::play(trace->graph(), facts);
  return CustodyView{std::move(trace), std::move(facts), std::move(ledger)};
}

const AttestedRow* find_attested(const CustodyFacts& facts,
                                 std::string_view book,
                                 std::string_view id) {
  const auto found = std::ranges::find_if(facts.attested, [&](const AttestedRow& row) {
    return row.book == book && row.client_id == id;
  });
  return found == facts.attested.end() ? nullptr : &*found;
}

}  // namespace meguri
