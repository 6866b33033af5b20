// SPDX-License-Identifier: Apache-2.0
#include "engine/work_folder.h"

#include <cstdlib>
#include <string>
#include <system_error>

namespace meguri {

Result<WorkFolder> WorkFolder::create(std::string_view purpose) {
  // mkdtemp puts letters of its own in the place of the last six.
  constexpr std::string_view letters = "XXXXXX";
  std::error_code failed;
  const auto base = std::filesystem::temp_directory_path(failed);
  std::string name = (base / "meguri-").string();
  name.append(purpose).append("-").append(letters);
  if (failed || ::mkdtemp(name.data()) == nullptr) {
    return error(ErrorCode::io_failure, "engine.no_temporary_folder");
  }
  return WorkFolder(name);
}

WorkFolder::~WorkFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace meguri
