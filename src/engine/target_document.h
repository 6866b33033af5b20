// SPDX-License-Identifier: Apache-2.0
// target_document: the targets of a town: read from a question, told as figures and sentences.
//
// A target is written "recycling_rate=25@2032": a measure or indicator, a value in the indicator's
// own unit, a year. It comes with the question and is stored nowhere: each of its figures carries
// it in its evidence handle, so that a report that was sent can still be opened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/message.h"
#include "base/result.h"
#include "engine/figure_document.h"
#include "engine/state.h"
#include "measure/target.h"
#include "wire/json.h"

namespace meguri {

inline constexpr std::size_t targets_max = 20;

// What a target may be set for, by the name that a question calls it.
struct TargetChoice {
  std::string id;
  NameIndex indicator;
};

// Every problem at once, as findings of one invalid_input error: no such indicator (with the
// nearest one), none that has a better direction, no number, no year, one year set twice, too many.
Result<std::vector<TargetAim>> read_targets(const State& state,
                                            const std::vector<std::string>& texts,
                                            std::span<const TargetChoice> choices,
                                            const Period& now);

enum class TargetPart : std::uint8_t { value, distance, per_year, trend, projected };

struct TargetPath {
  Decimal value;
  int year = 0;
  TargetPart part = TargetPart::value;
};
// The path of a handle: "25@2032/distance". Nothing for any other text.
std::optional<TargetPath> target_path_of(std::string_view path);

class TargetWriter {
 public:
  // REQUIRES: as target_standing().
  TargetWriter(const State& state,
               Language language,
               const TargetAim& aim,
               PlaceIndex place,
               PeriodIndex period);

  [[nodiscard]] JsonObject document() const;  // the shape Target
  [[nodiscard]] JsonObject figure(TargetPart part) const;
  [[nodiscard]] std::string label(TargetPart part) const;
  // In words and with values; empty for the target itself, which is given.
  [[nodiscard]] std::string formula(TargetPart part) const;
  [[nodiscard]] std::string formula_with_values(TargetPart part) const;
  [[nodiscard]] std::string method() const;  // how trend and change per year are computed
  [[nodiscard]] const TargetStanding& standing() const { return standing_; }

 private:
  [[nodiscard]] std::string say(std::string_view id, std::vector<Argument> arguments = {}) const;
  [[nodiscard]] std::string year_name(int year) const;
  [[nodiscard]] const Value& value_of(TargetPart part) const;
  [[nodiscard]] std::string why(TargetPart part) const;
  [[nodiscard]] std::string shown(TargetPart part) const;
  [[nodiscard]] std::string current_text() const;
  [[nodiscard]] std::string sentence_id() const;
  [[nodiscard]] std::string sentence() const;
  [[nodiscard]] std::string text() const;  // "recycling_rate.statistics=25@2032"
  [[nodiscard]] int years_left() const { return aim_.year - standing_.current_year; }

  const State& state_;
  const Measurement& measurement_;
  Language language_;
  FigureWriter writer_;
  TargetAim aim_;
  ValueRef here_;
  const IndicatorModel& model_;
  TargetStanding standing_;
};

}  // namespace meguri
