// SPDX-License-Identifier: Apache-2.0
// calculation_shapes: the shapes of answers about programmes and calculations. Only shape_table.cc
// includes it.
#pragma once

#include <array>

#include "engine/shape.h"

namespace meguri::calculation_shapes {

inline constexpr std::array summary_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"question", "string", "What it answers, in one sentence."},
    ShapeField{"kind",
               "\"effect\" | \"balance\" | \"disclosure\" | \"verdict\" | \"potential\" | "
               "\"forecast\"",
               ""},
    ShapeField{"kind_name", "string", ""},
    ShapeField{"kinds", "CalculationKind[]", "Every kind it is of, the pack's own first."},
    ShapeField{"programme", "string", ""},
    ShapeField{"programme_name", "string", ""},
    ShapeField{"pack", "string", ""},
    ShapeField{"for_books", "boolean", "Whether a book can give any of the numbers."},
    ShapeField{"for_places", "boolean", "Whether a place's figures can fill in inputs."},
    ShapeField{"proposal", "boolean", "Whether a diagnosis proposes it."},
};

inline constexpr std::array kind_fields{
    ShapeField{"id",
               "\"effect\" | \"balance\" | \"disclosure\" | \"verdict\" | \"potential\" | "
               "\"forecast\" | \"ripple\"",
               ""},
    ShapeField{"name", "string", ""},
};

inline constexpr std::array programme_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"state", "\"works\" | \"partly\" | \"not_yet\"", ""},
    ShapeField{"state_name", "string", ""},
    ShapeField{"what", "string", "What one can do here, or what is missing."},
    ShapeField{"page", "string | null", "The page of the web app that does it."},
    ShapeField{"calculations", "CalculationSummary[]", ""},
};

inline constexpr std::array section_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"programmes", "Programme[]", ""},
};

inline constexpr std::array programmes_answer_fields{
    ShapeField{"sections", "ProgrammeSection[]", ""},
    ShapeField{"works", "integer", ""},
    ShapeField{"partly", "integer", ""},
    ShapeField{"not_yet", "integer", ""},
};

inline constexpr std::array calculations_answer_fields{
    ShapeField{"calculations", "CalculationSummary[]", ""},
};

inline constexpr std::array field_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"kind", "\"number\" | \"yes_no\"", ""},
    ShapeField{"unit", "string", ""},
    ShapeField{"unit_name", "string", ""},
    ShapeField{"minimum", "string | null", ""},
    ShapeField{"maximum", "string | null", ""},
    ShapeField{"note", "string | null", ""},
};

inline constexpr std::array input_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"kind", "\"number\" | \"yes_no\"", ""},
    ShapeField{"unit", "string", ""},
    ShapeField{"unit_name", "string", ""},
    ShapeField{"minimum", "string | null", ""},
    ShapeField{"maximum", "string | null", ""},
    ShapeField{"note", "string | null", ""},
    ShapeField{"text", "string", "A number, a range 90..110, yes or no; empty: unknown."},
    ShapeField{"by",
               "\"caller\" | \"place\" | \"book\" | \"default_figure\" | \"sample\" | \"nobody\"",
               ""},
    ShapeField{"by_name", "string", ""},
    ShapeField{"figure", "Figure", ""},
};

inline constexpr std::array cell_fields{
    ShapeField{"text", "string", ""},
    ShapeField{"by",
               "\"caller\" | \"place\" | \"book\" | \"default_figure\" | \"sample\" | \"nobody\"",
               ""},
    ShapeField{"display", "string", ""},
};

inline constexpr std::array row_fields{
    ShapeField{"name", "string", ""},
    ShapeField{"material", "string | null", "Of a row that the book gave."},
    ShapeField{"cells", "CalculationCell[]", "One per column."},
};

inline constexpr std::array list_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"fixed", "boolean", "Whether its rows are given, so that cells alone may change."},
    ShapeField{"from_books", "boolean", "Whether a book gives a row for each material."},
    ShapeField{"columns", "CalculationField[]", ""},
    ShapeField{"rows", "CalculationRow[]", ""},
};

