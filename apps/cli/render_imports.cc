// SPDX-License-Identifier: Apache-2.0
// Answers about users' files: previews, imports, undoing, templates.
#include <array>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t findings_shown = 50;

// The first findings, and how many there are.
void render_first_findings(const Json& answer, Page& page) {
  JsonArray first;
  for (const Json& finding : elements(answer, "findings")) {
    if (first.size() == findings_shown) break;
    first.push_back(finding);
  }
  const std::int64_t total = integer_of(answer, "findings_total");
  if (total == 0) return;
  page.heading(
      page.say("cli.heading_import_findings", {{"count", count_text(answer, "findings_total")}}));
  render_findings(Json(std::move(first)), page);
  if (total > static_cast<std::int64_t>(findings_shown)) {
    page.line(page.say("cli.findings_not_shown", {{"shown", std::to_string(findings_shown)}}));
  }
}

// Where a field comes from: a column, ="constant", ~"pattern".
std::string source_of(const Json& rule) {
  for (const auto& [member_name, sign] :
       {std::pair{"column", ""}, std::pair{"constant", "="}, std::pair{"pattern", "~"}}) {
    const std::string text = text_of(rule, member_name);
    if (!text.empty()) return sign + text;
  }
  return {};
}

std::string name_of_field(const Json& answer, const std::string& id) {
  for (const Json& field : elements(answer, "fields"))
    if (text_of(field, "id") == id) return text_of(field, "name");
  return id;
}

void render_mapping(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& rule : elements(member(answer, "mapping"), "fields")) {
    const std::string id = text_of(rule, "field");
    rows.push_back({id, name_of_field(answer, id), source_of(rule), text_of(rule, "unit")});
  }
  for (const Json& field : elements(answer, "fields")) {
    if (is_true(field, "missing")) {
      rows.push_back(
          {text_of(field, "id"), text_of(field, "name"), page.say("cli.label_not_mapped"), ""});
    }
  }
  page.heading(page.say("cli.heading_mapping"));
  const std::array columns = {Column{page.say("cli.column_field"), Align::left},
                              Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_comes_from"), Align::left},
                              Column{page.say("cli.column_unit"), Align::left}};
  page.table(columns, rows);
}

void render_first_rows(const Json& answer, Page& page) {
  std::vector<Column> columns = {Column{page.say("cli.column_row"), Align::right}};
  for (const Json& column : elements(member(answer, "source"), "columns"))
    columns.push_back({text_of(column, "name"), Align::left});
  Rows rows;
  for (const Json& row : elements(answer, "rows")) {
    std::vector<std::string> cells = {text_of(row, "row")};
    for (const Json& cell : elements(row, "cells"))
      cells.push_back(text_of(cell, "text") + (is_true(cell, "problem") ? " ×" : ""));
    cells.resize(columns.size());
    rows.push_back(std::move(cells));
  }
  if (rows.empty()) return;
  page.heading(page.say("cli.heading_first_rows"));
  page.table(columns, rows);
}

// "under way 40,000/120,000"
std::string state_of_import(const Json& import, const Page& page) {
  std::string text = page.say("cli.import_" + text_of(import, "state"));
  const Json& progress = member(import, "progress");
  if (integer_of(progress, "rows") == 0) return text;
  text += " " + count_text(progress, "rows");
  if (integer_of(progress, "rows_total") > 0) text += "/" + count_text(progress, "rows_total");
  return text;
}

}  // namespace

