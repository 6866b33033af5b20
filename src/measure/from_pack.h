// SPDX-License-Identifier: Apache-2.0
// from_pack: the measurement of packs as they were read, without journal or columns: for checking a
// pack before it is loaded, and for tests.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "measure/figures.h"
#include "measure/measurement.h"
#include "pack/content.h"

namespace meguri {

// `cell` of the n-th quantity (figure) is n, counted through all contents in order. Required packs
// must stand before those that require them.
MeasurementInput measurement_input(std::span<const PackContent* const> contents);
std::vector<FigureInput> figure_input(std::span<const PackContent* const> contents);
std::vector<MeasuredPack> measured_packs(std::span<const PackContent* const> contents);

}  // namespace meguri
