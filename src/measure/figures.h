// SPDX-License-Identifier: Apache-2.0
// figures: formulas over a pack's single figures: identities that must hold, and Sankey diagrams.
//
// A figure stands for itself, without place; its names are the keys of the pack's `figures` tables
// and of those of required packs. Immutable; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"
#include "matter/period.h"
#include "measure/expression.h"
#include "measure/measurement.h"
#include "measure/value.h"
#include "pack/model.h"

namespace meguri {

struct FigureInput {
  std::string pack;
  std::string key;
  std::optional<Decimal> value;
  std::optional<Decimal> low;  // with high: the range it lies in
  std::optional<Decimal> high;
  std::string unit;
  Period period;
  Localized name;
  std::uint32_t cell = 0;  // the caller's number
};

struct IdentityResult {
  std::uint32_t pack = 0;
  const IdentityModel* model = nullptr;
  const Expression* formula = nullptr;
  Value left;  // base units of the identity's unit
  Truth holds = Truth::unknown;
  std::vector<std::uint32_t> figures;  // indices into figures(), one per formula->names()
};

struct DiagramFlowResult {
  const DiagramFlowModel* model = nullptr;
  const Expression* formula = nullptr;
  std::string_view from;  // turned around where the mass is negative
  std::string_view to;
  Value mass;  // mg
  bool turned = false;
  std::vector<std::uint32_t> figures;
};

struct DiagramResult {
  std::uint32_t pack = 0;
  const DiagramModel* model = nullptr;
  std::vector<DiagramFlowResult> flows;
};

class FigureSet {
 public:
  // Error{findings}: formulas that do not parse, unknown keys (nearest named), wrong dimensions.
  static Result<FigureSet> build(std::vector<MeasuredPack> packs, std::vector<FigureInput> figures);

  [[nodiscard]] const std::vector<MeasuredPack>& packs() const { return packs_; }
  [[nodiscard]] const std::vector<FigureInput>& figures() const { return figures_; }
  // A figure's value in base units of its unit.
  [[nodiscard]] const Value& value(std::uint32_t figure) const { return values_[figure]; }
  [[nodiscard]] const UnitOfMeasure& unit(std::uint32_t figure) const { return units_[figure]; }
  [[nodiscard]] std::optional<std::uint32_t> figure(std::string_view pack,
                                                    std::string_view key) const;
  [[nodiscard]] const std::vector<IdentityResult>& identities() const { return identities_; }
  [[nodiscard]] const std::vector<DiagramResult>& diagrams() const { return diagrams_; }
  // In words of the language, or with the figures' values and units.
  [[nodiscard]] std::string words(const Expression& formula,
                                  std::uint32_t pack,
                                  Language language) const;
  [[nodiscard]] std::string values(const Expression& formula,
                                   std::uint32_t pack,
                                   Language language) const;

 private:
  friend class FigureSetBuilder;
  std::vector<MeasuredPack> packs_;
  std::vector<FigureInput> figures_;
  std::vector<Value> values_;
  std::vector<UnitOfMeasure> units_;
  std::vector<std::unique_ptr<Expression>> formulas_;
  std::vector<IdentityResult> identities_;
  std::vector<DiagramResult> diagrams_;
};

}  // namespace meguri
