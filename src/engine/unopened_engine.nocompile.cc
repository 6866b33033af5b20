// SPDX-License-Identifier: Apache-2.0
// An engine owns its data folder; it cannot be made without opening one.
// EXPECT: error: cannot declare variable .*engine.* to be of abstract type .*meguri::Engine
#include "engine/engine.h"

void careless() { meguri::Engine engine; }
