// SPDX-License-Identifier: Apache-2.0
// Programmes, calculations, one calculation run, workbooks, and the proposals of a diagnosis.
#include <array>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string name_with(const std::string& name, const std::string& more) {
  return more.empty() ? name : name + " / " + more;
}

void render_inputs(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& input : elements(answer, "inputs")) {
    rows.push_back({text_of(input, "id"),
                    text_of(input, "name"),
                    figure_text(member(input, "figure")),
                    text_of(input, "by_name")});
  }
  if (rows.empty()) return;
  page.heading(page.say("engine.section_input"));
  const std::array columns = {Column{page.say("cli.column_id"), Align::left},
                              Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_value"), Align::right},
                              Column{page.say("cli.column_given_by"), Align::left}};
  page.table(columns, rows);
}

// One line for each row of a list: its cells, then what was computed for it.
void render_lists(const Json& answer, Page& page) {
  for (const Json& list : elements(answer, "lists")) {
    page.heading(harmless(text_of(list, "name")));
    std::vector<Column> columns = {{page.say("cli.column_name"), Align::left}};
    for (const Json& column : elements(list, "columns"))
      columns.push_back({text_of(column, "name"), Align::right});
    Rows rows;
    for (const Json& row : elements(list, "rows")) {
      rows.push_back({text_of(row, "name")});
      for (const Json& cell : elements(row, "cells"))
        rows.back().push_back(text_of(cell, "display"));
    }
    for (const std::string_view part : {"steps", "results"}) {
      for (const Json& step : elements(answer, part)) {
        const auto figures = elements(step, "rows");
        if (text_of(step, "list") != text_of(list, "id") || figures.size() != rows.size()) continue;
        columns.push_back({text_of(step, "name"), Align::right});
        for (std::size_t row = 0; row < rows.size(); ++row)
          rows[row].push_back(figure_text(figures[row]));
      }
    }
    page.table(columns, rows);
  }
}

void render_steps(const Json& answer, std::string_view part, std::string_view heading, Page& page) {
  Rows rows;
  for (const Json& step : elements(answer, part)) {
    const Json& figure = member(step, "figure");
    if (!figure.is_object()) continue;
    rows.push_back({text_of(step, "name"),
                    figure_text(figure),
                    text_of(member(step, "spread"), "display"),
                    name_with(text_of(step, "effect_name"), text_of(step, "boundary_name")),
                    text_of(figure, "why")});
  }
  if (rows.empty()) return;
  page.heading(page.say(heading));
  const std::array columns = {Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_value"), Align::right},
                              Column{page.say("cli.column_spread"), Align::right},
                              Column{page.say("cli.column_counts"), Align::left},
                              Column{page.say("cli.column_why"), Align::left}};
  page.table(columns, rows);
}

void render_verdicts(const Json& answer, Page& page) {
  if (elements(answer, "verdicts").empty()) return;
  page.heading(page.say("engine.section_verdict"));
  for (const Json& verdict : elements(answer, "verdicts")) {
    page.line(page.named(name_with(text_of(verdict, "title"), text_of(verdict, "version")),
                         text_of(verdict, "outcome_name") + " — " + text_of(verdict, "sentence")));
    for (const Json& row : elements(verdict, "rows")) {
      page.item(page.named(text_of(row, "name"),
                           text_of(row, "outcome_name") + " — " + text_of(row, "sentence")));
    }
    page.line(
        page.in(Ink::dim,
                "  " + harmless(text_of(verdict, "basis") + " / " + text_of(verdict, "in_force"))));
  }
}

void render_factors(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& factor : elements(answer, "factors")) {
    const Json& figure = member(factor, "figure");
    rows.push_back({text_of(factor, "name"),
                    figure_text(figure),
                    text_of(factor, "year"),
                    page.say("engine.quality_" + text_of(figure, "quality")),
                    text_of(member(factor, "source"), "publisher")});
  }
  if (rows.empty()) return;
  page.heading(page.say("cli.heading_factors"));
  const std::array columns = {Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_value"), Align::right},
                              Column{page.say("cli.column_year"), Align::left},
                              Column{page.say("cli.column_certainty"), Align::left},
                              Column{page.say("cli.column_publisher"), Align::left}};
  page.table(columns, rows);
}

