// SPDX-License-Identifier: Apache-2.0
// ledger_fields: the fields of requests about books, entries, lots and the log.
#pragma once

#include <array>
#include <string_view>

#include "engine/internal/field_specs.h"

namespace meguri::request_fields {

inline constexpr std::array<std::string_view, 12> entry_kinds{"opening",
                                                              "receive",
                                                              "move",
                                                              "transform",
                                                              "use",
                                                              "dispose",
                                                              "adjust",
                                                              "attest",
                                                              "report",
                                                              "ship",
                                                              "decline",
                                                              "correction"};
inline constexpr std::array<std::string_view, 2> entry_orders{"oldest", "newest"};
inline constexpr std::array<std::string_view, 2> batches{"atomic", "line_by_line"};
inline constexpr std::array<std::string_view, 5> shipment_states{
    "open", "overdue", "received", "declined", "recalled"};
inline constexpr std::array<std::string_view, 2> shipment_directions{"outgoing", "incoming"};

inline constexpr std::array entries_fields{
    book_field,
    text_field("q", "engine.field_entries_q"),
    choice_field("kind", entry_kinds, "engine.field_kind"),
    text_field("from", "engine.field_event_from"),
    text_field("until", "engine.field_event_until"),
    choice_field("order", entry_orders, "engine.field_order", "oldest"),
    at_position_field,
    integer_field("after", "engine.field_after", "0"),
    limit_field,
};

inline constexpr std::array create_book_fields{
    subject_field("id", "engine.field_book_id"),
    text_field("name", "engine.field_book_name"),
    text_field("layers", "engine.field_book_layers"),
    flag_field("sample", "engine.field_book_sample"),
};

inline constexpr std::array post_entries_fields{
    book_field,
    FieldSpec{.name = "entries",
              .kind = FieldKind::document,
              .required = true,
              .positional = true,
              .summary_id = "engine.field_entries"},
    choice_field("batch", batches, "engine.field_batch", "atomic"),
    dry_run_field,
    key_field,
};

inline constexpr std::array entry_fields{book_field, sequence_field, at_position_field};

inline constexpr std::array correct_fields{
    book_field,
    FieldSpec{.name = "sequences",
              .kind = FieldKind::texts,
              .required = true,
              .positional = true,
              .summary_id = "engine.field_sequences"},
    FieldSpec{.name = "reason", .required = true, .summary_id = "engine.field_reason"},
    dry_run_field,
};

inline constexpr FieldSpec recorded_until_field =
    text_field("recorded_until", "engine.field_recorded_until");
inline constexpr FieldSpec happened_until_field =
    text_field("event_until", "engine.field_happened_until");

inline constexpr std::array accounts_fields{
    book_field,
    text_field("q", "engine.field_accounts_q"),
    text_field("site", "engine.field_site"),
    text_field("material", "engine.field_material"),
    flag_field("all", "engine.field_all_accounts"),
    at_position_field,
    recorded_until_field,
    happened_until_field,
    integer_field("offset", "engine.field_skip", "0"),
    integer_field("limit", "engine.field_limit", "200"),
};

inline constexpr std::array statement_fields{
    book_field,
    subject_field("site", "engine.field_account_site"),
    subject_field("material", "engine.field_account_material"),
    optional_subject(text_field("lot", "engine.field_account_lot")),
    at_position_field,
    recorded_until_field,
    happened_until_field,
    integer_field("offset", "engine.field_skip", "0"),
    integer_field("limit", "engine.field_limit", "200"),
};

inline constexpr std::array shipments_fields{
    optional_subject(text_field("book", "engine.field_shipment_book")),
    choice_field("state", shipment_states, "engine.field_shipment_state"),
    choice_field("direction", shipment_directions, "engine.field_shipment_direction"),
    at_position_field,
    integer_field("offset", "engine.field_skip", "0"),
    limit_field,
};

inline constexpr std::array<std::string_view, 2> trail_directions{"up", "down"};

inline constexpr std::array trace_fields{
    book_field,
    subject_field("site", "engine.field_account_site"),
    subject_field("material", "engine.field_account_material"),
    subject_field("lot", "engine.field_account_lot"),
    choice_field("direction", trail_directions, "engine.field_direction_of_trace", "up"),
    integer_field("depth", "engine.field_depth", "3"),
    integer_field("after_position", "engine.field_after_entry", "0"),
    at_position_field,
    integer_field("limit", "engine.field_limit", "200"),
};

inline constexpr std::array origins_fields{
    book_field,
    text_field("site", "engine.field_site"),
    text_field("material", "engine.field_material"),
    at_position_field,
    integer_field("offset", "engine.field_skip", "0"),
    integer_field("limit", "engine.field_limit", "200"),
};

inline constexpr std::array journal_entries_fields{
    integer_field("after", "engine.field_after_position", "0"),
    integer_field("limit", "engine.field_limit", "100"),
};

inline constexpr std::array checkpoint_fields{integer_field("size", "engine.log_field_size", "0")};

inline constexpr std::array prove_fields{
    book_field,
    sequence_field,
    integer_field("size", "engine.log_field_size", "0"),
    text_field("withhold", "engine.log_field_withhold"),
};

inline constexpr std::array consistency_fields{
    FieldSpec{.name = "from",
              .kind = FieldKind::integer,
              .required = true,
              .positional = true,
              .summary_id = "engine.log_field_from"},
    optional_subject(integer_field("to", "engine.log_field_to", "0")),
};

}  // namespace meguri::request_fields
