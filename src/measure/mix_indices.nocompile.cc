// SPDX-License-Identifier: Apache-2.0
// A place is no name and a name no period, though all three are small numbers.
// EXPECT: error: could not convert .*place, name, period.* to .*meguri::ValueRef
#include "measure/measurement.h"

meguri::ValueRef careless(meguri::PlaceIndex place,
                          meguri::NameIndex name,
                          meguri::PeriodIndex period) {
  return {place, name, period};
}
