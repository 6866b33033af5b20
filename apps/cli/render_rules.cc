// SPDX-License-Identifier: Apache-2.0
// The rules of all packs, version beside version.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// "(unverified)" behind a figure that is not known from its own source; else empty.
std::string doubt_text(const Json& figure, const Page& page) {
  const std::string quality = text_of(figure, "quality");
  if (quality != "unverified" && quality != "secondary") return "";
  return " (" + page.say("engine.quality_" + quality) + ")";
}

// The figures that the thresholds rest on, each once.
std::string figures_text(const Json& clause, bool with_names, const Page& page) {
  std::vector<std::string> figures;
  for (const Json& condition : elements(clause, "conditions")) {
    for (const Json& figure : elements(condition, "figures")) {
      const Json& value = member(figure, "figure");
      std::string text = figure_text(value) + doubt_text(value, page);
      if (with_names) text.insert(0, text_of(figure, "name") + " ");
      if (std::ranges::find(figures, text) == figures.end()) figures.push_back(std::move(text));
    }
  }
  std::string all;
  for (const std::string& figure : figures)
    all += (all.empty() ? "" : " / ") + figure;
  return all;
}

// "at least 25 %" of a clause that compares once, else the figures alone.
std::string threshold_text(const Json& clause, const Page& page) {
  const auto conditions = elements(clause, "conditions");
  std::string all = figures_text(clause, false, page);
  if (conditions.size() != 1) return all;
  std::string sentence = text_of(conditions[0], "sentence");
  const auto figures = elements(conditions[0], "figures");
  if (figures.empty()) return sentence;
  const Json& figure = member(figures[0], "figure");
  const bool is_shown = figures.size() == 1 && sentence.find(figure_text(figure)) != sentence.npos;
  return is_shown ? sentence + doubt_text(figure, page) : all;
}

// What is compared with what; of several the whole condition, for "and" and "or" decide there.
std::string condition_text(const Json& clause, const Page& page) {
  const auto conditions = elements(clause, "conditions");
  std::string text = text_of(clause, "formula");
  if (conditions.size() == 1) {
    const std::string sentence = text_of(conditions[0], "sentence");
    if (!sentence.empty()) text = text_of(conditions[0], "subject") + ": " + sentence;
    if (threshold_text(clause, page).starts_with(sentence)) return text;
  }
  const std::string figures = figures_text(clause, true, page);
  return figures.empty() ? text : text + "  " + figures;
}

std::string names_text(const Json& clause, std::string_view list) {
  std::string text;
  for (const Json& item : elements(clause, list))
    text += (text.empty() ? "" : ", ") + text_of(item, "name");
  return text;
}

// What holds for a clause besides its condition, where the pack says it.
std::vector<std::string> terms_of(const Json& clause, const Page& page) {
  std::vector<std::string> terms;
  const auto say = [&](std::string_view id, const std::string& text) {
    if (!text.empty()) terms.push_back(page.named(page.say(id), text));
  };
  say("engine.header_population", text_of(clause, "population"));
  say("engine.header_origin", names_text(clause, "origins"));
  say("engine.header_custody", names_text(clause, "chain_of_custody"));
  return terms;
}

// Each legal basis once, and what holds for its clauses where it is not what was just said.
void render_bases(const Json& rule, Page& page) {
  std::string basis;
  std::vector<std::string> terms;
  for (const Json& clause : elements(rule, "clauses")) {
    const std::string next =
        text_of(clause, "basis") + " (" + text_of(clause, "jurisdiction_name") + ")";
    if (next != basis) page.line(page.in(Ink::dim, "  " + harmless(next)));
    basis = next;
    const std::vector<std::string> said = terms_of(clause, page);
    for (const std::string& term : said) {
      if (said != terms) page.line(page.in(Ink::dim, "    " + harmless(term)));
    }
    terms = said;
  }
}

void render_rule(const Json& rule, Page& page) {
  page.heading(harmless(text_of(rule, "name")));
  Rows rows;
  for (const Json& clause : elements(rule, "clauses")) {
    rows.push_back({text_of(clause, "version"),
                    text_of(clause, "title"),
                    text_of(clause, "status_name"),
                    text_of(clause, "from_name"),
                    text_of(clause, "until").empty() ? "" : text_of(clause, "until_name"),
                    text_of(clause, "in_force_name"),
                    threshold_text(clause, page),
                    text_of(clause, "calculation")});
  }
  const std::array columns = {Column{page.say("cli.column_version"), Align::left},
                              Column{page.say("engine.header_clause"), Align::left},
                              Column{page.say("cli.column_status"), Align::left},
                              Column{page.say("engine.header_force_from"), Align::left},
                              Column{page.say("engine.header_until"), Align::left},
                              Column{page.say("engine.header_force"), Align::left},
                              Column{page.say("engine.header_condition"), Align::left},
                              Column{page.say("engine.header_calculation"), Align::left}};
  page.table(columns, rows);
  for (const Json& clause : elements(rule, "clauses"))
    page.item(page.named(text_of(clause, "title"), condition_text(clause, page)));
  render_bases(rule, page);
}

}  // namespace

void render_rules(const Json& answer, Page& page) {
  page.title(page.say(is_true(answer, "on_asked") ? "cli.rules_on" : "cli.rules",
                      {{"day", text_of(answer, "on_name")},
                       {"count", count_text(answer, "total")},
                       {"unknown", count_text(answer, "unknown")}}));
  for (const Json& rule : elements(answer, "rules"))
    render_rule(rule, page);
}

}  // namespace meguri
