// SPDX-License-Identifier: Apache-2.0
// file: whole-file reading and durable writing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace meguri {

// The bytes of a file of at most `limit_bytes`. Errors: limit_exceeded, not_found, io_failure.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit_bytes);

// Hands the bytes of a file of any size to `take`, piece by piece, in bounded memory; an Error of
// `take` ends the reading and is returned. Errors: not_found, io_failure.
Status read_in_pieces(const std::filesystem::path& path,
                      const std::function<Status(std::string_view piece)>& take);

// Writes beside, syncs, renames over, syncs the folder: after a crash the old or the new, never
// half.
Status write_file_durably(const std::filesystem::path& path, std::string_view bytes);

}  // namespace meguri
