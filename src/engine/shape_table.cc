// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "engine/internal/calculation_shapes.h"
#include "engine/internal/claim_shapes.h"
#include "engine/internal/import_shapes.h"
#include "engine/internal/ledger_shapes.h"
#include "engine/internal/rule_shapes.h"
#include "engine/internal/trace_shapes.h"
#include "engine/shape.h"

namespace meguri {
namespace {

// One array of fields per shape; docs/CONTRACT.md explains them in words.

constexpr std::array figure_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"label", "string", ""},
    ShapeField{"value", "string | null", ""},
    ShapeField{"unit", "string", ""},
    ShapeField{"display", "string", ""},
    ShapeField{"range", "string | null", ""},
    ShapeField{"low", "string | null", ""},
    ShapeField{"high", "string | null", ""},
    ShapeField{
        "status",
        "\"recorded\" | \"reported\" | \"derived\" | \"reconciled\" | \"forecast\" | \"planned\"",
        ""},
    ShapeField{"quality", "\"verified\" | \"secondary\" | \"unverified\" | \"derived\"", ""},
    ShapeField{"why", "string | null", ""},
    ShapeField{"flags", "Flag[]", ""},
    ShapeField{"evidence", "string", ""},
};

constexpr std::array flag_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"text", "string", ""},
};

constexpr std::array place_fields{
    ShapeField{"code", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"name_ja", "string", ""},
    ShapeField{"kana", "string", ""},
    ShapeField{"romaji", "string", ""},
    ShapeField{"level", "\"nation\" | \"prefecture\" | \"municipality\" | \"ward\"", ""},
    ShapeField{"parent", "string", ""},
    ShapeField{"parent_name", "string", ""},
    ShapeField{"latitude", "number | null", ""},
    ShapeField{"longitude", "number | null", ""},
    ShapeField{"reports_as", "string | null", ""},
    ShapeField{"reports_as_name", "string | null", ""},
};

constexpr std::array places_answer_fields{
    ShapeField{"places", "Place[]", ""},
    ShapeField{"total", "integer", ""},
};

constexpr std::array indicator_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"measure", "string", ""},
    ShapeField{"measure_name", "string", ""},
    ShapeField{"definition", "string", ""},
    ShapeField{"definition_name", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"unit", "string", ""},
    ShapeField{"unit_name", "string", ""},
    ShapeField{"decimals", "integer", ""},
    ShapeField{"better", "\"lower\" | \"higher\" | \"none\"", ""},
    ShapeField{"rank", "boolean", ""},
    ShapeField{"theme", "string", ""},
    ShapeField{"formula", "string", ""},
    ShapeField{"note", "string | null", ""},
    ShapeField{"primary", "boolean", ""},
    ShapeField{"pack", "string", ""},
};

constexpr std::array distribution_fields{
    ShapeField{"count", "integer", ""},
    ShapeField{"missing", "integer", ""},
    ShapeField{"minimum", "string", ""},
    ShapeField{"p10", "string", ""},
    ShapeField{"q1", "string", ""},
    ShapeField{"median", "string", ""},
    ShapeField{"q3", "string", ""},
    ShapeField{"p90", "string", ""},
    ShapeField{"maximum", "string", ""},
};

constexpr std::array indicator_row_fields{
    ShapeField{"code", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"parent", "string", ""},
    ShapeField{"value", "string | null", ""},
    ShapeField{"low", "string | null", ""},
    ShapeField{"high", "string | null", ""},
    ShapeField{"display", "string", ""},
    ShapeField{"rank", "integer | null", ""},
    ShapeField{"why", "string | null", ""},
    ShapeField{"flags", "string[]", ""},
    ShapeField{"evidence", "string", ""},
};

constexpr std::array selected_indicator_fields{
    ShapeField{"indicator", "Indicator", ""},
    ShapeField{"level", "string", ""},
    ShapeField{"parent", "string", ""},
    ShapeField{"period", "string", ""},
    ShapeField{"period_name", "string", ""},
    ShapeField{"rows", "IndicatorRow[]", ""},
    ShapeField{"distribution", "Distribution | null", ""},
    ShapeField{"flags", "Flag[]", ""},
};

