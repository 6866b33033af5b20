// SPDX-License-Identifier: Apache-2.0
#include "engine/state.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/engine.h"
#include "journal/account.h"
#include "seal/sha256.h"

namespace meguri {
namespace {

std::string name_or_id(const std::map<std::string, Localized, std::less<>>& names,
                       std::string_view id,
                       Language language) {
  const auto found = names.find(id);
  return found == names.end() ? std::string(id) : found->second.in(language);
}

std::optional<Decimal> decimal_or_nothing(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  auto decimal = parse_decimal(*text);
  MEGURI_CHECK(decimal.has_value());  // the columns keep decimals only
  return *decimal;
}

std::vector<MeasuredPack> measured(const std::vector<LoadedPack>& packs) {
  std::vector<MeasuredPack> result;
  result.reserve(packs.size());
  for (const LoadedPack& pack : packs) {
    result.push_back(
        {.id = pack.row.id,
         .required_packs = pack.content->manifest.required_packs,
         .model = std::shared_ptr<const PackModel>(pack.content, &pack.content->model)});
  }
  return result;
}

Result<MeasurementInput> measurement_input_of(const State& state) {
  MeasurementInput input;
  input.packs = measured(state.packs);
  for (const PlaceRow& place : state.places.all()) {
    const std::optional<PlaceLevel> level = place_level_of(place.level);
    MEGURI_CHECK(level.has_value());
    input.places.push_back({place.code, *level, place.parent, place.reports_as});
  }
  input.quantities.reserve(state.quantity_rows.size());
  for (std::size_t index = 0; index < state.quantity_rows.size(); ++index) {
    const QuantityRow& row = state.quantity_rows[index];
    input.quantities.push_back({.pack = row.cell.pack,
                                .quantity = row.quantity,
                                .place = row.place,
                                .period = MEGURI_TRY(parse_period(row.period)),
                                .value = decimal_or_nothing(row.value),
                                .unit = row.unit,
                                .zero_may_be_blank = row.flags == "zero_may_be_blank",
                                .cell = static_cast<std::uint32_t>(index)});
  }
  return input;
}

// The pack's own record of a figure: its range stands there only.
const FigureRecord* record_of(const State& state, const FigureRow& row) {
  const LoadedPack* const pack = state.pack(row.cell.pack);
  if (pack == nullptr) return nullptr;
  const auto found = std::ranges::find(pack->content->figures, row.key, &FigureRecord::key);
  return found == pack->content->figures.end() ? nullptr : &*found;
}

Result<std::vector<FigureInput>> figure_input_of(const State& state) {
  std::vector<FigureInput> input;
  for (std::size_t index = 0; index < state.figure_rows.size(); ++index) {
    const FigureRow& row = state.figure_rows[index];
    const FigureRecord* const record = record_of(state, row);
    input.push_back({.pack = row.cell.pack,
                     .key = row.key,
                     .value = decimal_or_nothing(row.value),
                     .low = record == nullptr ? std::nullopt : record->low,
                     .high = record == nullptr ? std::nullopt : record->high,
                     .unit = row.unit,
                     .period = MEGURI_TRY(parse_period(row.year)),
                     .name = {row.name_ja, row.name_en},
                     .cell = static_cast<std::uint32_t>(index)});
  }
  return input;
}

std::string etag_of(const State& state) {
  std::string text = std::string(program_version()) + ' ' + std::to_string(state.position);
  for (const LoadedPack& pack : state.packs)
    text += ' ' + pack.row.id + '@' + pack.row.hash;
  constexpr std::size_t digits = 20;
  return to_hex(sha256(text)).substr(0, digits);
}

}  // namespace

Result<NameBook> NameBook::read(const Columns& columns) {
  NameBook book;
  for (SiteRow& row : MEGURI_TRY(columns.sites()))
    book.sites_[row.id] = row;
  for (const MaterialRow& row : MEGURI_TRY(columns.materials())) {
    book.materials_[row.id] = row;
  }
  for (const PartyRow& row : MEGURI_TRY(columns.parties())) {
    book.parties_[row.id] = {row.name_ja, row.name_en};
  }
  return book;
}

std::string NameBook::site(std::string_view id, Language language) const {
  const SiteRow* const row = site_row(id);
  if (row != nullptr) return language == Language::ja ? row->name_ja : row->name_en;
  if (is_transit_site(id)) {
    const std::size_t first = id.find('/');
    const std::size_t second = id.find('/', first + 1);
    return render(Message{"engine.site_transit",
                          {{"from", party(id.substr(first + 1, second - first - 1), language)},
                           {"to", party(id.substr(second + 1), language)}}},
                  language);
  }
  if (is_boundary_site(id)) return render("engine.site_" + std::string(id), language);
  return std::string(id);
}

std::string NameBook::material(std::string_view id, Language language) const {
  const auto found = materials_.find(id);
  if (found == materials_.end()) return std::string(id);
  return language == Language::ja ? found->second.name_ja : found->second.name_en;
}

std::vector<std::string> NameBook::materials_below(const std::vector<std::string>& ids) const {
  std::set<std::string> found(ids.begin(), ids.end());
  // Level by level; a circle of parents ends where nothing new is found.
  for (std::size_t before = 0; before != found.size();) {
    before = found.size();
    for (const auto& [id, row] : materials_) {
      if (found.contains(row.parent)) found.insert(id);
    }
  }
  return {found.begin(), found.end()};
}

std::vector<std::string> NameBook::water_materials() const {
  std::vector<std::string> found;
  for (const auto& [id, row] : materials_) {
    if (row.water) found.push_back(id);
  }
  return found;
}

std::string NameBook::party(std::string_view id, Language language) const {
  return name_or_id(parties_, id, language);
}

const SiteRow* NameBook::site_row(std::string_view id) const {
  const auto found = sites_.find(id);
  return found == sites_.end() ? nullptr : &found->second;
}

const LoadedPack* State::pack(std::string_view id) const {
  for (const LoadedPack& each : packs) {
    if (each.row.id == id) return &each;
  }
  return nullptr;
}

const SourceRow* State::source(std::string_view pack_id, std::string_view id) const {
  for (const SourceRow& each : sources) {
    if (each.pack == pack_id && each.id == id) return &each;
  }
  return nullptr;
}

const DocumentRow* State::document(std::string_view pack_id, std::string_view sha256) const {
  for (const DocumentRow& each : documents) {
    if (each.pack == pack_id && each.sha256 == sha256) return &each;
  }
  return nullptr;
}

Result<std::shared_ptr<const State>> build_state(const Columns& columns,
                                                 std::vector<LoadedPack> packs,
                                                 std::int64_t position) {
  auto state = std::make_shared<State>();
  state->position = position;
  state->packs = std::move(packs);
  state->places = PlaceDirectory(MEGURI_TRY(columns.places()));
  state->names = MEGURI_TRY(NameBook::read(columns));
  state->sources = MEGURI_TRY(columns.sources());
  state->documents = MEGURI_TRY(columns.documents());
  state->quantity_rows = MEGURI_TRY(columns.quantities({}));
  state->figure_rows = MEGURI_TRY(columns.figures(""));
  state->measurement.emplace(
      MEGURI_TRY(Measurement::build(MEGURI_TRY(measurement_input_of(*state)))));
  state->figures.emplace(
      MEGURI_TRY(FigureSet::build(measured(state->packs), MEGURI_TRY(figure_input_of(*state)))));
  std::vector<const PackContent*> contents;
  contents.reserve(state->packs.size());
  for (const LoadedPack& pack : state->packs)
    contents.push_back(pack.content.get());
  state->calculations.emplace(
      MEGURI_TRY(CalculationSet::build(contents, *state->measurement, *state->figures)));
  state->etag = etag_of(*state);
  return std::shared_ptr<const State>(std::move(state));
}

}  // namespace meguri
