// SPDX-License-Identifier: Apache-2.0
// ledger_shapes: the shapes of answers about books: entries, accounts, shipments, what was posted.
// Only shape_table.cc includes it. docs/CONTRACT.md explains them in words.
#pragma once

#include <array>

#include "engine/shape.h"

namespace meguri::ledger_shapes {

inline constexpr std::array book_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"entries", "integer", ""},
    ShapeField{"last_recorded_at", "string | null", ""},
    ShapeField{"sample", "boolean", ""},
    ShapeField{"layers", "string[]", "Layers its entries may state: water, carbon."},
};

inline constexpr std::array books_answer_fields{
    ShapeField{"books", "Book[]", ""},
};

inline constexpr std::array amount_text_fields{
    ShapeField{"value", "string", "Exact decimal."},
    ShapeField{"unit", "string", ""},
    ShapeField{"display", "string", "For people, with its unit."},
};

inline constexpr std::array layer_text_fields{
    ShapeField{"layer", "string", ""},
    ShapeField{"mass", "MassText", ""},
};

inline constexpr std::array line_fields{
    ShapeField{"site", "string", ""},
    ShapeField{"site_name", "string", ""},
    ShapeField{"lot", "string", "Empty for the account of a boundary."},
    ShapeField{"material", "string", ""},
    ShapeField{"material_name", "string", ""},
    ShapeField{"mass", "MassText", "+ into the account, - out of it."},
    ShapeField{"origin", "string | null", ""},
    ShapeField{"counterparty", "string | null", ""},
    ShapeField{"basis", "\"wet\" | \"dry\"", ""},
    ShapeField{"uncertainty", "MassText | null", "Half width of the 95 % interval."},
    ShapeField{"pieces", "integer | null", ""},
    ShapeField{"volume", "AmountText | null", ""},
    ShapeField{"energy", "AmountText | null", ""},
    ShapeField{"money_yen", "integer | null", ""},
    ShapeField{"layers", "LayerText[]", "Ascending by layer."},
    ShapeField{"handle", "string", "Evidence handle of the line, for explain."},
};

inline constexpr std::array outcome_fields{
    ShapeField{"state",
               "\"standing\" | \"corrected\" | \"open\" | \"overdue\" | \"received\" | "
               "\"declined\" | \"recalled\"",
               "standing, corrected: of any entry; the others: of a shipment."},
    ShapeField{"name", "string", ""},
    ShapeField{"by", "EntryLink | null", "The entry that did it."},
};

inline constexpr std::array entry_link_fields{
    ShapeField{"book", "string", ""},
    ShapeField{"book_name", "string", ""},
    ShapeField{"sequence", "integer", ""},
    ShapeField{"client_id", "string", ""},
    ShapeField{"kind", "string", ""},
    ShapeField{"kind_name", "string", ""},
    ShapeField{"recorded_at", "string", ""},
};

inline constexpr std::array entry_fields{
    ShapeField{"book", "string", ""},
    ShapeField{"sequence", "integer", "Within the book, from 1."},
    ShapeField{"position", "integer", "Within the journal, from 1."},
    ShapeField{"client_id", "string", ""},
    ShapeField{"kind", "string", ""},
    ShapeField{"kind_name", "string", ""},
    ShapeField{"event_from", "string", ""},
    ShapeField{"event_until", "string", ""},
    ShapeField{"recorded_at", "string", ""},
    ShapeField{"actor", "string", ""},
    ShapeField{"site", "string", "Where it happened; may be empty."},
    ShapeField{"site_name", "string", ""},
    ShapeField{"evidence", "string", ""},
    ShapeField{"note", "string", ""},
    ShapeField{"corrects", "string | null", "Client id of the entry it turns round or replaces."},
    ShapeField{"shipment", "string | null", "<book>/<client id> of the ship entry."},
    ShapeField{"deadline", "string | null", ""},
    ShapeField{"payload_type", "string | null", ""},
    ShapeField{"leaf_hash", "string", ""},
    ShapeField{"outcome", "Outcome", ""},
    ShapeField{"handle", "string", "Evidence handle, for explain."},
    ShapeField{"lines", "Line[]", ""},
};

