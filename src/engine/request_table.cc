// SPDX-License-Identifier: Apache-2.0
#include "engine/request_table.h"

#include <algorithm>
#include <array>

namespace meguri {
namespace {

constexpr std::array<std::string_view, 4> levels{"nation", "prefecture", "municipality", "ward"};
constexpr std::array<std::string_view, 3> peer_groups{"band", "prefecture", "nation"};
constexpr std::array<std::string_view, 12> entry_kinds{"opening",
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
constexpr std::array<std::string_view, 2> entry_orders{"oldest", "newest"};
constexpr std::array<std::string_view, 2> batches{"atomic", "line_by_line"};
constexpr std::array<std::string_view, 5> shipment_states{
    "open", "overdue", "received", "declined", "recalled"};
constexpr std::array<std::string_view, 2> shipment_directions{"outgoing", "incoming"};

constexpr FieldSpec text_field(std::string_view name,
                               std::string_view summary_id,
                               std::string_view default_value = "") {
  return {.name = name, .default_value = default_value, .summary_id = summary_id};
}

constexpr FieldSpec flag_field(std::string_view name, std::string_view summary_id) {
  return {.name = name, .kind = FieldKind::boolean, .summary_id = summary_id};
}

constexpr FieldSpec subject_field(std::string_view name, std::string_view summary_id) {
  return {.name = name, .required = true, .positional = true, .summary_id = summary_id};
}

constexpr FieldSpec integer_field(std::string_view name,
                                  std::string_view summary_id,
                                  std::string_view default_value) {
  return {.name = name,
          .kind = FieldKind::integer,
          .default_value = default_value,
          .summary_id = summary_id};
}

constexpr FieldSpec choice_field(std::string_view name,
                                 std::span<const std::string_view> choices,
                                 std::string_view summary_id,
                                 std::string_view default_value = "") {
  return {.name = name,
          .kind = FieldKind::choice,
          .default_value = default_value,
          .choices = choices,
          .summary_id = summary_id};
}

constexpr FieldSpec optional_subject(FieldSpec field) {
  field.positional = true;
  return field;
}

constexpr FieldSpec period_field = text_field("period", "engine.field_period");
constexpr FieldSpec place_field = subject_field("place", "engine.field_place");

constexpr std::array places_fields{
    optional_subject(text_field("q", "engine.field_q")),
    choice_field("level", levels, "engine.field_level"),
    text_field("parent", "engine.field_parent"),
    integer_field("limit", "engine.field_limit", "20"),
};

constexpr std::array diagnose_fields{
    place_field,
    period_field,
    choice_field("peers", peer_groups, "engine.field_peers", "band"),
    FieldSpec{.name = "targets", .kind = FieldKind::texts, .summary_id = "engine.field_targets"},
};

constexpr std::array report_fields = diagnose_fields;

constexpr std::array indicators_fields{
    optional_subject(text_field("indicator", "engine.field_indicator")),
    choice_field("level", levels, "engine.field_level", "municipality"),
    text_field("parent", "engine.field_parent", "JP"),
    period_field,
};

constexpr std::array flows_fields{
    text_field("data_set", "engine.field_data_set", "municipal-waste"),
    text_field("place", "engine.field_flow_place", "JP"),
    period_field,
    FieldSpec{.name = "cut_off",
              .kind = FieldKind::number,
              .default_value = "0",
              .summary_id = "engine.field_cut_off"},
};

constexpr std::array explain_fields{
    subject_field("handle", "engine.field_handle"),
    integer_field("offset", "engine.field_offset", "0"),
    integer_field("limit", "engine.field_limit", "50"),
};

constexpr std::array figures_fields{subject_field("pack", "engine.field_pack")};

constexpr FieldSpec book_field = subject_field("book", "engine.field_book");
constexpr FieldSpec sequence_field{.name = "sequence",
                                   .kind = FieldKind::integer,
                                   .required = true,
                                   .positional = true,
                                   .summary_id = "engine.log_field_sequence"};
constexpr FieldSpec limit_field = integer_field("limit", "engine.field_limit", "50");
constexpr FieldSpec at_position_field =
    integer_field("at_position", "engine.field_at_position", "0");
constexpr FieldSpec dry_run_field = flag_field("dry_run", "engine.field_dry_run");
constexpr FieldSpec key_field = text_field("idempotency_key", "engine.field_idempotency_key");

constexpr std::array entries_fields{
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

constexpr std::array create_book_fields{
    subject_field("id", "engine.field_book_id"),
    text_field("name", "engine.field_book_name"),
    text_field("layers", "engine.field_book_layers"),
    flag_field("sample", "engine.field_book_sample"),
};

constexpr std::array post_entries_fields{
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

constexpr std::array entry_fields{book_field, sequence_field, at_position_field};

constexpr std::array correct_fields{
    book_field,
    FieldSpec{.name = "sequences",
              .kind = FieldKind::texts,
              .required = true,
              .positional = true,
              .summary_id = "engine.field_sequences"},
    FieldSpec{.name = "reason", .required = true, .summary_id = "engine.field_reason"},
    dry_run_field,
};

constexpr FieldSpec recorded_until_field =
    text_field("recorded_until", "engine.field_recorded_until");
constexpr FieldSpec happened_until_field = text_field("event_until", "engine.field_happened_until");

constexpr std::array accounts_fields{
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

constexpr std::array statement_fields{
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

constexpr std::array shipments_fields{
    optional_subject(text_field("book", "engine.field_shipment_book")),
    choice_field("state", shipment_states, "engine.field_shipment_state"),
    choice_field("direction", shipment_directions, "engine.field_shipment_direction"),
    at_position_field,
    integer_field("offset", "engine.field_skip", "0"),
    limit_field,
};

constexpr std::array journal_entries_fields{
    integer_field("after", "engine.field_after_position", "0"),
    integer_field("limit", "engine.field_limit", "100"),
};

constexpr std::array checkpoint_fields{integer_field("size", "engine.log_field_size", "0")};

constexpr std::array prove_fields{
    book_field,
    sequence_field,
    integer_field("size", "engine.log_field_size", "0"),
    text_field("withhold", "engine.log_field_withhold"),
};

constexpr std::array consistency_fields{
    FieldSpec{.name = "from",
              .kind = FieldKind::integer,
              .required = true,
              .positional = true,
              .summary_id = "engine.log_field_from"},
    optional_subject(integer_field("to", "engine.log_field_to", "0")),
};

constexpr std::array backup_fields{subject_field("directory", "engine.field_backup_directory")};
constexpr std::array tiles_fields{subject_field("directory", "engine.field_tiles_directory")};

constexpr std::array load_fields{
    FieldSpec{.name = "directories",
              .kind = FieldKind::texts,
              .required = true,
              .positional = true,
              .summary_id = "engine.field_directories"},
};

constexpr std::array check_fields{subject_field("directory", "engine.field_directory")};

// Users' files. A file comes as bytes or, from the command line, as a path on this machine.
constexpr std::uint64_t import_bytes_max = std::uint64_t{256} << 20U;
constexpr std::array<std::string_view, 2> import_modes{"all_or_nothing", "each"};
constexpr FieldSpec import_path{
    .name = "path", .positional = true, .local = true, .summary_id = "engine.field_import_path"};
constexpr FieldSpec import_bytes{
    .name = "file", .kind = FieldKind::bytes, .summary_id = "engine.field_import_file"};
constexpr FieldSpec import_name = text_field("file_name", "engine.field_import_file_name");
constexpr FieldSpec import_book = text_field("book", "engine.field_import_book");
constexpr FieldSpec import_mapping{
    .name = "mapping", .kind = FieldKind::document, .summary_id = "engine.field_import_mapping"};
constexpr FieldSpec import_template = text_field("template", "engine.field_import_template");
constexpr FieldSpec import_sheet = text_field("sheet", "engine.field_import_sheet");

constexpr std::array import_preview_fields{
    import_path,
    import_bytes,
    import_name,
    import_book,
    import_mapping,
    import_template,
    import_sheet,
    integer_field("rows", "engine.field_import_rows", "20"),
    dry_run_field,
};

constexpr std::array import_errors_fields{
    import_path,
    import_bytes,
    import_name,
    import_book,
    import_mapping,
    import_template,
    import_sheet,
};

constexpr std::array import_fields{
    import_path,
    import_bytes,
    import_name,
    import_book,
    import_mapping,
    import_template,
    import_sheet,
    choice_field("mode", import_modes, "engine.field_import_mode", "all_or_nothing"),
};

constexpr std::array imports_fields{
    import_book,
    integer_field("limit", "engine.field_limit", "50"),
};

constexpr std::array undo_import_fields{
    subject_field("import", "engine.field_import"),
    FieldSpec{.name = "book", .required = true, .summary_id = "engine.field_import_book"},
};

constexpr std::array import_templates_fields{import_book};

constexpr std::array save_import_template_fields{
    subject_field("name", "engine.field_import_template_name"),
    FieldSpec{.name = "book", .required = true, .summary_id = "engine.field_import_book"},
    FieldSpec{.name = "mapping",
              .kind = FieldKind::document,
              .required = true,
              .summary_id = "engine.field_import_mapping"},
};

constexpr std::array calculations_fields{
    optional_subject(text_field("programme", "calculate.field_programme")),
};

constexpr std::array calculate_fields{
    subject_field("calculation", "calculate.field_calculation"),
    FieldSpec{.name = "inputs", .kind = FieldKind::texts, .summary_id = "calculate.field_inputs"},
    FieldSpec{.name = "rows", .kind = FieldKind::document, .summary_id = "calculate.field_rows"},
    text_field("place", "calculate.field_place"),
    text_field("book", "calculate.field_book"),
    period_field,
    flag_field("sample", "calculate.field_sample"),
    integer_field("draws", "calculate.field_draws", "0"),
    integer_field("seed", "calculate.field_seed", "1"),
};

constexpr std::array<std::string_view, 3> measured_periods{"fiscal_year", "calendar_year", "month"};

constexpr std::array measure_fields{
    subject_field("calculation", "calculate.field_calculation"),
    text_field("book", "calculate.field_measured_book"),
    choice_field("by", measured_periods, "calculate.field_by", "fiscal_year"),
    text_field("period", "calculate.field_within"),
    FieldSpec{.name = "inputs", .kind = FieldKind::texts, .summary_id = "calculate.field_inputs"},
    integer_field("offset", "engine.field_offset", "0"),
    integer_field("limit", "engine.field_limit", "100"),
};

constexpr std::array compare_fields{
    subject_field("calculation", "calculate.field_calculation"),
    text_field("place", "calculate.field_place"),
    text_field("book", "calculate.field_book"),
    period_field,
    FieldSpec{.name = "inputs", .kind = FieldKind::texts, .summary_id = "calculate.field_inputs"},
    flag_field("sample", "calculate.field_sample"),
    text_field("with_place", "calculate.field_with_place"),
    text_field("with_book", "calculate.field_with_book"),
    text_field("with_period", "calculate.field_with_period"),
    FieldSpec{.name = "with_inputs",
              .kind = FieldKind::texts,
              .summary_id = "calculate.field_with_inputs"},
};

constexpr Formats json_only{};
constexpr Formats with_csv{.csv = true, .html = false};
constexpr Formats with_html{.csv = false, .html = true};
constexpr Formats with_pdf{.csv = false, .html = false, .ndjson = {}, .pdf = true};
constexpr Formats list_of_entries{.csv = true, .html = false, .ndjson = "entries"};
constexpr Formats stream_of_entries{
    .csv = true, .html = false, .ndjson = "entries", .events = true};

constexpr std::array requests{
    RequestSpec{"places",
                Method::get,
                "/api/v1/places",
                "places",
                "engine.request_places",
                places_fields,
                "PlacesAnswer",
                with_csv},
    RequestSpec{"diagnose",
                Method::get,
                "/api/v1/diagnoses/{place}",
                "diagnose",
                "engine.request_diagnose",
                diagnose_fields,
                "DiagnosisAnswer",
                with_csv},
    RequestSpec{"report",
                Method::get,
                "/api/v1/reports/{place}",
                "report",
                "engine.request_report",
                report_fields,
                "DiagnosisAnswer",
                with_html},
    RequestSpec{"indicators",
                Method::get,
                "/api/v1/indicators",
                "indicators",
                "engine.request_indicators",
                indicators_fields,
                "IndicatorsAnswer",
                with_csv},
    RequestSpec{"flows",
                Method::get,
                "/api/v1/flows",
                "flows",
                "engine.request_flows",
                flows_fields,
                "FlowsAnswer",
                with_csv},
    RequestSpec{"explain",
                Method::get,
                "/api/v1/explanations/{handle}",
                "explain",
                "engine.request_explain",
                explain_fields,
                "Explanation",
                with_csv},
    RequestSpec{"sources",
                Method::get,
                "/api/v1/sources",
                "sources",
                "engine.request_sources",
                {},
                "SourcesAnswer",
                with_csv},
    RequestSpec{"figures",
                Method::get,
                "/api/v1/figures",
                "figures",
                "engine.request_figures",
                figures_fields,
                "FiguresAnswer",
                with_csv},
    RequestSpec{"programmes",
                Method::get,
                "/api/v1/programmes",
                "programmes",
                "calculate.request_programmes",
                {},
                "ProgrammesAnswer",
                with_csv},
    RequestSpec{"calculations",
                Method::get,
                "/api/v1/calculations",
                "calculations",
                "calculate.request_calculations",
                calculations_fields,
                "CalculationsAnswer",
                with_csv},
    RequestSpec{"calculate",
                Method::post,
                "/api/v1/calculations/{calculation}",
                "calculate",
                "calculate.request_calculate",
                calculate_fields,
                "CalculationAnswer",
                with_csv},
    RequestSpec{"measure",
                Method::get,
                "/api/v1/calculations/{calculation}/measurements",
                "measure",
                "calculate.request_measure",
                measure_fields,
                "MeasureAnswer",
                with_csv},
    RequestSpec{"compare",
                Method::post,
                "/api/v1/calculations/{calculation}/comparison",
                "compare",
                "calculate.request_compare",
                compare_fields,
                "ComparisonAnswer",
                with_csv},
    RequestSpec{"calculation_workbook",
                Method::post,
                "/api/v1/calculation-workbooks/{calculation}",
                "calculate-workbook",
                "calculate.request_calculation_workbook",
                calculate_fields,
                "WorkbookAnswer",
                json_only},
    RequestSpec{"report_workbook",
                Method::get,
                "/api/v1/report-workbooks/{place}",
                "report-workbook",
                "calculate.request_report_workbook",
                report_fields,
                "WorkbookAnswer",
                json_only},
    RequestSpec{"report_pdf",
                Method::get,
                "/api/v1/report-pdfs/{place}",
                "report-pdf",
                "engine.request_report_pdf",
                report_fields,
                "FileAnswer",
                with_pdf,
                false,
                0,
                true},
    RequestSpec{"books",
                Method::get,
                "/api/v1/books",
                "books",
                "engine.request_books",
                {},
                "BooksAnswer",
                with_csv},
    RequestSpec{"entries",
                Method::get,
                "/api/v1/books/{book}/entries",
                "entries",
                "engine.request_entries",
                entries_fields,
                "EntriesAnswer",
                list_of_entries},
    RequestSpec{"create_book",
                Method::post,
                "/api/v1/books",
                "book create",
                "engine.request_create_book",
                create_book_fields,
                "CreateBookAnswer",
                json_only,
                true},
    RequestSpec{"post_entries",
                Method::post,
                "/api/v1/books/{book}/entries",
                "post",
                "engine.request_post_entries",
                post_entries_fields,
                "PostAnswer",
                with_csv,
                true},
    RequestSpec{"entry",
                Method::get,
                "/api/v1/books/{book}/entries/{sequence}",
                "entry",
                "engine.request_entry",
                entry_fields,
                "EntryAnswer",
                with_csv},
    RequestSpec{"correct",
                Method::post,
                "/api/v1/books/{book}/corrections",
                "correct",
                "engine.request_correct",
                correct_fields,
                "PostAnswer",
                with_csv,
                true},
    RequestSpec{"accounts",
                Method::get,
                "/api/v1/books/{book}/accounts",
                "accounts",
                "engine.request_accounts",
                accounts_fields,
                "AccountsAnswer",
                with_csv},
    RequestSpec{"statement",
                Method::get,
                "/api/v1/books/{book}/statement",
                "statement",
                "engine.request_statement",
                statement_fields,
                "StatementAnswer",
                with_csv},
    RequestSpec{"shipments",
                Method::get,
                "/api/v1/shipments",
                "shipments",
                "engine.request_shipments",
                shipments_fields,
                "ShipmentsAnswer",
                with_csv},
    RequestSpec{"journal_entries",
                Method::get,
                "/api/v1/entries",
                "journal entries",
                "engine.request_journal_entries",
                journal_entries_fields,
                "JournalEntriesAnswer",
                stream_of_entries},
    RequestSpec{"status",
                Method::get,
                "/api/v1/status",
                "doctor",
                "engine.request_status",
                {},
                "StatusAnswer",
                json_only},
    RequestSpec{"checkpoint",
                Method::get,
                "/api/v1/log/checkpoint",
                "log checkpoint",
                "engine.log_request_checkpoint",
                checkpoint_fields,
                "CheckpointAnswer",
                json_only},
    RequestSpec{"prove",
                Method::get,
                "/api/v1/log/proofs/{book}/{sequence}",
                "log prove",
                "engine.log_request_prove",
                prove_fields,
                "EntryProof",
                json_only},
    RequestSpec{"consistency",
                Method::get,
                "/api/v1/log/consistency",
                "log consistency",
                "engine.log_request_consistency",
                consistency_fields,
                "GrowthProof",
                json_only},
    RequestSpec{"log_tiles",
                Method::post,
                "/api/v1/log/tiles",
                "log tiles",
                "engine.request_log_tiles",
                tiles_fields,
                "TilesAnswer",
                json_only,
                true},
    RequestSpec{"journal_verify",
                Method::post,
                "/api/v1/journal/verify",
                "journal verify",
                "engine.request_journal_verify",
                {},
                "VerifyAnswer",
                json_only},
    RequestSpec{"journal_backup",
                Method::post,
                "/api/v1/journal/backup",
                "journal backup",
                "engine.request_journal_backup",
                backup_fields,
                "BackupAnswer",
                json_only,
                true},
    RequestSpec{"load",
                Method::post,
                "/api/v1/packs",
                "load",
                "engine.request_load",
                load_fields,
                "LoadAnswer",
                json_only,
                true},
    RequestSpec{"check_pack",
                Method::post,
                "/api/v1/pack-checks",
                "pack check",
                "engine.request_check_pack",
                check_fields,
                "CheckAnswer",
                json_only},
    RequestSpec{"rebuild",
                Method::post,
                "/api/v1/columns/rebuild",
                "rebuild",
                "engine.request_rebuild",
                {},
                "RebuildAnswer",
                json_only,
                true},
    RequestSpec{"import_preview",
                Method::post,
                "/api/v1/import-previews",
                "import preview",
                "engine.request_import_preview",
                import_preview_fields,
                "ImportPreviewAnswer",
                json_only,
                false,
                import_bytes_max},
    RequestSpec{"import_errors",
                Method::post,
                "/api/v1/import-errors",
                "import errors",
                "engine.request_import_errors",
                import_errors_fields,
                "ImportErrorsAnswer",
                json_only,
                false,
                import_bytes_max},
    RequestSpec{"import",
                Method::post,
                "/api/v1/imports",
                "import",
                "engine.request_import",
                import_fields,
                "ImportAnswer",
                json_only,
                true,
                import_bytes_max},
    RequestSpec{"imports",
                Method::get,
                "/api/v1/imports",
                "imports",
                "engine.request_imports",
                imports_fields,
                "ImportsAnswer",
                with_csv},
    RequestSpec{"undo_import",
                Method::post,
                "/api/v1/imports/{import}/undo",
                "import undo",
                "engine.request_undo_import",
                undo_import_fields,
                "UndoAnswer",
                json_only,
                true},
    RequestSpec{"import_templates",
                Method::get,
                "/api/v1/import-templates",
                "import templates",
                "engine.request_import_templates",
                import_templates_fields,
                "ImportTemplatesAnswer",
                json_only},
    RequestSpec{"save_import_template",
                Method::post,
                "/api/v1/import-templates",
                "import save-template",
                "engine.request_save_import_template",
                save_import_template_fields,
                "ImportTemplate",
                json_only,
                true},
};

}  // namespace

std::span<const RequestSpec> request_table() { return requests; }

const RequestSpec* find_request(std::string_view name) {
  const auto* const found = std::ranges::find(requests, name, &RequestSpec::name);
  return found == requests.end() ? nullptr : found;
}

}  // namespace meguri
