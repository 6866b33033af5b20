// SPDX-License-Identifier: Apache-2.0
// What lies where, now or as of any moment: accounts, statement, shipments.
#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/ledger_parts.h"

namespace meguri {
namespace {

constexpr std::int64_t most_rows = 5000;
constexpr std::int64_t most_shipments = 1000;

JsonObject account_document(const AnswerContext& context, const AccountRow& account) {
  const NameBook& names = context.state.names;
  return {{"site", account.site},
          {"site_name", names.site(account.site, context.language)},
          {"lot", account.lot},
          {"material", account.material},
          {"material_name", names.material(account.material, context.language)},
          {"boundary", account.lot.empty()},
          {"mass", mass_text(account.mass)},
          {"lines", account.lines},
          {"last_event_at", to_text(account.last_event)},
          {"last_sequence", account.last_sequence}};
}

JsonObject statement_line(const AnswerContext& context, const StatementRow& row) {
  const std::string kind(to_text(row.kind));
  return {{"sequence", row.sequence},
          {"line_number", row.line_number},
          {"client_id", row.client_id},
          {"kind", kind},
          {"kind_name", render("engine.kind_" + kind, context.language)},
          {"event_from", to_text(row.event_from)},
          {"event_until", to_text(row.event_until)},
          {"recorded_at", to_text(row.recorded_at)},
          {"counterparty", row.counterparty.empty() ? Json(nullptr) : Json(row.counterparty)},
          {"evidence", row.evidence},
          {"note", row.note},
          {"mass", mass_text(row.mass)},
          {"balance", mass_text(row.balance)}};
}

void set_header(const AnswerContext& context,
                std::initializer_list<std::string_view> columns,
                AnswerTable& table) {
  for (const std::string_view column : columns)
    table.header.push_back(header_text(column, context.language));
}

void append_shipment_rows(const Json& shipment, AnswerTable& table) {
  for (const Json& material : shipment.at("materials").as_array()) {
    const auto tonnes = [&](std::string_view name) {
      const Json& mass = material.at(name);
      return mass.is_null() ? std::string() : text_at(mass, "value");
    };
    table.rows.push_back({text_at(shipment, "id"),
                          text_at(shipment, "from"),
                          text_at(shipment, "to"),
                          text_at(shipment, "state"),
                          text_at(shipment, "shipped_at"),
                          text_at(shipment, "deadline"),
                          text_at(material, "material"),
                          tonnes("shipped"),
                          tonnes("received"),
                          tonnes("difference"),
                          "t",
                          text_at(shipment, "evidence"),
                          text_at(shipment, "note")});
  }
}

}  // namespace

Result<Answer> answer_accounts(const AnswerContext& context) {
  AccountFilter filter;
  filter.book = context.fields.text("book");
  filter.q = context.fields.text("q");
  filter.site = context.fields.text("site");
  filter.material = context.fields.text("material");
  filter.with_zero = context.fields.flag("all");
  filter.as_of = MEGURI_TRY(as_of_fields(context));
  filter.offset = context.fields.integer("offset");
  filter.limit = MEGURI_TRY(limit_field_of(context, most_rows));
  const BookSummary book = MEGURI_TRY(book_of(context, filter.book));
  const AccountPage page = MEGURI_TRY(context.columns.accounts(filter));
  Answer answer;
  set_header(context,
             {"book", "site", "lot", "material", "mass", "unit", "lines", "last_event_at"},
             answer.table);
  JsonArray accounts;
  for (const AccountRow& account : page.accounts) {
    accounts.push_back(account_document(context, account));
    answer.table.rows.push_back({filter.book,
                                 account.site,
                                 account.lot,
                                 account.material,
                                 tonnes_text(account.mass),
                                 "t",
                                 std::to_string(account.lines),
                                 to_text(account.last_event)});
  }
  answer.body =
      JsonObject{{"book", book_document(context.state, book, context.language)},
                 {"as_of", as_of_document(context, filter.as_of)},
                 {"accounts", std::move(accounts)},
                 {"total", page.total},
                 {"stock", mass_text(page.stock)},
                 {"next_offset", next_offset(filter.offset, page.accounts.size(), page.total)}};
  return answer;
}

Result<Answer> answer_statement(const AnswerContext& context) {
  StatementFilter filter;
  filter.book = context.fields.text("book");
  filter.site = context.fields.text("site");
  filter.lot = context.fields.text("lot");
  filter.material = context.fields.text("material");
  filter.as_of = MEGURI_TRY(as_of_fields(context));
  filter.offset = context.fields.integer("offset");
  filter.limit = MEGURI_TRY(limit_field_of(context, most_rows));
  const BookSummary book = MEGURI_TRY(book_of(context, filter.book));
  const StatementPage page = MEGURI_TRY(context.columns.statement(filter));
  Answer answer;
  set_header(context,
             {"sequence",
              "client_id",
              "kind",
              "event_from",
              "event_until",
              "recorded_at",
              "counterparty",
              "mass",
              "balance",
              "unit",
              "document",
              "note"},
             answer.table);
  JsonArray lines;
  for (const StatementRow& row : page.lines) {
    lines.push_back(statement_line(context, row));
    answer.table.rows.push_back({std::to_string(row.sequence),
                                 row.client_id,
                                 std::string(to_text(row.kind)),
                                 to_text(row.event_from),
                                 to_text(row.event_until),
                                 to_text(row.recorded_at),
                                 row.counterparty,
                                 tonnes_text(row.mass),
                                 tonnes_text(row.balance),
                                 "t",
                                 row.evidence,
                                 row.note});
  }
  const NameBook& names = context.state.names;
  answer.body =
      JsonObject{{"book", book_document(context.state, book, context.language)},
                 {"as_of", as_of_document(context, filter.as_of)},
                 {"site", filter.site},
                 {"site_name", names.site(filter.site, context.language)},
                 {"lot", filter.lot},
                 {"material", filter.material},
                 {"material_name", names.material(filter.material, context.language)},
                 {"boundary", filter.lot.empty()},
                 {"before", mass_text(page.before)},
                 {"lines", std::move(lines)},
                 {"balance", mass_text(page.balance)},
                 {"total", page.total},
                 {"next_offset", next_offset(filter.offset, page.lines.size(), page.total)}};
  return answer;
}

Result<Answer> answer_shipments(const AnswerContext& context) {
  ShipmentFilter filter;
  filter.book = context.fields.text("book");
  filter.state = context.fields.text("state");
  filter.direction = context.fields.text("direction");
  filter.now = context.clock.now();
  filter.at = position_of(context);
  filter.offset = context.fields.integer("offset");
  filter.limit = MEGURI_TRY(limit_field_of(context, most_shipments));
  if (!filter.direction.empty() && filter.book.empty()) {
    return field_error("direction", "engine.direction_without_book", {});
  }
  Json book = nullptr;
  if (!filter.book.empty()) {
    book =
        book_document(context.state, MEGURI_TRY(book_of(context, filter.book)), context.language);
  }
  const ShipmentPage page = MEGURI_TRY(context.columns.shipments(filter));
  JsonArray counts;
  for (const auto& [state, count] : page.counts) {
    counts.push_back(JsonObject{{"state", state},
                                {"state_name", render("engine.fate_" + state, context.language)},
                                {"count", count}});
  }
  JsonArray shipments = MEGURI_TRY(shipment_documents(context, page.shipments, filter.at));
  Answer answer;
  set_header(context,
             {"shipment",
              "from",
              "to",
              "state",
              "shipped_at",
              "deadline",
              "material",
              "shipped",
              "received",
              "difference",
              "unit",
              "document",
              "note"},
             answer.table);
  for (const Json& shipment : shipments)
    append_shipment_rows(shipment, answer.table);
  answer.body =
      JsonObject{{"book", std::move(book)},
                 {"counts", std::move(counts)},
                 {"shipments", std::move(shipments)},
                 {"total", page.total},
                 {"next_offset", next_offset(filter.offset, page.shipments.size(), page.total)}};
  return answer;
}

}  // namespace meguri
