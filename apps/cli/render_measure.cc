// SPDX-License-Identifier: Apache-2.0
// Calculations over books, and two runs of one side by side.
#include <array>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// "Bottler, fiscal year 2025"; empty where nobody's figures were asked for.
std::string whose(const Json& side) {
  std::string text = text_of(member(side, "place"), "name");
  if (text.empty()) text = text_of(member(side, "book"), "name");
  const std::string period = text_of(side, "period_name");
  return text.empty() || period.empty() ? text + period : text + ", " + period;
}

std::string side_name(const Json& answer, std::string_view side, Page& page) {
  const std::string name = whose(member(answer, side));
  // Both of the same: only what was given differs.
  const bool is_same = whose(member(answer, "before")) == whose(member(answer, "after"));
  return name.empty() || is_same ? page.say("engine.header_" + std::string(side)) : name;
}

void render_head(const Json& answer, Page& page) {
  const Json& calculation = member(answer, "calculation");
  page.title(harmless(text_of(calculation, "title")));
  page.line(harmless(text_of(calculation, "question")));
}

void render_results(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& result : elements(answer, "results")) {
    rows.push_back({text_of(result, "name"),
                    figure_text(member(result, "before")),
                    figure_text(member(result, "after")),
                    text_of(member(result, "change"), "display")});
  }
  for (const Json& verdict : elements(answer, "verdicts")) {
    rows.push_back({text_of(verdict, "title"),
                    text_of(member(verdict, "before"), "outcome_name"),
                    text_of(member(verdict, "after"), "outcome_name"),
                    ""});
  }
  const std::array columns = {Column{page.say("cli.column_name"), Align::left},
                              Column{side_name(answer, "before", page), Align::right},
                              Column{side_name(answer, "after", page), Align::right},
                              Column{page.say("engine.header_change"), Align::right}};
  page.table(columns, rows);
}

void render_parts(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& result : elements(answer, "results")) {
    std::string name = text_of(result, "name");
    for (const Json& part : elements(result, "parts")) {
      const std::string share = text_of(part, "share_percent");
      rows.push_back({name,
                      text_of(part, "name"),
                      text_of(part, "display"),
                      share.empty() ? "" : share + " %"});
      name.clear();  // once for all its causes
    }
  }
  if (rows.empty()) return;
  page.heading(page.say("cli.heading_causes"));
  const std::array columns = {Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("engine.header_cause"), Align::left},
                              Column{page.say("engine.header_part"), Align::right},
                              Column{page.say("cli.column_share"), Align::right}};
  page.table(columns, rows);
}

void render_side_by_side(const Json& answer, Page& page) {
  std::vector<Column> columns = {{page.say("engine.header_book"), Align::left},
                                 {page.say("cli.column_period"), Align::left}};
  for (const Json& result : elements(answer, "results"))
    columns.push_back({text_of(result, "name"), Align::right});
  for (const Json& verdict : elements(answer, "verdicts"))
    columns.push_back({text_of(verdict, "title"), Align::left});
  Rows rows;
  for (const Json& row : elements(answer, "rows")) {
    rows.push_back({text_of(row, "book_name"), text_of(row, "period")});
    for (const Json& figure : elements(row, "figures"))
      rows.back().push_back(figure_text(figure));
    for (const Json& verdict : elements(row, "verdicts"))
      rows.back().push_back(text_of(verdict, "outcome_name"));
  }
  page.table(columns, rows);
}

void render_one_by_one(const Json& answer, Page& page) {
  const auto results = elements(answer, "results");
  const auto verdicts = elements(answer, "verdicts");
  for (const Json& row : elements(answer, "rows")) {
    page.heading(harmless(text_of(row, "book_name") + "  " + text_of(row, "period_name")));
    std::vector<std::pair<std::string, std::string>> pairs;
    std::size_t at = 0;
    for (const Json& figure : elements(row, "figures"))
      pairs.emplace_back(text_of(results[at++], "name"), figure_text(figure));
    at = 0;
    for (const Json& verdict : elements(row, "verdicts"))
      pairs.emplace_back(text_of(verdicts[at++], "title"), text_of(verdict, "outcome_name"));
    page.pairs(pairs);
  }
}

}  // namespace

void render_measured(const Json& answer, Page& page) {
  render_head(answer, page);
  const std::size_t columns = elements(answer, "results").size();
  constexpr std::size_t most_columns = 4;  // more do not fit beside one another
  if (elements(answer, "rows").empty()) page.line(page.say("cli.nothing_measured"));
  if (columns + elements(answer, "verdicts").size() <= most_columns) {
    render_side_by_side(answer, page);
  } else {
    render_one_by_one(answer, page);
  }
  const std::int64_t without = integer_of(answer, "books_without");
  if (without > 0) page.line(page.say("cli.books_without", {{"count", without}}));
}

void render_comparison(const Json& answer, Page& page) {
  render_head(answer, page);
  render_results(answer, page);
  render_parts(answer, page);
}

}  // namespace meguri
