// SPDX-License-Identifier: Apache-2.0
// A Result nobody looks at is a failure nobody hears of.
// EXPECT: ignoring returned value of type
#include "base/result.h"

meguri::Status work();
void careless() { work(); }
