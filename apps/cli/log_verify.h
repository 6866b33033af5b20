// SPDX-License-Identifier: Apache-2.0
// log_verify: `meguri log verify`: reads the files that were named and has them verified. Opens no
// data folder and asks no server.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/command_line.h"
#include "wire/json.h"

namespace meguri {

// A public key: the text itself, or that of the file it names. Errors: invalid_input
// (engine.log_key_unreadable).
Result<std::string> public_key_of(const std::string& said);

// REQUIRES: options.key. Errors: those of reading files and of engine/log_verification.h;
// invalid_input (engine.log_key_unreadable) if the key is neither a key nor a file.
Result<Json> verify_log_files(const LogVerifyOptions& options);

}  // namespace meguri
