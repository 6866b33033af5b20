// SPDX-License-Identifier: Apache-2.0
// check_model: whether the formulas of packs parse, name what exists, and fit in their dimensions.
//
// All findings of all packs, each at the line of model.toml where the formula stands. Scope of a
// name: the pack's own quantities, earlier derived ones, terms; then the quantities, derived ones
// and terms of the packs it requires. Pure; any thread.
#pragma once

#include <span>

#include "base/finding.h"
#include "measure/measurement.h"

namespace meguri {

// Formulas of derived, flows, indicators, potentials and flags; identities and diagrams are checked
// by FigureSet::build, which knows the figures.
Findings check_models(std::span<const MeasuredPack> packs);

}  // namespace meguri
