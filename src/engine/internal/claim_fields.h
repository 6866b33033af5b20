// SPDX-License-Identifier: Apache-2.0
// claim_fields: the fields of requests about chain of custody, claims and certificates.
#pragma once

#include <array>
#include <string_view>

#include "engine/internal/field_specs.h"

namespace meguri::request_fields {

inline constexpr std::array<std::string_view, 9> custody_statements{"custody-account/1",
                                                                    "custody-period/1",
                                                                    "custody-audit/1",
                                                                    "claim/1",
                                                                    "certificate-issue/1",
                                                                    "certificate-transfer/1",
                                                                    "certificate-split/1",
                                                                    "certificate-retirement/1",
                                                                    "claim-withdrawal/1"};
inline constexpr std::array<std::string_view, 4> claim_standings{
    "stands", "refused", "superseded", "withdrawn"};
inline constexpr std::array<std::string_view, 6> claim_models{"identity_preserved",
                                                              "segregated",
                                                              "controlled_blending",
                                                              "mass_balance_rolling",
                                                              "mass_balance_credit",
                                                              "book_and_claim"};

inline constexpr FieldSpec statement_id_field = text_field("id", "engine.claim_field_id");
inline constexpr FieldSpec statement_day_field = text_field("on", "engine.claim_field_on");
inline constexpr FieldSpec claim_field = subject_field("claim", "engine.claim_field_claim");

inline constexpr std::array custody_fields{
    book_field,
    text_field("on", "engine.claim_field_balance_on"),
    at_position_field,
};

inline constexpr std::array state_custody_fields{
    book_field,
    FieldSpec{.name = "type",
              .kind = FieldKind::choice,
              .required = true,
              .positional = true,
              .choices = custody_statements,
              .summary_id = "engine.claim_field_type"},
    FieldSpec{.name = "statement",
              .kind = FieldKind::document,
              .required = true,
              .positional = true,
              .summary_id = "engine.claim_field_statement"},
    statement_id_field,
    statement_day_field,
    dry_run_field,
};

inline constexpr std::array claims_fields{
    book_field,
    text_field("account", "engine.claim_field_of_account"),
    choice_field("standing", claim_standings, "engine.claim_field_standing"),
    at_position_field,
    integer_field("offset", "engine.field_skip", "0"),
    integer_field("limit", "engine.field_limit", "200"),
};

inline constexpr std::array claim_fields{book_field, claim_field, at_position_field};

inline constexpr std::array make_claim_fields{
    book_field,
    FieldSpec{.name = "account", .required = true, .summary_id = "engine.claim_field_account"},
    text_field("shipment", "engine.claim_field_shipment"),
    text_field("material", "engine.claim_field_material"),
    text_field("lot", "engine.claim_field_lot"),
    FieldSpec{.name = "mass", .required = true, .summary_id = "engine.claim_field_mass"},
    FieldSpec{.name = "contents",
              .kind = FieldKind::texts,
              .required = true,
              .summary_id = "engine.claim_field_contents"},
    choice_field("model", claim_models, "engine.claim_field_model"),
    FieldSpec{.name = "certificates",
              .kind = FieldKind::texts,
              .summary_id = "engine.claim_field_certificates"},
    text_field("recipient", "engine.claim_field_recipient"),
    text_field("supersedes", "engine.claim_field_supersedes"),
    statement_id_field,
    statement_day_field,
    dry_run_field,
};

inline constexpr std::array withdraw_claim_fields{
    book_field,
    claim_field,
    FieldSpec{.name = "reason", .required = true, .summary_id = "engine.field_reason"},
    dry_run_field,
};

inline constexpr std::array claim_document_fields{
    book_field,
    claim_field,
    text_field("withhold", "engine.claim_field_withhold"),
};

inline constexpr std::array verify_claim_fields{
    FieldSpec{.name = "document",
              .kind = FieldKind::document,
              .required = true,
              .positional = true,
              .summary_id = "engine.claim_field_document"},
    text_field("key", "engine.claim_field_key"),
};

inline constexpr std::array claim_impact_fields{
    book_field,
    text_field("claim", "engine.claim_field_impact_claim"),
    integer_field("sequence", "engine.claim_field_impact_sequence", "0"),
};

inline constexpr std::array certificates_fields{book_field, at_position_field};

}  // namespace meguri::request_fields
