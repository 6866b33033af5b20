// SPDX-License-Identifier: Apache-2.0
#include "engine/claim_parts.h"

#include <algorithm>
#include <utility>

#include "claim/statement.h"
#include "engine/answer_parts.h"
#include "engine/trace_parts.h"

namespace meguri {
namespace {

Json percent_or_null(Mass part, Mass whole) {
  if (whole <= Mass{}) return nullptr;
  return Json(
      percent_text(static_cast<double>(part.count_mg()), static_cast<double>(whole.count_mg())));
}

JsonObject content_part(
    const AnswerContext& context, std::string_view kind, std::string name, Mass mass, Mass whole) {
  return {{"kind", kind},
          {"name", std::move(name)},
          {"mass", shared_mass(context, static_cast<double>(mass.count_mg()))},
          {"percent", percent_or_null(mass, whole)}};
}

Mass minus(Mass whole, Mass part) { return Mass::milligrams(whole.count_mg() - part.count_mg()); }

Mass recycled_of(const ClaimRecord& claim) {
  std::int64_t sum = 0;  // never above the claim's mass
  for (const auto& [origin, mass] : claim.statement.contents)
    if (is_recycled(origin)) sum += mass.count_mg();
  return Mass::milligrams(sum);
}

// Of the claim's lot or shipment, where it was found.
std::string material_of(const CustodyView& view, const ClaimRecord& claim) {
  if (claim.statement.lot) return claim.statement.lot->material;
  if (claim.subject == no_node) return {};
  const LotGraph& graph = view.trace->graph();
  return graph.account(graph.node(claim.subject).subject).material;
}

}  // namespace

Mass shared_of(const ClaimRecord& claim) { return minus(claim.statement.mass, claim.uptake); }

std::string claim_word(std::string_view what, std::string_view value, Language language) {
  return render("claim." + std::string(what) + "_" + std::string(value), language);
}

JsonArray content_documents(const AnswerContext& context, const Contents& contents, Mass whole) {
  JsonArray parts;
  for (const auto& [origin, mass] : contents)
    parts.push_back(
        content_part(context, to_text(origin), origin_name(origin, context.language), mass, whole));
  return parts;
}

JsonArray assurance_documents(const AnswerContext& context, const ClaimRecord& claim) {
  JsonArray parts;
  for (const auto& [assurance, mass] : claim.by_assurance) {
    const std::string_view kind = to_text(assurance);
    parts.push_back(content_part(
        context, kind, claim_word("assurance", kind, context.language), mass, shared_of(claim)));
  }
  return parts;
}

JsonArray route_documents(const AnswerContext& context, const ClaimRecord& claim) {
  JsonArray parts;
  for (const auto& [route, mass] : claim.by_route) {
    const std::string_view kind = to_text(route);
    parts.push_back(content_part(
        context, kind, claim_word("route", kind, context.language), mass, shared_of(claim)));
  }
  return parts;
}

JsonArray matter_documents(const AnswerContext& context, const ClaimRecord& claim) {
  JsonArray parts;
  const auto add = [&](std::string_view kind, Mass mass) {
    if (mass == Mass{}) return;
    parts.push_back(content_part(
        context, kind, claim_word("matter", kind, context.language), mass, claim.statement.mass));
  };
  add("uptake", claim.uptake);
  add("filler", claim.filler);
  add("bio_based", claim.bio_based);
  add("unknown", claim.unknown);
  return parts;
}

Message refusal_message(const Verdict& verdict, const ClaimStatement* claim, Language language) {
  Mass claimed;
  if (claim != nullptr) {
    const auto content = claim->contents.find(verdict.origin);
    claimed = content == claim->contents.end() ? claim->mass : content->second;
  }
  // Whole kilograms of what is more than some: no more than there is.
  const auto in_words = [](Mass mass) {
    constexpr std::int64_t exact_below_mg = 10 * Mass::milligrams_per_kg;
    const std::int64_t mg = mass.count_mg();
    const Mass shown =
        mg < exact_below_mg ? mass : Mass::milligrams(mg - mg % Mass::milligrams_per_kg);
    return std::string(mass_text(shown).at("display").as_string());
  };
  return {"claim.refused_" + std::string(to_text(verdict.refusal)),
          {{"claimed", in_words(claimed)},
           {"at_most", in_words(verdict.at_most)},
           {"origin", origin_name(verdict.origin, language)}}};
}

Error no_claim(std::string_view book, std::string_view claim) {
  return error(ErrorCode::not_found, "engine.claim_not_found", {{"book", book}, {"claim", claim}});
}

Result<ClaimWriter> ClaimWriter::of(const AnswerContext& context) {
  return ClaimWriter(context, MEGURI_TRY(BookNames::of(context)));
}

JsonObject ClaimWriter::site(const std::string& id) const {
  return {{"id", id}, {"name", id.empty() ? "" : context_.state.names.site(id, context_.language)}};
}

JsonObject ClaimWriter::material(const std::string& id) const {
  return {{"id", id},
          {"name", id.empty() ? "" : context_.state.names.material(id, context_.language)}};
}

JsonArray ClaimWriter::sites(const std::vector<std::string>& ids) const {
  JsonArray named;
  for (const std::string& id : ids)
    named.push_back(site(id));
  return named;
}

JsonArray ClaimWriter::materials(const std::vector<std::string>& ids) const {
  JsonArray named;
  for (const std::string& id : ids)
    named.push_back(material(id));
  return named;
}

JsonObject ClaimWriter::subject(const CustodyView& view, const ClaimRecord& claim) const {
  const ClaimStatement& statement = claim.statement;
  std::string_view kind = "shipment";
  if (statement.lot) kind = "lot";
  if (statement.is_certificate) kind = "certificate";
  return {{"kind", kind},
          {"site", site(std::string(view.site_of(claim)))},
          {"material", material(material_of(view, claim))},
          {"lot", statement.lot ? statement.lot->lot : ""},
          {"shipment", statement.shipment}};
}

JsonObject ClaimWriter::summary(const CustodyView& view, const ClaimRecord& claim) const {
  const AttestedRow& row = view.row_of(claim);
  const Language language = context_.language;
  const Mass shared = shared_of(claim);
  const std::string_view standing = to_text(claim.standing);
  Json why = nullptr;
  if (claim.standing == ClaimStanding::refused)
    why = render(refusal_message(claim.verdict, &claim.statement, language), language);
  Json polymer = nullptr;
  if (claim.filler > Mass{})
    polymer = percent_or_null(recycled_of(claim), minus(shared, claim.filler));
  const bool stands = claim.standing == ClaimStanding::stands;
  return {{"book", row.book},
          {"book_name", book_name(row.book)},
          {"claim", row.client_id},
          {"sequence", row.sequence},
          {"made_on", to_text(tokyo_day(row.event_from))},
          {"account", claim.statement.account},
          {"subject", subject(view, claim)},
          {"mass", mass_text(claim.statement.mass)},
          {"contents", content_documents(context_, claim.statement.contents, shared)},
          {"recycled_percent",
           percent_text(static_cast<double>(recycled_of(claim).count_mg()),
                        static_cast<double>(shared.count_mg()))},
          {"polymer_percent", std::move(polymer)},
          {"model", stands ? to_text(claim.model) : ""},
          {"model_name", stands ? claim_word("model", to_text(claim.model), language) : ""},
          {"standing", standing},
          {"standing_name", claim_word("standing", standing, language)},
          {"why", std::move(why)},
          {"recipient", claim.statement.recipient},
          {"supersedes", claim.statement.supersedes}};
}

}  // namespace meguri