constexpr std::array indicators_answer_fields{
    ShapeField{"indicators", "Indicator[]", ""},
    ShapeField{"periods", "string[]", ""},
    ShapeField{"selected", "SelectedIndicator | null", ""},
};

constexpr std::array standing_fields{
    ShapeField{"group", "\"band\" | \"prefecture\" | \"nation\"", ""},
    ShapeField{"group_name", "string", ""},
    ShapeField{"count", "integer", ""},
    ShapeField{"rank", "integer | null", ""},
    ShapeField{"better_than_percent", "string | null", ""},
    ShapeField{"median", "Figure", ""},
    ShapeField{"best_quarter", "Figure", ""},
    ShapeField{"distribution", "Distribution", ""},
    ShapeField{"sentence", "string", ""},
};

constexpr std::array measure_definition_fields{
    ShapeField{"definition", "string", ""},
    ShapeField{"definition_name", "string", ""},
    ShapeField{"formula", "string", ""},
    ShapeField{"figure", "Figure", ""},
};

constexpr std::array measure_fields{
    ShapeField{"measure", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"theme", "string", ""},
    ShapeField{"better", "string", ""},
    ShapeField{"primary", "Figure", ""},
    ShapeField{"primary_definition", "string", ""},
    ShapeField{"definitions", "MeasureDefinition[]", ""},
    ShapeField{"standings", "Standing[]", ""},
};

constexpr std::array potential_fields{
    ShapeField{"measure", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"target", "\"median\" | \"best_quarter\"", ""},
    ShapeField{"target_name", "string", ""},
    ShapeField{"current", "Figure", ""},
    ShapeField{"target_value", "Figure", ""},
    ShapeField{"effect", "Figure", ""},
    ShapeField{"formula", "string", ""},
    ShapeField{"reached", "boolean", ""},
    ShapeField{"sentence", "string", ""},
};

constexpr std::array target_fields{
    ShapeField{"text", "string", "As a question brings it, with the indicator's own id."},
    ShapeField{"indicator", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"definition_name", "string", ""},
    ShapeField{"better", "\"lower\" | \"higher\"", ""},
    ShapeField{"year", "integer", ""},
    ShapeField{"year_name", "string", ""},
    ShapeField{"current", "Figure", ""},
    ShapeField{"target_value", "Figure", ""},
    ShapeField{"distance", "Figure", "The target less the present value."},
    ShapeField{"per_year", "Figure", "What each year that is left has to bring."},
    ShapeField{"years_left", "integer", "None or fewer when its year has come."},
    ShapeField{"trend", "Figure", "What each year has brought, by the nearest straight line."},
    ShapeField{"projected", "Figure", "That line in the year of the target."},
    ShapeField{
        "verdict", "\"reached\" | \"on_track\" | \"off_track\" | \"missed\" | \"unknown\"", ""},
    ShapeField{"verdict_name", "string", ""},
    ShapeField{"sentence", "string", ""},
    ShapeField{"method", "string", "How change per year and trend are computed."},
};

constexpr std::array file_answer_fields{
    ShapeField{"name", "string", "A name for the file."},
    ShapeField{"media_type", "string", ""},
    ShapeField{"content", "string", "Its bytes, in base64."},
};

constexpr std::array better_place_fields{
    ShapeField{"place", "Place", ""},
    ShapeField{"figure", "Figure", ""},
    ShapeField{"difference", "Figure", ""},
    ShapeField{"flags", "Flag[]", ""},
};

constexpr std::array improvement_fields{
    ShapeField{"measure", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"current", "Figure", ""},
    ShapeField{"better", "BetterPlace[]", ""},
    ShapeField{"total_better", "integer", ""},
};

constexpr std::array peer_group_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"count", "integer", ""},
    ShapeField{"basis", "string", ""},
};

constexpr std::array theme_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
};

constexpr std::array history_point_fields{
    ShapeField{"period", "string", ""},
    ShapeField{"period_name", "string", ""},
    ShapeField{"period_short", "string", "Where many stand side by side."},
    ShapeField{"figure", "Figure", ""},
};

