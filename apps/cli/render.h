// SPDX-License-Identifier: Apache-2.0
// render: an answer of the engine, or a problem, as text for a person at a terminal.
//
// Every request has a renderer of its own in render_*.cc; one without falls back to a plain walk
// through the document. Nothing is computed here: what is shown stands in the answer. Pure but for
// the page written to.
#pragma once

#include <string_view>

#include "cli/page.h"
#include "wire/json.h"

namespace meguri {

// `view` is the name of the request, or how words that lead into it show the answer.
void render_answer(std::string_view view, const Json& answer, Page& page);

// RFC 9457 problem with its findings.
void render_problem(const Json& problem, Page& page);

// Each finding as "file:row:column: what" and, below it, how to mend it.
void render_findings(const Json& findings, Page& page);

void render_any(const Json& value, Page& page);

void render_places(const Json& answer, Page& page);
void render_indicators(const Json& answer, Page& page);
void render_diagnosis(const Json& answer, Page& page);
void render_flows(const Json& answer, Page& page);
void render_explanation(const Json& answer, Page& page);
void render_sources(const Json& answer, Page& page);
void render_figures(const Json& answer, Page& page);
void render_programmes(const Json& answer, Page& page);
void render_calculations(const Json& answer, Page& page);
void render_calculation(const Json& answer, Page& page);
void render_rule_check(const Json& answer, Page& page);
void render_rules(const Json& answer, Page& page);
void render_measured(const Json& answer, Page& page);
void render_comparison(const Json& answer, Page& page);
void render_workbook(const Json& answer, Page& page);
void render_file(const Json& answer, Page& page);
void render_books(const Json& answer, Page& page);
void render_entries(const Json& answer, Page& page);
void render_one_entry(const Json& answer, Page& page);
void render_new_book(const Json& answer, Page& page);
void render_posted(const Json& answer, Page& page);
void render_accounts(const Json& answer, Page& page);
void render_statement(const Json& answer, Page& page);
void render_shipments(const Json& answer, Page& page);
void render_trace(const Json& answer, Page& page);
void render_origins(const Json& answer, Page& page);
void render_custody(const Json& answer, Page& page);
void render_custody_statement(const Json& answer, Page& page);
void render_claims(const Json& answer, Page& page);
void render_claim(const Json& answer, Page& page);
void render_claim_document(const Json& answer, Page& page);
void render_claim_impact(const Json& answer, Page& page);
void render_verified_claim(const Json& answer, Page& page);
void render_certificates(const Json& answer, Page& page);
void render_journal_entries(const Json& answer, Page& page);
void render_status(const Json& answer, Page& page);
void render_load(const Json& answer, Page& page);
void render_verified(const Json& answer, Page& page);
void render_backup(const Json& answer, Page& page);
void render_tiles(const Json& answer, Page& page);
void render_check(const Json& answer, Page& page);
void render_rebuild(const Json& answer, Page& page);
void render_checkpoint(const Json& answer, Page& page);
void render_proof(const Json& answer, Page& page);
void render_import_preview(const Json& answer, Page& page);
void render_import_errors(const Json& answer, Page& page);
void render_import(const Json& answer, Page& page);
void render_imports(const Json& answer, Page& page);
void render_undo(const Json& answer, Page& page);
void render_import_templates(const Json& answer, Page& page);
void render_saved_template(const Json& answer, Page& page);
// Of `meguri log verify`, which is no request (engine/log_verification.h).
void render_log_verification(const Json& answer, Page& page);

// Of `meguri journal restore`, which is no request (engine/backup.h).
void render_restored(const Json& answer, Page& page);

// Shared by them.
// What a place could do, in a diagnosis.
void render_proposals(const Json& answer, Page& page);
// A figure as its display text, marked where cautions go with it.
std::string figure_text(const Json& figure);
// "title, publisher, year (licence)" per source.
void render_source_list(const Json& sources, Page& page);
// The entry with its lines.
void render_entry(const Json& entry, Page& page);
// The instant as a day, or as a day and minute, in Japan; as it stands if it is no instant.
std::string day_text(const Json& value, std::string_view name);
std::string moment_text(const Json& value, std::string_view name);
// Grouped in thousands.
std::string count_text(const Json& value, std::string_view name);

}  // namespace meguri
