// SPDX-License-Identifier: Apache-2.0
// Fills the slabs: cells first, then every formula in order, each from the smallest units upwards.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/nearest.h"
#include "measure/internal/state.h"

namespace meguri {
namespace {

// In base units; exact where the result is a whole number below 2^64.
Real real_of(const Decimal& decimal, const UnitOfMeasure& unit) {
  return static_cast<Real>(decimal.coefficient()) * static_cast<Real>(unit.factor()) /
         static_cast<Real>(power_of_ten(decimal.scale()));
}

}  // namespace

Value term_part(const TermFlow& part, const Value& value) {
  if (part.is_signed || value.knowledge == Knowledge::absent) return value;
  const Value zero = Value::exactly(0);
  if (value.is_known()) {
    if (value.point >= 0) return part.forward ? value : zero;
    return part.backward ? negate(value) : zero;
  }
  if (part.forward && part.backward) return absolute(value);
  return maximum(part.forward ? value : negate(value), zero);
}

class MeasurementBuilder {
 public:
  using State = Measurement::State;

  explicit MeasurementBuilder(MeasurementInput input)
      : input_(std::move(input)), state_(std::make_unique<State>()) {}

  Result<Measurement> build() {
    state_->packs = std::move(input_.packs);
    state_->models = compile_models(state_->packs, findings_);
    place_the_places();
    if (!findings_.empty()) return refused();
    order_the_periods();
    state_->slabs.resize(state_->models.names.size() * state_->periods.size());
    put_cells();
    if (!findings_.empty()) return refused();
    attach_flags();
    compile_bands();
    evaluate();
    return Measurement(std::move(state_));
  }

 private:
  [[nodiscard]] Error refused() {
    Error failure = error(ErrorCode::findings, "measure.not_measurable");
    failure.findings = std::move(findings_);
    return failure;
  }

  void refuse(std::string_view id, std::vector<Argument> arguments) {
    findings_.push_back({Position{}, Message{std::string(id), std::move(arguments)}});
  }

  // ---- places ----

  void place_the_places() {
    auto& inputs = input_.places;
    std::ranges::sort(inputs, {}, &PlaceInput::code);
    for (const PlaceInput& place : inputs) {
      const auto index = static_cast<std::uint32_t>(state_->places.size());
      if (!state_->place_index.emplace(place.code, index).second) {
        refuse("measure.place_twice", {{"place", place.code}});
        continue;
      }
      state_->places.push_back({place.code, place.level, {}, {}, {}});
    }
    for (const PlaceInput& place : inputs) {
      MeasuredPlaceInfo& info = state_->places[state_->place_index.find(place.code)->second];
      info.parent = other_place(place.code, place.parent);
      info.counted_in =
          place.reports_as.empty() ? info.parent : other_place(place.code, place.reports_as);
    }
    for (std::uint32_t i = 0; i < state_->places.size(); ++i) {
      if (const auto up = state_->places[i].counted_in) {
        state_->places[up->index()].below.emplace_back(i);
      }
    }
    order_upwards();
  }

  std::optional<PlaceIndex> other_place(const std::string& code, const std::string& other) {
    if (other.empty()) return std::nullopt;
    const auto found = state_->place_index.find(other);
    if (found == state_->place_index.end()) {
      refuse("measure.place_unknown", {{"place", other}});
      return std::nullopt;
    }
    if (code == other) {
      refuse("measure.place_within_itself", {{"place", code}});
      return std::nullopt;
    }
    return PlaceIndex(found->second);
  }

  // Deepest first; a place on a circle never gets a depth.
  void order_upwards() {
    std::vector<std::size_t> depth(state_->places.size(), 0);
    for (std::size_t i = 0; i < state_->places.size(); ++i) {
      std::optional<PlaceIndex> up = state_->places[i].counted_in;
      while (up && depth[i] <= state_->places.size()) {
        ++depth[i];
        up = state_->places[up->index()].counted_in;
      }
      if (depth[i] > state_->places.size()) {
        refuse("measure.place_within_itself", {{"place", state_->places[i].code}});
        return;
      }
      state_->upwards.emplace_back(static_cast<std::uint32_t>(i));
    }
    std::ranges::stable_sort(state_->upwards, [&](PlaceIndex left, PlaceIndex right) {
      return depth[left.index()] > depth[right.index()];
    });
  }

  // ---- periods ----