constexpr std::array history_series_fields{
    ShapeField{"indicator", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"unit", "string", ""},
    ShapeField{"points", "HistoryPoint[]", ""},
};

constexpr std::array gap_fields{
    ShapeField{"name", "string", ""},
    ShapeField{"why", "string", ""},
};

constexpr std::array diagnosis_answer_fields{
    ShapeField{"place", "Place", ""},
    ShapeField{"asked_for", "Place", ""},
    ShapeField{"period", "string", ""},
    ShapeField{"period_name", "string", ""},
    ShapeField{"periods", "string[]", ""},
    ShapeField{"notes", "string[]", ""},
    ShapeField{"key_figures", "Figure[]", ""},
    ShapeField{"peer_group", "PeerGroup", ""},
    ShapeField{"themes", "Theme[]", ""},
    ShapeField{"measures", "Measure[]", ""},
    ShapeField{"history", "HistorySeries[]", ""},
    ShapeField{"targets", "Target[]", "The town's own, as the question brought them."},
    ShapeField{"potentials", "Potential[]", ""},
    ShapeField{"improvements", "Improvement[]", ""},
    ShapeField{"proposals", "Proposal[]", "Ordered by the mass at stake."},
    ShapeField{"what_if", "CalculationSummary[]", "Other questions that its figures fill in."},
    ShapeField{"gaps", "Gap[]", ""},
    ShapeField{"limits", "string[]", ""},
    ShapeField{"coming", "string", ""},
    ShapeField{"flags", "Flag[]", ""},
    ShapeField{"sources", "Source[]", ""},
};

constexpr std::array source_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"publisher", "string", ""},
    ShapeField{"year", "string", ""},
    ShapeField{"licence", "string", ""},
    ShapeField{"status", "string", ""},
    ShapeField{"url", "string | null", ""},
    ShapeField{"note", "string | null", ""},
    ShapeField{"pack", "string", ""},
};

constexpr std::array flow_node_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"label", "string", ""},
    ShapeField{"kind",
               "\"sector\" | \"process\" | \"stock\" | \"boundary\" | \"plant\" | \"transit\" | "
               "\"discrepancy\"",
               ""},
    ShapeField{"column", "number | null", ""},
    ShapeField{"in", "Figure", ""},
    ShapeField{"out", "Figure", ""},
};

constexpr std::array flow_link_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"from", "string", ""},
    ShapeField{"to", "string", ""},
    ShapeField{"material", "string", ""},
    ShapeField{"material_name", "string", ""},
    ShapeField{"label", "string", ""},
    ShapeField{"figure", "Figure", ""},
    ShapeField{
        "tense", "\"recorded\" | \"reported\" | \"reconciled\" | \"forecast\" | \"planned\"", ""},
    ShapeField{"part_of", "string | null", ""},
    ShapeField{"count", "integer", ""},
};

constexpr std::array data_set_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"per_place", "boolean", ""},
    ShapeField{"sample", "boolean", ""},
};

constexpr std::array flows_answer_fields{
    ShapeField{"data_set", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"subtitle", "string", ""},
    ShapeField{"sample", "boolean", ""},
    ShapeField{"place", "Place | null", ""},
    ShapeField{"period", "string", ""},
    ShapeField{"period_name", "string", ""},
    ShapeField{"periods", "string[]", ""},
    ShapeField{"data_sets", "DataSet[]", ""},
    ShapeField{"unit", "\"t\"", ""},
    ShapeField{"nodes", "FlowNode[]", ""},
    ShapeField{"links", "FlowLink[]", ""},
    ShapeField{"hidden", "integer", ""},
    ShapeField{"notes", "string[]", ""},
    ShapeField{"sources", "Source[]", ""},
    ShapeField{"figures", "Figure[]", ""},
};

constexpr std::array explanation_input_fields{
    ShapeField{"name", "string", ""},
    ShapeField{"figure", "Figure", ""},
};

