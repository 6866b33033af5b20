// SPDX-License-Identifier: Apache-2.0
// diagnosis: the three parts of a municipal circular-economy diagnosis, as JSON documents.
//
// 現状把握 (measures, standings), ポテンシャル (what reaching the peers would mean) and 改善提案
// (who does better). answer_diagnosis.cc puts them together; each part is a const function of one
// place and period.
#pragma once

#include <string>
#include <vector>

#include "engine/answers.h"
#include "engine/figure_document.h"
#include "engine/target_document.h"
#include "measure/standing.h"
#include "wire/json.h"

namespace meguri {

class Diagnosis {
 public:
  Diagnosis(const AnswerContext& context, PlaceIndex place, PeriodIndex period, PeerGroup peers)
      : context_(context),
        measurement_(*context.state.measurement),
        writer_(context.state, context.language),
        place_(place),
        period_(period),
        peers_(peers) {}

  [[nodiscard]] JsonArray key_figures() const;
  [[nodiscard]] JsonArray measures() const;
  [[nodiscard]] JsonArray themes() const;
  [[nodiscard]] JsonArray history() const;
  [[nodiscard]] JsonArray potentials() const;
  [[nodiscard]] JsonArray improvements() const;
  // What a town may set itself a target for: measures by their primary definition, and definitions.
  [[nodiscard]] std::vector<TargetChoice> target_choices() const;
  [[nodiscard]] JsonArray targets(const std::vector<TargetAim>& aims) const;
  [[nodiscard]] JsonArray gaps() const;
  [[nodiscard]] JsonArray limits() const;
  [[nodiscard]] JsonArray flags() const;
  [[nodiscard]] JsonArray sources() const;
  [[nodiscard]] JsonObject peer_group() const;

 private:
  struct MeasureRef {
    std::uint32_t pack = 0;
    const MeasureModel* model = nullptr;
    NameIndex primary;
    std::vector<NameIndex> definitions;  // the primary one first
  };
  [[nodiscard]] std::vector<MeasureRef> measure_refs() const;
  [[nodiscard]] ValueRef here(NameIndex name) const { return {name, place_, period_}; }
  [[nodiscard]] bool asked_here(NameIndex indicator) const;
  [[nodiscard]] bool is_used(const QuantityRow& row) const;
  [[nodiscard]] std::string say(std::string_view id, std::vector<Argument> arguments) const;
  [[nodiscard]] std::string group_name(PeerGroup group) const;
  [[nodiscard]] std::string short_name(const Period& period) const;
  [[nodiscard]] JsonArray standings(NameIndex indicator) const;
  [[nodiscard]] JsonObject standing_document(NameIndex indicator, const Standing& standing) const;
  [[nodiscard]] std::string standing_sentence(const IndicatorModel& model,
                                              const Standing& standing,
                                              const std::string& median) const;
  [[nodiscard]] JsonObject potential_document(NameIndex indicator,
                                              const std::string& name,
                                              const Potential& potential) const;
  [[nodiscard]] JsonObject difference(const IndicatorModel& model,
                                      double number,
                                      const ValueRef& other) const;
  [[nodiscard]] JsonObject peer_figure(NameIndex indicator,
                                       double number,
                                       std::string_view label_id,
                                       PeerGroup group,
                                       std::string_view what) const;

  const AnswerContext& context_;
  const Measurement& measurement_;
  FigureWriter writer_;
  PlaceIndex place_;
  PeriodIndex period_;
  PeerGroup peers_;
};

}  // namespace meguri
