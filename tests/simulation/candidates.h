// SPDX-License-Identifier: Apache-2.0
// candidates: what may stand in a journal after a post that was not answered: what was
// acknowledged, and perhaps the whole of what was not.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "simulation/history.h"
#include "simulation/model.h"

namespace meguri::simulation {

// Whether these are the model's books and entries, by their names.
bool stands_in(const Journal& journal, const Model& model);

// The model that stands in the journal; fails the history if none of them does.
const Model& choose(const History& history,
                    const Journal& journal,
                    std::span<const Model> candidates);

}  // namespace meguri::simulation
