// SPDX-License-Identifier: Apache-2.0
// file: whole-file reading and durable writing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

// The bytes of a file of at most `limit_bytes`; limit_exceeded beyond, not_found, io_failure.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit_bytes);

// Writes beside, syncs, renames over, syncs the folder: after a crash the old or the new, never
// half.
Status write_file_durably(const std::filesystem::path& path, std::string_view bytes);

}  // namespace meguri