inline constexpr std::array entries_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"entries", "Entry[]", ""},
    ShapeField{"total", "integer", "Entries that fit, on all pages."},
    ShapeField{"next_after", "integer | null", "For the next page, in the order asked for."},
};

inline constexpr std::array create_book_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"outcome", "\"created\" | \"extended\" | \"unchanged\"", "extended: by layers."},
};

inline constexpr std::array post_reason_fields{
    ShapeField{"message", "string", ""},
    ShapeField{"fix", "string", ""},
};

inline constexpr std::array post_result_fields{
    ShapeField{"client_id", "string", ""},
    ShapeField{"status", "string", "posted, already_posted, or why not."},
    ShapeField{"in_book", "boolean", ""},
    ShapeField{"sequence", "integer | null", ""},
    ShapeField{"position", "integer | null", ""},
    ShapeField{"leaf_hash", "string | null", ""},
    ShapeField{"reason", "PostReason | null", ""},
};

inline constexpr std::array post_answer_fields{
    ShapeField{"book", "string", ""},
    ShapeField{"dry_run", "boolean", "true: nothing was written; sequence and position are null."},
    ShapeField{"posted", "integer", ""},
    ShapeField{"already_posted", "integer", ""},
    ShapeField{"refused", "integer", ""},
    ShapeField{"results", "PostResult[]", "One for each entry, in their order."},
};

inline constexpr std::array entry_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"entry", "Entry", ""},
    ShapeField{"corrects", "EntryLink | null", "What it turns round or stands in for."},
    ShapeField{"corrected_by", "EntryLink | null", ""},
    ShapeField{"replaced_by", "EntryLink[]", ""},
    ShapeField{"shipment", "Shipment | null", "Of a ship entry, its receipt, its refusal."},
    ShapeField{"proof", "string", "Path of the proof that it stands in the log."},
    ShapeField{"previous", "integer | null", "Sequence before it in the book."},
    ShapeField{"next", "integer | null", ""},
};

inline constexpr std::array as_of_fields{
    ShapeField{"position", "integer", "Of the journal."},
    ShapeField{"recorded_until", "string | null", ""},
    ShapeField{"event_until", "string | null", ""},
    ShapeField{"sentence", "string", ""},
};

inline constexpr std::array account_fields{
    ShapeField{"site", "string", ""},
    ShapeField{"site_name", "string", ""},
    ShapeField{"lot", "string", ""},
    ShapeField{"material", "string", ""},
    ShapeField{"material_name", "string", ""},
    ShapeField{"boundary", "boolean", "A boundary: may be below zero."},
    ShapeField{"mass", "MassText", ""},
    ShapeField{"lines", "integer", ""},
    ShapeField{"last_event_at", "string", ""},
    ShapeField{"last_sequence", "integer", ""},
};

inline constexpr std::array accounts_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"as_of", "AsOf", ""},
    ShapeField{"accounts", "Account[]", "In order of site, material, lot."},
    ShapeField{"total", "integer", "Accounts that fit, on all pages."},
    ShapeField{"stock", "MassText", "Sum of all that fit and are no boundary."},
    ShapeField{"next_offset", "integer | null", ""},
};

inline constexpr std::array statement_line_fields{
    ShapeField{"sequence", "integer", ""},
    ShapeField{"line_number", "integer", ""},
    ShapeField{"client_id", "string", ""},
    ShapeField{"kind", "string", ""},
    ShapeField{"kind_name", "string", ""},
    ShapeField{"event_from", "string", ""},
    ShapeField{"event_until", "string", ""},
    ShapeField{"recorded_at", "string", ""},
    ShapeField{"counterparty", "string | null", ""},
    ShapeField{"evidence", "string", ""},
    ShapeField{"note", "string", ""},
    ShapeField{"mass", "MassText", ""},
    ShapeField{"balance", "MassText", "After this line."},
};

