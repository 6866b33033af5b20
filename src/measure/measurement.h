// SPDX-License-Identifier: Apache-2.0
// measurement: every quantity, derived quantity, flow, term and indicator of every place and
// period.
//
// Built once from loaded packs and published figures; then immutable, any thread may read.
// Everything is named by three small indices (name, place, period) and answered in O(1).
//
// How a value comes about, from the smallest unit upwards (a ward of Tokyo is below 東京23区, which
// is below its prefecture, which is below the nation):
//  - a quantity: the reported cell of the place; where there is none, the sum of the places below
//    (only if it may be summed), unknown if one of them is unknown or lacks it, absent if all do;
//  - a derived quantity or a flow: its formula where at least one of its inputs is reported for
//    that very place; elsewhere the sum of the places below. Masses are rounded to the milligram;
//  - a term: the sum of flows where the place has flows of its own; elsewhere of the places below;
//  - an indicator: its formula at every place of its levels, over the values of that place.
// Building is O(names × periods with data × places) with small constants.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/id.h"
#include "base/localized.h"
#include "base/result.h"
#include "matter/flow.h"
#include "matter/period.h"
#include "matter/unit.h"
#include "measure/expression.h"
#include "measure/value.h"
#include "pack/model.h"

namespace meguri {

using NameIndex = Id<struct MeasuredNameTag>;
using PlaceIndex = Id<struct MeasuredPlaceTag>;
using PeriodIndex = Id<struct MeasuredPeriodTag>;

struct ValueRef {
  NameIndex name;
  PlaceIndex place;
  PeriodIndex period;
  friend auto operator<=>(const ValueRef&, const ValueRef&) = default;
};

// ---- What it is built from ----

struct MeasuredPack {
  std::string id;
  std::vector<std::string> required_packs;
  std::shared_ptr<const PackModel> model;
};

struct PlaceInput {
  std::string code;
  PlaceLevel level = PlaceLevel::municipality;
  std::string parent;
  std::string reports_as;
};

struct QuantityInput {
  std::string pack;  // that reported it; the quantity may be a required pack's
  std::string quantity;
  std::string place;
  Period period;
  std::optional<Decimal> value;  // nothing: the cell says unknown
  std::string unit;
  bool zero_may_be_blank = false;
  std::uint32_t cell = 0;  // the caller's own number for the cell; handed back by explain()
};

struct MeasurementInput {
  std::vector<MeasuredPack> packs;  // required ones before those that require them
  std::vector<PlaceInput> places;
  std::vector<QuantityInput> quantities;
};

// ---- What it knows ----

enum class NameKind : std::uint8_t { quantity, derived, flow, term, indicator };
std::string_view to_text(NameKind kind);

struct MeasuredName {
  NameKind kind = NameKind::quantity;
  std::uint32_t pack = 0;   // index into packs()
  std::uint32_t index = 0;  // into the pack's model: quantities, derived, flows, terms, indicators
  std::string id;
  Localized name;
  std::string unit;  // in which people read it; terms and flows: t
  UnitOfMeasure unit_of_measure;
  bool stands = false;                  // a standing fact, or derived from such alone
  const Expression* formula = nullptr;  // of derived, flow, indicator
  std::vector<NameIndex> inputs;        // one per formula->names(); of a term: its flows
};

struct MeasuredPlaceInfo {
  std::string code;
  PlaceLevel level = PlaceLevel::municipality;
  std::optional<PlaceIndex> parent;      // by administration
  std::optional<PlaceIndex> counted_in;  // where its figures are added: reports_as, else parent
  std::vector<PlaceIndex> below;         // whose figures are added into its own, by code
};

// How many of the parts below are known, and what those add up to (a lower part, not an estimate).
struct Coverage {
  std::size_t known = 0;
  std::size_t parts = 0;
  Real known_sum = 0;
};

struct Explanation {
  enum class How : std::uint8_t {
    absent,   // nothing reported
    cell,     // read from a cell
    formula,  // inputs in the order of formula->names()
    flows,    // a term: the flows it adds
    sum,      // of the places below
  };
  How how = How::absent;
  Value value;
  std::vector<ValueRef> inputs;       // one step down
  std::optional<std::uint32_t> cell;  // the caller's number
  Coverage coverage;                  // of a sum
};

// A flow as drawn: negative ones are turned around.
struct MeasuredFlow {
  ValueRef ref;
  const FlowModel* model = nullptr;
  std::string_view from;
  std::string_view to;
  Value mass;  // mg, in this direction
  bool turned = false;
  std::size_t parts = 1;  // how many places' flows it adds up
};

// A caution that applies. Flags of packs have a model; the built-in ones (zero_may_be_blank) do
// not.
struct AppliedFlag {
  std::string_view id;
  std::uint32_t pack = 0;
  const FlagModel* model = nullptr;
  bool excludes_rank = false;
};

class Measurement {
 public:
  // Error{findings}: everything check_models finds, unknown places or quantities, one cell twice.
  static Result<Measurement> build(MeasurementInput input);
  Measurement(Measurement&&) noexcept;
  Measurement& operator=(Measurement&&) noexcept;
  ~Measurement();

