// SPDX-License-Identifier: Apache-2.0
// answer_parts: documents that several answers share: sources, entries, distributions, periods.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "engine/answers.h"
#include "engine/figure_document.h"
#include "measure/measurement.h"
#include "measure/standing.h"
#include "numeric/statistics.h"
#include "wire/json.h"

namespace meguri {

JsonObject source_document(const SourceRow& source, Language language);
// The book's name in that language: its party's, where a pack names it.
std::string book_name(const State& state, const BookSummary& book, Language language);
JsonObject book_document(const State& state, const BookSummary& book, Language language);
// In the unit and decimals of the indicator.
Json distribution_document(const std::optional<Distribution>& distribution,
                           const IndicatorModel& indicator,
                           std::size_t missing);
JsonObject indicator_document(const State& state, NameIndex name, Language language);

// The text as a period. Errors: invalid_input about the field `period`.
Result<Period> period_of_text(const std::string& text);
// The period the request names, or the newest of `known`. Errors: a text that is no period, a
// period without data (the known ones are listed).
Result<PeriodIndex> chosen_period(const AnswerContext& context,
                                  const std::vector<PeriodIndex>& known);
// The same of a text; empty: the newest.
Result<PeriodIndex> chosen_period(const AnswerContext& context,
                                  const std::vector<PeriodIndex>& known,
                                  const std::string& asked);
JsonArray period_ids(const State& state, const std::vector<PeriodIndex>& periods);

// A figure's cells for CSV: value, low, high, unit, status, quality, why, flags, evidence.
void append_figure_cells(const Json& figure, std::vector<std::string>& row);
// The header cells that belong to them.
void append_figure_header(Language language, std::vector<std::string>& header);
std::string header_text(std::string_view id, Language language);
Json text_or_null(const std::string& text);  // null if it is empty
// "note, line.counterparty" as its parts.
std::vector<std::string> names_in(std::string_view text);
// The text member, empty for null.
std::string text_at(const Json& object, std::string_view key);

}  // namespace meguri