  void order_the_periods() {
    std::vector<Period>& periods = state_->periods;
    for (const QuantityInput& cell : input_.quantities)
      periods.push_back(cell.period);
    std::ranges::sort(periods, [](const Period& left, const Period& right) {
      return std::tuple(left.first(), left.days(), left.id()) <
             std::tuple(right.first(), right.days(), right.id());
    });
    periods.erase(std::unique(periods.begin(), periods.end()), periods.end());
    for (const Period& from : periods) {
      std::vector<PeriodIndex> order;
      for (std::uint32_t i = 0; i < periods.size(); ++i)
        order.emplace_back(i);
      const auto distance = [&](PeriodIndex to) {
        const Period& other = periods[to.index()];
        return std::pair(std::abs(other.first().number - from.first().number),
                         other.first().number);
      };
      std::ranges::stable_sort(order, {}, distance);
      // A period is nearest to itself, even if another begins on the same day.
      const auto self =
          std::ranges::find(order, PeriodIndex(static_cast<std::uint32_t>(&from - periods.data())));
      std::rotate(order.begin(), self, self + 1);
      state_->nearest_periods.push_back(std::move(order));
    }
  }

  Slab& slab(NameIndex name, PeriodIndex period) {
    std::unique_ptr<Slab>& slot = state_->slab_slot(name, period);
    if (!slot) {
      slot = std::make_unique<Slab>();
      slot->values.resize(state_->places.size());
      slot->own.resize(state_->places.size());
    }
    return *slot;
  }

  // ---- cells ----

  void put_cells() {
    for (const QuantityInput& cell : input_.quantities)
      put_cell(cell);
    for (std::uint32_t i = 0; i < state_->models.names.size(); ++i) {
      const MeasuredName& name = state_->models.names[i];
      if (name.kind != NameKind::quantity) continue;
      for (std::uint32_t period = 0; period < state_->periods.size(); ++period) {
        Slab* const found = state_->slab_slot(NameIndex(i), PeriodIndex(period)).get();
        if (found != nullptr) add_upwards(*found, may_be_added(name));
      }
    }
    for (std::uint32_t pack = 0; pack < state_->packs.size(); ++pack) {
      state_->pack_periods.push_back(periods_of_pack(pack));
    }
  }

  [[nodiscard]] std::optional<NameIndex> quantity_name(const QuantityInput& cell) const {
    for (std::uint32_t pack = 0; pack < state_->packs.size(); ++pack) {
      if (state_->packs[pack].id != cell.pack) continue;
      for (const std::uint32_t scoped : state_->models.scope[pack]) {
        const auto found = state_->models.find(scoped, NameKind::quantity, cell.quantity);
        if (found) return found;
      }
    }
    return std::nullopt;
  }

  void put_cell(const QuantityInput& cell) {
    const auto name = quantity_name(cell);
    if (!name) {
      refuse("measure.quantity_unknown", {{"quantity", cell.quantity}, {"pack", cell.pack}});
      return;
    }
    const auto place = state_->place_index.find(cell.place);
    if (place == state_->place_index.end()) {
      refuse("measure.place_unknown", {{"place", cell.place}});
      return;
    }
    const auto unit = parse_formula_unit(cell.unit);
    if (!unit || !unit->same_dimension(state_->name(*name).unit_of_measure)) {
      refuse("measure.unit_unknown", {{"id", cell.quantity}, {"unit", cell.unit}});
      return;
    }
    const auto at = std::ranges::find(state_->periods, cell.period) - state_->periods.begin();
    Slab& target = slab(*name, PeriodIndex(static_cast<std::uint32_t>(at)));
    target.cells.resize(state_->places.size(), no_cell);
    if (target.own[place->second]) {
      refuse("measure.reported_twice",
             {{"quantity", cell.quantity}, {"place", cell.place}, {"period", cell.period.id()}});
      return;
    }
    target.own[place->second] = true;
    target.cells[place->second] = cell.cell;
    Value& value = target.values[place->second];
    value = cell.value ? Value::exactly(real_of(*cell.value, *unit)) : Value::unknown();
    value.zero_may_be_blank = cell.zero_may_be_blank && value.is_known() && value.point == 0;
  }

  [[nodiscard]] bool may_be_added(const MeasuredName& name) const {
    const PackModel& model = *state_->packs[name.pack].model;
    if (name.kind == NameKind::quantity) return model.quantities[name.index].sum;
    if (name.kind == NameKind::derived) return model.derived[name.index].sum;
    return name.kind == NameKind::flow || name.kind == NameKind::term;
  }