  [[nodiscard]] std::span<const MeasuredPack> packs() const;
  [[nodiscard]] std::span<const MeasuredName> names() const;
  [[nodiscard]] std::span<const MeasuredPlaceInfo> places() const;  // by code, JP last
  [[nodiscard]] std::span<const Period> periods() const;            // in order of time
  [[nodiscard]] const MeasuredName& operator[](NameIndex name) const;
  [[nodiscard]] const MeasuredPlaceInfo& operator[](PlaceIndex place) const;
  [[nodiscard]] const Period& operator[](PeriodIndex period) const;

  // The name of that id: of the given pack or the packs it requires; without a pack, of the pack
  // loaded first. O(log names).
  [[nodiscard]] std::optional<NameIndex> name(std::string_view id,
                                              std::string_view pack = {}) const;
  [[nodiscard]] std::optional<NameIndex> name(NameKind kind, std::string_view id) const;
  [[nodiscard]] std::optional<PlaceIndex> place(std::string_view code) const;
  [[nodiscard]] std::optional<PeriodIndex> period(std::string_view id) const;

  // Periods in which a name has a value (or knows why not) anywhere.
  [[nodiscard]] std::vector<PeriodIndex> periods_of(NameIndex name) const;
  // Periods in which a pack measures: those its own quantities that do not merely stand report.
  [[nodiscard]] std::span<const PeriodIndex> periods_of_pack(std::uint32_t pack) const;

  // In base units. A standing fact answers in any period, with the nearest one's value.
  [[nodiscard]] const Value& value(const ValueRef& ref) const;
  [[nodiscard]] Explanation explain(const ValueRef& asked) const;
  // The place's flows of that period by pack and rule; absent ones left out. A sum of flows of both
  // directions is two flows.
  [[nodiscard]] std::vector<MeasuredFlow> flows(PlaceIndex place, PeriodIndex period) const;
  // All places of the smallest units under (and including) the place whose own value it adds up.
  [[nodiscard]] std::vector<ValueRef> units(const ValueRef& ref) const;

  // Cautions on a value: for an indicator those that name it (or all), for other names only the
  // built-in ones. Pack flags are evaluated at the place and period.
  [[nodiscard]] std::vector<AppliedFlag> flags(const ValueRef& ref) const;
  // Whether the indicator's value takes part in rankings: known, and no flag excludes it.
  [[nodiscard]] bool is_ranked(const ValueRef& ref) const;

  // The peer group by size, of the first loaded pack that has bands; nothing where its quantity is
  // unknown or no band holds it.
  struct Band {
    std::uint32_t pack = 0;
    const BandModel* model = nullptr;
  };
  [[nodiscard]] std::optional<Band> band(PlaceIndex place, PeriodIndex period) const;

 private:
  struct State;
  friend class MeasurementBuilder;
  friend const struct CompiledPotential* measurement_potential(const Measurement& measurement,
                                                               NameIndex indicator);
  explicit Measurement(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A number in base units as a decimal in a unit: exact where the unit is a power of ten of the base
// (so a mass always is), else the shortest decimal of the nearest double. Nothing if infinite.
std::optional<Decimal> decimal_in(Real base, const UnitOfMeasure& unit);

}  // namespace meguri
