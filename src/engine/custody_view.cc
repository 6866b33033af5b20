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

Result<CustodyView> custody_view(const AnswerContext& context, std::int64_t position) {
  if (position == 0) return custody_view(context.columns, MEGURI_TRY(trace_of(context)));
  const std::vector<std::string> water = context.state.names.water_materials();
  return custody_view(
      context.columns,
      MEGURI_TRY(context.traces->up_to(
          context.columns, position, false, WaterMaterials(water.begin(), water.end()))));
}

Result<CustodyView> custody_view(const Columns& columns, std::shared_ptr<const LotTrace> trace) {
  CustodyFacts facts = MEGURI_TRY(read_custody_facts(columns, *trace));
  CustodyLedger ledger = CustodyLedger::play(trace->graph(), facts);
  return CustodyView{std::move(trace), std::move(facts), std::move(ledger)};
}

}  // namespace meguri
