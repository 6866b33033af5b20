// SPDX-License-Identifier: Apache-2.0
// The diagnosis of a town, in its three parts.
#include <algorithm>
#include <array>

#include "base/number_text.h"
#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t better_places_shown = 3;

// "12/35", or nothing where the place is not ranked.
std::string rank_text(const Json& standing) {
  const std::string rank = text_of(standing, "rank");
  return rank.empty() ? "" : rank + "/" + text_of(standing, "count");
}

const Json& standing_of(const Json& measure, std::string_view group) {
  static const Json nothing;
  for (const Json& standing : elements(measure, "standings")) {
    if (text_of(standing, "group") == group) return standing;
  }
  return nothing;
}

void render_head(const Json& answer, Page& page) {
  const Json& place = member(answer, "place");
  std::string title = text_of(place, "name");
  for (const std::string& part :
       {text_of(place, "parent_name"), text_of(place, "code"), text_of(answer, "period_name")}) {
    if (!part.empty()) title += "  " + part;
  }
  page.title(title);
  for (const Json& note : elements(answer, "notes"))
    page.item(harmless(text_of(note)));
  Rows rows;
  for (const Json& figure : elements(answer, "key_figures")) {
    rows.push_back(
        {text_of(figure, "label"), figure_text(figure), page.word(text_of(figure, "status"))});
  }
  page.heading(page.say("cli.heading_key_figures"));
  const std::array columns = {Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_value"), Align::right},
                              Column{page.say("cli.column_status"), Align::left}};
  page.table(columns, rows);
}

void render_measures(const Json& answer, Page& page) {
  const Json& peers = member(answer, "peer_group");
  page.heading(
      page.say("cli.heading_present",
               {{"group", text_of(peers, "name")}, {"count", count_text(peers, "count")}}));
  Rows rows;
  for (const Json& measure : elements(answer, "measures")) {
    const Json& band = standing_of(measure, "band");
    rows.push_back({text_of(measure, "name"),
                    figure_text(member(measure, "primary")),
                    rank_text(band),
                    text_of(member(band, "median"), "display"),
                    text_of(member(band, "best_quarter"), "display"),
                    rank_text(standing_of(measure, "prefecture")),
                    rank_text(standing_of(measure, "nation"))});
  }
  const std::array columns = {Column{page.say("cli.column_measure"), Align::left},
                              Column{page.say("cli.column_value"), Align::right},
                              Column{page.say("cli.column_rank_band"), Align::right},
                              Column{page.say("cli.word_median"), Align::right},
                              Column{page.say("cli.word_best_quarter"), Align::right},
                              Column{page.say("cli.column_rank_prefecture"), Align::right},
                              Column{page.say("cli.column_rank_nation"), Align::right}};
  page.table(columns, rows);
  for (const Json& measure : elements(answer, "measures")) {
    const std::string sentence = text_of(standing_of(measure, "band"), "sentence");
    if (!sentence.empty()) page.item(page.named(text_of(measure, "name"), sentence));
  }
}

void render_targets(const Json& answer, Page& page) {
  if (elements(answer, "targets").empty()) return;
  page.heading(page.say("cli.heading_targets"));
  Rows rows;
  for (const Json& target : elements(answer, "targets")) {
    rows.push_back({text_of(target, "name"),
                    figure_text(member(target, "current")),
                    figure_text(member(target, "target_value")),
                    text_of(target, "year_name"),
                    figure_text(member(target, "distance")),
                    figure_text(member(target, "per_year")),
                    figure_text(member(target, "projected")),
                    text_of(target, "verdict_name")});
  }
  const std::array columns = {Column{page.say("cli.column_measure"), Align::left},
                              Column{page.say("cli.column_value"), Align::right},
                              Column{page.say("cli.column_target"), Align::right},
                              Column{page.say("cli.column_by_year"), Align::left},
                              Column{page.say("cli.column_distance"), Align::right},
                              Column{page.say("cli.column_needed"), Align::right},
                              Column{page.say("cli.column_projected"), Align::right},
                              Column{page.say("cli.column_verdict"), Align::left}};
  page.table(columns, rows);
  for (const Json& target : elements(answer, "targets")) {
    page.item(page.named(text_of(target, "name"), text_of(target, "sentence")));
    page.line(page.in(Ink::dim, "  " + harmless(text_of(target, "method"))));
  }
}