void render_import_preview(const Json& answer, Page& page) {
  const Json& source = member(answer, "source");
  const Json& counts = member(answer, "counts");
  page.title(text_of(source, "file"));
  Pairs pairs = {{page.say("cli.label_kind"), text_of(source, "kind")}};
  const auto add = [&](std::string_view label, std::string text) {
    if (!text.empty()) pairs.emplace_back(page.say(label), std::move(text));
  };
  add("cli.label_encoding", text_of(source, "encoding"));
  add("cli.label_sheet", text_of(source, "sheet"));
  if (integer_of(source, "header_row") > 0)
    add("cli.label_header_row", text_of(source, "header_row"));
  add("cli.label_rows", count_text(counts, "rows"));
  add("cli.label_entries", count_text(counts, "entries"));
  if (integer_of(counts, "bad_rows") > 0) add("cli.label_bad_rows", count_text(counts, "bad_rows"));
  if (integer_of(counts, "rehearsed") > 0) {
    add("cli.label_rehearsed", count_text(counts, "rehearsed"));
    add("cli.label_already_there", count_text(counts, "already_there"));
  }
  add("cli.label_mass_in", text_of(counts, "mass_in") + " " + text_of(counts, "unit"));
  page.pairs(pairs);
  render_mapping(answer, page);
  render_first_rows(answer, page);
  render_first_findings(answer, page);
  if (elements(answer, "notes").empty()) return;
  page.heading(page.say("cli.heading_import_notes"));
  render_findings(member(answer, "notes"), page);
}

void render_import_errors(const Json& answer, Page& page) {
  page.line(page.say(
      "cli.import_errors_found",
      {{"rows", count_text(answer, "rows")}, {"count", count_text(answer, "findings_total")}}));
  page.line(page.say("cli.import_errors_output", {{"name", text_of(answer, "name")}}));
}

void render_import(const Json& answer, Page& page) {
  page.title(text_of(answer, "file") + " → " + text_of(answer, "book"));
  Pairs pairs = {{page.say("cli.label_import"), text_of(answer, "import")},
                 {page.say("cli.label_rows"), count_text(answer, "rows")},
                 {page.say("cli.label_booked"), count_text(answer, "booked")},
                 {page.say("cli.label_already_there"), count_text(answer, "already_there")},
                 {page.say("cli.label_refused"), count_text(answer, "refused")}};
  if (integer_of(answer, "replaced") > 0) {
    pairs.emplace_back(page.say("cli.label_replaced"), count_text(answer, "replaced"));
  }
  page.pairs(pairs);
  render_first_findings(answer, page);
}

void render_imports(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& import : elements(answer, "imports")) {
    rows.push_back({text_of(import, "import"),
                    text_of(import, "book"),
                    text_of(import, "file"),
                    moment_text(import, "at"),
                    state_of_import(import, page),
                    count_text(import, "booked"),
                    count_text(import, "undone")});
  }
  const std::array columns = {Column{page.say("cli.label_import"), Align::left},
                              Column{page.say("cli.column_book"), Align::left},
                              Column{page.say("cli.column_file"), Align::left},
                              Column{page.say("cli.column_time"), Align::left},
                              Column{page.say("cli.column_state"), Align::left},
                              Column{page.say("cli.label_booked"), Align::right},
                              Column{page.say("cli.label_undone"), Align::right}};
  page.table(columns, rows);
}

void render_undo(const Json& answer, Page& page) {
  page.title(text_of(answer, "import") + " (" + text_of(answer, "book") + ")");
  const Pairs pairs = {{page.say("cli.label_undone"), count_text(answer, "undone")},
                       {page.say("cli.label_already_undone"), count_text(answer, "already_undone")},
                       {page.say("cli.label_refused"), count_text(answer, "refused")}};
  page.pairs(pairs);
  render_first_findings(answer, page);
}

void render_import_templates(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& saved : elements(answer, "templates")) {
    rows.push_back({text_of(saved, "book"),
                    text_of(saved, "name"),
                    moment_text(saved, "saved_at"),
                    text_of(saved, "actor")});
  }
  const std::array columns = {Column{page.say("cli.column_book"), Align::left},
                              Column{page.say("cli.column_template"), Align::left},
                              Column{page.say("cli.column_time"), Align::left},
                              Column{page.say("cli.column_actor"), Align::left}};
  page.table(columns, rows);
}

void render_saved_template(const Json& answer, Page& page) {
  page.line(page.say("cli.import_template_saved",
                     {{"name", text_of(answer, "name")}, {"book", text_of(answer, "book")}}));
}

}  // namespace meguri
