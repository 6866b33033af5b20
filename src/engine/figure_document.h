// SPDX-License-Identifier: Apache-2.0
// figure_document: the shape `Figure`: a number with its unit, bounds, status and evidence.
//
// Every number that any answer shows is made here, so that none lacks its evidence.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"
#include "engine/handle.h"
#include "engine/state.h"
#include "matter/flow.h"
#include "measure/measurement.h"
#include "wire/json.h"

namespace meguri {

// Paths of handles that mean a flow as drawn: the other way round than its rule says, or that way
// where a sum of places is drawn in both directions.
inline constexpr std::string_view turned_path = "turned";
inline constexpr std::string_view onward_path = "onward";

class FigureWriter {
 public:
  FigureWriter(const State& state, Language language) : state_(state), language_(language) {}

  // A measured value.
  [[nodiscard]] JsonObject measured(const ValueRef& ref) const;
  // A flow as drawn (turned around where negative).
  [[nodiscard]] JsonObject flow(const MeasuredFlow& flow) const;
  // A number of peers (median, target, difference) in the unit and decimals of an indicator.
  [[nodiscard]] JsonObject of_indicator(const IndicatorModel& indicator,
                                        std::string_view unit,
                                        double number,
                                        std::string_view label,
                                        const std::string& evidence) const;
  // Any value in base units; `decimals` empty = as exact as it is.
  struct Parts {
    std::string id;
    std::string label;
    std::string unit;
    FigureStatus status = FigureStatus::derived;
    Quality quality = Quality::derived;
    std::optional<int> decimals;
    std::string why;
    std::string evidence;
  };
  [[nodiscard]] JsonObject of_value(const Value& value, const Parts& parts) const;
  [[nodiscard]] JsonObject of_mass(Mass mass, const Parts& parts) const;
  // A single figure of a pack (a row of a `figures` table).
  [[nodiscard]] JsonObject of_figure(std::uint32_t figure) const;

  [[nodiscard]] JsonArray flags(const std::vector<AppliedFlag>& flags) const;
  // How a value of a pack is named; empty path for the value itself.
  [[nodiscard]] Handle handle(const ValueRef& ref) const;
  [[nodiscard]] Handle handle(std::string_view pack, EvidenceKind kind, std::string_view id) const;
  // "570,259 t"; an interval "約138,083 t"; bounds only "5,200–5,400 t"; unknown "不明".
  [[nodiscard]] std::string display(const Value& value,
                                    std::string_view unit,
                                    std::optional<int> decimals) const;
  // A difference, with its sign: "+12.5 t"; of shares, which differ by no share, "-3.1 percentage
  // points"; of what is known by bounds only, "+25.0 to +100.0 percentage points".
  [[nodiscard]] std::string change(const Value& value,
                                   std::string_view unit,
                                   std::optional<int> decimals) const;
  // The bounds of an interval that its display rounds away: "138,080–138,086".
  [[nodiscard]] std::optional<std::string> range(const Value& value,
                                                 std::string_view unit,
                                                 std::optional<int> decimals) const;
  [[nodiscard]] const State& state() const { return state_; }
  [[nodiscard]] Language language() const { return language_; }

 private:
  [[nodiscard]] Parts parts_of(const ValueRef& ref) const;
  const State& state_;
  Language language_;
};

// A number in base units as plain text in the unit; `decimals` empty = as exact as it is.
std::string plain_text(Real base, const UnitOfMeasure& unit, std::optional<int> decimals);

EvidenceKind evidence_kind_of(NameKind kind);

// The model of an indicator by its measured name. REQUIRES: it is one.
const IndicatorModel& indicator_model(const State& state, NameIndex name);

}  // namespace meguri
