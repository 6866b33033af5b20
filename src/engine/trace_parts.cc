// SPDX-License-Identifier: Apache-2.0
#include "engine/trace_parts.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/number_text.h"
#include "engine/figure_document.h"
#include "engine/ledger_parts.h"

namespace meguri {
namespace {

struct OriginPart {
  std::string id;
  std::string name;
  Mass mass;
};

std::vector<OriginPart> origin_parts(const OriginMasses& masses, Language language) {
  std::vector<OriginPart> parts;
  for (std::size_t index = 0; index < origin_count; ++index) {
    const auto origin = static_cast<Origin>(index);
    parts.push_back(
        {std::string(to_text(origin)), origin_name(origin, language), masses.of.at(index)});
  }
  parts.push_back({"uptake", render("engine.trace_uptake", language), masses.uptake});
  std::erase_if(parts, [](const OriginPart& part) { return part.mass == Mass{}; });
  std::ranges::stable_sort(parts, std::greater(), &OriginPart::mass);
  return parts;
}

Result<std::shared_ptr<const LotTrace>> read_trace(const AnswerContext& context,
                                                   std::int64_t position,
                                                   bool or_later) {
  const std::vector<std::string> water = context.state.names.water_materials();
  return context.traces->up_to(
      context.columns, position, or_later, WaterMaterials(water.begin(), water.end()));
}

}  // namespace

Result<std::shared_ptr<const LotTrace>> trace_of(const AnswerContext& context) {
  const std::int64_t asked = context.fields.integer("at_position");
  const std::int64_t there = MEGURI_TRY(context.columns.position());
  return read_trace(context, std::min(position_of(context), there), asked == 0);
}

Result<std::shared_ptr<const LotTrace>> trace_at(const AnswerContext& context,
                                                 std::int64_t position) {
  return read_trace(context, position, false);
}

JsonObject shared_mass(const AnswerContext& context, double mass_mg) {
  const Mass mass = Mass::milligrams(std::llround(mass_mg));
  JsonObject document = mass_text(mass);
  const FigureWriter writer(context.state, context.language);
  document["display"] =
      writer.display(Value::exactly(static_cast<Real>(mass.count_mg())), "t", std::nullopt);
  return document;
}

std::string percent_text(double part, double whole) {
  constexpr double percent = 100;
  return whole > 0 ? plain_number_text(part / whole * percent, 1) : "0";
}

std::string boundary_name(const AnswerContext& context, const TracedBoundary& boundary) {
  std::string site = context.state.names.site(boundary.site, context.language);
  if (boundary.counterparty.empty()) return site;
  return render(Message{"engine.trace_boundary",
                        {{"site", site},
                         {"counterparty",
                          context.state.names.party(boundary.counterparty, context.language)}}},
                context.language);
}

std::string origin_name(Origin origin, Language language) {
  return render("engine.import_origin_" + std::string(to_text(origin)), language);
}

JsonArray origin_documents(const AnswerContext& context, Mass mass, const OriginMasses& masses) {
  JsonArray documents;
  for (const OriginPart& part : origin_parts(masses, context.language)) {
    documents.push_back(
        JsonObject{{"origin", part.id},
                   {"name", part.name},
                   {"mass", shared_mass(context, static_cast<double>(part.mass.count_mg()))},
                   {"percent",
                    percent_text(static_cast<double>(part.mass.count_mg()),
                                 static_cast<double>(mass.count_mg()))}});
  }
  return documents;
}

}  // namespace meguri
