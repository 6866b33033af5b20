// SPDX-License-Identifier: Apache-2.0
// access: what other files of this room need of a Measurement beyond its public face.
#pragma once

#include "measure/internal/compiled.h"
#include "measure/measurement.h"

namespace meguri {

// The compiled potential of an indicator, or null.
const CompiledPotential* measurement_potential(const Measurement& measurement, NameIndex indicator);

}  // namespace meguri