inline constexpr std::array spread_fields{
    ShapeField{"mean", "string", ""},
    ShapeField{"p05", "string", "Five draws of a hundred lie below."},
    ShapeField{"p50", "string", ""},
    ShapeField{"p95", "string", ""},
    ShapeField{"draws", "integer", "That had a value."},
    ShapeField{"display", "string", "From p05 to p95."},
};

inline constexpr std::array step_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"effect", "string | null", ""},
    ShapeField{"effect_name", "string | null", ""},
    ShapeField{"boundary", "string | null", "What the effect counts."},
    ShapeField{"boundary_name", "string | null", ""},
    ShapeField{"saves", "boolean | null", "Whether a positive number is a good thing."},
    ShapeField{"figure", "Figure | null", "Null where there is one for each row only."},
    ShapeField{"spread", "Spread | null", "Of draws, where they were asked for."},
    ShapeField{"list", "string | null", ""},
    ShapeField{"reduction", "string | null", "How the rows became one number."},
    ShapeField{"rows", "Figure[]", ""},
    ShapeField{"formula", "string", "In words."},
    ShapeField{"note", "string | null", ""},
};

inline constexpr std::array verdict_row_fields{
    ShapeField{"name", "string", ""},
    ShapeField{"outcome", "\"yes\" | \"no\" | \"unknown\" | \"not_applicable\"", ""},
    ShapeField{"outcome_name", "string", ""},
    ShapeField{"sentence", "string", ""},
    ShapeField{"values", "string | null", "The condition with its values."},
};

inline constexpr std::array verdict_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"outcome", "\"yes\" | \"no\" | \"unknown\" | \"not_applicable\"", ""},
    ShapeField{"outcome_name", "string", ""},
    ShapeField{"sentence", "string", ""},
    ShapeField{"values", "string | null", ""},
    ShapeField{"rows", "VerdictRow[]", ""},
    ShapeField{"probability_percent", "string | null", "Of draws: how many of a hundred say yes."},
    ShapeField{"formula", "string", "The condition in words."},
    ShapeField{"basis", "string", "Law or standard, and article."},
    ShapeField{"jurisdiction", "string", ""},
    ShapeField{"version", "string", ""},
    ShapeField{"status", "string", ""},
    ShapeField{"status_name", "string", ""},
    ShapeField{"in_force", "string", ""},
    ShapeField{"source", "Source", ""},
    ShapeField{"note", "string | null", ""},
};

inline constexpr std::array factor_fields{
    ShapeField{"key", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"figure", "Figure", ""},
    ShapeField{"year", "string", ""},
    ShapeField{"source", "Source", ""},
    ShapeField{"note", "string | null", ""},
};

inline constexpr std::array book_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"position", "integer", "Of the journal, up to which entries count."},
};

inline constexpr std::array answer_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"question", "string", ""},
    ShapeField{"kind",
               "\"effect\" | \"balance\" | \"disclosure\" | \"verdict\" | \"potential\" | "
               "\"forecast\"",
               ""},
    ShapeField{"kind_name", "string", ""},
    ShapeField{"kinds", "CalculationKind[]", "Every kind it is of, the pack's own first."},
    ShapeField{"programme", "string", ""},
    ShapeField{"programme_name", "string", ""},
    ShapeField{"pack", "string", ""},
    ShapeField{"for_books", "boolean", "Whether a book can give any of the numbers."},
    ShapeField{"for_places", "boolean", ""},
    ShapeField{"proposal", "boolean", ""},
    ShapeField{"note", "string | null", ""},
    ShapeField{"sample", "boolean", "Whether invented sample numbers stand in."},
    ShapeField{"place", "Place | null", ""},
    ShapeField{"book", "CalculationBook | null", "Whose entries the numbers come from."},
    ShapeField{"period", "string | null", ""},
    ShapeField{"period_name", "string | null", ""},
    ShapeField{"periods", "string[]", ""},
    ShapeField{"inputs", "CalculationInput[]", ""},
    ShapeField{"lists", "CalculationList[]", ""},
    ShapeField{"results", "CalculationStep[]", ""},
    ShapeField{"steps", "CalculationStep[]", "On the way to the results."},
    ShapeField{"verdicts", "Verdict[]", ""},
    ShapeField{"factors", "Factor[]", "The figures of packs that were used."},
    ShapeField{"cautions", "string[]", ""},
};

