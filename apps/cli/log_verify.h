// SPDX-License-Identifier: Apache-2.0
// log_verify: `meguri log verify`: reads the files that were named and has them verified. Opens no
// data folder and asks no server.
#pragma once

#include "base/result.h"
#include "cli/command_line.h"
#include "wire/json.h"

namespace meguri {

// REQUIRES: options.key. Errors: those of reading files and of engine/log_verification.h;
// invalid_input (engine.log_key_unreadable) if the key is neither a key nor a file.
Result<Json> verify_log_files(const LogVerifyOptions& options);

}  // namespace meguri