  [[nodiscard]] std::vector<PeriodIndex> periods_of_pack(std::uint32_t pack) const {
    std::set<PeriodIndex> moving;
    std::set<PeriodIndex> standing;
    for (std::uint32_t i = 0; i < state_->models.names.size(); ++i) {
      const MeasuredName& name = state_->models.names[i];
      if (name.kind != NameKind::quantity || name.pack != pack) continue;
      auto& target = name.stands ? standing : moving;
      for (const PeriodIndex period : periods_with_slab(NameIndex(i)))
        target.insert(period);
    }
    const auto& chosen = moving.empty() ? standing : moving;
    return {chosen.begin(), chosen.end()};
  }

  [[nodiscard]] std::vector<PeriodIndex> periods_with_slab(NameIndex name) const {
    std::vector<PeriodIndex> found;
    for (std::uint32_t period = 0; period < state_->periods.size(); ++period) {
      if (state_->slab(name, PeriodIndex(period)) != nullptr) found.emplace_back(period);
    }
    return found;
  }

  // ---- sums ----

  void add_upwards(Slab& slab, bool may_add) const {
    if (!may_add) return;
    for (const PlaceIndex place : state_->upwards) {
      if (!slab.own[place.index()]) slab.values[place.index()] = sum_below(slab, place);
    }
  }

  [[nodiscard]] Value sum_below(const Slab& slab, PlaceIndex place) const {
    Value sum = Value::exactly(0);
    bool any = false;
    for (const PlaceIndex part : state_->places[place.index()].below) {
      const Value& value = slab.values[part.index()];
      any = any || value.knowledge != Knowledge::absent;
      // What divides by zero in one part leaves the sum unknown, not undefined.
      sum = add(sum, value.knowledge == Knowledge::undefined ? Value::unknown() : value);
    }
    return any ? sum : Value{};
  }

  // ---- peers and cautions ----

  // Peers are looked for by size for every place and question: no name may be searched then.
  void compile_bands() {
    for (std::uint32_t pack = 0; pack < state_->packs.size() && state_->bands.empty(); ++pack) {
      for (const BandModel& model : state_->packs[pack].model->bands) {
        const auto quantity = state_->find(pack, model.quantity);
        if (!quantity) continue;
        const auto factor = static_cast<Real>(state_->name(*quantity).unit_of_measure.factor());
        const auto limit = [&](const Decimal& decimal) {
          return static_cast<Real>(decimal.coefficient()) * factor /
                 static_cast<Real>(power_of_ten(decimal.scale()));
        };
        SizeBand band{.pack = pack, .model = &model, .quantity = *quantity};
        if (model.from) band.from = limit(*model.from);
        if (model.below) band.below = limit(*model.below);
        state_->bands.push_back(band);
      }
    }
  }

  void attach_flags() {
    state_->flags_of.resize(state_->models.names.size());
    for (CompiledFlag& flag : state_->models.flags) {
      for (std::uint32_t i = 0; i < state_->models.names.size(); ++i) {
        const MeasuredName& name = state_->models.names[i];
        if (name.kind != NameKind::indicator || name.pack != flag.pack) continue;
        const auto& named = flag.model->indicators;
        if (named.empty() || std::ranges::find(named, name.id) != named.end()) {
          state_->flags_of[i].push_back(&flag);
        }
      }
    }
  }

  void evaluate() {
    for (std::uint32_t i = 0; i < state_->models.names.size(); ++i) {
      const NameIndex name(i);
      const MeasuredName& entry = state_->name(name);
      if (entry.kind == NameKind::quantity) continue;
      if (entry.kind != NameKind::term && entry.formula == nullptr) continue;
      for (const PeriodIndex period : evaluation_periods(name)) {
        if (entry.kind == NameKind::term) {
          evaluate_term(name, period);
        } else if (entry.kind == NameKind::indicator) {
          evaluate_indicator(name, period);
        } else {
          evaluate_unit(name, period);
        }
      }
    }
  }

  // Where an input that does not merely stand has values; else where any has; an indicator whose
  // inputs nobody reports is still asked for when its pack measures.
  [[nodiscard]] std::vector<PeriodIndex> evaluation_periods(NameIndex name) const {
    std::set<PeriodIndex> moving;
    std::set<PeriodIndex> standing;
    for (const NameIndex input : state_->name(name).inputs) {
      auto& target = state_->name(input).stands ? standing : moving;
      for (const PeriodIndex period : periods_with_slab(input))
        target.insert(period);
    }
    const auto& chosen = moving.empty() ? standing : moving;
    const MeasuredName& entry = state_->name(name);
    if (chosen.empty() && entry.kind == NameKind::indicator)
      return state_->pack_periods[entry.pack];
    return {chosen.begin(), chosen.end()};
  }

