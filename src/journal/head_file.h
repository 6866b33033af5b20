// SPDX-License-Identifier: Apache-2.0
// head_file: a second small file that remembers how far the journal had come.
//
// A database whose write-ahead log was cut or damaged opens without complaint at an earlier commit.
// After each commit the position and the tree frontier are written here; on opening, a journal that
// is behind has lost commits, and one whose first entries have another tree head has been changed.
// A journal that is ahead is fine: the process ended between the commit and this file.
//
// Two slots of 4096 bytes are written in turn, each with its own hash, so that a write that is cut
// short leaves the one before.
//
// Errors: io_failure, damaged. Thread rule: one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/result.h"
#include "seal/merkle.h"

namespace meguri {

class HeadFile {
 public:
  // Opens it, or creates an empty one.
  static Result<HeadFile> open(const std::filesystem::path& path);

  HeadFile(HeadFile&& other) noexcept;
  HeadFile& operator=(HeadFile&& other) noexcept;
  ~HeadFile();

  // The newer of the readable slots; nothing if neither can be read.
  [[nodiscard]] Result<std::optional<Frontier>> read() const;
  // Durable when it returns.
  Status write(const Frontier& frontier);

 private:
  explicit HeadFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
  std::uint64_t writes_ = 0;
};

}  // namespace meguri
