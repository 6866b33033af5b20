// SPDX-License-Identifier: Apache-2.0
// compiled: models with their formulas parsed, names resolved and dimensions checked.
//
// Names stand in the order in which they are evaluated: packs in order; within a pack quantities,
// derived, flows, terms, indicators. Immutable once built.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/finding.h"
#include "measure/measurement.h"

namespace meguri {

// How a term takes a flow up: as it stands, or by the direction in which the matter went.
struct TermFlow {
  NameIndex flow;
  bool is_signed = true;  // as the formula says, negative or not
  bool forward = true;    // counts where the matter went as the rule is written
  bool backward = false;  // counts where it went the other way
};

struct CompiledPotential {
  NameIndex indicator;
  NameIndex effect;
  std::string unit;
  UnitOfMeasure unit_of_measure;
  std::unique_ptr<Expression> formula;
  std::vector<std::optional<NameIndex>> inputs;  // nothing: target or value, as the name says
};

struct CompiledFlag {
  std::uint32_t pack = 0;
  const FlagModel* model = nullptr;
  std::unique_ptr<Expression> when;
  std::vector<NameIndex> inputs;
};

struct CompiledModels {
  std::vector<MeasuredName> names;
  std::vector<std::unique_ptr<Expression>> formulas;
  std::map<std::uint32_t, std::vector<TermFlow>> term_flows;  // by the term's index
  std::vector<CompiledPotential> potentials;                  // by indicator
  std::vector<CompiledFlag> flags;
  // (pack, kind, id) → name.
  std::map<std::tuple<std::uint32_t, NameKind, std::string>, NameIndex> index;
  std::vector<std::vector<std::uint32_t>> scope;  // of each pack: itself, then what it requires

  [[nodiscard]] std::optional<NameIndex> find(std::uint32_t pack,
                                              NameKind kind,
                                              std::string_view id) const;
};

// Adds every finding; the result is usable only if there was none.
CompiledModels compile_models(std::span<const MeasuredPack> packs, Findings& findings);

// A finding from an error of the parser or the check of dimensions, at the formula.
Finding formula_finding(const FormulaText& formula, const Error& failure);

// Itself and all it requires, directly or not, each once; unknown ones are left out.
std::vector<std::uint32_t> pack_scope(std::span<const MeasuredPack> packs, std::uint32_t pack);

}  // namespace meguri
