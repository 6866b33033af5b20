// SPDX-License-Identifier: Apache-2.0
// Where a figure comes from, one step down; and the flows of a place or pack.
#include <algorithm>
#include <array>
#include <map>

#include "base/number_text.h"
#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

void render_value(const Json& answer, Page& page) {
  const Json& figure = member(answer, "figure");
  std::string status = page.word(text_of(figure, "status"));
  const std::string quality = page.word(text_of(figure, "quality"));
  if (!quality.empty() && quality != status) status += " / " + quality;
  const std::array<std::pair<std::string, std::string>, 8> pairs = {{
      {page.say("cli.column_value"), figure_text(figure)},
      {page.say("cli.column_status"), status},
      {page.say("cli.column_why"), text_of(figure, "why")},
      {page.say("cli.label_meaning"), text_of(answer, "meaning")},
      {page.say("cli.label_formula"), text_of(answer, "formula_in_words")},
      {page.say("cli.label_with_values"), text_of(answer, "formula_with_values")},
      {page.say("cli.label_as_written"), text_of(answer, "formula")},
      {page.say("cli.label_handle"), text_of(answer, "handle")},
  }};
  page.pairs(pairs);
  for (const Json& flag : elements(figure, "flags")) {
    page.item(page.named("※ " + text_of(flag, "name"), text_of(flag, "text")));
  }
}

void render_inputs(const Json& answer, Page& page) {
  const auto inputs = elements(answer, "inputs");
  if (inputs.empty()) return;
  page.heading(page.say("cli.heading_inputs"));
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  for (const Json& input : inputs) {
    name_width = std::max(name_width, display_width(harmless(text_of(input, "name"))));
    value_width = std::max(value_width, display_width(figure_text(member(input, "figure"))));
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const bool last = i + 1 == inputs.size();
    const Json& figure = member(inputs[i], "figure");
    page.line(std::string(last ? "└─ " : "├─ ") +
              padded(harmless(text_of(inputs[i], "name")), name_width, Align::left) + "  " +
              padded(harmless(figure_text(figure)), value_width, Align::right));
    const std::string handle = text_of(figure, "evidence");
    if (handle.empty()) continue;
    page.line(std::string(last ? "   " : "│  ") +
              page.in(Ink::dim, "  meguri explain " + shell_word(harmless(handle))));
  }
  const auto shown = static_cast<std::int64_t>(inputs.size());
  if (integer_of(answer, "inputs_total") > shown) {
    page.line(page.say("cli.shown_of",
                       {{"shown", shown}, {"total", count_text(answer, "inputs_total")}}));
  }
}

void render_cell(const Json& answer, Page& page) {
  const Json& document = member(answer, "document");
  if (!document.is_object()) return;
  page.heading(page.say("cli.heading_document"));
  const std::array<std::pair<std::string, std::string>, 6> pairs = {{
      {page.say("cli.label_pack"),
       text_of(document, "pack") + " " + text_of(document, "pack_version")},
      {page.say("cli.column_file"), text_of(document, "file")},
      {page.say("cli.label_row"), text_of(document, "row")},
      {page.say("cli.label_column"), text_of(document, "column")},
      {page.say("cli.label_as_published"), text_of(document, "text")},
      {"SHA-256", text_of(document, "sha256")},
  }};
  page.pairs(pairs);
}

void render_source(const Json& answer, Page& page) {
  const Json& source = member(answer, "source");
  if (!source.is_object()) return;
  page.heading(page.say("cli.column_source"));
  const std::array<std::pair<std::string, std::string>, 7> pairs = {{
      {page.say("cli.column_title"), text_of(source, "title")},
      {page.say("cli.label_publisher"), text_of(source, "publisher")},
      {page.say("cli.column_year"), text_of(source, "year")},
      {page.say("cli.label_licence"), text_of(source, "licence")},
      {page.say("cli.column_quality"), page.word(text_of(source, "status"))},
      {"URL", text_of(source, "url")},
      {page.say("cli.label_note"), text_of(source, "note")},
  }};
  page.pairs(pairs);
}

}  // namespace

void render_explanation(const Json& answer, Page& page) {
  std::string title = text_of(answer, "title");
  for (const std::string_view part : {"place_name", "period_name"}) {
    const std::string more = text_of(answer, part);
    if (!more.empty()) title += "  " + more;
  }
  page.title(title);
  render_value(answer, page);
  render_inputs(answer, page);
  render_cell(answer, page);
  if (member(answer, "entry").is_object()) render_entry(member(answer, "entry"), page);
  render_source(answer, page);
  if (!elements(answer, "notes").empty()) page.heading(page.say("cli.label_note"));
  for (const Json& note : elements(answer, "notes"))
    page.item(harmless(text_of(note)));
}

void render_flows(const Json& answer, Page& page) {
  std::string title = text_of(answer, "title") + "  " + text_of(answer, "period_name");
  if (is_true(answer, "sample")) title += " [" + page.word("sample") + "]";
  page.title(title);
  const std::string subtitle = text_of(answer, "subtitle");
  if (!subtitle.empty()) page.line(harmless(subtitle));
  std::map<std::string, std::string> labels;
  for (const Json& node : elements(answer, "nodes")) {
    labels[text_of(node, "id")] = text_of(node, "label");
  }
  Rows rows;
  for (const Json& link : elements(answer, "links")) {
    const std::string material = text_of(link, "material_name");
    const std::string label = text_of(link, "label");
    rows.push_back({labels[text_of(link, "from")],
                    labels[text_of(link, "to")],
                    label == material ? "" : label,
                    material,
                    figure_text(member(link, "figure")),
                    page.word(text_of(link, "tense"))});
  }
  const std::array columns = {Column{page.say("cli.column_from"), Align::left},
                              Column{page.say("cli.column_to"), Align::left},
                              Column{page.say("cli.column_flow"), Align::left},
                              Column{page.say("cli.column_material"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.column_status"), Align::left}};
  page.table(columns, rows);
  if (integer_of(answer, "hidden") > 0) {
    page.line(page.say("cli.flows_hidden", {{"count", count_text(answer, "hidden")}}));
  }
  Rows balances;
  for (const Json& node : elements(answer, "nodes")) {
    balances.push_back({text_of(node, "label"),
                        figure_text(member(node, "in")),
                        figure_text(member(node, "out"))});
  }
  if (!balances.empty()) page.heading(page.say("cli.heading_balance"));
  const std::array node_columns = {Column{page.say("cli.column_node"), Align::left},
                                   Column{page.say("cli.column_in"), Align::right},
                                   Column{page.say("cli.column_out"), Align::right}};
  page.table(node_columns, balances);
  if (!elements(answer, "notes").empty()) page.heading(page.say("cli.label_note"));
  for (const Json& note : elements(answer, "notes"))
    page.item(harmless(text_of(note)));
  if (!elements(answer, "sources").empty()) page.heading(page.say("cli.heading_sources"));
  render_source_list(member(answer, "sources"), page);
}

}  // namespace meguri
