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

std::string kinds_of(const Json& calculation) {
  std::string names;
  for (const Json& kind : elements(calculation, "kinds"))
    names += (names.empty() ? "" : " / ") + text_of(kind, "name");
  return names;
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

// What is asked, of whom, and what a reader must know.
void render_question(const Json& answer, Page& page) {
  page.title(harmless(text_of(answer, "title")));
  page.line(harmless(text_of(answer, "question")));
  const std::string place = text_of(member(answer, "place"), "name");
  if (!place.empty()) page.line(harmless(place + "  " + text_of(answer, "period_name")));
  const std::string book = text_of(member(answer, "book"), "name");
  if (!book.empty()) page.line(harmless(book + "  " + text_of(answer, "period_name")));
  for (const Json& caution : elements(answer, "cautions"))
    page.item(harmless(text_of(caution)));
}

Ink ink_of(const std::string& outcome) {
  if (outcome == "yes") return Ink::good;
  if (outcome == "no") return Ink::bad;
  return outcome == "unknown" ? Ink::caution : Ink::dim;
}

// A verdict with its clause, the terms that decided it, and which version of the rule it is.
void render_judgement(const Json& verdict, Page& page) {
  const auto outcome = [&](const Json& of) {
    const std::string name = text_of(of, "outcome_name");
    const std::string sentence = text_of(of, "sentence");
    return page.in(ink_of(text_of(of, "outcome")), harmless(name)) +
           (sentence == name ? "" : " — " + harmless(sentence));
  };
  page.heading(harmless(text_of(verdict, "title")));
  page.line(outcome(verdict));
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  Pairs facts;
  const auto add = [&](std::string_view id, const std::string& text) {
    if (!text.empty()) facts.emplace_back(page.say(id), harmless(text));
  };
  add("engine.header_basis", text_of(verdict, "basis"));
  add("engine.header_condition", text_of(verdict, "formula"));
  add("cli.column_value", text_of(verdict, "values"));
  for (const Json& row : elements(verdict, "rows")) {
    facts.emplace_back(harmless(text_of(row, "name")),
                       outcome(row) + "  " + harmless(text_of(row, "values")));
  }
  add("cli.column_version",
      text_of(verdict, "version") + " / " + text_of(verdict, "status_name") + " / " +
          text_of(verdict, "in_force"));
  page.pairs(facts);
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
                    kinds_of(calculation),
                    text_of(calculation, "programme")});
  }
  const std::array columns = {Column{page.say("cli.column_id"), Align::left},
                              Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_kind"), Align::left},
                              Column{page.say("cli.column_programme"), Align::left}};
  page.table(columns, rows);
}

void render_calculation(const Json& answer, Page& page) {
  render_question(answer, page);
  render_inputs(answer, page);
  render_lists(answer, page);
  render_steps(answer, "results", "engine.section_result", page);
  render_verdicts(answer, page);
  render_steps(answer, "steps", "engine.section_step", page);
  render_factors(answer, page);
  render_evidence(answer, page);
}

void render_rule_check(const Json& answer, Page& page) {
  render_question(answer, page);
  for (const Json& verdict : elements(answer, "verdicts"))
    render_judgement(verdict, page);
  render_inputs(answer, page);
  render_lists(answer, page);
  render_steps(answer, "results", "engine.section_result", page);
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