void render_potentials(const Json& answer, Page& page) {
  if (elements(answer, "potentials").empty()) return;
  page.heading(page.say("cli.heading_potential"));
  for (const Json& potential : elements(answer, "potentials")) {
    page.item(harmless(text_of(potential, "sentence")));
  }
}

void render_improvements(const Json& answer, Page& page) {
  if (elements(answer, "improvements").empty()) return;
  page.heading(page.say("cli.heading_improvement"));
  for (const Json& improvement : elements(answer, "improvements")) {
    const auto better = elements(improvement, "better");
    page.line(page.named(
        text_of(improvement, "name"),
        page.say("cli.better_count", {{"count", count_text(improvement, "total_better")}})));
    Rows rows;
    for (const Json& row : better.first(std::min(better.size(), better_places_shown))) {
      const Json& place = member(row, "place");
      rows.push_back({"  " + text_of(place, "name"),
                      text_of(place, "parent_name"),
                      figure_text(member(row, "figure")),
                      text_of(member(row, "difference"), "display")});
    }
    const std::array columns = {Column{"  " + page.say("cli.column_name"), Align::left},
                                Column{page.say("cli.column_parent"), Align::left},
                                Column{page.say("cli.column_value"), Align::right},
                                Column{page.say("cli.column_difference"), Align::right}};
    page.table(columns, rows);
  }
}

void render_history(const Json& answer, Page& page) {
  Rows rows;
  std::vector<Column> columns = {{page.say("cli.column_indicator"), Align::left}};
  for (const Json& series : elements(answer, "history")) {
    const auto points = elements(series, "points");
    if (points.size() < 2) continue;
    if (columns.size() == 1) {
      for (const Json& point : points)
        columns.push_back({text_of(point, "period"), Align::right});
    }
    std::vector<std::string> row = {text_of(series, "name")};
    for (const Json& point : points)
      row.push_back(figure_text(member(point, "figure")));
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return;
  page.heading(page.say("cli.heading_history"));
  page.table(columns, rows);
}

void render_cautions(const Json& answer, Page& page) {
  if (!elements(answer, "gaps").empty()) page.heading(page.say("cli.heading_gaps"));
  for (const Json& gap : elements(answer, "gaps")) {
    page.item(page.named(text_of(gap, "name"), text_of(gap, "why")));
  }
  if (!elements(answer, "flags").empty()) page.heading(page.say("cli.heading_flags"));
  for (const Json& flag : elements(answer, "flags")) {
    page.item(page.named("※ " + text_of(flag, "name"), text_of(flag, "text")));
  }
  if (!elements(answer, "limits").empty()) page.heading(page.say("cli.heading_limits"));
  for (const Json& limit : elements(answer, "limits"))
    page.item(harmless(text_of(limit)));
}

// The ends of the threads that lead down to the published cells.
void render_handles(const Json& answer, Page& page) {
  page.heading(page.say("cli.heading_evidence"));
  for (const Json& measure : elements(answer, "measures")) {
    const std::string handle = text_of(member(measure, "primary"), "evidence");
    if (handle.empty()) continue;
    page.line(harmless(text_of(measure, "name")));
    page.line(page.in(Ink::dim, "  meguri explain " + shell_word(harmless(handle))));
  }
}

}  // namespace

void render_diagnosis(const Json& answer, Page& page) {
  render_head(answer, page);
  render_measures(answer, page);
  render_history(answer, page);
  render_targets(answer, page);
  render_potentials(answer, page);
  render_proposals(answer, page);
  render_improvements(answer, page);
  render_cautions(answer, page);
  page.heading(page.say("cli.heading_sources"));
  render_source_list(member(answer, "sources"), page);
  render_handles(answer, page);
  const std::string coming = text_of(answer, "coming");
  if (!coming.empty()) page.heading(coming);
}

}  // namespace meguri
