// SPDX-License-Identifier: Apache-2.0
// rule_shapes: the shapes of the answer `rules`. Only shape_table.cc includes it.
#pragma once

#include <array>

#include "engine/shape.h"

namespace meguri::rule_shapes {

inline constexpr std::array named_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
};

inline constexpr std::array condition_fields{
    ShapeField{"subject", "string", "What is compared, or a truth, in words."},
    ShapeField{"computed", "string | null", "How the subject is computed, where it is a step."},
    ShapeField{"comparison",
               "\"less\" | \"less_equal\" | \"greater\" | \"greater_equal\" | \"equal\" | "
               "\"not_equal\" | null",
               "Null of a truth."},
    ShapeField{"threshold", "string | null", "In words."},
    ShapeField{"threshold_computed", "string | null", ""},
    ShapeField{"sentence", "string | null", "The comparison with its threshold: at least 25 %."},
    ShapeField{"figures", "Factor[]", "On which the threshold rests."},
};

inline constexpr std::array clause_fields{
    ShapeField{"id", "string", "Of the verdict in its calculation."},
    ShapeField{"title", "string", ""},
    ShapeField{"calculation", "string", "Which judges by it."},
    ShapeField{"calculation_title", "string", ""},
    ShapeField{"programme", "string", ""},
    ShapeField{"programme_name", "string", ""},
    ShapeField{"basis", "string", "Law or standard, and article."},
    ShapeField{"jurisdiction", "string", ""},
    ShapeField{"jurisdiction_name", "string", ""},
    ShapeField{"version", "string", ""},
    ShapeField{"status",
               "\"enacted\" | \"provisional\" | \"proposed\" | \"voluntary\" | \"standard\" | "
               "\"superseded\"",
               ""},
    ShapeField{"status_name", "string", ""},
    ShapeField{"from", "string | null", "First day; null: not known."},
    ShapeField{"from_name", "string", ""},
    ShapeField{"until", "string | null", "Last day; null: none is stated."},
    ShapeField{"until_name", "string", ""},
    ShapeField{"years_after_entry_into_force", "integer | null", "Where that day is open."},
    ShapeField{"in_force", "\"yes\" | \"no\" | \"unknown\"", "On the day of the answer."},
    ShapeField{"in_force_name", "string", ""},
    ShapeField{"population", "string | null", "Whom or what it judges; null: not stated."},
    ShapeField{"origins", "RuleTerm[]", "That count; empty: not stated."},
    ShapeField{"chain_of_custody", "RuleTerm[]", "Known to be accepted; empty: not stated."},
    ShapeField{"applies", "string | null", "Where it applies at all, in words."},
    ShapeField{"formula", "string", "The whole condition in words."},
    ShapeField{"conditions", "RuleCondition[]", ""},
    ShapeField{"source", "Source", ""},
    ShapeField{"note", "string | null", ""},
};

inline constexpr std::array rule_fields{
    ShapeField{"id", "string", "Unique in its pack."},
    ShapeField{"name", "string", ""},
    ShapeField{"pack", "string", ""},
    ShapeField{"pack_title", "string", ""},
    ShapeField{"is_check", "boolean", "No rule: what a calculation checks by itself."},
    ShapeField{"clauses", "RuleClause[]", "Versions and clauses, as the pack orders them."},
};

inline constexpr std::array facet_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"count", "integer", "Of clauses."},
};

inline constexpr std::array answer_fields{
    ShapeField{"on", "string", "The day of which in_force speaks: the one asked about, or today."},
    ShapeField{"on_name", "string", ""},
    ShapeField{"on_asked", "boolean", "Whether rules not in force on that day are left out."},
    ShapeField{"rules", "Rule[]", ""},
    ShapeField{"total", "integer", "Clauses of these rules."},
    ShapeField{"unknown", "integer", "Those of which nobody can tell whether they are in force."},
    ShapeField{"statuses", "RuleFacet[]", "Of all that were asked for, whatever their status."},
    ShapeField{"packs", "RuleFacet[]", "Of all rules."},
    ShapeField{"jurisdictions", "RuleFacet[]", "Of all rules."},
};

}  // namespace meguri::rule_shapes
