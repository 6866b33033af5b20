// SPDX-License-Identifier: Apache-2.0
#include "engine/new_pack.h"

#include <string>
#include <system_error>

#include "base/file.h"
#include "pack/skeleton.h"

namespace meguri {

Status write_new_pack(const std::filesystem::path& folder) {
  std::filesystem::path named = folder.lexically_normal();
  if (!named.has_filename()) named = named.parent_path();
  const std::string id = named.filename().string();
  if (!is_pack_id(id)) {
    return error(ErrorCode::invalid_input, "engine.new_pack_id", {{"id", id}});
  }
  std::error_code failed;
  if (std::filesystem::exists(named / "pack.toml", failed)) {
    return error(ErrorCode::conflict, "engine.new_pack_exists", {{"folder", named.string()}});
  }
  for (const PackDocument& document : pack_skeleton(id)) {
    const std::filesystem::path path = named / document.path;
    std::filesystem::create_directories(path.parent_path(), failed);
    if (failed) {
      return error(ErrorCode::io_failure,
                   "base.file_unwritable",
                   {{"file", path.string()}, {"reason", failed.message()}});
    }
    if (std::filesystem::exists(path, failed)) continue;  // somebody's own
    MEGURI_TRY(write_file_durably(path, document.bytes));
  }
  return ok();
}

}  // namespace meguri