constexpr std::array cell_document_fields{
    ShapeField{"pack", "string", ""},
    ShapeField{"pack_version", "string", ""},
    ShapeField{"file", "string", ""},
    ShapeField{"sha256", "string", ""},
    ShapeField{"row", "integer", ""},
    ShapeField{"column", "string", ""},
    ShapeField{"text", "string", ""},
};

constexpr std::array explanation_fields{
    ShapeField{"handle", "string", ""},
    ShapeField{"kind",
               "\"indicator\" | \"term\" | \"flow\" | \"derived\" | \"quantity\" | \"entry\" | "
               "\"figure\" | \"identity\" | \"potential\" | \"standing\" | \"node\" | "
               "\"calculation\" | \"target\"",
               ""},
    ShapeField{"title", "string", ""},
    ShapeField{"figure", "Figure | null", ""},
    ShapeField{"place_name", "string | null", ""},
    ShapeField{"period_name", "string | null", ""},
    ShapeField{"formula", "string | null", ""},
    ShapeField{"formula_in_words", "string | null", ""},
    ShapeField{"formula_with_values", "string | null", ""},
    ShapeField{"meaning", "string | null", ""},
    ShapeField{"inputs", "ExplanationInput[]", ""},
    ShapeField{"inputs_total", "integer", ""},
    ShapeField{"source", "Source | null", ""},
    ShapeField{"document", "CellDocument | null", ""},
    ShapeField{"entry", "Entry | null", ""},
    ShapeField{"notes", "string[]", ""},
};

constexpr std::array pack_table_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"file", "string", ""},
    ShapeField{"rows", "integer", ""},
    ShapeField{"sha256", "string", ""},
    ShapeField{"source", "string", ""},
};

constexpr std::array pack_information_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"version", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"description", "string", ""},
    ShapeField{"sample", "boolean", ""},
    ShapeField{"hash", "string", ""},
    ShapeField{"loaded_at", "string", ""},
    ShapeField{"book", "string", ""},
    ShapeField{"sequence", "integer", ""},
    ShapeField{"sources", "Source[]", ""},
    ShapeField{"tables", "PackTable[]", ""},
};

constexpr std::array sources_answer_fields{
    ShapeField{"packs", "PackInformation[]", ""},
};

constexpr std::array pack_figure_fields{
    ShapeField{"key", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"figure", "Figure", ""},
    ShapeField{"year", "string", ""},
    ShapeField{"source", "Source", ""},
    ShapeField{"note", "string | null", ""},
};

constexpr std::array identity_result_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"formula", "string", ""},
    ShapeField{"left", "Figure", ""},
    ShapeField{"holds", "boolean", ""},
    ShapeField{"sentence", "string", ""},
};

constexpr std::array figures_answer_fields{
    ShapeField{"pack", "string", ""},
    ShapeField{"title", "string", ""},
    ShapeField{"figures", "PackFigure[]", ""},
    ShapeField{"identities", "IdentityResult[]", ""},
};

constexpr std::array mass_text_fields{
    ShapeField{"value", "string", ""},
    ShapeField{"unit", "string", ""},
    ShapeField{"display", "string", ""},
};

constexpr std::array journal_entries_answer_fields{
    ShapeField{"entries", "Entry[]", "of all books, in order of position"},
    ShapeField{"next_after", "integer", "the last position read: where to go on"},
    ShapeField{"position", "integer", "of the journal's last entry"},
};

constexpr std::array journal_status_fields{
    ShapeField{"store", "\"sqlite\" | \"postgresql\"", ""},
    ShapeField{"place", "string", "the file or the database, without a password"},
    ShapeField{"entries", "integer", ""},
    ShapeField{"bytes", "integer", ""},
    ShapeField{"schema", "integer", ""},
};

constexpr std::array columns_status_fields{
    ShapeField{"rows", "integer", ""},
    ShapeField{"bytes", "integer", ""},
    ShapeField{"position", "string", ""},
    ShapeField{"behind", "integer", ""},
};

constexpr std::array check_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"name", "string", ""},
    ShapeField{"ok", "boolean", ""},
    ShapeField{"text", "string", ""},
};

