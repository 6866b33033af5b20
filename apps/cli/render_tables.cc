// SPDX-License-Identifier: Apache-2.0
// Answers that are lists: places, indicators, sources, figures, books, entries.
#include <array>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string sample_mark(const Json& value, const Page& page) {
  return is_true(value, "sample") ? page.word("sample") : "";
}

void render_catalogue(const Json& indicators, Page& page) {
  Rows rows;
  for (const Json& indicator : elements(indicators)) {
    rows.push_back({text_of(indicator, "id"),
                    text_of(indicator, "name"),
                    text_of(indicator, "definition_name"),
                    text_of(indicator, "unit_name"),
                    page.word(text_of(indicator, "better"))});
  }
  const std::array columns = {Column{page.say("cli.column_id"), Align::left},
                              Column{page.say("cli.column_indicator"), Align::left},
                              Column{page.say("cli.column_definition"), Align::left},
                              Column{page.say("cli.column_unit"), Align::left},
                              Column{page.say("cli.column_better"), Align::left}};
  page.table(columns, rows);
}

std::string joined(const Json& list) {
  std::string text;
  for (const Json& element : elements(list))
    text += (text.empty() ? "" : ", ") + text_of(element);
  return text;
}

void render_distribution(const Json& distribution, const std::string& unit, Page& page) {
  if (!distribution.is_object()) return;
  page.heading(page.say("cli.heading_distribution"));
  const auto value = [&](std::string_view name) {
    return text_of(distribution, name) + " " + unit;
  };
  const std::array<std::pair<std::string, std::string>, 7> pairs = {{
      {page.say("cli.label_count"), count_text(distribution, "count")},
      {page.say("cli.label_missing"), count_text(distribution, "missing")},
      {page.say("cli.label_minimum"), value("minimum")},
      {page.say("cli.label_lower_quarter"), value("q1")},
      {page.say("cli.word_median"), value("median")},
      {page.say("cli.label_upper_quarter"), value("q3")},
      {page.say("cli.label_maximum"), value("maximum")},
  }};
  page.pairs(pairs);
}

void render_lines(const Json& lines, Page& page) {
  Rows rows;
  for (const Json& line : elements(lines)) {
    rows.push_back({text_of(line, "site_name"),
                    text_of(line, "lot"),
                    text_of(line, "material_name"),
                    text_of(member(line, "mass"), "display"),
                    page.word(text_of(line, "origin")),
                    text_of(line, "counterparty")});
  }
  const std::array columns = {Column{page.say("cli.column_site"), Align::left},
                              Column{page.say("cli.column_lot"), Align::left},
                              Column{page.say("cli.column_material"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.column_origin"), Align::left},
                              Column{page.say("cli.column_counterparty"), Align::left}};
  page.table(columns, rows);
}

}  // namespace

void render_places(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& place : elements(answer, "places")) {
    rows.push_back({text_of(place, "code"),
                    text_of(place, "name"),
                    text_of(place, "kana"),
                    text_of(place, "romaji"),
                    text_of(place, "parent_name"),
                    page.word(text_of(place, "level")),
                    text_of(place, "reports_as_name")});
  }
  const std::array columns = {Column{page.say("cli.column_code"), Align::left},
                              Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_kana"), Align::left},
                              Column{page.say("cli.column_romaji"), Align::left},
                              Column{page.say("cli.column_parent"), Align::left},
                              Column{page.say("cli.column_level"), Align::left},
                              Column{page.say("cli.column_reports_as"), Align::left}};
  page.table(columns, rows);
  const auto shown = static_cast<std::int64_t>(rows.size());
  if (shown == 0) {
    page.line(page.say("cli.no_places"));
  } else if (integer_of(answer, "total") > shown) {
    page.line(page.say("cli.shown_of", {{"shown", shown}, {"total", count_text(answer, "total")}}));
  }
}

void render_indicators(const Json& answer, Page& page) {
  const Json& selected = member(answer, "selected");
  if (!selected.is_object()) return render_catalogue(member(answer, "indicators"), page);
  const Json& indicator = member(selected, "indicator");
  page.title(text_of(indicator, "name") + " (" + text_of(indicator, "definition_name") + ", " +
             text_of(indicator, "unit_name") + ") " + text_of(selected, "period_name"));
  page.line(harmless(text_of(indicator, "formula")));
  Rows rows;
  for (const Json& row : elements(selected, "rows")) {
    rows.push_back({text_of(row, "code"),
                    text_of(row, "name"),
                    text_of(row, "display"),
                    text_of(row, "rank"),
                    joined(member(row, "flags")),
                    text_of(row, "why")});
  }
  const std::array columns = {Column{page.say("cli.column_code"), Align::left},
                              Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_value"), Align::right},
                              Column{page.say("cli.column_rank"), Align::right},
                              Column{page.say("cli.column_flags"), Align::left},
                              Column{page.say("cli.column_why"), Align::left}};
  page.table(columns, rows);
  render_distribution(member(selected, "distribution"), text_of(indicator, "unit_name"), page);
  if (!elements(selected, "flags").empty()) page.heading(page.say("cli.heading_flags"));
  for (const Json& flag : elements(selected, "flags")) {
    page.item(
        page.named(text_of(flag, "id"), text_of(flag, "name") + " — " + text_of(flag, "text")));
  }
}