inline constexpr std::array proposal_fields{
    ShapeField{"calculation", "string", "Id of the calculation that it is a run of."},
    ShapeField{"title", "string", ""},
    ShapeField{"question", "string", ""},
    ShapeField{"resource", "string", ""},
    ShapeField{"readiness", "\"established\" | \"demonstrated\" | \"trial\"", ""},
    ShapeField{"readiness_name", "string", ""},
    ShapeField{"steps", "string", "What to do first."},
    ShapeField{"potential", "Figure", "What proposals are put in order by."},
    ShapeField{"effects", "CalculationStep[]", ""},
    ShapeField{"alternatives", "string[]", "Proposals for the same matter; never add them up."},
    ShapeField{"cautions", "string[]", ""},
};

inline constexpr std::array measured_result_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"unit", "string", ""},
    ShapeField{"unit_name", "string", ""},
};

inline constexpr std::array measured_verdict_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"version", "string", ""},
};

inline constexpr std::array measured_row_fields{
    ShapeField{"book", "string", ""},
    ShapeField{"book_name", "string", ""},
    ShapeField{"period", "string", ""},
    ShapeField{"period_name", "string", ""},
    ShapeField{"figures", "Figure[]", "One for each result."},
    ShapeField{"verdicts", "VerdictRow[]", "One for each verdict."},
};

inline constexpr std::array measure_answer_fields{
    ShapeField{"calculation", "CalculationSummary", ""},
    ShapeField{"by", "\"fiscal_year\" | \"calendar_year\" | \"month\"", ""},
    ShapeField{"position", "integer", "Of the journal, up to which entries count."},
    ShapeField{"results", "MeasuredResult[]", ""},
    ShapeField{"verdicts", "MeasuredVerdict[]", ""},
    ShapeField{"rows", "MeasuredRow[]", "By book and period."},
    ShapeField{"books_without",
               "integer",
               "Books left out, since they recorded nothing that the calculation takes."},
    ShapeField{"total", "integer", "Rows of all pages."},
    ShapeField{"next_offset", "integer | null", ""},
};

inline constexpr std::array comparison_side_fields{
    ShapeField{"place", "Place | null", ""},
    ShapeField{"book", "CalculationBook | null", ""},
    ShapeField{"period", "string | null", ""},
    ShapeField{"period_name", "string | null", ""},
};

inline constexpr std::array change_cause_fields{
    ShapeField{"name", "string", "An input, a list, or the length of the period."},
    ShapeField{"before", "Figure | null", "Of an input."},
    ShapeField{"after", "Figure | null", ""},
};

inline constexpr std::array difference_fields{
    ShapeField{"text", "string", "In the unit of the result; of bounds, low..high."},
    ShapeField{"display", "string", ""},
};

inline constexpr std::array change_part_fields{
    ShapeField{"name", "string", "Of the cause."},
    ShapeField{"text", "string", "In the unit of the result."},
    ShapeField{"display", "string", ""},
    ShapeField{"share_percent",
               "string | null",
               "Of the whole change; null where causes work against one another."},
};

inline constexpr std::array compared_result_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"before", "Figure", ""},
    ShapeField{"after", "Figure", ""},
    ShapeField{"change", "Difference | null", "Null where either is unknown."},
    ShapeField{"parts",
               "ChangePart[] | null",
               "Of each cause that changed it; they add up to the change. Null for ranges."},
};

inline constexpr std::array compared_verdict_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"version", "string", ""},
    ShapeField{"before", "VerdictRow", ""},
    ShapeField{"after", "VerdictRow", ""},
};

inline constexpr std::array comparison_answer_fields{
    ShapeField{"calculation", "CalculationSummary", ""},
    ShapeField{"sample", "boolean", ""},
    ShapeField{"before", "ComparisonSide", ""},
    ShapeField{"after", "ComparisonSide", ""},
    ShapeField{"causes", "ChangeCause[]", "In what the two questions differ."},
    ShapeField{"results", "ComparedResult[]", ""},
    ShapeField{"verdicts", "ComparedVerdict[]", ""},
};

}  // namespace meguri::calculation_shapes