constexpr std::array status_answer_fields{
    ShapeField{"version", "string", ""},
    ShapeField{"data", "string", ""},
    ShapeField{"journal", "JournalStatus", ""},
    ShapeField{"columns", "ColumnsStatus", ""},
    ShapeField{"packs", "integer", ""},
    ShapeField{"places", "integer", ""},
    ShapeField{"checks", "Check[]", ""},
    ShapeField{"access", "string", ""},
};

constexpr std::array loaded_pack_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"version", "string", ""},
    ShapeField{"hash", "string", ""},
    ShapeField{"outcome", "\"loaded\" | \"unchanged\"", ""},
    ShapeField{"rows", "integer", ""},
    ShapeField{"entries", "integer", ""},
};

constexpr std::array load_answer_fields{
    ShapeField{"packs", "LoadedPack[]", ""},
};

constexpr std::array expected_result_fields{
    ShapeField{"name", "string", ""},
    ShapeField{"ok", "boolean", ""},
    ShapeField{"text", "string", ""},
};

constexpr std::array check_answer_fields{
    ShapeField{"pack", "string", ""},
    ShapeField{"version", "string", ""},
    ShapeField{"hash", "string", ""},
    ShapeField{"rows", "integer", ""},
    ShapeField{"expected", "ExpectedResult[]", ""},
};

constexpr std::array rebuild_answer_fields{
    ShapeField{"rows", "integer", ""},
    ShapeField{"entries", "integer", ""},
};

constexpr std::array checkpoint_answer_fields{
    ShapeField{"origin", "string", "Which log: the name of its key."},
    ShapeField{"size", "integer", "Entries."},
    ShapeField{"root", "string", "RFC 9162 tree head, hexadecimal."},
    ShapeField{"checkpoint", "string", "The signed note (c2sp.org/tlog-checkpoint)."},
    ShapeField{"key", "string", "The public key (c2sp.org/signed-note)."},
};

constexpr std::array proof_field_fields{
    ShapeField{"tag", "integer | null", "null where the field is withheld."},
    ShapeField{"name", "string | null", "What the tag means."},
    ShapeField{"text", "string | null", "What the bytes say."},
    ShapeField{"bytes", "string | null", "base64"},
    ShapeField{"salt", "string | null", "hexadecimal"},
    ShapeField{"leaf", "string | null", "Of a withheld field: its hash."},
};

constexpr std::array entry_proof_fields{
    ShapeField{"form", "\"meguri-entry-proof/1\"", ""},
    ShapeField{"position", "integer", "Within the journal, from 1."},
    ShapeField{"fields", "ProofField[]", ""},
    ShapeField{"path", "string[]", "RFC 9162 inclusion path, hexadecimal."},
    ShapeField{"checkpoint", "string", "The signed note."},
};

constexpr std::array growth_proof_fields{
    ShapeField{"form", "\"meguri-growth-proof/1\"", ""},
    ShapeField{"older", "string", "The signed note of the older log."},
    ShapeField{"newer", "string", "The signed note of the newer log."},
    ShapeField{"path", "string[]", "RFC 9162 consistency path, hexadecimal."},
};

constexpr std::array finding_fields{
    ShapeField{"id", "string", ""},
    ShapeField{"file", "string", ""},
    ShapeField{"sheet", "string", ""},
    ShapeField{"row", "integer", ""},
    ShapeField{"column", "string", ""},
    ShapeField{"text", "string", ""},
    ShapeField{"fix", "string", ""},
};

