// SPDX-License-Identifier: Apache-2.0
// custody_view: what all books claim, as of a position of the journal, with what it is played from.
//
// Played anew for every question. Const towards the books; any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

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
  // What a row claims; nullptr of another statement.
  [[nodiscard]] const ClaimStatement* claim_in(std::size_t row) const;
  [[nodiscard]] std::string_view site_of(const ClaimRecord& claim) const;
};

// As of the field at_position; without it, as the columns have them.
Result<CustodyView> custody_view(const AnswerContext& context);
// Up to that position.
Result<CustodyView> custody_view_at(const AnswerContext& context, std::int64_t position);
// Of a trace that somebody read, with statements that nobody has made yet.
Result<CustodyView> custody_view(const Columns& columns,
                                 std::shared_ptr<const LotTrace> trace,
                                 std::vector<AttestedRow> more = {});

// The statement of that client id; nullptr if the book made none.
const AttestedRow* find_attested(const CustodyFacts& facts,
                                 std::string_view book,
                                 std::string_view id);

}  // namespace meguri
