// SPDX-License-Identifier: Apache-2.0
// finding_text: findings about users' files with fields called by their names instead of their ids.
//
// Pure; any thread.
#pragma once

#include "base/finding.h"
#include "base/message.h"

namespace meguri {

// The argument `field`, where it is a field's id, as people of that language call it.
Message with_field_names(Message message, Language language);
Findings with_field_names(Findings findings, Language language);

}  // namespace meguri