void render_sources(const Json& answer, Page& page) {
  if (elements(answer, "packs").empty()) page.line(page.say("cli.no_packs"));
  bool first = true;
  for (const Json& pack : elements(answer, "packs")) {
    const std::string mark = sample_mark(pack, page);
    const std::string name = text_of(pack, "id") + " " + text_of(pack, "version") + "  " +
                             text_of(pack, "title") + (mark.empty() ? "" : " [" + mark + "]");
    if (first) {
      page.title(name);
    } else {
      page.heading(name);
    }
    first = false;
    page.line(harmless(text_of(pack, "description")));
    render_source_list(member(pack, "sources"), page);
    Rows rows;
    for (const Json& table : elements(pack, "tables")) {
      rows.push_back({text_of(table, "file"),
                      text_of(table, "title"),
                      count_text(table, "rows"),
                      text_of(table, "sha256").substr(0, 12)});
    }
    const std::array columns = {Column{page.say("cli.column_file"), Align::left},
                                Column{page.say("cli.column_title"), Align::left},
                                Column{page.say("cli.column_rows"), Align::right},
                                Column{"SHA-256", Align::left}};
    page.table(columns, rows);
  }
}

void render_figures(const Json& answer, Page& page) {
  page.title(text_of(answer, "title"));
  Rows rows;
  for (const Json& row : elements(answer, "figures")) {
    rows.push_back({text_of(row, "name"),
                    figure_text(member(row, "figure")),
                    text_of(row, "year"),
                    page.word(text_of(member(row, "figure"), "quality")),
                    text_of(member(row, "source"), "title")});
  }
  const std::array columns = {Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_value"), Align::right},
                              Column{page.say("cli.column_year"), Align::left},
                              Column{page.say("cli.column_quality"), Align::left},
                              Column{page.say("cli.column_source"), Align::left}};
  page.table(columns, rows);
  if (!elements(answer, "identities").empty()) page.heading(page.say("cli.heading_identities"));
  for (const Json& identity : elements(answer, "identities")) {
    const bool holds = is_true(identity, "holds");
    page.line(page.in(holds ? Ink::good : Ink::bad, holds ? "✓" : "✗") + " " +
              harmless(text_of(identity, "name")));
    page.line("  " + harmless(text_of(identity, "sentence")));
  }
}

void render_books(const Json& answer, Page& page) {
  if (elements(answer, "books").empty()) page.line(page.say("cli.no_books"));
  Rows rows;
  for (const Json& book : elements(answer, "books")) {
    rows.push_back({text_of(book, "id"),
                    text_of(book, "name"),
                    count_text(book, "entries"),
                    moment_text(book, "last_recorded_at"),
                    sample_mark(book, page)});
  }
  const std::array columns = {Column{page.say("cli.column_book"), Align::left},
                              Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_entries"), Align::right},
                              Column{page.say("cli.column_recorded_at"), Align::left},
                              Column{"", Align::left}};
  page.table(columns, rows);
}

void render_entry(const Json& entry, Page& page) {
  const std::string from = day_text(entry, "event_from");
  page.heading("#" + text_of(entry, "sequence") + "  " + from + "  " + text_of(entry, "kind_name") +
               "  " + text_of(entry, "client_id"));
  const std::string note = text_of(entry, "note");
  if (!note.empty()) page.line(harmless(note));
  render_lines(member(entry, "lines"), page);
  const std::array<std::pair<std::string, std::string>, 3> pairs = {{
      {page.say("cli.label_evidence"), text_of(entry, "evidence")},
      {page.say("cli.label_recorded_at"), moment_text(entry, "recorded_at")},
      {page.say("cli.label_leaf_hash"), text_of(entry, "leaf_hash")},
  }};
  page.pairs(pairs);
}

void render_entries(const Json& answer, Page& page) {
  const Json& book = member(answer, "book");
  const std::string mark = sample_mark(book, page);
  page.title(text_of(book, "name") + (mark.empty() ? "" : " [" + mark + "]"));
  for (const Json& entry : elements(answer, "entries"))
    render_entry(entry, page);
  if (!member(answer, "next_after").is_null()) {
    page.heading(page.say(
        "cli.entries_go_on",
        {{"book", shell_word(text_of(book, "id"))}, {"after", text_of(answer, "next_after")}}));
  }
}

void render_journal_entries(const Json& answer, Page& page) {
  page.title(page.say("cli.journal_position", {{"position", count_text(answer, "position")}}));
  for (const Json& entry : elements(answer, "entries")) {
    render_entry(entry, page);
    page.line(page.say(
        "cli.entry_place_in_journal",
        {{"book", harmless(text_of(entry, "book"))}, {"position", text_of(entry, "position")}}));
  }
  const std::string next = text_of(answer, "next_after");
  if (next != text_of(answer, "position")) {
    page.heading(page.say("cli.journal_goes_on", {{"after", next}}));
  }
}

}  // namespace meguri
