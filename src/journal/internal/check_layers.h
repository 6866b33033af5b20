// SPDX-License-Identifier: Apache-2.0
// check_layers: elements and water within an entry: stated on every line or on none, part of the
// line's mass, and balanced like it. Pure; any thread. O(lines × layers).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "journal/entry.h"
#include "journal/internal/rejection.h"

namespace meguri {

// layers_malformed … dry_basis_needs_water.
std::optional<Rejection> check_layers(const EntryDraft& draft,
                                      std::span<const std::string> declared);

// layer_unbalanced. REQUIRES: check_layers found nothing.
std::optional<Rejection> check_layer_balance(const EntryDraft& draft);

}  // namespace meguri
