// SPDX-License-Identifier: Apache-2.0
// Masses are added by add(), which says when the sum leaves the range.
// EXPECT: error: no match for .*operator[+]
#include "matter/mass.h"

meguri::Mass careless(meguri::Mass left, meguri::Mass right) { return left + right; }
