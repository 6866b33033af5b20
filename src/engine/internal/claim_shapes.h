// SPDX-License-Identifier: Apache-2.0
// claim_shapes: the shapes of answers about chain of custody, claims and certificates.
#pragma once

#include <array>

#include "engine/shape.h"

namespace meguri::claim_shapes {

inline constexpr std::array content_part_fields{
    ShapeField{"kind", "string", "An origin class, an assurance, or a recycling route."},
    ShapeField{"name", "string", ""},
    ShapeField{"mass", "MassText", ""},
    ShapeField{"percent", "string | null", "Of the claim's mass without water and air."},
};
inline constexpr std::array named_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
};
inline constexpr std::array audit_fields{
    ShapeField{"scheme", "string", ""},
    ShapeField{"number", "string", ""},
    ShapeField{"certifier", "string", ""},
    ShapeField{"from", "string", "Day."},
    ShapeField{"last", "string", "Day."},
};
inline constexpr std::array custody_account_fields{
    ShapeField{"account", "string", "Its name within the book."},
    ShapeField{"sequence", "integer", "Of the entry that declares it."},
    ShapeField{"sites", "Named[]", "Which together are one plant."},
    ShapeField{"model", "string", ""},
    ShapeField{"model_name", "string", ""},
    ShapeField{"inputs", "Named[]", "Materials."},
    ShapeField{"outputs", "Named[]", "Materials."},
    ShapeField{"conversion_percent", "string", "What becomes of an input."},
    ShapeField{"period_months", "integer | null", ""},
    ShapeField{"credit_months", "integer | null", "How long a credit lives."},
    ShapeField{"carry_over", "boolean", ""},
    ShapeField{"route", "string", ""},
    ShapeField{"route_name", "string", ""},
    ShapeField{"fillers", "Named[]", "Materials that are no polymer."},
    ShapeField{"bio_based", "Named[]", "Materials."},
    ShapeField{"from", "string", "Day."},
    ShapeField{"closed", "string | null", "All periods up to this day are closed."},
    ShapeField{"next_period_end", "string | null", "Last day of the period that closes next."},
    ShapeField{"audits", "Audit[]", ""},
    ShapeField{"received", "ContentPart[]", "Mass balance: what was credited since the beginning."},
    ShapeField{"claimed", "ContentPart[]", "By claims that stand, since the beginning."},
    ShapeField{"left", "ContentPart[]", "Mass balance: what could be claimed on the day."},
    ShapeField{"claims", "integer", "That stand."},
    ShapeField{"refused", "integer", "Claims that do not hold."},
};
inline constexpr std::array refused_statement_fields{
    ShapeField{"type", "string", ""},
    ShapeField{"id", "string", ""},
    ShapeField{"sequence", "integer", ""},
    ShapeField{"why", "string", ""},
};
inline constexpr std::array custody_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"position", "integer", ""},
    ShapeField{"on", "string", "Day."},
    ShapeField{"accounts", "CustodyAccount[]", ""},
    ShapeField{"refused", "RefusedStatement[]", "Statements that change nothing, and why."},
};
inline constexpr std::array claim_subject_fields{
    ShapeField{"kind", "\"lot\" | \"shipment\" | \"certificate\"", ""},
    ShapeField{"site", "Named", ""},
    ShapeField{"material", "Named", ""},
    ShapeField{"lot", "string", ""},
    ShapeField{"shipment", "string", ""},
};
inline constexpr std::array claim_summary_fields{
    ShapeField{"book", "string", ""},
    ShapeField{"book_name", "string", ""},
    ShapeField{"claim", "string", "Its client id."},
    ShapeField{"sequence", "integer", ""},
    ShapeField{"made_on", "string", "Day."},
    ShapeField{"account", "string", ""},
    ShapeField{"subject", "ClaimSubject", ""},
    ShapeField{"mass", "MassText", ""},
    ShapeField{"contents", "ContentPart[]", ""},
    ShapeField{"recycled_percent", "string", "Of the mass without water and air."},
    ShapeField{
        "polymer_percent", "string | null", "Of the same without fillers, if there are any."},
    ShapeField{"model", "string", "That governs the chain."},
    ShapeField{"model_name", "string", ""},
    ShapeField{"standing", "\"stands\" | \"refused\" | \"superseded\" | \"withdrawn\"", ""},
    ShapeField{"standing_name", "string", ""},
    ShapeField{"why", "string | null", "It does not stand."},
    ShapeField{"recipient", "string", ""},
    ShapeField{"supersedes", "string", ""},
};
inline constexpr std::array claims_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"position", "integer", ""},
    ShapeField{"claims", "ClaimSummary[]", "The newest first."},
    ShapeField{"total", "integer", ""},
    ShapeField{"next_offset", "integer | null", ""},
};
inline constexpr std::array claim_ground_fields{
    ShapeField{"kind", "\"receipt\" | \"claim\"", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"book", "string", ""},
    ShapeField{"book_name", "string", ""},
    ShapeField{"sequence", "integer", "Of the entry in that book."},
    ShapeField{"claim", "string", "Of a supplier's claim: its client id."},
    ShapeField{"origin", "string", ""},
    ShapeField{"origin_name", "string", ""},
    ShapeField{"mass", "MassText", "Of it, what this claim is drawn from."},
};
inline constexpr std::array claim_answer_fields{
    ShapeField{"position", "integer", ""},
    ShapeField{"claim", "ClaimSummary", ""},
    ShapeField{"matter", "ContentPart[]", "Water and air, fillers, bio-based, unknown origin."},
    ShapeField{"assurance", "ContentPart[]", "Who stands behind the contents."},
    ShapeField{"routes", "ContentPart[]", "How they were recycled."},
    ShapeField{"grounds", "ClaimGround[]", "The largest first."},
    ShapeField{"rest_on_it", "ClaimSummary[]", "Claims that are drawn from this one."},
};
inline constexpr std::array custody_statement_answer_fields{
    ShapeField{"book", "string", ""},
    ShapeField{"type", "string", ""},
    ShapeField{"id", "string", "Client id of its entry."},
    ShapeField{"outcome", "\"booked\" | \"already_booked\" | \"would_hold\"", ""},
    ShapeField{"outcome_name", "string", ""},
    ShapeField{"sequence", "integer | null", ""},
    ShapeField{"claim", "ClaimSummary | null", "Of a claim."},
};
inline constexpr std::array claim_document_answer_fields{
    ShapeField{"name", "string", "For a file."},
    ShapeField{"document", "string", "JSON, as docs/formats/claims.md says."},
    ShapeField{"key", "string", "The public key that verifies it."},
};
inline constexpr std::array verified_member_fields{
    ShapeField{"member", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"text", "string", ""},
};
inline constexpr std::array verified_claim_answer_fields{
    ShapeField{"key", "string", "Name of the key that signed."},
    ShapeField{"members", "VerifiedMember[]", "That are shown."},
    ShapeField{"withheld", "Named[]", ""},
    ShapeField{
        "shows_quota", "boolean", "It shows that its account gave no more than it received."},
};
inline constexpr std::array claim_change_fields{
    ShapeField{"claim", "ClaimSummary", "As it is now."},
    ShapeField{"change", "\"falls\" | \"rises\" | \"assurance\"", ""},
    ShapeField{"change_name", "string", ""},
    ShapeField{"why", "string | null", ""},
};
inline constexpr std::array claim_impact_answer_fields{
    ShapeField{"position", "integer", ""},
    ShapeField{"subject", "string", "What is taken as withdrawn or corrected, in words."},
    ShapeField{"claims", "ClaimChange[]", "In the order in which they were made."},
    ShapeField{"lost", "ContentPart[]", "Of claims that fall, matter counted once."},
};
inline constexpr std::array certificate_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"origin", "string", ""},
    ShapeField{"origin_name", "string", ""},
    ShapeField{"mass", "MassText", ""},
    ShapeField{"issuer", "Named", ""},
    ShapeField{"holder", "Named", ""},
    ShapeField{"state", "\"held\" | \"split\" | \"retired\"", ""},
    ShapeField{"state_name", "string", ""},
    ShapeField{"purpose", "string", ""},
};
inline constexpr std::array certificates_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"position", "integer", ""},
    ShapeField{"certificates", "Certificate[]", "That the book issued, holds, or has used up."},
};

}  // namespace meguri::claim_shapes
