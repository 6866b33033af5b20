// SPDX-License-Identifier: Apache-2.0
// state: what a Measurement holds: one slab of values for each name and period that has any.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "measure/internal/compiled.h"
#include "measure/measurement.h"

namespace meguri {

constexpr std::uint32_t no_cell = std::numeric_limits<std::uint32_t>::max();

// All places' values of one name in one period.
struct Slab {
  std::vector<Value> values;
  std::vector<bool> own;             // from a cell or formula of the place, not a sum
  std::vector<std::uint32_t> cells;  // of quantities: the caller's number, or no_cell
};

// A class of places by size, its limits in base units.
struct SizeBand {
  std::uint32_t pack = 0;
  const BandModel* model = nullptr;
  NameIndex quantity;
  Real from = -Value::infinity;  // at least
  Real below = Value::infinity;  // less than
};

struct Measurement::State {
  std::vector<MeasuredPack> packs;
  CompiledModels models;
  std::vector<MeasuredPlaceInfo> places;
  std::vector<PlaceIndex> upwards;  // places below stand before those they are counted in
  std::map<std::string, std::uint32_t, std::less<>> place_index;
  std::vector<Period> periods;
  std::vector<std::vector<PeriodIndex>> pack_periods;
  std::vector<std::unique_ptr<Slab>> slabs;  // name × periods.size() + period; null: nothing
  // Of each period all periods, the nearest first, of two equally near the earlier.
  std::vector<std::vector<PeriodIndex>> nearest_periods;
  std::vector<std::vector<CompiledFlag*>> flags_of;  // by name index: of indicators
  std::vector<SizeBand> bands;                       // of the first pack that has any

  [[nodiscard]] const Slab* slab(NameIndex name, PeriodIndex period) const {
    return slabs[name.index() * periods.size() + period.index()].get();
  }
  [[nodiscard]] std::unique_ptr<Slab>& slab_slot(NameIndex name, PeriodIndex period) {
    return slabs[name.index() * periods.size() + period.index()];
  }
  [[nodiscard]] const MeasuredName& name(NameIndex index) const {
    return models.names[index.index()];
  }
  // The name of that id in a pack or, failing that, in those it requires.
  [[nodiscard]] std::optional<NameIndex> find(std::uint32_t pack, std::string_view id) const;
  // The period whose value answers: another one only for standing facts.
  [[nodiscard]] PeriodIndex answering_period(const ValueRef& ref) const;
  [[nodiscard]] const Value& value(const ValueRef& ref) const;
  [[nodiscard]] bool is_own(const ValueRef& ref) const;
  // Whether a caution holds of a value's place and period.
  [[nodiscard]] bool applies(const CompiledFlag& flag, const ValueRef& ref) const;
};

// What a term takes from one flow's value.
Value term_part(const TermFlow& part, const Value& value);

}  // namespace meguri