constexpr std::array shapes{
    Shape{"Figure",
          "A number with its unit, bounds, status and evidence; masses are decimal strings.",
          figure_fields},
    Shape{"Flag", "A caution shown beside a figure.", flag_fields},
    Shape{"Place", "A place of Japan.", place_fields},
    Shape{"PlacesAnswer", "", places_answer_fields},
    Shape{"Indicator", "", indicator_fields},
    Shape{"Distribution", "", distribution_fields},
    Shape{"IndicatorRow", "", indicator_row_fields},
    Shape{"SelectedIndicator", "", selected_indicator_fields},
    Shape{"IndicatorsAnswer", "", indicators_answer_fields},
    Shape{"Standing", "", standing_fields},
    Shape{"MeasureDefinition", "", measure_definition_fields},
    Shape{"Measure", "", measure_fields},
    Shape{"Potential", "", potential_fields},
    Shape{"Target", "", target_fields},
    Shape{"FileAnswer", "A file: a workbook, a report in PDF.", file_answer_fields},
    Shape{"BetterPlace", "", better_place_fields},
    Shape{"Improvement", "", improvement_fields},
    Shape{"PeerGroup", "", peer_group_fields},
    Shape{"Theme", "", theme_fields},
    Shape{"HistoryPoint", "", history_point_fields},
    Shape{"HistorySeries", "", history_series_fields},
    Shape{"Gap", "", gap_fields},
    Shape{"DiagnosisAnswer", "", diagnosis_answer_fields},
    Shape{"Source", "Where figures were published.", source_fields},
    Shape{"FlowNode", "", flow_node_fields},
    Shape{"FlowLink", "", flow_link_fields},
    Shape{"DataSet", "", data_set_fields},
    Shape{"FlowsAnswer", "", flows_answer_fields},
    Shape{"ExplanationInput", "", explanation_input_fields},
    Shape{"CellDocument", "", cell_document_fields},
    Shape{"Explanation", "", explanation_fields},
    Shape{"PackTable", "", pack_table_fields},
    Shape{"PackInformation", "", pack_information_fields},
    Shape{"SourcesAnswer", "", sources_answer_fields},
    Shape{"PackFigure", "", pack_figure_fields},
    Shape{"IdentityResult", "", identity_result_fields},
    Shape{"FiguresAnswer", "", figures_answer_fields},
    Shape{"Book", "", ledger_shapes::book_fields},
    Shape{"BooksAnswer", "", ledger_shapes::books_answer_fields},
    Shape{"MassText", "", mass_text_fields},
    Shape{"Line", "", ledger_shapes::line_fields},
    Shape{"Entry", "", ledger_shapes::entry_fields},
    Shape{"EntriesAnswer", "", ledger_shapes::entries_answer_fields},
    Shape{"JournalEntriesAnswer", "", journal_entries_answer_fields},
    Shape{"AmountText", "", ledger_shapes::amount_text_fields},
    Shape{"LayerText",
          "How much of a line is water or one element.",
          ledger_shapes::layer_text_fields},
    Shape{"Outcome", "What became of an entry.", ledger_shapes::outcome_fields},
    Shape{"EntryLink", "", ledger_shapes::entry_link_fields},
    Shape{"CreateBookAnswer", "", ledger_shapes::create_book_answer_fields},
    Shape{"PostReason", "", ledger_shapes::post_reason_fields},
    Shape{"PostResult", "", ledger_shapes::post_result_fields},
    Shape{"PostAnswer", "", ledger_shapes::post_answer_fields},
    Shape{"EntryAnswer", "", ledger_shapes::entry_answer_fields},
    Shape{"AsOf", "What was known when an answer speaks.", ledger_shapes::as_of_fields},
    Shape{"Account", "", ledger_shapes::account_fields},
    Shape{"AccountsAnswer", "", ledger_shapes::accounts_answer_fields},
    Shape{"StatementLine", "", ledger_shapes::statement_line_fields},
    Shape{"StatementAnswer", "", ledger_shapes::statement_answer_fields},
    Shape{"OriginPart", "", trace_shapes::origin_part_fields},
    Shape{"LotOrigins", "", trace_shapes::lot_origins_fields},
    Shape{"OriginsAnswer", "", trace_shapes::origins_answer_fields},
    Shape{"TrailNode", "", trace_shapes::trail_node_fields},
    Shape{"TrailLink", "", trace_shapes::trail_link_fields},
    Shape{"TrailEnd", "", trace_shapes::trail_end_fields},
    Shape{"TrailFinding", "", trace_shapes::trail_finding_fields},
    Shape{"TraceAnswer", "", trace_shapes::trace_answer_fields},
    Shape{"Named", "", claim_shapes::named_fields},
    Shape{"ContentPart", "", claim_shapes::content_part_fields},
    Shape{"Audit", "", claim_shapes::audit_fields},
    Shape{"CustodyAccount", "", claim_shapes::custody_account_fields},
    Shape{"RefusedStatement", "", claim_shapes::refused_statement_fields},
    Shape{"CustodyAnswer", "", claim_shapes::custody_answer_fields},
    Shape{"ClaimSubject", "", claim_shapes::claim_subject_fields},
    Shape{"ClaimSummary", "", claim_shapes::claim_summary_fields},
    Shape{"ClaimsAnswer", "", claim_shapes::claims_answer_fields},
    Shape{"ClaimGround", "", claim_shapes::claim_ground_fields},
    Shape{"ClaimAnswer", "", claim_shapes::claim_answer_fields},
    Shape{"CustodyStatementAnswer", "", claim_shapes::custody_statement_answer_fields},
    Shape{"ClaimDocumentAnswer", "", claim_shapes::claim_document_answer_fields},
    Shape{"VerifiedMember", "", claim_shapes::verified_member_fields},
    Shape{"VerifiedClaimAnswer", "", claim_shapes::verified_claim_answer_fields},
    Shape{"ClaimChange", "", claim_shapes::claim_change_fields},
    Shape{"ClaimImpactAnswer", "", claim_shapes::claim_impact_answer_fields},
    Shape{"Certificate", "", claim_shapes::certificate_fields},
    Shape{"CertificatesAnswer", "", claim_shapes::certificates_answer_fields},
    Shape{"ShipmentMaterial", "", ledger_shapes::shipment_material_fields},
    Shape{"Shipment", "", ledger_shapes::shipment_fields},
    Shape{"ShipmentCount", "", ledger_shapes::shipment_count_fields},
    Shape{"ShipmentsAnswer", "", ledger_shapes::shipments_answer_fields},
    Shape{"VerifyAnswer", "", ledger_shapes::verify_answer_fields},
    Shape{"BackupAnswer", "", ledger_shapes::backup_answer_fields},
    Shape{"TilesAnswer", "", ledger_shapes::tiles_answer_fields},
    Shape{"ImportSheet", "", import_shapes::sheet_fields},
    Shape{"ImportColumn", "", import_shapes::column_fields},
    Shape{"ImportSource", "What a file is.", import_shapes::source_fields},
    Shape{"ImportFileForm", "", import_shapes::file_form_fields},
    Shape{"ImportValue", "", import_shapes::value_fields},
    Shape{"ImportField", "Where a field comes from.", import_shapes::rule_fields},
    Shape{"ImportMapping", "What the rows of a file mean.", import_shapes::mapping_fields},
    Shape{"ImportChoice", "", import_shapes::choice_fields},
    Shape{"ImportFieldInfo", "", import_shapes::field_info_fields},
    Shape{"ImportTemplateFit", "", import_shapes::template_fit_fields},
    Shape{"ImportCell", "", import_shapes::cell_fields},
    Shape{"ImportDraftLine", "", import_shapes::draft_line_fields},
    Shape{"ImportDraft", "", import_shapes::draft_fields},
    Shape{"ImportRow", "", import_shapes::row_fields},
    Shape{"ImportCounts", "", import_shapes::counts_fields},
    Shape{"ImportFinding", "", import_shapes::finding_fields},
    Shape{"ImportPreviewAnswer", "", import_shapes::preview_answer_fields},
    Shape{"ImportAnswer", "", import_shapes::answer_fields},
    Shape{"ImportErrorsAnswer", "", import_shapes::errors_answer_fields},
    Shape{"ImportProgress", "", import_shapes::progress_fields},
    Shape{"ImportSummary", "", import_shapes::summary_fields},
    Shape{"ImportsAnswer", "", import_shapes::imports_answer_fields},
    Shape{"UndoAnswer", "", import_shapes::undo_answer_fields},
    Shape{"ImportTemplate", "", import_shapes::template_fields},
    Shape{"ImportTemplatesAnswer", "", import_shapes::templates_answer_fields},
    Shape{"CalculationKind", "", calculation_shapes::kind_fields},
    Shape{"CalculationSummary", "", calculation_shapes::summary_fields},
    Shape{"Programme", "A system of the policy package.", calculation_shapes::programme_fields},
    Shape{"ProgrammeSection", "", calculation_shapes::section_fields},
    Shape{"ProgrammesAnswer", "", calculation_shapes::programmes_answer_fields},
    Shape{"CalculationsAnswer", "", calculation_shapes::calculations_answer_fields},
    Shape{"RuleTerm", "", rule_shapes::named_fields},
    Shape{"RuleCondition", "", rule_shapes::condition_fields},
    Shape{"RuleClause", "A version or clause of a rule.", rule_shapes::clause_fields},
    Shape{"Rule", "A law, standard or target.", rule_shapes::rule_fields},
    Shape{"RuleFacet", "", rule_shapes::facet_fields},
    Shape{"RulesAnswer", "", rule_shapes::answer_fields},
    Shape{"CalculationField", "A column of a list.", calculation_shapes::field_fields},
    Shape{"CalculationInput", "", calculation_shapes::input_fields},
    Shape{"CalculationCell", "", calculation_shapes::cell_fields},
    Shape{"CalculationRow", "", calculation_shapes::row_fields},
    Shape{"CalculationList", "", calculation_shapes::list_fields},
    Shape{"Spread", "How a result spreads over draws.", calculation_shapes::spread_fields},
    Shape{"CalculationStep", "", calculation_shapes::step_fields},
    Shape{"VerdictRow", "", calculation_shapes::verdict_row_fields},
    Shape{"Verdict", "A rule's answer.", calculation_shapes::verdict_fields},
    Shape{"Factor", "", calculation_shapes::factor_fields},
    Shape{"Proposal", "What a town could do.", calculation_shapes::proposal_fields},
    Shape{"CalculationBook", "", calculation_shapes::book_fields},
    Shape{"MeasuredResult", "", calculation_shapes::measured_result_fields},
    Shape{"MeasuredVerdict", "", calculation_shapes::measured_verdict_fields},
    Shape{"MeasuredRow", "", calculation_shapes::measured_row_fields},
    Shape{"MeasureAnswer", "", calculation_shapes::measure_answer_fields},
    Shape{"ComparisonSide", "Whose figures.", calculation_shapes::comparison_side_fields},
    Shape{"ChangeCause", "", calculation_shapes::change_cause_fields},
    Shape{"Difference", "", calculation_shapes::difference_fields},
    Shape{"ChangePart", "What a cause made.", calculation_shapes::change_part_fields},
    Shape{"ComparedResult", "", calculation_shapes::compared_result_fields},
    Shape{"ComparedVerdict", "", calculation_shapes::compared_verdict_fields},
    Shape{"ComparisonAnswer", "", calculation_shapes::comparison_answer_fields},
    Shape{"CalculationAnswer", "", calculation_shapes::answer_fields},
    Shape{"JournalStatus", "", journal_status_fields},
    Shape{"ColumnsStatus", "", columns_status_fields},
    Shape{"Check", "", check_fields},
    Shape{"StatusAnswer", "", status_answer_fields},
    Shape{"LoadedPack", "", loaded_pack_fields},
    Shape{"LoadAnswer", "", load_answer_fields},
    Shape{"ExpectedResult", "", expected_result_fields},
    Shape{"CheckAnswer", "", check_answer_fields},
    Shape{"RebuildAnswer", "", rebuild_answer_fields},
    Shape{"CheckpointAnswer", "", checkpoint_answer_fields},
    Shape{"ProofField", "A field of a sealed entry, shown or withheld.", proof_field_fields},
    Shape{"EntryProof", "That an entry stands in the log.", entry_proof_fields},
    Shape{"GrowthProof", "That the log only grew.", growth_proof_fields},
    Shape{"Finding", "", finding_fields},
};

}  // namespace

std::span<const Shape> shape_table() { return shapes; }

const Shape* find_shape(std::string_view name) {
  const auto* const found = std::ranges::find(shapes, name, &Shape::name);
  return found == shapes.end() ? nullptr : found;
}

}  // namespace meguri
