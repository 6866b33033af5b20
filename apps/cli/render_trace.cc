// SPDX-License-Identifier: Apache-2.0
// Where a lot comes from or goes, as an indented list, and what lots are made of.
#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string mass_of(const Json& value, std::string_view name) {
  return text_of(member(value, name), "display");
}

std::string link_text(const Json& entry) {
  if (!entry.is_object()) return {};
  return text_of(entry, "book") + " #" + text_of(entry, "sequence") + " " +
         text_of(entry, "kind_name");
}

// "post-consumer 75.0 % (7.5 t)"
std::string origins_text(const Json& origins) {
  std::string text;
  for (const Json& part : elements(origins)) {
    text += (text.empty() ? "" : ", ") + text_of(part, "name") + " " + text_of(part, "percent") +
            " % (" + mass_of(part, "mass") + ")";
  }
  return text;
}

// The trail as a tree: from each node to what it leads to, the largest first; what stands above
// already is named and not followed again.
class TrailRows {
 public:
  TrailRows(const Json& answer, const Page& page)
      : answer_(answer), page_(page), is_up_(text_of(answer, "direction") == "up") {}

  Rows rows() {
    add(0, nullptr, 0);
    return std::move(rows_);
  }

 private:
  std::string note_of(const Json& node, bool seen) const {
    if (seen) return page_.say("cli.trace_above");
    std::string ends = text_of(node, "ends");
    if (!ends.empty()) return ends;
    return is_true(node, "has_more") ? page_.say("cli.trace_more") : std::string();
  }

  void add(std::int64_t id, const Json* link, std::size_t depth) {
    const auto& nodes = elements(answer_, "nodes");
    if (id < 0 || static_cast<std::size_t>(id) >= nodes.size()) return;
    const Json& node = nodes[static_cast<std::size_t>(id)];
    const bool seen = !seen_.insert(id).second;
    rows_.push_back({std::string(depth * 2, ' ') + text_of(node, "name"),
                     mass_of(link == nullptr ? node : *link, "mass"),
                     text_of(node, "book_name"),
                     link == nullptr ? "" : link_text(member(*link, "entry")),
                     note_of(node, seen)});
    if (seen) return;
    for (const Json& next : elements(answer_, "links")) {
      if (integer_of(next, is_up_ ? "to" : "from") != id) continue;
      add(integer_of(next, is_up_ ? "from" : "to"), &next, depth + 1);
    }
  }

  const Json& answer_;
  const Page& page_;
  bool is_up_;
  std::set<std::int64_t> seen_;
  Rows rows_;
};

void ends_table(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& end : elements(answer, "ends")) {
    rows.push_back({text_of(end, "name"),
                    text_of(end, "origin_name"),
                    mass_of(end, "mass"),
                    text_of(end, "percent") + " %",
                    text_of(end, "why")});
  }
  page.heading(
      page.say(text_of(answer, "direction") == "up" ? "cli.trace_ends_up" : "cli.trace_ends_down"));
  const std::array columns = {Column{page.say("cli.column_name"), Align::left},
                              Column{page.say("cli.column_origin"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.column_share"), Align::right},
                              Column{page.say("cli.trace_note"), Align::left}};
  page.table(columns, rows);
}

}  // namespace

void render_trace(const Json& answer, Page& page) {
  page.title(text_of(answer, "lot") + " / " + text_of(answer, "material_name") + " / " +
             text_of(answer, "site_name"));
  const bool is_up = text_of(answer, "direction") == "up";
  page.line(harmless(page.say(is_up ? "cli.trace_up" : "cli.trace_down",
                              {{"mass", mass_of(answer, "followed")}})));
  page.line(
      harmless(page.named(page.say("cli.trace_made_of"), origins_text(member(answer, "origins")))));
  const std::array columns = {Column{page.say("cli.trace_lot"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.column_book"), Align::left},
                              Column{page.say("cli.trace_entry"), Align::left},
                              Column{page.say("cli.trace_note"), Align::left}};
  page.table(columns, TrailRows(answer, page).rows());
  ends_table(answer, page);
  const auto shown = static_cast<std::int64_t>(elements(answer, "nodes").size());
  if (shown < integer_of(answer, "total")) {
    page.line(page.say("cli.trace_cut",
                       {{"shown", std::to_string(shown)}, {"total", count_text(answer, "total")}}));
  }
  for (const Json& finding : elements(answer, "findings"))
    page.item(text_of(finding, "text"));
}

void render_origins(const Json& answer, Page& page) {
  page.title(text_of(member(answer, "book"), "name"));
  page.line(harmless(page.named(mass_of(answer, "mass"), origins_text(member(answer, "origins")))));
  Rows rows;
  for (const Json& lot : elements(answer, "lots")) {
    rows.push_back({text_of(lot, "site_name"),
                    text_of(lot, "lot"),
                    text_of(lot, "material_name"),
                    mass_of(lot, "mass"),
                    origins_text(member(lot, "origins"))});
  }
  if (rows.empty()) page.line(page.say("cli.no_accounts"));
  const std::array columns = {Column{page.say("cli.column_site"), Align::left},
                              Column{page.say("cli.column_lot"), Align::left},
                              Column{page.say("cli.column_material"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.column_origin"), Align::left}};
  page.table(columns, rows);
  const std::string offset = text_of(answer, "next_offset");
  if (!offset.empty()) page.heading(page.say("cli.next_offset", {{"offset", offset}}));
}

}  // namespace meguri
