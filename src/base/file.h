// SPDX-License-Identifier: Apache-2.0
// file: whole-file reading and durable writing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace meguri {

// The bytes of a file of at most `limit_bytes`. Errors: limit_exceeded, not_found, io_failure.
Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t limit_bytes);

// Hands the bytes of a file of any size to `take`, piece by piece, in bounded memory; an Error of
// `take` ends the reading and is returned. Errors: not_found, io_failure.
Status read_in_pieces(const std::filesystem::path& path,
                      const std::function<Status(std::string_view piece)>& take);

// A file that is read a piece at a time by whoever holds it. One thread at a time.
class FileReader {
 public:
  // Errors: not_found, io_failure.
  static Result<FileReader> open(const std::filesystem::path& path);
  FileReader(FileReader&& other) noexcept;
  FileReader& operator=(FileReader&&) = delete;
  ~FileReader();
  // Appends the next bytes, at most `bytes_max`; nothing is appended at the end. io_failure.
  Status read(std::string& into, std::size_t bytes_max);

 private:
  FileReader(std::filesystem::path path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor) {}
  std::filesystem::path path_;
  int descriptor_ = -1;
};

// Writes beside, syncs, renames over, syncs the folder: after a crash the old or the new, never
// half.
Status write_file_durably(const std::filesystem::path& path, std::string_view bytes);

}  // namespace meguri
