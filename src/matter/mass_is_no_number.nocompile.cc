// SPDX-License-Identifier: Apache-2.0
// A mass is never made of a bare number: which unit would it be in?
// EXPECT: error: could not convert .*from .*double.* to .*meguri::Mass
#include "matter/mass.h"

meguri::Mass careless() { return 12.5; }
