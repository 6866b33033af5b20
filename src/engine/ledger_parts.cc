// SPDX-License-Identifier: Apache-2.0
#include "engine/ledger_parts.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/number_text.h"
#include "engine/answer_parts.h"
#include "engine/handle.h"
#include "engine/internal/entry_members.h"
#include "journal/account.h"

namespace meguri {
namespace {

// What turned an entry round, replaced it, received or declined it.
struct Answers {
  std::optional<EntryRow> correction;
  std::optional<EntryRow> receipt;
  std::optional<EntryRow> refusal;
  std::vector<EntryRow> replacements;
};

std::map<std::string, Answers> answers_by_client_id(std::string_view book,
                                                    const std::vector<EntryRow>& rows) {
  std::map<std::string, Answers> answers;
  const std::string prefix = std::string(book) + "/";
  for (const EntryRow& row : rows) {
    if (row.book == book && !row.corrects.empty()) {
      Answers& of = answers[row.corrects];
      if (row.kind == EntryKind::correction) {
        of.correction = row;
      } else {
        of.replacements.push_back(row);
      }
    }
    if (!row.shipment.starts_with(prefix)) continue;
    Answers& of = answers[row.shipment.substr(prefix.size())];
    if (row.kind == EntryKind::decline) of.refusal = row;
    if (row.kind == EntryKind::receive && !row.is_corrected) of.receipt = row;
  }
  return answers;
}

Fate fate_of(const Entry& entry, const Answers& answers, Instant now) {
  Fate fate{"standing", answers.correction, answers.correction, answers.replacements};
  const bool is_shipment = entry.draft.kind == EntryKind::ship;
  if (answers.correction) {
    fate.state = is_shipment ? "recalled" : "corrected";
  } else if (is_shipment && answers.receipt) {
    fate.state = "received";
    fate.by = answers.receipt;
  } else if (is_shipment && answers.refusal) {
    fate.state = "declined";
    fate.by = answers.refusal;
  } else if (is_shipment) {
    fate.state = entry.draft.deadline && *entry.draft.deadline < now ? "overdue" : "open";
  }
  return fate;
}

Json mass_or_null(const std::optional<Mass>& mass) {
  return mass ? Json(mass_text(*mass)) : Json(nullptr);
}

Json integer_or_null(const std::optional<std::int64_t>& number) {
  return number ? Json(*number) : Json(nullptr);
}

// A whole number of the smallest unit in a unit of 10^decimals of them.
Json amount_or_null(const std::optional<std::int64_t>& count, int decimals, const char* unit) {
  if (!count) return nullptr;
  const Decimal number = Decimal(*count, decimals).normalized();
  return JsonObject{
      {"value", to_text(number)}, {"unit", unit}, {"display", number_text(number) + " " + unit}};
}

Handle entry_handle(const Entry& entry) {
  return {.position = entry.position,
          .pack = "",
          .pack_hash = "",
          .kind = EvidenceKind::entry,
          .id = entry.draft.book + "#" + std::to_string(entry.sequence),
          .place = "",
          .period = "",
          .path = ""};
}

JsonObject line_document(const AnswerContext& context,
                         const Entry& entry,
                         const Line& line,
                         std::size_t number) {
  JsonArray layers;
  for (const LayerMass& layer : line.layers)
    layers.push_back(JsonObject{{"layer", layer.layer}, {"mass", mass_text(layer.mass)}});
  Handle handle = entry_handle(entry);
  handle.path = "line/" + std::to_string(number);
  const NameBook& names = context.state.names;
  return {{"site", line.site},
          {"site_name", names.site(line.site, context.language)},
          {"lot", line.lot},
          {"material", line.material},
          {"material_name", names.material(line.material, context.language)},
          {"mass", mass_text(line.mass)},
          {"origin", line.origin == Origin::unknown ? Json(nullptr) : Json(to_text(line.origin))},
          {"counterparty", text_or_null(line.counterparty)},
          {"basis", to_text(line.basis)},
          {"uncertainty", mass_or_null(line.uncertainty)},
          {"pieces", integer_or_null(line.pieces)},
          {"volume", amount_or_null(line.volume_ml, 3, "L")},
          {"energy", amount_or_null(line.energy_j, 6, "MJ")},
          {"money_yen", integer_or_null(line.money_yen)},
          {"layers", std::move(layers)},
          {"handle", to_text(handle)}};
}

Error moment_error(std::string_view field, const std::string& value) {
  return field_error(field, "engine.field_not_a_moment", {{"field", field}, {"value", value}});
}

Result<std::optional<Moments>> moments_of(const AnswerContext& context, std::string_view field) {
  const std::string& text = context.fields.text(field);
  if (text.empty()) return std::optional<Moments>();
  const auto moments = read_moments(text);
  if (!moments) return moment_error(field, text);
  return std::optional<Moments>(*moments);
}

JsonObject shipment_document(const AnswerContext& context,
                             const BookNames& books,
                             const ShipmentRow& row,
                             const EntryRow* ended_by) {
  JsonArray materials;
  for (const ShippedMaterial& each : row.materials) {
    Json received = nullptr;
    Json percent = nullptr;
    if (each.difference) {
      received = mass_text(Mass::milligrams(each.shipped.count_mg() + each.difference->count_mg()));
      constexpr int decimals = 2;
      percent = plain_number_text(100.0 * each.difference->in_tonnes() / each.shipped.in_tonnes(),
                                  decimals);
    }
    materials.push_back(
        JsonObject{{"material", each.material},
                   {"material_name", context.state.names.material(each.material, context.language)},
                   {"shipped", mass_text(each.shipped)},
                   {"received", std::move(received)},
                   {"difference", mass_or_null(each.difference)},
                   {"difference_percent", std::move(percent)}});
  }
  return {{"id", row.from_book + "/" + row.client_id},
          {"from", row.from_book},
          {"from_name", books.name(row.from_book)},
          {"to", row.to_book},
          {"to_name", books.name(row.to_book)},
          {"sequence", row.sequence},
          {"client_id", row.client_id},
          {"state", row.state},
          {"state_name", render("engine.fate_" + row.state, context.language)},
          {"shipped_at", to_text(row.shipped_at)},
          {"deadline", to_text(row.deadline)},
          {"evidence", row.evidence},
          {"note", row.note},
          {"materials", std::move(materials)},
          {"ended_by",
           ended_by == nullptr ? Json(nullptr) : Json(entry_link(context, books, *ended_by))}};
}

}  // namespace

std::string tonnes_text(Mass mass) { return to_decimal(mass, "t"); }

JsonObject mass_text(Mass mass) {
  const std::string value = tonnes_text(mass);
  const auto decimal = parse_decimal(value);
  MEGURI_CHECK(decimal.has_value());
  return {{"value", value}, {"unit", "t"}, {"display", number_text(*decimal) + " t"}};
}

Result<BookSummary> book_of(const AnswerContext& context, std::string_view id) {
  const auto books = MEGURI_TRY(context.journal.books());
  const auto book = std::ranges::find(books, id, &BookSummary::id);
  if (book != books.end()) return *book;
  return error(ErrorCode::not_found, "engine.book_unknown", {{"book", id}});
}

Result<BookNames> BookNames::of(const AnswerContext& context) {
  BookNames names;
  for (const BookSummary& book : MEGURI_TRY(context.journal.books()))
    names.names_[book.id] = book_name(context.state, book, context.language);
  return names;
}

std::string BookNames::name(std::string_view id) const {
  const auto found = names_.find(id);
  return found == names_.end() ? std::string(id) : found->second;
}

std::int64_t position_of(const AnswerContext& context) {
  const std::int64_t asked = context.fields.integer("at_position");
  return asked == 0 ? context.position : std::min(asked, context.position);
}

Result<std::optional<Instant>> end_of_field(const AnswerContext& context, std::string_view field) {
  const auto moments = MEGURI_TRY(moments_of(context, field));
  if (!moments) return std::optional<Instant>();
  const bool is_moment = moments->from == moments->until;
  return std::optional<Instant>(Instant{moments->until.microseconds + (is_moment ? 1 : 0)});
}

Result<std::optional<Instant>> start_of_field(const AnswerContext& context,
                                              std::string_view field) {
  const auto moments = MEGURI_TRY(moments_of(context, field));
  if (!moments) return std::optional<Instant>();
  return std::optional<Instant>(moments->from);
}

Result<AsOf> as_of_fields(const AnswerContext& context) {
  AsOf as_of;
  as_of.position = position_of(context);
  as_of.recorded_before = MEGURI_TRY(end_of_field(context, "recorded_until"));
  const auto event = MEGURI_TRY(moments_of(context, "event_until"));
  if (event) as_of.event_before = event->until;
  return as_of;
}

JsonObject as_of_document(const AnswerContext& context, const AsOf& as_of) {
  const std::string& recorded = context.fields.text("recorded_until");
  const std::string& happened = context.fields.text("event_until");
  std::string id = "engine.as_of";
  if (!recorded.empty()) id += "_recorded";
  if (!happened.empty()) id += "_happened";
  return {{"position", as_of.position},
          {"recorded_until", text_or_null(recorded)},
          {"event_until", text_or_null(happened)},
          {"sentence",
           render(Message{id,
                          {{"position", number_text(as_of.position)},
                           {"recorded", recorded},
                           {"happened", happened}}},
                  context.language)}};
}

Result<std::int64_t> limit_field_of(const AnswerContext& context, std::int64_t most) {
  const std::int64_t limit = context.fields.integer("limit");
  if (limit >= 1 && limit <= most) return limit;
  return field_error("limit", "engine.limit_too_large", {{"most", most}});
}

Json next_offset(std::int64_t offset, std::size_t shown, std::int64_t total) {
  const std::int64_t next = offset + static_cast<std::int64_t>(shown);
  return shown > 0 && next < total ? Json(next) : Json(nullptr);
}

Result<std::vector<Fate>> fates_of(const AnswerContext& context,
                                   std::span<const Entry> entries,
                                   std::int64_t at) {
  std::vector<Fate> fates;
  if (entries.empty()) return fates;
  std::vector<std::string> client_ids;
  for (const Entry& entry : entries)
    client_ids.push_back(entry.draft.client_id);
  const std::string& book = entries.front().draft.book;
  const auto answers =
      answers_by_client_id(book, MEGURI_TRY(context.columns.answers_to(book, client_ids, at)));
  const Instant now = context.clock.now();
  for (const Entry& entry : entries) {
    const auto found = answers.find(entry.draft.client_id);
    fates.push_back(fate_of(entry, found == answers.end() ? Answers() : found->second, now));
  }
  return fates;
}

JsonObject entry_link(const AnswerContext& context, const BookNames& books, const EntryRow& entry) {
  const std::string kind(to_text(entry.kind));
  return {{"book", entry.book},
          {"book_name", books.name(entry.book)},
          {"sequence", entry.sequence},
          {"client_id", entry.client_id},
          {"kind", kind},
          {"kind_name", render("engine.kind_" + kind, context.language)},
          {"recorded_at", to_text(entry.recorded_at)}};
}

JsonObject entry_document(const AnswerContext& context,
                          const BookNames& books,
                          const Entry& entry,
                          const Fate& fate) {
  const EntryDraft& draft = entry.draft;
  JsonArray lines;
  for (const Line& line : draft.lines)
    lines.push_back(line_document(context, entry, line, lines.size() + 1));
  const std::string kind(to_text(draft.kind));
  const std::string site_name =
      draft.site.empty() ? "" : context.state.names.site(draft.site, context.language);
  return {{"book", draft.book},
          {"sequence", entry.sequence},
          {"position", entry.position},
          {"client_id", draft.client_id},
          {"kind", kind},
          {"kind_name", render("engine.kind_" + kind, context.language)},
          {"event_from", to_text(draft.event_from)},
          {"event_until", to_text(draft.event_until)},
          {"recorded_at", to_text(entry.recorded_at)},
          {"actor", draft.actor},
          {"site", draft.site},
          {"site_name", site_name},
          {"evidence", draft.evidence},
          {"note", draft.note},
          {"corrects", text_or_null(draft.corrects)},
          {"shipment", text_or_null(draft.shipment)},
          {"deadline", draft.deadline ? Json(to_text(*draft.deadline)) : Json(nullptr)},
          {"payload_type", text_or_null(draft.payload_type)},
          {"leaf_hash", to_hex(entry.leaf_hash)},
          {"outcome",
           {{"state", fate.state},
            {"name", render("engine.fate_" + fate.state, context.language)},
            {"by", fate.by ? Json(entry_link(context, books, *fate.by)) : Json(nullptr)}}},
          {"handle", to_text(entry_handle(entry))},
          {"lines", std::move(lines)}};
}

Result<JsonArray> entry_documents(const AnswerContext& context,
                                  std::span<const Entry> entries,
                                  std::int64_t at) {
  const BookNames books = MEGURI_TRY(BookNames::of(context));
  const std::vector<Fate> fates = MEGURI_TRY(fates_of(context, entries, at));
  JsonArray documents;
  for (std::size_t index = 0; index < entries.size(); ++index)
    documents.push_back(entry_document(context, books, entries[index], fates[index]));
  return documents;
}

Result<JsonArray> shipment_documents(const AnswerContext& context,
                                     std::span<const ShipmentRow> shipments,
                                     std::int64_t at) {
  std::vector<std::int64_t> ends;
  for (const ShipmentRow& row : shipments) {
    if (row.ended_position) ends.push_back(*row.ended_position);
  }
  const BookNames books = MEGURI_TRY(BookNames::of(context));
  const auto enders = MEGURI_TRY(context.columns.entries_at(ends, at));
  JsonArray documents;
  for (const ShipmentRow& row : shipments) {
    const auto found =
        std::ranges::find(enders, row.ended_position.value_or(0), &EntryRow::position);
    documents.push_back(
        shipment_document(context, books, row, found == enders.end() ? nullptr : &*found));
  }
  return documents;
}

AnswerTable entries_table(const JsonArray& entries, Language language) {
  AnswerTable table;
  for (const std::string_view column :
       {"position", "book", "sequence", "client_id", "kind",     "event_from", "event_until",
        "site",     "lot",  "material", "mass",      "unit",     "origin",     "counterparty",
        "document", "note", "outcome",  "corrects",  "shipment", "deadline",   "recorded_at"})
    table.header.push_back(header_text(column, language));
  for (const Json& entry : entries) {
    for (const Json& line : entry.at("lines").as_array()) {
      table.rows.push_back({std::to_string(entry.at("position").as_int64()),
                            text_at(entry, "book"),
                            std::to_string(entry.at("sequence").as_int64()),
                            text_at(entry, "client_id"),
                            text_at(entry, "kind"),
                            text_at(entry, "event_from"),
                            text_at(entry, "event_until"),
                            text_at(line, "site"),
                            text_at(line, "lot"),
                            text_at(line, "material"),
                            text_at(line.at("mass"), "value"),
                            text_at(line.at("mass"), "unit"),
                            text_at(line, "origin"),
                            text_at(line, "counterparty"),
                            text_at(entry, "evidence"),
                            text_at(entry, "note"),
                            text_at(entry.at("outcome"), "state"),
                            text_at(entry, "corrects"),
                            text_at(entry, "shipment"),
                            text_at(entry, "deadline"),
                            text_at(entry, "recorded_at")});
    }
  }
  return table;
}

}  // namespace meguri
