// SPDX-License-Identifier: Apache-2.0
// continuation: whether a store still holds what it once held.
#pragma once

#include "base/result.h"
#include "journal/store.h"
#include "seal/merkle.h"

namespace meguri {

// ok if the store's entries begin with those of the tree `known`. damaged if it has fewer
// (commits were lost) or others. O(entries after the known ones).
Status expect_continues(Store& store, const StoredHead& stored, Frontier known);

}  // namespace meguri
