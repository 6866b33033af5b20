// SPDX-License-Identifier: Apache-2.0
// Answers about books: entries, what was posted, accounts, statements, shipments.
#include <array>

#include "cli/json_access.h"
#include "cli/render.h"

namespace meguri {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string sample_mark(const Json& value, const Page& page) {
  return is_true(value, "sample") ? page.word("sample") : "";
}

void title_of_book(const Json& book, Page& page) {
  const std::string mark = sample_mark(book, page);
  page.title(text_of(book, "name") + (mark.empty() ? "" : " [" + mark + "]"));
}

std::string mass_of(const Json& value, std::string_view name) {
  return text_of(member(value, name), "display");
}

void render_lines(const Json& lines, Page& page) {
  Rows rows;
  for (const Json& line : elements(lines)) {
    rows.push_back({text_of(line, "site_name"),
                    text_of(line, "lot"),
                    text_of(line, "material_name"),
                    mass_of(line, "mass"),
                    page.word(text_of(line, "origin")),
                    text_of(line, "counterparty")});
    for (const Json& layer : elements(line, "layers")) {
      rows.push_back({"",
                      "",
                      page.say("cli.label_layer", {{"layer", text_of(layer, "layer")}}),
                      mass_of(layer, "mass"),
                      "",
                      ""});
    }
  }
  const std::array columns = {Column{page.say("cli.column_site"), Align::left},
                              Column{page.say("cli.column_lot"), Align::left},
                              Column{page.say("cli.column_material"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.column_origin"), Align::left},
                              Column{page.say("cli.column_counterparty"), Align::left}};
  page.table(columns, rows);
}

// "pet-recycler #8 受入 (receipt-0713)"
std::string link_text(const Json& link) {
  if (!link.is_object()) return {};
  return text_of(link, "book") + " #" + text_of(link, "sequence") + " " +
         text_of(link, "kind_name") + " (" + text_of(link, "client_id") + ")";
}

// What became of an entry, unless it simply stands.
std::string outcome_text(const Json& entry) {
  const Json& outcome = member(entry, "outcome");
  if (text_of(outcome, "state") == "standing") return {};
  const std::string by = link_text(member(outcome, "by"));
  return text_of(outcome, "name") + (by.empty() ? "" : ": " + by);
}

void add_if_any(Pairs& pairs, std::string label, std::string text) {
  if (!text.empty()) pairs.emplace_back(std::move(label), std::move(text));
}

Rows shipment_rows(const Json& shipments) {
  Rows rows;
  for (const Json& shipment : elements(shipments)) {
    for (const Json& material : elements(shipment, "materials")) {
      const std::string percent = text_of(material, "difference_percent");
      rows.push_back(
          {text_of(shipment, "id"),
           text_of(shipment, "from_name"),
           text_of(shipment, "to_name"),
           text_of(shipment, "state_name"),
           day_text(shipment, "shipped_at"),
           day_text(shipment, "deadline"),
           text_of(material, "material_name"),
           mass_of(material, "shipped"),
           mass_of(material, "received"),
           mass_of(material, "difference") + (percent.empty() ? "" : " (" + percent + " %)")});
    }
  }
  return rows;
}

void shipment_table(const Json& shipments, Page& page) {
  const std::array columns = {Column{page.say("cli.column_shipment"), Align::left},
                              Column{page.say("cli.column_from"), Align::left},
                              Column{page.say("cli.column_to"), Align::left},
                              Column{page.say("cli.column_state"), Align::left},
                              Column{page.say("cli.column_date"), Align::left},
                              Column{page.say("cli.column_deadline"), Align::left},
                              Column{page.say("cli.column_material"), Align::left},
                              Column{page.say("cli.column_shipped"), Align::right},
                              Column{page.say("cli.column_received"), Align::right},
                              Column{page.say("cli.column_difference"), Align::right}};
  page.table(columns, shipment_rows(shipments));
}

void say_next(const Json& answer, Page& page) {
  const std::string offset = text_of(answer, "next_offset");
  if (!offset.empty()) page.heading(page.say("cli.next_offset", {{"offset", offset}}));
}

std::string status_text(const Json& result, const Page& page) {
  const std::string status = text_of(result, "status");
  if (status == "posted") return page.say("cli.status_posted");
  if (status == "already_posted") return page.say("cli.status_already_posted");
  return page.say("cli.status_refused");
}

}  // namespace

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
  Pairs pairs;
  add_if_any(pairs, page.say("cli.label_outcome"), outcome_text(entry));
  add_if_any(pairs, page.say("cli.label_shipment"), text_of(entry, "shipment"));
  pairs.emplace_back(page.say("cli.label_evidence"), text_of(entry, "evidence"));
  pairs.emplace_back(page.say("cli.label_recorded_at"), moment_text(entry, "recorded_at"));
  pairs.emplace_back(page.say("cli.label_leaf_hash"), text_of(entry, "leaf_hash"));
  page.pairs(pairs);
}

void render_entries(const Json& answer, Page& page) {
  const Json& book = member(answer, "book");
  title_of_book(book, page);
  for (const Json& entry : elements(answer, "entries"))
    render_entry(entry, page);
  if (!member(answer, "next_after").is_null()) {
    page.heading(page.say("cli.entries_go_on", {{"after", text_of(answer, "next_after")}}));
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

void render_one_entry(const Json& answer, Page& page) {
  title_of_book(member(answer, "book"), page);
  render_entry(member(answer, "entry"), page);
  Pairs pairs;
  add_if_any(pairs, page.say("cli.label_corrects"), link_text(member(answer, "corrects")));
  add_if_any(pairs, page.say("cli.label_corrected_by"), link_text(member(answer, "corrected_by")));
  for (const Json& link : elements(answer, "replaced_by"))
    add_if_any(pairs, page.say("cli.label_replaced_by"), link_text(link));
  page.pairs(pairs);
  const Json& shipment = member(answer, "shipment");
  if (shipment.is_object()) shipment_table(Json(JsonArray{shipment}), page);
}

void render_new_book(const Json& answer, Page& page) {
  page.line(page.say("cli.book_" + text_of(answer, "outcome"),
                     {{"book", text_of(member(answer, "book"), "id")}}));
}

void render_posted(const Json& answer, Page& page) {
  Rows rows;
  for (const Json& result : elements(answer, "results")) {
    const Json& reason = member(result, "reason");
    const std::string fix = text_of(reason, "fix");
    rows.push_back({text_of(result, "client_id"),
                    status_text(result, page),
                    text_of(result, "sequence"),
                    text_of(reason, "message") + (fix.empty() ? "" : " → " + fix)});
  }
  const std::array columns = {Column{page.say("cli.column_client_id"), Align::left},
                              Column{page.say("cli.column_result"), Align::left},
                              Column{page.say("cli.column_number"), Align::right},
                              Column{page.say("cli.column_why"), Align::left}};
  page.table(columns, rows);
  page.line(page.say(is_true(answer, "dry_run") ? "cli.would_post" : "cli.posted",
                     {{"posted", count_text(answer, "posted")},
                      {"already", count_text(answer, "already_posted")},
                      {"refused", count_text(answer, "refused")}}));
}

void render_accounts(const Json& answer, Page& page) {
  title_of_book(member(answer, "book"), page);
  page.line(harmless(text_of(member(answer, "as_of"), "sentence")));
  Rows rows;
  for (const Json& account : elements(answer, "accounts")) {
    rows.push_back({text_of(account, "site_name"),
                    text_of(account, "lot"),
                    text_of(account, "material_name"),
                    mass_of(account, "mass"),
                    count_text(account, "lines"),
                    day_text(account, "last_event_at")});
  }
  if (rows.empty()) page.line(page.say("cli.no_accounts"));
  const std::array columns = {Column{page.say("cli.column_site"), Align::left},
                              Column{page.say("cli.column_lot"), Align::left},
                              Column{page.say("cli.column_material"), Align::left},
                              Column{page.say("cli.column_balance"), Align::right},
                              Column{page.say("cli.column_lines"), Align::right},
                              Column{page.say("cli.column_date"), Align::left}};
  page.table(columns, rows);
  const Pairs pairs{{page.say("cli.label_stock"), mass_of(answer, "stock")}};
  page.pairs(pairs);
  say_next(answer, page);
}

void render_statement(const Json& answer, Page& page) {
  const std::string lot = text_of(answer, "lot");
  page.title(text_of(answer, "site_name") + " / " + text_of(answer, "material_name") +
             (lot.empty() ? "" : " / " + lot));
  page.line(harmless(text_of(member(answer, "as_of"), "sentence")));
  Rows rows;
  for (const Json& line : elements(answer, "lines")) {
    rows.push_back({text_of(line, "sequence"),
                    day_text(line, "event_from"),
                    text_of(line, "kind_name"),
                    text_of(line, "client_id"),
                    text_of(line, "counterparty"),
                    mass_of(line, "mass"),
                    mass_of(line, "balance")});
  }
  if (rows.empty()) page.line(page.say("cli.no_lines"));
  const std::array columns = {Column{page.say("cli.column_number"), Align::right},
                              Column{page.say("cli.column_date"), Align::left},
                              Column{page.say("cli.column_kind"), Align::left},
                              Column{page.say("cli.column_client_id"), Align::left},
                              Column{page.say("cli.column_counterparty"), Align::left},
                              Column{page.say("cli.column_mass"), Align::right},
                              Column{page.say("cli.column_balance"), Align::right}};
  page.table(columns, rows);
  const Pairs pairs{{page.say("cli.label_balance_before"), mass_of(answer, "before")},
                    {page.say("cli.label_balance"), mass_of(answer, "balance")}};
  page.pairs(pairs);
  say_next(answer, page);
}

void render_shipments(const Json& answer, Page& page) {
  const Json& book = member(answer, "book");
  if (book.is_object()) title_of_book(book, page);
  Pairs pairs;
  for (const Json& count : elements(answer, "counts")) {
    if (integer_of(count, "count") > 0)
      pairs.emplace_back(text_of(count, "state_name"), count_text(count, "count"));
  }
  page.pairs(pairs);
  if (elements(answer, "shipments").empty()) page.line(page.say("cli.no_shipments"));
  shipment_table(member(answer, "shipments"), page);
  say_next(answer, page);
}

}  // namespace meguri
