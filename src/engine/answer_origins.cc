// SPDX-License-Identifier: Apache-2.0
// What the lots of a book are made of, by where it comes from.
#include <algorithm>
#include <tuple>
#include <vector>

#include "engine/answer_parts.h"
#include "engine/answers.h"
#include "engine/ledger_parts.h"
#include "engine/trace_parts.h"

namespace meguri {
namespace {

constexpr std::int64_t most_lots = 5000;

struct LotOrigins {
  const Account* account = nullptr;
  Mass mass;
  OriginMasses origins;
};

// Lots that hold something, by site, material and lot.
std::vector<LotOrigins> lots_of(const AnswerContext& context, const LotTrace& trace) {
  const std::string_view book = context.fields.text("book");
  const std::string_view site = context.fields.text("site");
  const std::string_view material = context.fields.text("material");
  const LotGraph& graph = trace.graph();
  std::vector<LotOrigins> lots;
  for (AccountIndex index = 0; index < graph.account_count(); ++index) {
    const Account& account = graph.account(index);
    const bool fits = account.book == book && !is_boundary_site(account.site) &&
                      (site.empty() || account.site == site) &&
                      (material.empty() || account.material == material);
    const Mass mass = graph.held(index);
    if (!fits || mass == Mass{}) continue;
    lots.push_back({&account, mass, origin_masses(mass, trace.shares(*graph.current(index)))});
  }
  std::ranges::sort(lots, {}, [](const LotOrigins& lot) {
    return std::tie(lot.account->site, lot.account->material, lot.account->lot);
  });
  return lots;
}

// Error limit_exceeded if all lots together are more than any mass.
Result<LotOrigins> sum_of(const std::vector<LotOrigins>& lots) {
  LotOrigins sum;
  for (const LotOrigins& lot : lots) {
    sum.mass = MEGURI_TRY(add(sum.mass, lot.mass));
    sum.origins.uptake = MEGURI_TRY(add(sum.origins.uptake, lot.origins.uptake));
    for (std::size_t origin = 0; origin < origin_count; ++origin) {
      Mass& part = sum.origins.of.at(origin);
      part = MEGURI_TRY(add(part, lot.origins.of.at(origin)));
    }
  }
  return sum;
}

JsonObject lot_document(const AnswerContext& context, const LotOrigins& lot) {
  const NameBook& names = context.state.names;
  return {{"site", lot.account->site},
          {"site_name", names.site(lot.account->site, context.language)},
          {"lot", lot.account->lot},
          {"material", lot.account->material},
          {"material_name", names.material(lot.account->material, context.language)},
          {"mass", mass_text(lot.mass)},
          {"origins", origin_documents(context, lot.mass, lot.origins)}};
}

void append_rows(const JsonObject& lot, AnswerTable& table) {
  for (const Json& part : lot.at("origins").as_array()) {
    table.rows.push_back({text_at(lot, "site"),
                          text_at(lot, "lot"),
                          text_at(lot, "material"),
                          text_at(part, "origin"),
                          text_at(part.at("mass"), "value"),
                          "t",
                          text_at(part, "percent")});
  }
}

}  // namespace

Result<Answer> answer_origins(const AnswerContext& context) {
  const BookSummary book = MEGURI_TRY(book_of(context, context.fields.text("book")));
  const std::int64_t offset = context.fields.integer("offset");
  const std::int64_t limit = MEGURI_TRY(limit_field_of(context, most_lots));
  const std::shared_ptr<const LotTrace> trace = MEGURI_TRY(trace_of(context));
  const std::vector<LotOrigins> lots = lots_of(context, *trace);
  const LotOrigins sum = MEGURI_TRY(sum_of(lots));
  Answer answer;
  for (const std::string_view id :
       {"site", "lot", "material", "origin", "mass", "unit", "share_percent"})
    answer.table.header.push_back(header_text(id, context.language));
  JsonArray documents;
  const auto total = static_cast<std::int64_t>(lots.size());
  for (std::int64_t at = offset; at < std::min(total, offset + limit); ++at) {
    JsonObject document = lot_document(context, lots[static_cast<std::size_t>(at)]);
    append_rows(document, answer.table);
    documents.push_back(std::move(document));
  }
  const Json next = next_offset(offset, documents.size(), total);
  answer.body = JsonObject{{"book", book_document(context.state, book, context.language)},
                           {"position", trace->position()},
                           {"mass", mass_text(sum.mass)},
                           {"origins", origin_documents(context, sum.mass, sum.origins)},
                           {"lots", std::move(documents)},
                           {"total", total},
                           {"next_offset", next}};
  return answer;
}

}  // namespace meguri