  // The inputs of a name at a place and period; standing facts of the nearest period.
  struct Inputs {
    std::vector<Value> values;
    bool any_own = false;      // one that decides is the place's own
    bool any_present = false;  // one that decides is not absent
  };

  void gather(NameIndex name, PlaceIndex place, PeriodIndex period, Inputs& inputs) const {
    const MeasuredName& entry = state_->name(name);
    inputs.values.clear();
    inputs.any_own = false;
    inputs.any_present = false;
    for (const NameIndex input : entry.inputs) {
      const ValueRef ref{input, place, period};
      const Value& value = state_->value(ref);
      inputs.values.push_back(value);
      // Standing facts decide only where there is nothing else.
      if (state_->name(input).stands && !entry.stands) continue;
      inputs.any_own = inputs.any_own || state_->is_own(ref);
      inputs.any_present = inputs.any_present || value.knowledge != Knowledge::absent;
    }
  }

  // A derived quantity or a flow.
  void evaluate_unit(NameIndex name, PeriodIndex period) {
    const MeasuredName& entry = state_->name(name);
    Slab& target = slab(name, period);
    const bool may_add = may_be_added(entry);
    const bool is_mass = entry.unit_of_measure.is_mass();
    const int days = state_->periods[period.index()].days();
    Inputs inputs;
    for (const PlaceIndex place : state_->upwards) {
      gather(name, place, period, inputs);
      Value& value = target.values[place.index()];
      if (inputs.any_own) {
        target.own[place.index()] = true;
        if (!inputs.any_present) continue;
        value = entry.formula->evaluate(inputs.values, days);
        if (is_mass) value = rounded(value);
        if (entry.kind == NameKind::derived) flag_derived_zero(entry, value);
      } else if (may_add) {
        value = sum_below(target, place);
      }
    }
  }

  void flag_derived_zero(const MeasuredName& entry, Value& value) const {
    const DerivedModel& model = state_->packs[entry.pack].model->derived[entry.index];
    if (model.zero_may_be_blank && value.is_known() && value.point == 0) {
      value.zero_may_be_blank = true;
    }
  }

  void evaluate_term(NameIndex name, PeriodIndex period) {
    const std::vector<TermFlow>& parts = state_->models.term_flows.at(name.index());
    Slab& target = slab(name, period);
    for (const PlaceIndex place : state_->upwards) {
      bool any_own = false;
      bool any_present = false;
      bool blank = false;
      Value sum = Value::exactly(0);
      for (const TermFlow& part : parts) {
        const ValueRef ref{part.flow, place, period};
        const Value& value = state_->value(ref);
        any_own = any_own || state_->is_own(ref);
        any_present = any_present || value.knowledge != Knowledge::absent;
        blank = blank || value.zero_may_be_blank;
        sum = add(sum, term_part(part, value));
      }
      Value& value = target.values[place.index()];
      if (any_own) {
        target.own[place.index()] = true;
        if (!any_present) continue;
        value = sum;
        value.zero_may_be_blank = blank && value.is_known() && value.point == 0;
      } else {
        value = sum_below(target, place);
      }
    }
  }

  void evaluate_indicator(NameIndex name, PeriodIndex period) {
    const MeasuredName& entry = state_->name(name);
    const auto& levels = state_->packs[entry.pack].model->indicators[entry.index].levels;
    Slab& target = slab(name, period);
    const int days = state_->periods[period.index()].days();
    Inputs inputs;
    for (const PlaceIndex place : state_->upwards) {
      const PlaceLevel level = state_->places[place.index()].level;
      if (!levels.empty() && std::ranges::find(levels, level) == levels.end()) continue;
      gather(name, place, period, inputs);
      if (!inputs.any_present) continue;
      target.own[place.index()] = true;
      target.values[place.index()] = entry.formula->evaluate(inputs.values, days);
    }
  }

  MeasurementInput input_;
  std::unique_ptr<State> state_;
  Findings findings_;
};

Result<Measurement> Measurement::build(MeasurementInput input) {
  return MeasurementBuilder(std::move(input)).build();
}

}  // namespace meguri