void render_evidence(const Json& answer, Page& page) {
  bool has_heading = false;
  for (const Json& step : elements(answer, "results")) {
    const std::string handle = text_of(member(step, "figure"), "evidence");
    if (handle.empty()) continue;
    if (!has_heading) page.heading(page.say("cli.heading_evidence"));
    has_heading = true;
    page.line(harmless(text_of(step, "name")));
    page.line(page.in(Ink::dim, "  meguri explain " + shell_word(harmless(handle))));
  }
}

}  // namespace

void render_programmes(const Json& answer, Page& page) {
  for (const Json& section : elements(answer, "sections")) {
    page.heading(harmless(text_of(section, "name")));
    Rows rows;
    for (const Json& programme : elements(section, "programmes")) {
      rows.push_back({text_of(programme, "id"),
                      text_of(programme, "name"),
                      text_of(programme, "state_name"),
                      std::to_string(elements(programme, "calculations").size())});
    }
    const std::array columns = {Column{page.say("cli.column_id"), Align::left},
                                Column{page.say("cli.column_name"), Align::left},
                                Column{page.say("cli.column_status"), Align::left},
                                Column{page.say("cli.column_calculations"), Align::right}};
    page.table(columns, rows);
  }
}

void render_calculations(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& calculation : elements(answer, "calculations")) {
    rows.push_back({text_of(calculation, "id"),
                    text_of(calculation, "title"),
                    text_of(calculation, "kind_name"),
                    text_of(calculation, "programme")});
  }
  const std::array columns = {Column{page.say("cli.column_id"), Align::left},
                              Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_kind"), Align::left},
                              Column{page.say("cli.column_programme"), Align::left}};
  page.table(columns, rows);
}

void render_calculation(const Json& answer, Page& page) {
  page.title(harmless(text_of(answer, "title")));
  page.line(harmless(text_of(answer, "question")));
  const std::string place = text_of(member(answer, "place"), "name");
  if (!place.empty()) page.line(harmless(place + "  " + text_of(answer, "period_name")));
  const std::string book = text_of(member(answer, "book"), "name");
  if (!book.empty()) page.line(harmless(book + "  " + text_of(answer, "period_name")));
  for (const Json& caution : elements(answer, "cautions"))
    page.item(harmless(text_of(caution)));
  render_inputs(answer, page);
  render_lists(answer, page);
  render_steps(answer, "results", "engine.section_result", page);
  render_verdicts(answer, page);
  render_steps(answer, "steps", "engine.section_step", page);
  render_factors(answer, page);
  render_evidence(answer, page);
}

void render_workbook(const Json& answer, Page& page) {
  page.line(page.say("cli.workbook", {{"file", harmless(text_of(answer, "name"))}}));
}

void render_file(const Json& answer, Page& page) {
  page.line(page.say("cli.file", {{"file", harmless(text_of(answer, "name"))}}));
}

void render_proposals(const Json& answer, Page& page) {
  if (elements(answer, "proposals").empty()) return;
  page.heading(page.say("cli.heading_proposals"));
  Rows rows;
  for (const Json& proposal : elements(answer, "proposals")) {
    std::string effect;
    for (const Json& each : elements(proposal, "effects")) {
      if (!effect.empty() || text_of(each, "effect") != "ghg") continue;
      effect =
          text_of(member(each, "figure"), "display") + " (" + text_of(each, "boundary_name") + ")";
    }
    rows.push_back({text_of(proposal, "title"),
                    text_of(proposal, "resource"),
                    figure_text(member(proposal, "potential")),
                    effect,
                    text_of(proposal, "readiness_name"),
                    text_of(proposal, "calculation")});
  }
  const std::array columns = {Column{page.say("cli.column_proposal"), Align::left},
                              Column{page.say("cli.column_resource"), Align::left},
                              Column{page.say("cli.column_at_stake"), Align::right},
                              Column{page.say("calculate.effect_ghg"), Align::right},
                              Column{page.say("cli.column_readiness"), Align::left},
                              Column{page.say("cli.column_calculation"), Align::left}};
  page.table(columns, rows);
}

}  // namespace meguri
