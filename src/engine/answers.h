// SPDX-License-Identifier: Apache-2.0
// answers: one function per read-only request; each lives in its own answer_<request>.cc.
//
// A context is one request over one state; functions are const towards both and may run on any
// number of threads at once.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "engine/engine.h"
#include "engine/request_fields.h"
#include "engine/state.h"
#include "facts/columns.h"
#include "journal/journal.h"
#include "journal/log.h"

namespace meguri {

class ImportUnderWay;
class TraceShelf;

struct AnswerContext {
  const State& state;
  const Journal& journal;
  const Columns& columns;
  const CheckedFields& fields;
  const EngineOptions& options;
  const Clock& clock;
  Language language = Language::ja;
  std::int64_t position = 0;  // of the journal: what an answer speaks of at the latest
  const Log* log = nullptr;   // for the requests about the log
  const ImportUnderWay* under_way = nullptr;  // for the request imports
  TraceShelf* traces = nullptr;               // for trace, origins, claims; guards itself
};

Result<Answer> answer_places(const AnswerContext& context);
Result<Answer> answer_diagnosis(const AnswerContext& context);
Result<Answer> answer_report(const AnswerContext& context);
Result<Answer> answer_indicators(const AnswerContext& context);
Result<Answer> answer_flows(const AnswerContext& context);
Result<Answer> answer_explanation(const AnswerContext& context);
Result<Answer> answer_sources(const AnswerContext& context);
Result<Answer> answer_figures(const AnswerContext& context);
Result<Answer> answer_programmes(const AnswerContext& context);
Result<Answer> answer_calculations(const AnswerContext& context);
Result<Answer> answer_rules(const AnswerContext& context);
Result<Answer> answer_calculate(const AnswerContext& context);
Result<Answer> answer_measure(const AnswerContext& context);
Result<Answer> answer_compare(const AnswerContext& context);
Result<Answer> answer_calculation_workbook(const AnswerContext& context);
Result<Answer> answer_report_workbook(const AnswerContext& context);
Result<Answer> answer_books(const AnswerContext& context);
Result<Answer> answer_entries(const AnswerContext& context);
Result<Answer> answer_entry(const AnswerContext& context);
Result<Answer> answer_accounts(const AnswerContext& context);
Result<Answer> answer_statement(const AnswerContext& context);
Result<Answer> answer_shipments(const AnswerContext& context);
Result<Answer> answer_trace(const AnswerContext& context);
Result<Answer> answer_origins(const AnswerContext& context);
Result<Answer> answer_custody(const AnswerContext& context);
Result<Answer> answer_claims(const AnswerContext& context);
Result<Answer> answer_claim(const AnswerContext& context);
Result<Answer> answer_claim_document(const AnswerContext& context);
Result<Answer> answer_claim_impact(const AnswerContext& context);
Result<Answer> answer_certificates(const AnswerContext& context);
Result<Answer> answer_verify_claim(const AnswerContext& context);
Result<Answer> answer_journal_verify(const AnswerContext& context);
Result<Answer> answer_journal_backup(const AnswerContext& context);
Result<Answer> answer_log_tiles(const AnswerContext& context);
Result<Answer> answer_journal_entries(const AnswerContext& context);
Result<Answer> answer_imports(const AnswerContext& context);
Result<Answer> answer_import_templates(const AnswerContext& context);
Result<Answer> answer_status(const AnswerContext& context);
Result<Answer> answer_checkpoint(const AnswerContext& context);
Result<Answer> answer_prove(const AnswerContext& context);
Result<Answer> answer_consistency(const AnswerContext& context);

}  // namespace meguri
