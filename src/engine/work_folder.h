// SPDX-License-Identifier: Apache-2.0
// work_folder: a folder for what a request makes on the way, gone when the request is over.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace meguri {

class WorkFolder {
 public:
  // Below the system's folder for such things, named after what it is for. Error io_failure
  // (engine.no_temporary_folder).
  static Result<WorkFolder> create(std::string_view purpose);
  WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  explicit WorkFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

}  // namespace meguri
