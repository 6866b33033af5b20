// SPDX-License-Identifier: Apache-2.0
// new_pack: `meguri pack new`: a folder with a pack to begin with.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace meguri {

// The folder's name is the pack's id; its files are written, none is overwritten. Errors:
// invalid_input (the name is no id), conflict (there is a pack), io_failure.
Status write_new_pack(const std::filesystem::path& folder);

}  // namespace meguri
