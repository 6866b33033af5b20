// SPDX-License-Identifier: Apache-2.0
// An id of one table is no id of another.
// EXPECT: error: no match for .*operator==
#include "base/id.h"

using Site = meguri::Id<struct SiteTag>;
using Lot = meguri::Id<struct LotTag>;
bool same(Site site, Lot lot) { return site == lot; }
