// SPDX-License-Identifier: Apache-2.0
// custody_view: what all books claim, as of a position of the journal, with what it is played from.
//
// Played anew for every question. Const towards the books; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>

#include "base/result.h"
#include "claim/custody_facts.h"
#include "claim/custody_ledger.h"
#include "engine/answers.h"
#include "engine/trace_shelf.h"

namespace meguri {

struct CustodyView {
  std::shared_ptr<const LotTrace> trace;
  CustodyFacts facts;
  CustodyLedger ledger;

  // The claim of that client id; nothing if the book made none.
  [[nodiscard]] const ClaimRecord* find(std::string_view book, std::string_view claim) const;
  [[nodiscard]] const AttestedRow& row_of(const ClaimRecord& claim) const {
    return facts.attested[claim.row];
  }
  [[nodiscard]] std::string_view site_of(const ClaimRecord& claim) const;
};

// Up to that position; 0: to the one the context speaks of.
Result<CustodyView> custody_view(const AnswerContext& context, std::int64_t position = 0);
// Of a trace that somebody read.
Result<CustodyView> custody_view(const Columns& columns, std::shared_ptr<const LotTrace> trace);

}  // namespace meguri