inline constexpr std::array statement_answer_fields{
    ShapeField{"book", "Book", ""},
    ShapeField{"as_of", "AsOf", ""},
    ShapeField{"site", "string", ""},
    ShapeField{"site_name", "string", ""},
    ShapeField{"lot", "string", ""},
    ShapeField{"material", "string", ""},
    ShapeField{"material_name", "string", ""},
    ShapeField{"boundary", "boolean", ""},
    ShapeField{"before", "MassText", "Balance before the first line of this page."},
    ShapeField{"lines", "StatementLine[]", "In the order of booking."},
    ShapeField{"balance", "MassText", "After the last line of the last page."},
    ShapeField{"total", "integer", "Lines on all pages."},
    ShapeField{"next_offset", "integer | null", ""},
};

inline constexpr std::array shipment_material_fields{
    ShapeField{"material", "string", ""},
    ShapeField{"material_name", "string", ""},
    ShapeField{"shipped", "MassText", ""},
    ShapeField{"received", "MassText | null", "As the receiver weighed it."},
    ShapeField{"difference", "MassText | null", "received - shipped"},
    ShapeField{"difference_percent", "string | null", "Of what was shipped; two decimals."},
};

inline constexpr std::array shipment_fields{
    ShapeField{"id", "string", "<book>/<client id>: what a receipt names as its shipment."},
    ShapeField{"from", "string", "Book of the sender."},
    ShapeField{"from_name", "string", ""},
    ShapeField{"to", "string", "Book of the receiver."},
    ShapeField{"to_name", "string", ""},
    ShapeField{"sequence", "integer", "Of the ship entry, in the sender's book."},
    ShapeField{"client_id", "string", ""},
    ShapeField{"state", "\"open\" | \"overdue\" | \"received\" | \"declined\" | \"recalled\"", ""},
    ShapeField{"state_name", "string", ""},
    ShapeField{"shipped_at", "string", ""},
    ShapeField{"deadline", "string", ""},
    ShapeField{"evidence", "string", ""},
    ShapeField{"note", "string", ""},
    ShapeField{"materials", "ShipmentMaterial[]", ""},
    ShapeField{"ended_by", "EntryLink | null", "Receipt, refusal or recall."},
};

inline constexpr std::array shipment_count_fields{
    ShapeField{"state", "\"open\" | \"overdue\" | \"received\" | \"declined\" | \"recalled\"", ""},
    ShapeField{"state_name", "string", ""},
    ShapeField{"count", "integer", ""},
};

inline constexpr std::array shipments_answer_fields{
    ShapeField{"book", "Book | null", ""},
    ShapeField{"counts", "ShipmentCount[]", "Of all states, whichever is asked for."},
    ShapeField{"shipments", "Shipment[]", "Newest first."},
    ShapeField{"total", "integer", "Shipments that fit, on all pages."},
    ShapeField{"next_offset", "integer | null", ""},
};

inline constexpr std::array verify_answer_fields{
    ShapeField{"entries", "integer", "All of them rehashed."},
    ShapeField{"lines", "integer", ""},
    ShapeField{"accounts", "integer", "All of them recounted."},
    ShapeField{"root", "string", "RFC 9162 tree head, hexadecimal."},
    ShapeField{"checkpoint", "string", "The signed note over all entries."},
};

inline constexpr std::array backup_answer_fields{
    ShapeField{"directory", "string", ""},
    ShapeField{"entries", "integer", ""},
    ShapeField{"documents", "integer", ""},
    ShapeField{"root", "string", "RFC 9162 tree head, hexadecimal."},
};

inline constexpr std::array tiles_answer_fields{
    ShapeField{"directory", "string", ""},
    ShapeField{"size", "integer", "Entries."},
    ShapeField{"tiles", "integer", "Files of the log, without its checkpoint."},
    ShapeField{"written", "integer", "Of them new."},
    ShapeField{"root", "string", "RFC 9162 tree head, hexadecimal."},
};

}  // namespace meguri::ledger_shapes
