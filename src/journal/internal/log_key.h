// SPDX-License-Identifier: Apache-2.0
// log_key: the signing key of a data folder: read, or made where there is none.
//
// A lost key is not silently replaced: where log.pub stands without log.key, the log's readers know
// a key that cannot sign any more, and somebody must decide. Errors: damaged, io_failure. One
// process (the owner of the folder) at a time.
#pragma once

#include <filesystem>

#include "base/result.h"
#include "seal/signed_note.h"

namespace meguri {

Result<NoteSigner> load_or_make_log_key(const std::filesystem::path& folder);

std::filesystem::path log_key_path(const std::filesystem::path& folder);     // log.key
std::filesystem::path log_public_path(const std::filesystem::path& folder);  // log.pub

}  // namespace meguri
