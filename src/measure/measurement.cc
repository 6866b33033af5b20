// SPDX-License-Identifier: Apache-2.0
#include "measure/measurement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "base/check.h"
#include "measure/internal/access.h"
#include "measure/internal/state.h"

namespace meguri {
namespace {

const Value absent_value;
constexpr std::string_view zero_flag = "zero_may_be_blank";

// What one rule moves, gross in both directions: a net sum would let surpluses and deficits cancel.
struct BothWays {
  MeasuredFlow forward;
  MeasuredFlow backward;
};

BothWays both_ways_of(const ValueRef& ref, const FlowModel& model) {
  return {{ref, &model, model.from, model.to, Value::exactly(0), false, 0},
          {ref, &model, model.to, model.from, Value::exactly(0), true, 0}};
}

// Adds what one unit reports: to the way back where it is negative. Unknown goes forward.
void add_unit(BothWays& ways, const Value& part) {
  const bool is_negative = part.is_known() ? part.point < 0 : part.low < 0 && part.high <= 0;
  const bool turned = is_negative && part.knowledge != Knowledge::unknown;
  MeasuredFlow& side = turned ? ways.backward : ways.forward;
  side.mass = add(side.mass, turned ? negate(part) : part);
  ++side.parts;
}

}  // namespace

std::string_view to_text(NameKind kind) {
  constexpr std::array<std::string_view, 5> texts = {
      "quantity", "derived", "flow", "term", "indicator"};
  return texts.at(static_cast<std::size_t>(kind));
}

// ---- the state ----

std::optional<NameIndex> Measurement::State::find(std::uint32_t pack, std::string_view id) const {
  constexpr std::array kinds = {
      NameKind::quantity, NameKind::derived, NameKind::term, NameKind::indicator, NameKind::flow};
  for (const std::uint32_t index : models.scope[pack]) {
    for (const NameKind kind : kinds) {
      if (auto found = models.find(index, kind, id)) return found;
    }
  }
  return std::nullopt;
}

PeriodIndex Measurement::State::answering_period(const ValueRef& ref) const {
  if (!name(ref.name).stands) return ref.period;
  for (const PeriodIndex period : nearest_periods[ref.period.index()]) {
    const Slab* const found = slab(ref.name, period);
    if (found != nullptr && found->values[ref.place.index()].knowledge != Knowledge::absent) {
      return period;
    }
  }
  return ref.period;
}

const Value& Measurement::State::value(const ValueRef& ref) const {
  const Slab* const found = slab(ref.name, answering_period(ref));
  return found == nullptr ? absent_value : found->values[ref.place.index()];
}

bool Measurement::State::applies(const CompiledFlag& flag, const ValueRef& ref) const {
  std::vector<Value> inputs;
  for (const NameIndex input : flag.inputs)
    inputs.push_back(value({input, ref.place, ref.period}));
  return truth_of(flag.when->evaluate(inputs, periods[ref.period.index()].days())) == Truth::yes;
}

bool Measurement::State::is_own(const ValueRef& ref) const {
  const Slab* const found = slab(ref.name, answering_period(ref));
  return found != nullptr && found->own[ref.place.index()];
}

// ---- looking things up ----

Measurement::Measurement(std::unique_ptr<State> state) : state_(std::move(state)) {}
Measurement::Measurement(Measurement&&) noexcept = default;
Measurement& Measurement::operator=(Measurement&&) noexcept = default;
Measurement::~Measurement() = default;

std::span<const MeasuredPack> Measurement::packs() const { return state_->packs; }
std::span<const MeasuredName> Measurement::names() const { return state_->models.names; }
std::span<const MeasuredPlaceInfo> Measurement::places() const { return state_->places; }
std::span<const Period> Measurement::periods() const { return state_->periods; }

const MeasuredName& Measurement::operator[](NameIndex name) const { return state_->name(name); }
const MeasuredPlaceInfo& Measurement::operator[](PlaceIndex place) const {
  return state_->places[place.index()];
}
const Period& Measurement::operator[](PeriodIndex period) const {
  return state_->periods[period.index()];
}

std::optional<NameIndex> Measurement::name(std::string_view id, std::string_view pack) const {
  for (std::uint32_t i = 0; i < state_->packs.size(); ++i) {
    if (!pack.empty() && state_->packs[i].id != pack) continue;
    if (auto found = state_->find(i, id)) return found;
  }
  return std::nullopt;
}

std::optional<NameIndex> Measurement::name(NameKind kind, std::string_view id) const {
  for (std::uint32_t pack = 0; pack < state_->packs.size(); ++pack) {
    if (auto found = state_->models.find(pack, kind, id)) return found;
  }
  return std::nullopt;
}

std::optional<PlaceIndex> Measurement::place(std::string_view code) const {
  const auto found = state_->place_index.find(code);
  if (found == state_->place_index.end()) return std::nullopt;
  return PlaceIndex(found->second);
}

std::optional<PeriodIndex> Measurement::period(std::string_view id) const {
  for (std::uint32_t i = 0; i < state_->periods.size(); ++i) {
    if (state_->periods[i].id() == id) return PeriodIndex(i);
  }
  return std::nullopt;
}

std::vector<PeriodIndex> Measurement::periods_of(NameIndex name) const {
  std::vector<PeriodIndex> found;
  for (std::uint32_t i = 0; i < state_->periods.size(); ++i) {
    if (state_->slab(name, PeriodIndex(i)) != nullptr) found.emplace_back(i);
  }
  return found;
}

std::span<const PeriodIndex> Measurement::periods_of_pack(std::uint32_t pack) const {
  return state_->pack_periods[pack];
}

const Value& Measurement::value(const ValueRef& ref) const { return state_->value(ref); }

// ---- flows ----

std::vector<MeasuredFlow> Measurement::flows(PlaceIndex place, PeriodIndex period) const {
  std::vector<MeasuredFlow> found;
  for (std::uint32_t i = 0; i < state_->models.names.size(); ++i) {
    const MeasuredName& name = state_->models.names[i];
    if (name.kind != NameKind::flow) continue;
    const ValueRef ref{NameIndex(i), place, period};
    if (value(ref).knowledge == Knowledge::absent) continue;
    const FlowModel& model = state_->packs[name.pack].model->flows[name.index];
    BothWays ways = both_ways_of(ref, model);
    auto& [forward, backward] = ways;
    bool blank = false;
    for (const ValueRef& unit : units(ref)) {
      add_unit(ways, value(unit));
      blank = blank || value(unit).zero_may_be_blank;
    }
    // Units that are missing are missing in the sum as well, whichever way theirs would go.
    if (value(ref).knowledge == Knowledge::unknown) {
      forward.mass = value(ref);
      backward.mass = Value::bounds(backward.mass.low, Value::infinity);
    }
    if (forward.mass.is_known() && forward.mass.point == 0) forward.mass.zero_may_be_blank = blank;
    if (forward.parts > 0 || backward.parts == 0) found.push_back(forward);
    if (backward.parts > 0) found.push_back(backward);
  }
  return found;
}

std::vector<ValueRef> Measurement::units(const ValueRef& ref) const {
  std::vector<ValueRef> found;
  if (state_->is_own(ref)) {
    found.push_back({ref.name, ref.place, state_->answering_period(ref)});
    return found;
  }
  for (const PlaceIndex part : state_->places[ref.place.index()].below) {
    const auto below = units({ref.name, part, ref.period});
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

// ---- cautions and peers ----

std::vector<AppliedFlag> Measurement::flags(const ValueRef& ref) const {
  std::vector<AppliedFlag> applied;
  const MeasuredName& name = state_->name(ref.name);
  if (value(ref).zero_may_be_blank) applied.push_back({zero_flag, name.pack, nullptr, true});
  for (const CompiledFlag* const flag : state_->flags_of[ref.name.index()]) {
    if (!state_->applies(*flag, ref)) continue;
    applied.push_back({flag->model->id, flag->pack, flag->model, flag->model->excludes_rank});
  }
  return applied;
}

// Asked of every peer in every comparison: cautions that exclude nobody are not evaluated.
bool Measurement::is_ranked(const ValueRef& ref) const {
  const Value& found = value(ref);
  if (!found.is_known() || !std::isfinite(found.point) || found.zero_may_be_blank) return false;
  return std::ranges::none_of(state_->flags_of[ref.name.index()], [&](const CompiledFlag* flag) {
    return flag->model->excludes_rank && state_->applies(*flag, ref);
  });
}

std::optional<Measurement::Band> Measurement::band(PlaceIndex place, PeriodIndex period) const {
  for (const SizeBand& band : state_->bands) {
    const Value& size = value({band.quantity, place, period});
    if (!size.is_known() || size.point < band.from || size.point >= band.below) continue;
    return Band{band.pack, band.model};
  }
  return std::nullopt;
}

const CompiledPotential* measurement_potential(const Measurement& measurement,
                                               NameIndex indicator) {
  const auto& potentials = measurement.state_->models.potentials;
  const auto found = std::ranges::find(potentials, indicator, &CompiledPotential::indicator);
  return found == potentials.end() ? nullptr : &*found;
}

// ---- numbers in a unit ----

std::optional<Decimal> decimal_in(Real base, const UnitOfMeasure& unit) {
  if (!std::isfinite(base)) return std::nullopt;
  const Real factor = static_cast<Real>(unit.factor());
  int scale = 0;
  Real power = 1;
  while (power < factor && scale < 18) {
    power *= 10;
    ++scale;
  }
  const bool is_whole = std::fabs(base) < 0x1.0p63L && base == std::trunc(base);
  if (power == factor && is_whole) {
    return Decimal(static_cast<std::int64_t>(base), scale).normalized();
  }
  return decimal_of(static_cast<double>(base / factor));
}

}  // namespace meguri
